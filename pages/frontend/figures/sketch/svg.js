// Small helpers that make SVG elements.

const SPACE = "http://www.w3.org/2000/svg";

export function svg(tag, attributes = {}, children = []) {
  const element = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

let count = 0;

export const uniqueId = () => `sketch-${count += 1}`;

// A group that shows only what lies within a box.
export function clipped(box, children) {
  const id = uniqueId();
  return svg("g", { "clip-path": `url(#${id})` }, [
    svg("clipPath", { id }, [svg("rect", box)]), ...children]);
}
