// Clip paths and the names that they need.

import { svg } from "../../common/svg.js";

let count = 0;

export const uniqueId = () => `sketch-${count += 1}`;

// A group that shows only what lies within a box.
export function clipped(box, children) {
  const id = uniqueId();
  return svg("g", { "clip-path": `url(#${id})` }, [
    svg("clipPath", { id }, [svg("rect", box)]), ...children]);
}
