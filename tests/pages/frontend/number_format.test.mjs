// How numbers are printed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fmt, formOf, rounded } from "../../../pages/frontend/matrices/number_format.js";

test("four digits, a true minus, and powers of ten for large and small numbers", () => {
  const printed = [0, 1, -0.0123456, 1234567, 123456, 0.00005, 1e-10, 0.5];
  assert.deepEqual(printed.map((value) => fmt(value)),
    ["0", "1", "−0.01235", "1.235×10⁶", "123456", "5×10⁻⁵", "1×10⁻¹⁰", "0.5"]);
});

test("what is not a number is said", () => {
  assert.deepEqual([NaN, Infinity, -Infinity].map((value) => fmt(value)), ["not a number", "∞", "−∞"]);
});

test("a printed number is read as it stands", () => {
  assert.equal(rounded(1.23456), 1.235);
  assert.equal(rounded(1 / 3, 17), 1 / 3);
  assert.equal(rounded(-Infinity), -Infinity);
});

test("a block has one form for all its cells", () => {
  const wide = formOf([[0.1234, -2.5]], { wide: 80, font: 12 });
  assert.deepEqual([wide.text(0.1234), wide.text(-2.5), wide.unit], ["0.123", "−2.5", ""]);
  const narrow = formOf([[0.1234, -2.5]], { wide: 28, font: 12 });
  assert.deepEqual([narrow.text(0.1234), narrow.text(-2.5), narrow.unit], ["0.12", "−2.5", ""]);
  const narrowest = formOf([[0.1234, -2.5]], { wide: 18, font: 12 });
  assert.deepEqual([narrowest.text(0.1234), narrowest.text(-2.5)], ["≈0", "−3"]);
  assert.deepEqual([narrowest.text(-0.1), narrowest.text(0)], ["≈0", "0"]);
});

test("small numbers share a power of ten", () => {
  const form = formOf([[0.00002, 0.00031]], { wide: 60, font: 12 });
  assert.equal(form.unit, "in 10⁻⁴");
  assert.deepEqual([form.text(0.00002), form.text(0.00031), form.text(0)], ["0.20", "3.10", "0"]);
});

test("cells that are not finite are printed, too", () => {
  const form = formOf([[NaN, Infinity, 1e-9]], { wide: 60, font: 12 });
  assert.deepEqual([form.text(NaN), form.text(Infinity)], ["NaN", "∞"]);
});
