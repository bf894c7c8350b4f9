// The annotations and the shapes of a layout, as Plotly places them.

import { svg } from "../../common/svg.js";
import { anchorWithin, text } from "./text.js";

const ANCHORS = { left: 0.5, center: 0, right: -0.5, top: 0.5, middle: 0, bottom: -0.5 };
const ALIGNED = { left: "start", right: "end" };
const BORDER = 1;

export const fontOf = (note, full) => ({ ...full.font, ...note.font });

export function drawAnnotation(note, { full, axes, size }, measure) {
  const font = fontOf(note, full);
  const measured = measure(note.text, font);
  const { width, top, bottom } = measured;
  const border = BORDER + (note.borderpad ?? 1);
  const [wide, high] = [Math.round(width + 2 * border), Math.round(bottom - top + 2 * border)];
  const across = placeOf(note, "x", wide, axes, size);
  const down = placeOf(note, "y", high, axes, size);
  if (note.visible === false || across === null || down === null) return null;
  const anchor = ALIGNED[note.align] ?? "middle";
  return text(note.text, Math.round(across - wide / 2) + border + anchorWithin(measured, anchor),
    Math.round(down - high / 2) + border - top, { font, anchor });
}

// The middle of an annotation, or null if it points beyond its axis.
function placeOf(note, letter, long, axes, size) {
  const axis = axes.get(note[`${letter}ref`] ?? letter);
  const { at, anchor } = axis ? onAxis(axis, note[letter]) : onPaper(letter, note[letter], size);
  const shift = (note[`${letter}shift`] ?? 0) * (letter === "x" ? 1 : -1);
  return at === null ? null : at + long * ANCHORS[note[`${letter}anchor`] ?? anchor] + shift;
}

// Pixels, and where an annotation is anchored that does not say it.
function onAxis(axis, value) {
  const at = axis.numberToPixel(value);
  return { at: at < 0 || at > axis.length ? null : axis.offset + at, anchor: "center" };
}

function onPaper(letter, value, { l, t, w, h }) {
  const share = letter === "x" ? value : 1 - value;
  const anchor = share < 1 / 3 ? "left" : share > 2 / 3 ? "right" : "center";
  return { at: letter === "x" ? l + share * w : t + share * h, anchor };
}

export function drawShape({ type, x0, x1, y0, y1, xref = "x", yref = "y", line = {} }, axes) {
  const [x, y] = [axes.get(xref), axes.get(yref)];
  if (!x || !y || (type !== "line" && type !== "rect")) return null;
  const [left, right] = [x0, x1].map((value) => x.offset + x.numberToPixel(value));
  const [top, bottom] = [y0, y1].map((value) => y.offset + y.numberToPixel(value));
  const path = svg("path", { fill: "none", d: type === "line" ? `M${left},${top}L${right},${bottom}`
    : `M${left},${top}H${right}V${bottom}H${left}Z` });
  Object.assign(path.style, { stroke: line.color, strokeWidth: `${line.width ?? 2}px` });
  const clip = { x: x.offset, y: y.offset, width: x.length, height: y.length };
  return { path, clip };
}
