// The clock: one tick for each frame that is due.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Clock } from "../../../pages/frontend/playback/clock.js";

let waiting = [];

beforeEach(() => {
  waiting = [];
  globalThis.requestAnimationFrame = (work) => waiting.push(work);
  globalThis.cancelAnimationFrame = (id) => { waiting[id - 1] = null; };
});

// Runs a screen of so many frames per second, and returns the times of the ticks.
function ticks(rate, screen, frames, late = {}) {
  const times = [];
  let now = 0;
  const clock = new Clock(() => times.push(Math.round(now)));
  clock.rate = rate;
  clock.start();
  for (let frame = 1; frame <= frames; frame += 1) {
    now = (1000 * frame) / screen + (late[frame] ?? 0);
    waiting.at(-1)(now);
  }
  return times;
}

test("at the screen's own rate each frame ticks", () => {
  assert.equal(ticks(60, 60, 120).length, 120);
});

test("a slower rate keeps its pace on any screen", () => {
  assert.equal(ticks(10, 60, 120).length, 20);
  assert.equal(ticks(60, 144, 288).length, 120);
});

test("a late frame is not caught up in a burst", () => {
  const times = ticks(60, 60, 60, { 10: 500 });
  assert.ok(times.length <= 60);
  const gaps = times.slice(1).map((time, i) => time - times[i]).filter((gap) => gap > 0);
  assert.ok(Math.min(...gaps) >= 12);
});

test("started twice it runs once, and stopped it does not tick", () => {
  const clock = new Clock(() => assert.fail("ticked"));
  clock.start();
  clock.start();
  assert.equal(waiting.length, 1);
  clock.stop();
  assert.deepEqual(waiting, [null]);
});
