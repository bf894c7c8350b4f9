// Everything here relies on parts of Plotly.js that are not public; plotly_compat.css does, too. After an
// upgrade run tests/browser/test_compat.py and tests/browser/journeys/test_first_picture.py, which compares
// sketches with what Plotly draws; then update the version.

export const TESTED_WITH = "4.1.1";

const TRACES = ".scatterlayer .trace, .heatmaplayer .hm";
const LABELS = ".scatterlayer .trace .text, .heatmaplayer .hm";

// An axis by its id, "x" or "y2". Both functions return pixels from the left or the top of the plot: one
// takes a number, the other any value that a figure may contain.
export function axisOf(plot, id) {
  const axis = id && plot._fullLayout?.[`${id[0]}axis${id.slice(1)}`];
  return axis && {
    name: axis._name, length: axis._length, offset: axis._offset,
    type: axis.type, range: axis.range, autorange: axis.autorange, title: axis.title?.text,
    numberToPixel: (number) => axis.c2p(number), valueToPixel: (value) => axis.d2p(value),
  };
}

// The axes of a trace and whether its line goes in steps, or null while Plotly does not know it.
export function axesOfTrace(plot, trace) {
  const full = plot._fullData?.[trace];
  const [x, y] = [axisOf(plot, full?.xaxis), axisOf(plot, full?.yaxis)];
  return x && y ? { x, y, isStepped: full.line?.shape === "hv" } : null;
}

// The element in which Plotly draws: what is put first lies behind the drawing.
export const drawingOf = (plot) => plot.querySelector(".svg-container");

// Leaves what Plotly draws to the label of its figure: a screen reader would say every number of every axis.
export function silenceDrawings() {
  for (const svg of document.querySelectorAll(".main-svg, .modebar-btn svg, #js-plotly-tester")) {
    svg.setAttribute("aria-hidden", "true");
  }
  for (const tools of document.querySelectorAll(".modebar:not([aria-label])")) {
    tools.setAttribute("aria-label", "Tools of the figure");
  }
}

// [index, element] for each trace that is drawn as lines, points or a heatmap.
export const tracesOf = (plot) => [...plot.querySelectorAll(TRACES)].map(
  (group) => [group.__data__?.[0]?.trace?.index, group]);

// The path of each trace's line, by the index of the trace.
export function linePathsOf(plot) {
  const found = tracesOf(plot).map(([index, group]) => [index, group.querySelector("path.js-line")]);
  return new Map(found.filter(([index, path]) => index !== undefined && path));
}

// [index, path] for each shape of the layout.
export const shapePathsOf = (plot) => [...plot.querySelectorAll(".shapelayer path[data-index]")].map(
  (path) => [Number(path.dataset.index), path]);

// The text of each annotation of the layout, by its index.
export const annotationTextsOf = (plot) => new Map([...plot.querySelectorAll(".annotation[data-index]")].map(
  (group) => [Number(group.dataset.index), group.querySelector(".annotation-text")]));

// The printed labels of each trace.
export const labelsOf = (plot) => [...plot.querySelectorAll(LABELS)].map(
  (group) => [...group.querySelectorAll("text")]);
