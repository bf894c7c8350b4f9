// The margins of a plane take the room that its axes would leave, so its colour bar is as long as the plane.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fittedTo } from "../../../pages/frontend/figures/plane_fit.js";

const plane = (more = {}) => ({
  template: { layout: { margin: { l: 8, r: 8, t: 8, b: 8 } } },
  margin: { l: 54, r: 62, b: 66 },
  xaxis: { range: [-1, 1] },
  yaxis: { range: [-1, 1], scaleanchor: "x" },
  ...more,
});

test("the axes of a plane get a square, in the middle of their room", () => {
  const { margin } = fittedTo(plane(), 316, 374); // 200 by 300 within the margins
  assert.deepEqual(margin, { l: 54, r: 62, t: 58, b: 116 });
  assert.deepEqual(fittedTo(plane(), 516, 274).margin, { l: 154, r: 162, t: 8, b: 66 });
});

test("a plane that is twice as wide as high keeps its scale", () => {
  const { margin } = fittedTo(plane({ xaxis: { range: [-2, 2] } }), 316, 374);
  assert.deepEqual(margin, { l: 54, r: 62, t: 108, b: 166 });
});

test("a plane whose axes have different units keeps the ratio of their scales", () => {
  const axes = { xaxis: { range: [0, 4] }, yaxis: { range: [0, 1000], scaleanchor: "x", scaleratio: 0.004 } };
  const { margin } = fittedTo(plane(axes), 316, 374);
  assert.deepEqual(margin, { l: 54, r: 62, t: 58, b: 116 });
});

test("other figures keep their margins, and so does a plane without room", () => {
  const size = { width: 316, height: 374 };
  for (const other of [{ yaxis: { range: [0, 1] } }, { xaxis2: {} }, { xaxis: {} },
    { xaxis: { range: [0, 1], visible: false } }, { xaxis: undefined, yaxis: undefined }]) {
    assert.deepEqual(fittedTo(plane(other), 316, 374), size);
  }
  assert.deepEqual(fittedTo({}, 316, 374), size);
  assert.deepEqual(fittedTo(plane(), 80, 80).margin, { l: 54, r: 62, t: 8, b: 66 });
});
