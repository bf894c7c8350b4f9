// The field below the matrices: which parameter a pinned cell is, and what is sent.

import "./fake_page.mjs";

import assert from "node:assert/strict";
import { test } from "node:test";

import { nameOf, WeightField } from "../../../pages/frontend/matrices/weight_field.js";

const W = { symbol: "W1", values: [[0.1, 0.2], [0.3, -1.23456789]] };
const MATRICES = { W1: W, dW1: W, b1: { symbol: "b1", values: [[5, 6]] } };
const lesson = { matrices: MATRICES, convention: "rows" };

test("a cell is the parameter that a link names, in both conventions", () => {
  const cell = { row: 1, column: 0 };
  assert.equal(nameOf({ name: "W1", ...cell }, "rows"), "W1:2,1");
  assert.equal(nameOf({ name: "W1", ...cell }, "columns"), "W1:1,2");
  assert.equal(nameOf({ name: "b2", row: 0, column: 3 }, "rows"), "b2:4");
  assert.equal(nameOf({ name: "b2", row: 3, column: 0 }, "columns"), "b2:4");
  for (const name of ["dW1", "W1 next", "A1"]) assert.equal(nameOf({ name, ...cell }, "rows"), undefined);
});

test("the field is there for a parameter alone, and sends what is entered", () => {
  const sent = [];
  const field = new WeightField((name, value) => sent.push([name, value]));
  field.show(lesson, false);
  assert.equal(field.element.hidden, true);
  field.show(lesson, { name: "dW1", row: 0, column: 0 });
  assert.equal(field.element.hidden, true);
  field.show(lesson, { name: "W1", row: 1, column: 1 }, "W₁[x₂, unit 2]");
  assert.equal(field.element.hidden, false);
  assert.equal(field.words.textContent, "Set W₁[x₂, unit 2] by hand");
  assert.equal(field.field.value, "-1.23457");
  field.field.value = "0.5";
  field.show(lesson, { name: "W1", row: 1, column: 1 }, "W₁[x₂, unit 2]"); // the pointer left the matrices
  field.field.listeners.change();
  field.field.value = "1e9";
  field.field.listeners.change();
  assert.equal(field.field.value, "-1.23457");
  assert.deepEqual(sent, [["W1:2,2", 0.5]]);
});
