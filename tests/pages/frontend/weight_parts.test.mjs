// Which weight is under the pointer: lines of the network, and cells of the heatmaps.

import assert from "node:assert/strict";
import { test } from "node:test";

import { distance, weightAt } from "../../../pages/frontend/figures/weight_parts.js";

// An axis of 100 pixels for the numbers `from` to `to`.
const axis = (from, to, offset) => ({
  offset, numberToPixel: (number) => (100 * (number - from)) / (to - from) });

const LINES = [[0, 0, 10, 10, "W1:1,1"], [0, 10, 10, 10, "W1:2,1"], [5, 0, 5, 1, "b1:1"]];
const CANVAS = { x: axis(0, 10, 20), y: axis(0, 10, 30) };
const GRID = { layer: 2, rows: 3, columns: 2, x: "x2", y: "y2" };
const PANELS = { x2: axis(0.5, 2.5, 200), y2: axis(0.5, 4.5, 30) };

test("the nearest line is picked, and none from afar", () => {
  const at = (x, y) => weightAt({ lines: LINES }, [20 + x, 30 + y], (id) => CANVAS[id]);
  assert.equal(at(40, 43), "W1:1,1");
  assert.equal(at(60, 98), "W1:2,1");
  assert.equal(at(51, 4), "b1:1");
  assert.equal(at(80, 40), undefined);
  assert.equal(at(120, 120), undefined);
});

test("a cell is picked by its row and column; the last row is the biases", () => {
  const at = (x, y) => weightAt({ grids: [GRID] }, [200 + x, 30 + y], (id) => PANELS[id]);
  assert.equal(at(10, 10), "W2:1,1");
  assert.equal(at(90, 60), "W2:3,2");
  assert.equal(at(90, 90), "b2:2");
  assert.equal(at(101, 50), undefined);
  assert.equal(at(50, -1), undefined);
});

test("nothing is picked where nothing is drawn", () => {
  assert.equal(weightAt({}, [1, 1], () => undefined), undefined);
  assert.equal(weightAt({ lines: LINES, grids: [GRID] }, [1, 1], () => undefined), undefined);
});

test("a distance is measured to the end of a line, not beyond", () => {
  assert.equal(distance([3, 4], [0, 0], [0, 0]), 5);
  assert.equal(distance([5, 3], [0, 0], [10, 0]), 3);
  assert.equal(distance([13, 4], [0, 0], [10, 0]), 5);
});
