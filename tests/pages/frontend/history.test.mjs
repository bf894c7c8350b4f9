// The rows of a line: which are shown at a step, and which are kept.

import assert from "node:assert/strict";
import { test } from "node:test";

import { gapAt, History, widestGap } from "../../../pages/frontend/playback/history.js";

const rows = (steps) => steps.map((step) => [step, step / 10]);
const upTo = (last) => Array.from({ length: last + 1 }, (_, step) => step);
const stepsOf = (shown) => shown.map(([step]) => step);

test("the gap is the smallest power of two that leaves few enough rows", () => {
  assert.deepEqual([0, 512, 513, 1024, 1025].map((step) => gapAt(step, 512)), [1, 1, 2, 2, 4]);
});

test("multiples of the gap, the steps before them and the step itself are shown", () => {
  const history = new History();
  history.add(rows(upTo(778)));
  const pairs = upTo(193).flatMap((i) => [4 * i + 3, 4 * i + 4]).filter((step) => step < 774);
  assert.deepEqual(stepsOf(history.shown(774, 256, [774, 77.4])), [0, ...pairs, 774]);
  assert.deepEqual(stepsOf(history.shown(4, 1, [4, 0.4])), [0, 3, 4]);
  assert.deepEqual(stepsOf(history.shown(777, 512, [777, 77.7])), upTo(777));
});

test("the picture depends on the step alone, not on the rows that came later", () => {
  const [short, long] = [new History(), new History()];
  short.add(rows(upTo(300)));
  long.add(rows(upTo(5000)));
  assert.deepEqual(short.shown(300, 128), long.shown(300, 128));
});

test("rows that no step shows are dropped, so the memory grows with the logarithm of the run", () => {
  const history = new History();
  history.limit = 8;
  history.add(rows(upTo(4096)));
  assert.ok(history.rows.size <= 2 * 8 * 12);
  for (const step of [0, 8, 100, 4096]) assert.ok(history.isComplete(step));
});

test("a missing row makes the history incomplete", () => {
  const history = new History();
  history.add(rows([0, 1, 3]));
  assert.ok(history.isComplete(1));
  assert.ok(!history.isComplete(3));
  const spaced = new History();
  spaced.limit = 1;
  spaced.add(rows([0, 4]));
  assert.ok(!spaced.isComplete(4));
  spaced.add(rows([3]));
  assert.ok(spaced.isComplete(4));
});

test("the row of the frame stands for one that is not kept", () => {
  const history = new History();
  history.add(rows([0, 1]));
  assert.deepEqual(history.shown(2, 512, [2, 9]).at(-1), [2, 9]);
});

test("the latest row is shown on its own step although no other step shows it", () => {
  const history = new History({ isPaired: false });
  history.limit = 2;
  history.add(rows([0, 4, 7]));
  assert.deepEqual(stepsOf(history.shown(7, 2)), [0, 4, 7]);
  assert.deepEqual(stepsOf(history.shown(8, 2)), [0, 4]);
  history.clear();
  assert.deepEqual(history.shown(7, 2), []);
});

test("a table that no line shows is always complete", () => {
  const history = new History();
  history.limit = 0;
  assert.ok(history.isComplete(9));
});

test("nothing is added where nothing came, and clear removes all", () => {
  const history = new History();
  history.add(undefined);
  history.add(rows([0]));
  history.clear();
  assert.deepEqual(history.shown(0, 512), []);
});

test("the widest gap leaves out the last step", () => {
  assert.equal(widestGap(rows([0, 2, 4, 9])), 2);
  assert.equal(widestGap(rows([0, 7, 8, 15, 16, 40])), 8);
  assert.equal(widestGap([]), 1);
});
