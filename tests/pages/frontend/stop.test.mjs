// Where a run stops while it plays, and what it says then.

import "./fake_page.mjs";

import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../../pages/frontend/playback/player.js";
import { isMet, parse, Stop } from "../../../pages/frontend/playback/stop.js";

// step, training and test loss, training and test accuracy
const row = (step, loss, accuracy) => [step, loss, 9, accuracy, 0];

test("a condition is read from the link; anything else is none", () => {
  assert.deepEqual(parse("loss:0.1"), { kind: "loss", value: 0.1 });
  assert.deepEqual(parse("step:1000"), { kind: "step", value: 1000 });
  for (const text of ["none", undefined, "toString:1", ""]) assert.equal(parse(text).kind, "none");
});

test("a condition is of the training loss, of the training accuracy, or of the step", () => {
  assert.deepEqual([0.11, 0.1].map((loss) => isMet(parse("loss:0.1"), row(3, loss, 0))), [false, true]);
  assert.deepEqual([0.949, 0.95].map((a) => isMet(parse("accuracy:95"), row(3, 1, a))), [false, true]);
  assert.deepEqual([9, 10, 12].map((k) => isMet(parse("step:10"), row(k, 1, 0))), [false, true, true]);
  assert.equal(isMet(parse("none"), row(3, 0, 1)), false);
  assert.equal(isMet(parse("loss:0.1"), undefined), false);
});

// A run whose loss falls by 0.01 a step, from 1, played at some steps per frame.
function play(text, speed, { from = 0, last = 99 } = {}) {
  const frame = (step) => ({ step, row: row(step, 1 - step / 100, step / 100) });
  const drawn = [];
  const player = { at: from, last, frames: 0, speed, isPlaying: true, frameAt: frame, buffer: { at: frame },
    transport: { stop: { show: () => {} } }, requests: { pump() {} }, isVisible: () => true,
    nextStep: Player.prototype.nextStep, draw: ({ step }) => drawn.push(step),
    pause: () => { player.isPlaying = false; },
    finish: () => Object.assign(player, { isPlaying: false, at: last }),
    get stride() { return Object.getOwnPropertyDescriptor(Player.prototype, "stride").get.call(this); } };
  player.stop = new Stop(player);
  player.stop.choose(text);
  while (player.isPlaying) Player.prototype.tick.call(player);
  return { player, drawn };
}

for (const speed of [1, 8, 64]) {
  test(`a run stops at the first step at which it holds, at ${speed} steps per frame`, () => {
    for (const [text, step, why] of [
      ["loss:0.725", 28, "the training loss is at most 0.725"],
      ["accuracy:30", 30, "the training accuracy is at least 30 %"],
      ["step:45", 45, "the step that you chose"],
    ]) {
      const { player } = play(text, speed);
      assert.equal(player.at, step);
      assert.equal(player.stop.why, `Stopped at step ${step}: ${why}.`);
      player.at += 1;
      assert.equal(player.stop.why, null);
    }
  });
}

test("it plays on from where the condition holds already, and without a condition", () => {
  for (const text of ["loss:0.725", "none"]) {
    const { player } = play(text, 8, { from: 40 });
    assert.deepEqual([player.at, player.stop.why], [99, null]);
  }
});

test("between two frames it goes step by step only where the condition holds at the second", () => {
  assert.deepEqual(play("loss:0.725", 8).drawn, [8, 16, 24, 25, 26, 27, 28]);
});

test("a condition that first holds within the last, shorter frame stops the run there", () => {
  for (const [text, step] of [["loss:0.415", 59], ["step:60", 60]]) {
    const { player } = play(text, 8, { last: 60 });
    assert.equal(player.at, step);
    assert.ok(player.stop.why.startsWith(`Stopped at step ${step}: `));
  }
});

test("the last frame goes step by step only for a condition that may still be met", () => {
  assert.deepEqual(play("loss:0.1", 8, { from: 48, last: 60 }).drawn, [56, 57, 58, 59, 60]);
  for (const [text, from] of [["none", 48], ["loss:0.725", 48]]) {
    assert.deepEqual(play(text, 8, { from, last: 60 }).drawn, [56]);
  }
});

test("the reader's choice stays until the page asks for another", () => {
  const { player: { stop } } = play("none", 1);
  stop.adopt({ stop: "step:5" });
  stop.choose("step:7");
  stop.adopt({ stop: "step:5" });
  assert.equal(stop.text, "step:7");
  stop.adopt({});
  assert.equal(stop.text, "none");
});
