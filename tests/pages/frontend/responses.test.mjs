// What becomes of a response: scenes, rows, frames, exact pictures and the state of the run.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { History } from "../../../pages/frontend/playback/history.js";
import { Responses } from "../../../pages/frontend/playback/responses.js";

const SCENE = { id: "s", run: "r", view: "v", step: 40, last: 100, speed: 8, rate: 60, rates: [60, 10] };

let isReduced = false;

beforeEach(() => {
  isReduced = false;
  globalThis.matchMedia = () => ({ matches: isReduced });
  globalThis.requestAnimationFrame = (work) => work();
});

const recorder = (calls, names) => Object.fromEntries(names.map(
  (name) => [name, (...args) => { calls.push(name, ...args); }]));

function playerOf(more = {}) {
  const calls = [];
  const player = {
    run: "", view: "", scene: "", at: 0, last: Infinity, isStale: true, calls,
    address: {}, element: { dataset: {} }, history: new History(), sparse: new History(), batches: [],
    buffer: { clear: () => { player.batches = []; }, add: (batch) => player.batches.push(batch) },
    gallery: { seriesLimit: () => 512, ...recorder(calls, ["show", "exact"]) },
    requests: recorder(calls, ["answered", "lost", "pump", "settle"]),
    transport: { offer: () => {} },
    stop: { adopt: () => {} },
    setPace: (speed, rate) => Object.assign(player, { speed, rate }),
    moveTo: (step) => { player.at = Math.min(step, player.last); },
    ...recorder(calls, ["redraw", "refresh", "halt", "finish", "limitRate"]),
    ...more,
  };
  return player;
}

async function receive(player, ...messages) {
  const responses = new Responses(player);
  for (const message of messages) await responses.receive({ run: "r", view: "v", ...message });
  return player;
}

test("a scene is adopted with its step, its pace and its end", async () => {
  const { at, run, scene, last, speed, rate, isReady } = await receive(playerOf(), { scene: SCENE });
  assert.deepEqual([at, run, scene, last, speed, rate, isReady], [40, "r", "s", 100, 8, 60, true]);
});

test("the reader's pace stays until the page asks for another", async () => {
  const player = playerOf();
  const responses = new Responses(player);
  await responses.receive({ scene: SCENE });
  player.speed = 2;
  await responses.receive({ scene: { ...SCENE, run: "other" } });
  assert.equal(player.speed, 2);
  await responses.receive({ scene: { ...SCENE, speed: 16 } });
  assert.equal(player.speed, 16);
});

test("readers who prefer reduced motion start slowly, unless the page chose a pace", async () => {
  isReduced = true;
  assert.equal((await receive(playerOf(), { scene: SCENE })).rate, 10);
  assert.equal((await receive(playerOf(), { scene: { ...SCENE, rate: 30 } })).rate, 30);
  assert.equal((await receive(playerOf(), { scene: { ...SCENE, rates: [60] } })).rate, 60);
});

test("a run that branches off plays on from where the reader is", async () => {
  const player = playerOf({ run: "old", at: 70, isPlaying: true });
  await receive(player, { scene: { ...SCENE, forks: "old" } });
  assert.equal(player.at, 70);
  await receive(player, { scene: { ...SCENE, run: "third", forks: "old" } });
  assert.equal(player.at, 40);
});

test("a stop that one run reached is not one of the next run", async () => {
  const player = playerOf({ run: "old", at: 120 });
  player.stop.reached = 120;
  await receive(player, { scene: { ...SCENE, run: "old", step: 120 } });
  assert.equal(player.stop.reached, 120);
  await receive(player, { scene: { ...SCENE, run: "new", step: 120 } });
  assert.equal(player.stop.reached, null);
});

test("a message about another run is not taken, and its scene is requested", async () => {
  const player = playerOf({ run: "other", view: "v", last: 9 });
  await receive(player, { last: 5, batches: [{ rows: [], stride: 1 }] });
  assert.deepEqual([player.needsScene, player.last, player.batches.length], [true, 9, 0]);
  assert.ok(player.calls.includes("answered"));
});

test("rows go to the history and frames to the buffer", async () => {
  const player = playerOf({ run: "r", view: "v" });
  await receive(player, { n: 7, history: [[0, 1]], batches: [{ rows: [[1, 2]], extra: [[2, 3]] }] });
  assert.deepEqual([...player.history.rows.keys()], [0, 1, 2]);
  assert.equal(player.batches.length, 1);
  assert.deepEqual(player.calls.slice(player.calls.indexOf("answered")).slice(0, 3), ["answered", 7, false]);
});

test("a run that ends before the step shown is finished", async () => {
  const player = playerOf({ run: "r", view: "v", at: 30 });
  await receive(player, { last: 20, ended: "It diverged." });
  assert.deepEqual([player.last, player.ended], [20, "It diverged."]);
  assert.ok(player.calls.includes("finish"));
});

test("an exact picture is drawn only while its step is shown at rest", async () => {
  const drawn = async (more) => (await receive(playerOf({ run: "r", view: "v", at: 3, ...more }),
    { exact: { step: 3 } })).calls.includes("exact");
  assert.ok(await drawn({}));
  assert.ok(!(await drawn({ at: 4 })));
  assert.ok(!(await drawn({ isPlaying: true })));
  assert.ok(!(await drawn({ isDragging: true })));
});

test("a frame that comes after its exact picture is drawn, and the picture requested again", async () => {
  const player = playerOf({ run: "r", view: "v", at: 3 });
  await receive(player, { exact: { step: 3 } });
  assert.deepEqual([player.drawn, player.exactStep, player.isStale], [3, 3, true]);
  player.calls.length = 0;
  await receive(player, { batches: [{ rows: [], stride: 1 }] });
  assert.ok(player.calls.includes("redraw"));
  assert.equal(player.exactStep, null);
});

test("another session has lost the request; the first one has not", async () => {
  const player = playerOf({ run: "r", view: "v" });
  await receive(player, { session: "a" }, { session: "a" });
  assert.ok(!player.calls.includes("lost"));
  await receive(player, { session: "a" }, { session: "b" });
  assert.ok(player.calls.includes("lost"));
});

test("a busy server limits the rate, and a pending step is kept", async () => {
  const player = playerOf({ run: "r", view: "v" });
  await receive(player, { most_rate: 20, pending: { step: 9, reached: 2 } });
  const at = player.calls.indexOf("limitRate");
  assert.deepEqual(player.calls.slice(at, at + 2), ["limitRate", 20]);
  assert.equal(player.pending.reached, 2);
});
