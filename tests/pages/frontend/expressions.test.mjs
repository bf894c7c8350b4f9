// Printed sums: read literally, they give the value as printed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf, read, write } from "../../../pages/frontend/matrices/expressions.js";

const MATRICES = { A: [[1, -2], [0.5, 4]], Z: [[400, -400], [-800, -800]] };
const cell = (name, row, column) => MATRICES[name][row][column];
const text = (ways, value, at = { i: 0, j: 0 }) => write(ways.map((way) => read(way, at, cell)), value);

test("terms run over a row, and negative ones stand in brackets", () => {
  const sum = ["+", ["each", 2, ["·", ["cell", "A", "i", "m"], ["cell", "A", "m", "j"]]], 3];
  assert.equal(text([sum], 3), "1 · 1 + (−2) · 0.5 + 3");
});

test("differences, quotients, brackets and calls", () => {
  const own = ["cell", "A", "i", "j"];
  assert.equal(text([["/", ["()", ["−", own, 3]], 2]], -2.5, { i: 0, j: 1 }), "((−2) − 3) / 2");
  assert.equal(text([["max", 0, own]], 0, { i: 0, j: 1 }), "max(0, −2)");
  assert.equal(text([["−", ["log", own]]], -Math.log(4), { i: 1, j: 1 }), "−log(4)");
});

test("a value and a comparison are printed as one number", () => {
  const own = ["cell", "A", "i", "j"];
  assert.equal(text([["exp", ["=", ["−", own, 0.75]]]], Math.exp(0.25)), "exp(0.25)");
  assert.equal(text([["·", own, [">", own, 0]]], 0, { i: 0, j: 1 }), "(−2) · 0");
});

test("an inner each does not disturb the index of an outer one", () => {
  const largest = ["max", ["each", 2, ["cell", "A", "i", "m"]]];
  const sum = ["+", ["each", 2, ["=", ["−", ["cell", "A", "i", "m"], largest]]]];
  assert.equal(text([sum], -3), "0 + (−3)");
});

test("a place is a number, an index, or looked up in a list", () => {
  assert.equal(placeOf(3, {}), 3);
  assert.equal(placeOf("m", { m: 2 }), 2);
  assert.equal(placeOf({ j: [5, 6] }, { j: 1 }), 6);
  assert.equal(placeOf(undefined, {}), undefined);
});

test("as many digits are printed as the value needs", () => {
  assert.equal(text([["−", 1.00004, 1]], 0.00004), "1.00004 − 1");
  assert.equal(text([["+", 0.25, 0.5]], 0.75), "0.25 + 0.5");
});

test("the first way that gives the value is printed", () => {
  const own = ["cell", "Z", "i", "j"];
  const ways = [
    ["/", 1, ["()", ["+", 1, ["exp", ["=", ["−", own]]]]]],
    ["/", ["exp", own], ["()", ["+", 1, ["exp", own]]]],
  ];
  assert.equal(text(ways, 1), "1 / (1 + exp(−400))");
  assert.equal(text(ways, Math.exp(-400), { i: 0, j: 1 }), "exp(−400) / (1 + exp(−400))");
});

test("a quotient of vanishing exponentials is written in the other way", () => {
  const each = ["cell", "Z", "i", "m"];
  const largest = ["max", ["each", 2, each]];
  const ways = [
    ["/", ["exp", ["cell", "Z", "i", "j"]], ["()", ["+", ["each", 2, ["exp", each]]]]],
    ["/", ["exp", ["=", ["−", ["cell", "Z", "i", "j"], largest]]],
      ["()", ["+", ["each", 2, ["exp", ["=", ["−", each, largest]]]]]]],
  ];
  assert.equal(text(ways, 0.5, { i: 1, j: 0 }), "exp(0) / (exp(0) + exp(0))");
});

test("where terms cancel, the rounding error is one more term", () => {
  const [a, b, c] = [0.1, 0.2, 0.3];
  assert.equal(text([["−", ["+", a, b], c]], 0), "0.10000000000000001 + 0.20000000000000001 − " +
    "0.29999999999999999 + (−5.5511151231257827×10⁻¹⁷)");
});

test("a value that is not finite has the usual terms", () => {
  assert.equal(text([["+", ["cell", "A", 0, 0], 1]], Infinity), "1 + 1");
});
