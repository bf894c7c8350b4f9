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
    lights: [{ name: "A", row: 1, column: 0 }], many: 0,
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

// A long sum: 1·0, 2·1, … as a product of a row and a column, plus a bias.
const LONG = 20;
const values = Array.from({ length: LONG }, (_, m) => (m === 11 ? -97.123456 : m / 7));
const long = { matrices: {
  L: matrix("L", [values], { row_names: [""], column_names: values.map(String) }),
  R: matrix("R", values.map((value) => [value]), { row_names: values.map(String), column_names: [""] }),
  b: matrix("b", [[0.123456]], { row_names: [""], column_names: [""] }),
  made: matrix("made", [[values.reduce((sum, value) => sum + value * value, 0.123456)]],
    { row_names: [""], column_names: [""] }),
} };
const product = ["each", LONG, ["·", ["cell", "L", 0, "m"], ["cell", "R", "m", 0]]];
const dot = { sums: { made: { ways: [["+", product, ["cell", "b", 0, 0]]] } } };

test("a long sum is folded to its first terms and what is left, and holds as printed", () => {
  const { text, value, many, lights } = sumOf(long, dot, "made", 0, 0, true);
  assert.equal(many, LONG + 1);
  assert.equal(lights.length, 2 * LONG + 1);
  const [first, second, third, fourth, rest] = text.split(" + ");
  assert.match(first, /^0 · 0$/);
  assert.match(second, /^0\.142/);
  assert.match(third, /^0\.285/);
  assert.match(fourth, /^0\.428/);
  assert.match(rest, /^… 17 more \(.*\)$/);
  const js = text.replaceAll("−", "-").replaceAll("·", "*").replace(/… \d+ more /, "");
  assert.equal(Number(eval(js).toPrecision(4)), Number(value)); // as a pocket calculator
});

test("all terms of a long sum are written on demand, and a short one is never folded", () => {
  const whole = sumOf(long, dot, "made", 0, 0);
  assert.equal(whole.text.split(" + ").length, LONG + 1);
  assert.equal(whole.many, LONG + 1);
  const short = { sums: { made: { ways: [["+", ...Array(12).fill(["cell", "b", 0, 0])]] } } };
  const shown = sumOf(long, short, "made", 0, 0, true);
  assert.equal(shown.many, 0);
  assert.ok(!shown.text.includes("more"));
});
