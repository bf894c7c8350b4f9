// Points that the reader draws: sprayed within the plane, erased, taken back, and complete or not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { DrawnPoints } from "../../../pages/frontend/drawing/drawn_points.js";

const plane = { bounds: [0, 10, -200, 200], most: 50 };

// Numbers from 0 to 1 that look like chance, and are the same each time.
function chance() {
  let state = 1;
  return () => { state = (state * 16807) % 2147483647; return state / 2147483647; };
}

function stroke(points, edit) {
  points.begin();
  edit(points);
  points.closeGaps();
}

test("one point lies where it is put, on the decimals that the plane can show", () => {
  const points = new DrawnPoints(plane);
  stroke(points, (p) => p.spray(1.23456, -17.87, 0));
  assert.deepEqual(points.points, [[1.23, -17.9, 0]]);
});

test("a brush sprays within its reach and within the plane", () => {
  const points = new DrawnPoints(plane);
  stroke(points, (p) => p.spray(9.9, 190, 0, { count: 40, reach: 0.1, random: chance() }));
  assert.equal(points.points.length, 40);
  for (const [x, y, label] of points.points) {
    assert.ok(x >= 8.89 && x <= 10 && y >= 149.9 && y <= 200 && label === 0, [x, y, label].join());
  }
  assert.ok(new Set(points.points.map(String)).size > 20);
});

test("there are at most so many points", () => {
  const points = new DrawnPoints(plane);
  stroke(points, (p) => p.spray(5, 0, 0, { count: 70, reach: 0.1 }));
  assert.equal(points.points.length, 50);
  stroke(points, (p) => p.spray(5, 0, 0));
  assert.equal(points.points.length, 50);
});

test("the eraser reaches as far across as up, in shares of the sides", () => {
  const all = [[5, 0, 0], [5.4, 0, 0], [5.6, 0, 0], [5, 16, 0], [5, 24, 0]];
  const points = new DrawnPoints({ ...plane, points: all });
  stroke(points, (p) => p.erase(5, 0, 0.05));
  assert.deepEqual(points.points, [[5.6, 0, 0], [5, 24, 0]]);
});

test("undo takes back a stroke, and clearing, and does nothing without one", () => {
  const points = new DrawnPoints({ ...plane, points: [[1, 1, 0]] });
  points.undo();
  assert.deepEqual(points.points, [[1, 1, 0]]);
  stroke(points, (p) => { p.spray(2, 2, 1); p.spray(3, 3, 1); });
  points.clear();
  assert.deepEqual(points.points, []);
  points.undo();
  assert.equal(points.points.length, 3);
  points.undo();
  assert.deepEqual(points.points, [[1, 1, 0]]);
});

test("classes come one after another, and one that is erased leaves no gap", () => {
  const points = new DrawnPoints(plane);
  assert.equal(points.classes, 1);
  for (let label = 0; label < 6; label += 1) stroke(points, (p) => p.spray(label, 0, label));
  assert.equal(points.classes, 6);
  stroke(points, (p) => p.erase(1, 0, 0.01));
  assert.deepEqual(points.points.map(([x, , label]) => [x, label]), [[0, 0], [2, 1], [3, 2], [4, 3], [5, 4]]);
  assert.equal(points.classes, 6);
});

test("it is said what a run still needs", () => {
  const points = new DrawnPoints(plane);
  const missing = [points.missing];
  for (const label of [0, 0, 1, 1, 2]) {
    stroke(points, (p) => p.spray(label, 0, label));
    missing.push(points.missing);
  }
  assert.deepEqual(missing, ["Draw points of two classes.", "Draw points of two classes.",
    "Draw points of two classes.", "Class 1 needs two points.", "", "Class 2 needs two points."]);
  points.undo();
  assert.deepEqual(points.message, { x: [0, 0, 1, 1], y: [0, 0, 0, 0], labels: [0, 0, 1, 1],
    plane: [0, -200, 10, 200] });
});
