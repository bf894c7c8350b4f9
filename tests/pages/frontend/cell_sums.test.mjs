// The sum of one cell: its name, its text, and what is marked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sumOf } from "../../../pages/frontend/matrices/cell_sums.js";

const matrix = (symbol, values, more = {}) => ({ symbol, values, whose: "",
  row_names: ["sample 3", "sample 9"], column_names: ["unit 1", "unit 2"], ...more });
const lesson = { matrices: {
  A: matrix("A₁", [[1, 2], [3, 4]]),
  B: matrix("B₁", [[10, 20], [30, 40]], { whose: "of all 140" }),
  loss: matrix("loss", [[0.5]], { row_names: [""], column_names: [""] }),
} };
const own = (name) => ["cell", name, "i", "j"];

test("the cells of the first way are marked", () => {
  const phase = { sums: { B: { ways: [["·", 10, own("A")], ["+", own("A"), own("loss")]] } } };
  assert.deepEqual(sumOf({ matrices: { ...lesson.matrices, loss: lesson.matrices.A } }, phase, "B", 1, 0), {
    about: "B₁[sample 9, unit 1] of all 140", value: "30", text: "10 · 3",
    lights: [{ name: "A", row: 1, column: 0 }],
  });
});

test("rows, columns and cells that the server names are marked instead", () => {
  const lights = [{ name: "A", role: "left", row: "i" }, { name: "B", row: 0, column: { i: [0, 1] } }];
  const phase = { sums: { A: { ways: [["+", own("A")]], lights } } };
  assert.deepEqual(sumOf(lesson, phase, "A", 1, 1).lights, [
    { name: "A", role: "left", row: 1, column: undefined }, { name: "B", row: 0, column: 1 },
  ]);
});

test("a cell that the phase does not make has only a value", () => {
  const shown = sumOf(lesson, { sums: {} }, "loss", 0, 0);
  assert.deepEqual(shown, { about: "loss", value: "0.5", text: "", lights: [] });
});
