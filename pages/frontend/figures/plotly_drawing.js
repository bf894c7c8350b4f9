// A figure as Plotly draws it. A sketch (sketch/sketch.js) offers the same until Plotly is here.

import { annotationTextsOf, axesOfTrace, axisOf, drawingOf, labelsOf, linePathsOf, shapePathsOf,
  tracesOf } from "../common/plotly_compat.js";

export class PlotlyDrawing {
  constructor(plot) {
    this.plot = plot;
  }

  async draw({ data, layout, config }) {
    const draw = this.isDrawn ? window.Plotly.react : window.Plotly.newPlot;
    await draw(this.plot, data, layout, { displaylogo: false, ...config, responsive: false });
    this.isDrawn = true;
  }

  async update(update, layout, traces) {
    await window.Plotly.update(this.plot, update, layout, traces);
  }

  async relayout(layout) {
    await window.Plotly.relayout(this.plot, layout);
  }

  get layout() {
    return this.plot.layout;
  }

  // The element in which images may lie behind the drawing.
  get root() {
    return drawingOf(this.plot);
  }

  axis(id) {
    return axisOf(this.plot, id);
  }

  axesOfTrace(index) {
    return axesOfTrace(this.plot, index);
  }

  get traceElements() {
    return tracesOf(this.plot);
  }

  get linePaths() {
    return linePathsOf(this.plot);
  }

  get shapePaths() {
    return shapePathsOf(this.plot);
  }

  get annotationTexts() {
    return annotationTextsOf(this.plot);
  }

  get printedLabels() {
    return labelsOf(this.plot);
  }

  remove() {
    window.Plotly.purge(this.plot);
  }
}
