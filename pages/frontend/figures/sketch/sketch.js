// Draws a figure before Plotly is here: the same things at the same places, in one SVG. It understands what
// our figures use; what it leaves out, such as the values under the pointer, comes with Plotly.

import { group } from "../../common/dom.js";
import { svg } from "../../common/svg.js";
import { drawAnnotation, drawShape, fontOf } from "./annotations.js";
import { arrange } from "./arrangement.js";
import { colourBars } from "./colour_bar.js";
import { axisTitles, gridLines, legendItems, tickLabels } from "./frame.js";
import { put } from "./full_figure.js";
import { clipped } from "./clip.js";
import { measurer } from "./text.js";
import { drawTrace } from "./traces.js";

export class Sketch {
  constructor(plot) {
    this.plot = plot;
    this.root = group("sketch", []);
    plot.append(this.root);
  }

  get layout() {
    return this.figure?.layout;
  }

  // The figure as it is drawn now, with some more of its layout.
  figureWith(layout) {
    for (const [name, value] of Object.entries(layout)) put(this.layout, name, value);
    return this.figure;
  }

  draw(figure) {
    this.figure = figure;
    this.redraw();
  }

  // As Plotly.update: a value of an attribute is one for all traces, or one for each.
  update(update, layout, traces) {
    for (const [name, values] of Object.entries(update)) {
      traces.forEach((trace, i) => {
        const value = Array.isArray(values) ? values[i % values.length] : values;
        if (value !== undefined) put(this.figure.data[trace], name, value);
      });
    }
    this.relayout(layout);
  }

  // A range that is given does not follow the data any more.
  relayout(layout) {
    for (const [name, value] of Object.entries(layout)) {
      put(this.layout, name, value);
      if (/^[xy]axis\d*\.range$/.test(name)) put(this.layout, name.replace("range", "autorange"), false);
    }
    this.redraw();
  }

  redraw() {
    const { width, height } = this.layout;
    this.svg?.remove();
    this.svg = svg("svg", { width, height });
    this.root.append(this.svg);
    const measure = measurer(this.svg);
    this.arranged = arrange(this.figure, { width, height }, measure);
    const { full, axes } = this.arranged;
    measure.ahead((full.annotations ?? []).map((note) => [note.text, fontOf(note, full)]));
    this.traces = this.figure.data.map((trace, i) => drawTrace(trace, i, axes, full.font)).filter(Boolean);
    this.shapes = new Map((full.shapes ?? []).map((shape, i) => [i, drawShape(shape, axes)])
      .filter(([, drawn]) => drawn));
    this.notes = new Map((full.annotations ?? []).map((note, i) =>
      [i, drawAnnotation(note, this.arranged, measure)]).filter(([, drawn]) => drawn));
    this.svg.append(...gridLines(this.traces), ...this.shapesIn("below"), ...this.traces.map(withinAxes),
      ...tickLabels(axes), ...this.shapesIn("above"), ...colourBars(this.figure.data, this.arranged, measure),
      ...legendItems(this.arranged), ...axisTitles(axes), ...this.notes.values());
  }

  shapesIn(layer) {
    const { shapes = [] } = this.arranged.full;
    return [...this.shapes].filter(([i]) => (shapes[i].layer ?? "above") === layer)
      .map(([, { path, clip }]) => clipped(clip, [path]));
  }

  axis(id) {
    const axis = this.arranged?.axes.get(id);
    const { name, length, offset, type, range, autorange, titleText: title } = axis ?? {};
    return axis && { name, length, offset, type, range, autorange, title,
      numberToPixel: (value) => axis.numberToPixel(value),
      valueToPixel: (value) => axis.valueToPixel(value) };
  }

  axesOfTrace(index) {
    const { xaxis = "x", yaxis = "y", line } = this.figure.data[index] ?? {};
    const [x, y] = [this.axis(xaxis), this.axis(yaxis)];
    return x && y ? { x, y, isStepped: line?.shape === "hv" } : null;
  }

  get traceElements() {
    return this.traces.map(({ index, element }) => [index, element]);
  }

  get linePaths() {
    return new Map(this.traces.filter(({ path }) => path).map(({ index, path }) => [index, path]));
  }

  get shapePaths() {
    return [...this.shapes].map(([i, { path }]) => [i, path]);
  }

  get annotationTexts() {
    return this.notes;
  }

  get printedLabels() {
    return this.traces.map(({ texts }) => texts);
  }

  remove() {
    this.root.remove();
  }
}

function withinAxes({ trace, x, y, element }) {
  if (trace.cliponaxis === false) return element;
  return clipped({ x: x.offset, y: y.offset, width: x.length, height: y.length }, [element]);
}
