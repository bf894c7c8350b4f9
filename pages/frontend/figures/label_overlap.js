// Hides numbers that are printed side by side where the page is too narrow for them; the pointer still shows
// each. Only the browser knows how wide a figure really is.

import { labelsOf } from "../common/plotly_compat.js";

const GAP = 2;

// All labels are measured before any is changed, which costs one reflow.
export function hideOverlapping(plot) {
  const traces = labelsOf(plot);
  const isHidden = traces.map(overlap);
  traces.forEach((texts, i) => {
    for (const text of texts) text.style.visibility = isHidden[i] ? "hidden" : "";
  });
}

export function overlap(texts) {
  const printed = texts.filter((text) => text.textContent.trim());
  const boxes = printed.map((text) => text.getBoundingClientRect());
  boxes.sort((a, b) => a.top - b.top || a.left - b.left);
  return boxes.some((box, i) => {
    const before = boxes[i - 1];
    return before && Math.abs(before.top - box.top) < 1 && box.left < before.right + GAP;
  });
}
