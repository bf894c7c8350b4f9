// Dragging a line or a cell changes its weight; a press without a drag, and a finger elsewhere, do not.

import { element } from "./fake_page.mjs";

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { WeightDrag } from "../../../pages/frontend/figures/weight_drag.js";

let picked;
let drag;
let plot;

beforeEach(() => {
  picked = [];
  plot = element("div");
  const weightAt = ({ clientX }) => (clientX < 100 ? "W1:2,1" : undefined);
  drag = new WeightDrag(plot, weightAt, (name, by) => picked.push(by === undefined ? [name] : [name, by]));
});

const at = (clientY, more = {}) => ({ button: 0, clientX: 50, clientY, pointerType: "mouse", ...more });

// Moves through some heights and returns how far the weight moved, in hundredths.
function moved(heights, more = {}) {
  for (const height of heights) drag.follow(at(height, more));
  const by = picked.map(([, each]) => Math.round(each * 100));
  assert.ok(picked.every(([name]) => name === "W1:2,1"));
  return by.reduce((sum, each) => sum + each, 0);
}

test("up is larger, a hundredth a pixel, ten times that with Shift", () => {
  drag.press(at(200));
  assert.equal(moved([190, 180, 150]), 40); // the first pixels only tell a drag from a press
  assert.equal(drag.end(), true);
  picked = [];
  drag.press(at(200));
  assert.equal(moved([210, 215], { shiftKey: true }), -50);
});

test("a press that hardly moves is none, nor is a move without a press", () => {
  drag.press(at(200));
  assert.equal(moved([203, 198]), 0);
  assert.equal(drag.end(), false);
  assert.equal(moved([100, 50]), 0);
  drag.press(at(200, { clientX: 150 }));
  assert.equal(moved([100, 50]), 0);
  drag.press(at(200, { button: 2 }));
  assert.equal(moved([100, 50]), 0);
});

test("a finger drags the weight that it tapped, and scrolls the page everywhere else", () => {
  const finger = { pointerType: "touch" };
  let prevented = 0;
  const touch = (clientX) => plot.listeners.touchstart(
    { touches: [{ clientX }], preventDefault: () => { prevented += 1; } });
  drag.press(at(200, finger));
  touch(50);
  assert.equal(moved([150, 100], finger), 0);
  assert.equal(prevented, 0);
  drag.open("W1:2,1");
  assert.deepEqual(picked.splice(0), [["W1:2,1"]]);
  drag.press(at(200, finger));
  touch(150);
  assert.equal(prevented, 0);
  touch(50);
  assert.equal(prevented, 1);
  assert.equal(moved([150, 100], finger), 50);
});
