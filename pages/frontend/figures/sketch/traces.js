// The traces of a figure: points, lines, printed numbers, and the cells of heatmaps.

import { svg } from "../../common/svg.js";
import { drawCells } from "./cells.js";
import { numbers } from "./full_figure.js";
import { symbolPath } from "./symbols.js";
import { text } from "./text.js";

const LEFT = 0.75; // of a text's size, from the middle to its baseline, with half of it above
const COLOURS = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728"];
const SIZE = 6;
const BUBBLE = 0.7; // the opacity of markers with a size each

// A drawn trace: its element, the path of its line, and its printed texts. Null if it shows nothing.
export function drawTrace(trace, index, axes, font) {
  if (trace.visible === false || trace.opacity === 0) return null;
  const [x, y] = [axes.get(trace.xaxis ?? "x"), axes.get(trace.yaxis ?? "y")];
  const drawn = trace.type === "heatmap" ? drawCells(trace, x, y)
    : drawScatter(trace, index, { x, y, font });
  return { index, x, y, trace, ...drawn };
}

function drawScatter(trace, index, { x, y, font }) {
  const mode = trace.mode ?? "markers";
  const points = pointsOf(trace, x, y);
  const path = mode.includes("lines") && points.length ? linePath(trace, index, points) : null;
  const texts = mode.includes("text") ? textsOf(trace, points, font) : [];
  const marks = mode.includes("markers") ? marksOf(trace, index, points) : [];
  const parts = [...path ? [path] : [], ...marks, ...texts.map(lifted)];
  const element = svg("g", { class: "points", opacity: trace.opacity, "stroke-miterlimit": 2,
    transform: `translate(${x.offset},${y.offset})` }, parts);
  return { element, path, texts };
}

// [index, pixels across, pixels down] of the points that the axes can show.
function pointsOf(trace, x, y) {
  const [across, down] = [numbers(trace.x), numbers(trace.y)];
  const all = Array.from(across, (value, i) => [i, pixel(x, value), pixel(y, down[i])]);
  return all.filter(([, px, py]) => Number.isFinite(px + py));
}

const pixel = (axis, value) => (value === null || value === undefined ? NaN : axis.numberToPixel(value));

// A line through points; it has a gap where one between them cannot be shown, as Plotly has.
export function lineThrough(points, shape) {
  const step = shape === "hv" ? (px, py) => `H${px}V${py}` : (px, py) => `L${px},${py}`;
  const goesOn = (at) => at > 0 && points[at - 1][0] === points[at][0] - 1;
  return points.map(([, px, py], at) => (goesOn(at) ? step(px, py) : `M${px},${py}`)).join("");
}

function linePath({ line = {} }, index, points) {
  const colour = line.color ?? COLOURS[index % COLOURS.length];
  const path = svg("path", { d: lineThrough(points, line.shape), fill: "none", stroke: colour,
    "stroke-width": line.width ?? 2 });
  if (line.dash && line.dash !== "solid") path.setAttribute("stroke-dasharray", line.dash);
  return path;
}

// An attribute of a marker or a font is one value, or one for each point.
const isList = (values) => Array.isArray(values) || ArrayBuffer.isView(values);
const each = (values, i) => (isList(values) ? values[i] : values);

function marksOf({ marker = {}, line }, index, points) {
  if (marker.opacity === 0) return [];
  const own = marker.color ?? line?.color ?? COLOURS[index % COLOURS.length];
  const opacity = marker.opacity ?? (isList(marker.size) ? BUBBLE : undefined);
  return points.map(([i, px, py]) => {
    const symbol = each(marker.symbol, i) ?? "circle";
    const isOpen = symbol.endsWith("-open");
    const colour = each(own, i);
    return svg("path", { d: symbolPath(symbol.replace("-open", ""), (each(marker.size, i) ?? SIZE) / 2),
      transform: `translate(${px},${py})`, fill: isOpen ? "none" : colour, opacity,
      stroke: isOpen ? colour : marker.line?.color,
      "stroke-width": each(marker.line?.width, i) ?? (isOpen ? 1 : 0) });
  });
}

function textsOf({ text: contents = [], textfont = {} }, points, font) {
  return points.map(([i, px, py]) => text(each(contents, i) ?? "", px, py, { font: { ...font, ...textfont,
    size: each(textfont.size, i) ?? font.size, color: each(textfont.color, i) ?? font.color } }));
}

// Plotly centres a text about its point by its size at first, whatever it becomes later.
function lifted(element) {
  const size = parseFloat(element.style.fontSize);
  return svg("g", { transform: `translate(0,${size * (LEFT - 0.5)})` }, [element]);
}
