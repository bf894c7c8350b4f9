// Lines drawn directly into Plotly's paths, and what Plotly itself is given.

import assert from "node:assert/strict";
import { test } from "node:test";

import { columns, Lines } from "../../../pages/frontend/figures/lines.js";
import { PlotlyDrawing } from "../../../pages/frontend/figures/plotly_drawing.js";

const HEIGHT = 100;
const log = (value) => (value > 0 ? HEIGHT * (1 + Math.log10(value) / 10) : NaN); // 10⁻¹⁰ to 1

function path() {
  const attributes = {};
  return { attributes, isConnected: true, setAttribute: (name, value) => { attributes[name] = value; } };
}

// A plot as Plotly leaves it: a log axis "y", below it a strip "y2", and a path for each of some traces.
function plotOf(axes, traces) {
  const fixed = { _length: HEIGHT, range: [0, 1], autorange: false };
  const axis = (name, type, c2p) => ({ ...fixed, _name: name, type, c2p });
  const paths = new Map(traces.map((trace) => [trace, path()]));
  const groups = [...paths].map(([index, line]) => (
    { __data__: [{ trace: { index } }], querySelector: () => line }));
  return {
    paths,
    _fullData: axes.map((yaxis) => ({ xaxis: "x", yaxis })),
    _fullLayout: { xaxis: axis("xaxis", "linear", (x) => x), yaxis: axis("yaxis", "log", log),
      yaxis2: axis("yaxis2", "linear", (y) => HEIGHT - y) },
    querySelectorAll: () => groups,
  };
}

const drawingOf = (...plot) => new PlotlyDrawing(plotOf(...plot));

const ROWS = [[0, 1], [1, 0.1], [2, 0], [3, 0]];
const MAIN = { trace: 0, column: 1, rows: ROWS };
const ZEROS = { trace: 1, column: 1, zeros: true, rows: ROWS };

test("a line of zeros shows what is exactly 0, where the log axis ends its line", () => {
  const plot = plotOf(["y", "y2"], [0, 1]);
  assert.ok(new Lines().drawDirectly(new PlotlyDrawing(plot), [MAIN, ZEROS]));
  assert.equal(plot.paths.get(0).attributes.d, "M0,100L1,90");
  assert.equal(plot.paths.get(1).attributes.d, "M2,100L3,100");
});

test("a line without points needs no path of Plotly's, and loses what it showed before", () => {
  const positive = { ...ZEROS, rows: ROWS.slice(0, 2) };
  assert.ok(new Lines().drawDirectly(drawingOf(["y", "y2"], [0]), [MAIN, positive]));
  const plot = plotOf(["y", "y2"], [0, 1]);
  new Lines().drawDirectly(new PlotlyDrawing(plot), [positive]);
  assert.equal(plot.paths.get(1).attributes.d, "");
});

test("Plotly draws a line whose first points come, or whose path is gone", () => {
  assert.ok(!new Lines().drawDirectly(drawingOf(["y", "y2"], [0]), [MAIN, ZEROS]));
  const plot = plotOf(["y", "y2"], [0, 1]);
  plot.paths.get(0).isConnected = false;
  assert.ok(!new Lines().drawDirectly(new PlotlyDrawing(plot), [MAIN, ZEROS]));
});

test("a layer whose gradient is always 0 is no reason to draw again", () => {
  const zero = [[0, 0], [1, 0]];
  const drawing = drawingOf(["y", "y2"], [1]);
  assert.ok(new Lines().drawDirectly(drawing, [{ ...MAIN, rows: zero }, { ...ZEROS, rows: zero }]));
});

test("a line that Plotly draws in steps is drawn in steps", () => {
  const plot = plotOf(["y"], [0]);
  plot._fullData[0].line = { shape: "hv" };
  const rows = [[0, 1], [1, 1], [2, 0.1], [3, 0], [4, 0.1]];
  new Lines().drawDirectly(new PlotlyDrawing(plot), [{ ...MAIN, rows }]);
  assert.equal(plot.paths.get(0).attributes.d, "M0,100H1V100H2V90M4,90");
});

test("while playing, a log axis of three to four decades gets a tick more", () => {
  const ticks = (...values) => {
    const lines = values.map((value, i) => ({ ...MAIN, trace: i, rows: [[0, 1], [1, value], [2, 0]] }));
    return new Lines().playingLayout(drawingOf(["y", "y"], [0, 1]), lines)["yaxis.nticks"];
  };
  assert.deepEqual([1e-1, 2e-3, 5e-4, 1e-5, 0].map((value) => ticks(value)), [3, 4, 4, 3, 3]);
  assert.equal(ticks(0.1, 10 ** -3.2), 4);
  const linear = [{ ...ZEROS, trace: 0, rows: ROWS }];
  assert.ok(!("yaxis2.nticks" in new Lines().playingLayout(drawingOf(["y2"], [0]), linear)));
});

test("Plotly is given the same values", () => {
  const { x, y, traces } = columns([MAIN, ZEROS]);
  assert.deepEqual(traces, [0, 1]);
  assert.deepEqual(x.map((each) => [...each]), [[0, 1, 2, 3], [0, 1, 2, 3]]);
  assert.deepEqual(y.map((each) => [...each]), [[1, 0.1, 0, 0], [NaN, NaN, 0, 0]]);
});
