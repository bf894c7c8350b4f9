// Where a sketch puts things: the numbers here are those of Plotly 4.1.1 for the same figures.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawAnnotation } from "../../../pages/frontend/figures/sketch/annotations.js";
import { arrange } from "../../../pages/frontend/figures/sketch/arrangement.js";
import { autorange } from "../../../pages/frontend/figures/sketch/autorange.js";
import { colourOf } from "../../../pages/frontend/figures/sketch/colour_scale.js";
import { fullLayout, numbers, put } from "../../../pages/frontend/figures/sketch/full_figure.js";
import { lineThrough } from "../../../pages/frontend/figures/sketch/traces.js";
import { plain, ticksOf } from "../../../pages/frontend/figures/sketch/ticks.js";

const LINEAR = { type: "linear", letter: "x", length: 200 };
const textsOf = (axis) => ticksOf({ ...LINEAR, ...axis }).map(({ text }) => text);
const isNear = (found, wanted, within = 1e-9) => wanted.forEach((value, i) =>
  assert.ok(Math.abs(found[i] - value) < within, `${found} is not ${wanted}`));

test("ticks stand at 1, 2 or 5 times a power of ten", () => {
  assert.deepEqual(textsOf({ range: [-1.4, 1.4], nticks: 6 }), ["−1", "−0.5", "0", "0.5", "1"]);
  assert.deepEqual(textsOf({ range: [0, 129.16], nticks: 4 }), ["0", "50", "100"]);
  assert.deepEqual(textsOf({ range: [0, 0.7161], letter: "y", length: 81 }), ["0", "0.2", "0.4", "0.6"]);
  assert.deepEqual(textsOf({ range: [0, 1e4], nticks: 4 }), ["0", "5k", "10k"]);
  assert.deepEqual(textsOf({ range: [176, 0], nticks: 4 }), ["0", "50", "100", "150"]);
});

test("ticks of a log axis never stand at all of 1 to 9", () => {
  const log = { type: "log", nticks: 3, tickformat: "~g" };
  assert.deepEqual(textsOf({ ...log, range: [-2.0919, -0.9654] }), ["0.01", "0.02", "0.05", "0.1"]);
  assert.deepEqual(textsOf({ ...log, range: [-6.1, 0.1] }), ["0.000001", "0.001", "1"]);
  assert.deepEqual(textsOf({ ...log, range: [Math.log10(2), Math.log10(7)] }), ["2", "4", "6"]);
});

test("ticks that are given have their own texts, or their numbers in the axis's format", () => {
  const named = { range: [0.5, 3.5], tickvals: [1, 2, 9], ticktext: ["a", "b", "c"] };
  assert.deepEqual(textsOf(named), ["a", "b"]);
  const shares = { range: [0, 1.03], tickvals: [0, 0.5, 1], tickformat: ".0%" };
  assert.deepEqual(textsOf(shares), ["0%", "50%", "100%"]);
});

test("a tick has the digits that its distance needs, and thousands as k", () => {
  assert.equal(plain(0.6000000000000001, 0.2, 0.7), "0.6");
  assert.equal(plain(-0.25, 0.05, 1), "−0.25");
  assert.equal(plain(1500, 500, 2000), "1500");
  assert.equal(plain(15000, 5000, 20000), "15k");
});

test("a line has a gap where a point cannot be shown", () => {
  const points = [[0, 0, 5], [1, 10, 6], [3, 30, 7], [4, 40, 8]];
  assert.equal(lineThrough(points), "M0,5L10,6M30,7L40,8");
  assert.equal(lineThrough(points, "hv"), "M0,5H10V6M30,7H40V8");
});

test("an axis follows its lines, and keeps markers whole", () => {
  const lines = { mode: "lines", x: [0, 120], y: [0.6803185459107735, 0.23] };
  const dots = { mode: "markers", x: [120], y: [0.23], marker: { size: 7 } };
  isNear(autorange({ letter: "x", type: "linear", length: 209, rangemode: "tozero" }, [lines, dots]),
    [0, 129.16183854770182]);
  isNear(autorange({ letter: "y", type: "linear", length: 81.12, rangemode: "tozero" }, [lines, dots]),
    [0, 0.7161247851692352]);
  assert.deepEqual(autorange({ letter: "x", type: "linear", length: 209, rangemode: "tozero" },
    [{ mode: "lines", x: [0], y: [1] }]), [0, 1]);
});

test("a log axis leaves out what it has no place for", () => {
  const trace = { mode: "lines", x: [0, 1, 2, 3], y: [0.1, null, 0, 0.001] };
  isNear(autorange({ letter: "y", type: "log", length: 100 }, [trace]), [-3 - 1 / 9, -1 + 1 / 9]);
});

const measure = Object.assign((content, { size }) => {
  const width = 0.5 * size * content.length;
  return { width, advance: width, top: -size, bottom: 3 };
}, { ahead: () => {} });
const square = { layout: { margin: { l: 54, r: 62, t: 8, b: 66 }, xaxis: { range: [-1.4, 1.4] },
  yaxis: { range: [-1.4, 1.4], scaleanchor: "x" } }, data: [] };

test("axes of equal scale share the room", () => {
  const { axes, size } = arrange(square, { width: 360, height: 315 }, measure);
  assert.deepEqual(size, { l: 54, t: 8, w: 244, h: 241 });
  const [x, y] = [axes.get("x"), axes.get("y")];
  isNear([x.offset, x.length, y.offset, y.length], [55.5, 241, 8, 241]);
  assert.deepEqual([-1.4, -1, 0, 1.4].map((value) => x.numberToPixel(value)), [0, 34.43, 120.5, 241]);
  isNear([-1.4, 1.4].map((value) => y.numberToPixel(value)), [241, 0]);
});

test("axes of different units share the room by the ratio of their scales", () => {
  const { layout } = square;
  const yaxis = { range: [0, 700], scaleanchor: "x", scaleratio: 2.8 / 700 };
  const { axes } = arrange({ ...square, layout: { ...layout, yaxis } }, { width: 360, height: 315 }, measure);
  const [x, y] = [axes.get("x"), axes.get("y")];
  isNear([x.offset, x.length, y.offset, y.length], [55.5, 241, 8, 241]);
  isNear([0, 350, 700].map((value) => y.numberToPixel(value)), [241, 120.5, 0]);
});

test("margins give labels and titles their room", () => {
  const margin = { l: 8, r: 8, t: 26, b: 8 };
  const title = { text: "loss", font: { size: 13 }, standoff: 4 };
  const figure = { data: [{ mode: "lines", x: [0, 100], y: [0, 100] }], layout: { margin, showlegend: false,
    xaxis: { automargin: true }, yaxis: { automargin: true, title } } };
  const { size, axes } = arrange(figure, { width: 300, height: 200 }, measure);
  const widest = 18; // "100"
  assert.equal(size.l, Math.round(1 + widest + 13 * 0.7 + 4 + 8));
  assert.equal(size.t, 26);
  assert.equal(axes.get("y").at, size.l);
});

test("a template completes what a figure leaves open", () => {
  const template = { layout: { font: { size: 13, color: "red" }, xaxis: { automargin: true } } };
  const full = fullLayout({ layout: { template, font: { size: 9 } } });
  assert.deepEqual([full.font.size, full.font.color, full.margin.l], [9, "red", 80]);
});

test("attributes are set by their names, numbers come in any form", () => {
  const figure = { images: [{ x: 1 }] };
  put(figure, "images[0].source", "a");
  put(figure, "xaxis.title.text", "steps");
  assert.deepEqual(figure, { images: [{ x: 1, source: "a" }], xaxis: { title: { text: "steps" } } });
  assert.deepEqual([...numbers({ dtype: "i1", bdata: btoa("\x01\x02") })], [1, 2]);
});

test("a number has the colour between two stops, and beyond the scale that of its end", () => {
  const colorscale = [[0, "#000000"], [0.5, "rgb(100,0,0)"], [1, "#ff0000"]];
  const colour = colourOf({ zmin: -1, zmax: 1, colorscale });
  assert.deepEqual([-2, -0.5, 0, 1, 7].map((value) => colour(value)[0]), [0, 50, 100, 255, 255]);
});

test("an annotation beyond its axis is left out", () => {
  const arranged = arrange(square, { width: 360, height: 315 }, measure);
  const note = { text: "a", x: 2, y: 0, xref: "x", yref: "y" };
  assert.equal(drawAnnotation(note, arranged, measure), null);
});
