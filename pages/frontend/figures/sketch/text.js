// Texts with the few tags that Plotly knows, placed and measured as Plotly does.

import { svg } from "../../common/svg.js";

const LINE_HEIGHT = 1.3;
const RESET = "\u200b"; // carries the baseline back after a subscript
const SHIFTED = { sub: ["0.3em", "-0.21em"], sup: ["-0.6em", "0.42em"] };
const SMALL = "70%";

const SHARES = { start: 0, middle: 0.5, end: 1 };

// Pixels from the left of a measured text to its anchor.
export const anchorWithin = ({ advance }, anchor) => advance * SHARES[anchor];

export function text(content, x, y, { font, anchor = "middle", transform }) {
  const element = svg("text", { x, y, "text-anchor": anchor, transform });
  Object.assign(element.style, { fontFamily: font.family, fontSize: `${font.size}px`, fill: font.color,
    whiteSpace: "pre" });
  element.append(...linesOf(content, x, y));
  return element;
}

const split = (content) => String(content).split(/<br ?\/?>/);

// Pixels from the first baseline of a text to its last.
export const heightOfLines = (content, { size }) => (split(content).length - 1) * LINE_HEIGHT * size;

function linesOf(content, x, y) {
  const lines = split(content);
  if (lines.length === 1) return spansOf(content);
  return lines.map((line, i) =>
    svg("tspan", { dy: `${i * LINE_HEIGHT}em`, x, y }, spansOf(line)));
}

// Tags may stand within each other.
function spansOf(line) {
  const open = [{ parts: [] }];
  for (const token of String(line).split(/(<\/?(?:span|sub|sup|b)\b[^>]*>)/)) {
    const [, end, tag, style] = /^<(\/?)(\w+)(?: style="([^"]*)")?>$/.exec(token) ?? [];
    if (!tag) open.at(-1).parts.push(token);
    else if (!end) open.push({ tag, style, parts: [] });
    else if (open.length > 1) open.at(-2).parts.push(...spanOf(open.pop()));
  }
  return open[0].parts;
}

function spanOf({ tag, style = "", parts }) {
  const [down, up] = SHIFTED[tag] ?? [];
  const span = svg("tspan", { dy: down }, parts);
  span.style.cssText = style.replace("color:", "fill:");
  if (tag === "b") span.style.fontWeight = "bold";
  if (!down) return [span];
  span.style.fontSize = SMALL;
  return [span, svg("tspan", { dy: up }, [RESET])];
}

// Measures texts in a drawing that is on the page, each once: `measure(content, font)`. What is needed soon
// is best given to `ahead` as [content, font] pairs: all of it costs one reflow. The box of a text may be
// wider than its advance, by which it is anchored.
const known = new Map();
const keyOf = (content, font) => `${font.size} ${font.family} ${content}`;

export function measurer(root) {
  const ahead = (pairs) => {
    const unknown = new Map(pairs.map((pair) => [keyOf(...pair), pair]).filter(([key]) => !known.has(key)));
    const elements = [...unknown.values()].map(([content, font]) => text(content, 0, 0, { font }));
    root.append(...elements);
    [...unknown.keys()].forEach((key, i) => known.set(key, extentOf(elements[i])));
    for (const element of elements) element.remove();
  };
  const measure = (content, font) => {
    ahead([[content, font]]);
    return known.get(keyOf(content, font));
  };
  return Object.assign(measure, { ahead });
}

function extentOf(element) {
  const { x, width, y, height } = element.getBBox();
  return { width, advance: -2 * x, top: y, bottom: y + height };
}
