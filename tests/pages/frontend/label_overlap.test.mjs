// Numbers printed side by side are hidden when they overlap.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hideOverlapping, overlap } from "../../../pages/frontend/figures/label_overlap.js";

const label = (left, top, width = 20, textContent = "0.25") => ({ textContent, style: {},
  getBoundingClientRect: () => ({ left, top, right: left + width }) });

test("labels side by side overlap with less than two pixels between them", () => {
  assert.ok(!overlap([label(0, 0), label(22, 0)]));
  assert.ok(overlap([label(21, 0), label(0, 0)]));
});

test("labels in different rows do not overlap, and empty ones never", () => {
  assert.ok(!overlap([label(0, 0), label(5, 15)]));
  assert.ok(!overlap([label(0, 0), label(5, 0, 20, " ")]));
  assert.ok(!overlap([]));
});

test("a trace hides all its labels or none", () => {
  const traces = [[label(0, 0), label(5, 0)], [label(0, 40), label(50, 40)]];
  const plot = { querySelectorAll: () => traces.map((texts) => ({ querySelectorAll: () => texts })) };
  hideOverlapping(plot);
  assert.deepEqual(traces.map((texts) => texts.map(({ style }) => style.visibility)),
    [["hidden", "hidden"], ["", ""]]);
});
