// How large cells are drawn, and when they are only coloured.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isLight } from "../../../pages/frontend/matrices/block.js";
import { lookFor } from "../../../pages/frontend/matrices/cell_size.js";

const piece = (rows, columns, sign = "") => ({ rows, columns, sign });

test("few numbers in much room are printed in the largest font", () => {
  const look = lookFor([[piece(2, 2)]], { width: 1000, height: 800 });
  assert.deepEqual([look.isPrinted, look.font, look.least], [true, 18, 0]);
});

test("with less room the font shrinks, then the cell, then the line breaks", () => {
  const line = [piece(4, 4), piece(4, 4, "+")];
  const looks = [900, 620, 420, 240].map((width) => lookFor([line], { width, height: 800 }));
  assert.ok(looks.every((look) => look.isPrinted));
  assert.ok(looks[1].font < looks[0].font);
  assert.ok(looks[2].wide < looks[1].wide);
});

test("many rows, or no room, are coloured", () => {
  assert.ok(!lookFor([[piece(17, 2)]], { width: 1000, height: 800 }).isPrinted);
  assert.ok(!lookFor([[piece(4, 40)]], { width: 300, height: 800 }).isPrinted);
});

test("coloured blocks fit into the width", () => {
  const width = 400;
  const { wide } = lookFor([[piece(64, 64), piece(64, 64)]], { width, height: 600, rows: 128 });
  assert.ok(2 * 64 * wide + 10 <= width + 1);
});

test("the lines of a product cannot break", () => {
  const line = [piece(4, 9), piece(4, 9)];
  assert.ok(lookFor([line], { width: 400, height: 800 }).isPrinted);
  assert.ok(!lookFor([line], { width: 400, height: 800, rows: 8 }).isPrinted);
});

test("print is black on light colours and white on dark ones", () => {
  assert.ok(isLight([245, 245, 245]));
  assert.ok(!isLight([0, 60, 120]));
});
