// What is requested and when: one request at a time, and none without a need.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { FrameBuffer } from "../../../pages/frontend/playback/buffer.js";
import { Requests } from "../../../pages/frontend/playback/requests.js";

let now = 0;
let isRunning = false;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  mock.method(performance, "now", () => now);
  mock.method(Math, "random", () => 0);
  isRunning = false;
  const app = { getAttribute: () => (isRunning ? "running" : "notRunning") };
  globalThis.document = { querySelector: () => app };
});

function pass(milliseconds) {
  for (let i = 0; i < milliseconds; i += 10) {
    now += 10;
    mock.timers.tick(10);
  }
}

function stageOf(more = {}) {
  const stage = { isReady: true, isPlaying: false, at: 0, last: 10000, stride: 8, exactStep: 0,
    clock: { rate: 60 }, buffer: new FrameBuffer(), isVisible: () => true, hasHistory: () => true,
    frameAt: () => ({}), nextStep: () => 8, refresh: () => {}, position: () => ({ at: stage.at }), ...more };
  const sent = [];
  const requests = new Requests(stage, (request) => sent.push(request));
  pass(1000);
  return { stage, sent, requests };
}

const batch = (stride, index) => ({ stride, index,
  steps: Array.from({ length: 32 }, (_, i) => (32 * index + i) * stride) });

test("an exact picture that is lost is requested again, at rest only", () => {
  const { stage, sent, requests } = stageOf();
  stage.isPlaying = true;
  requests.exactLost();
  assert.equal(stage.exactStep, 0);
  stage.isPlaying = false;
  requests.exactLost();
  pass(1000);
  assert.deepEqual(sent.map(({ exact, want }) => [exact, want]), [[true, []]]);
});

test("at rest with everything here nothing is requested", () => {
  const { sent, requests } = stageOf();
  requests.pump();
  assert.deepEqual(sent, []);
});

test("at rest the missing frame and its exact picture are requested", () => {
  const { sent, requests } = stageOf({ at: 100, exactStep: null, frameAt: () => null });
  requests.pump();
  const { n, ...request } = sent[0];
  assert.ok(n > 0);
  assert.deepEqual(request, { at: 100, want: [3], stride: 1, exact: true, history: false });
});

test("playing, two batches at a time until enough frames are here", () => {
  const { stage, sent, requests } = stageOf({ isPlaying: true });
  requests.pump();
  assert.deepEqual(sent[0].want, [0]); // with nothing left, one batch comes sooner
  stage.buffer.add(batch(8, 0));
  requests.answered(sent[0].n, false);
  requests.pump();
  assert.deepEqual(sent[1].want, [1, 2]);
  stage.buffer.add(batch(8, 1));
  stage.buffer.add(batch(8, 2));
  requests.answered(sent[1].n, false);
  requests.pump();
  assert.equal(sent.length, 2);
});

test("one request at a time, also when the position changes", () => {
  const { stage, sent, requests } = stageOf({ exactStep: null });
  requests.pump();
  stage.at = 5;
  requests.pump();
  assert.equal(sent.length, 1);
  requests.answered(sent[0].n, false);
  requests.pump();
  assert.equal(sent.length, 2);
});

test("a request without response is repeated, after twice the time", () => {
  const { sent, requests } = stageOf({ exactStep: null });
  requests.pump();
  pass(5100);
  assert.equal(sent.length, 2);
  assert.ok(requests.isSilent);
  pass(9000);
  assert.equal(sent.length, 2);
  pass(1200);
  assert.equal(sent.length, 3);
});

test("an older response does not end the wait for a newer request", () => {
  const { sent, requests } = stageOf({ exactStep: null });
  requests.pump();
  requests.answered(sent[0].n - 1, false);
  assert.ok(requests.outstanding);
  requests.answered(sent[0].n, false);
  assert.equal(requests.outstanding, null);
});

test("a response without what was requested does not make it spin", () => {
  const { sent, requests } = stageOf({ exactStep: null });
  for (let i = 0; i < 20; i += 1) {
    requests.pump();
    requests.answered(sent.at(-1).n, false);
  }
  assert.equal(sent.length, 1);
  pass(2000);
  assert.ok(sent.length <= 3);
});

test("a request waits for the end of the page's run, for some seconds at most", () => {
  const { sent, requests } = stageOf({ exactStep: null });
  isRunning = true;
  requests.pump();
  pass(3000);
  assert.equal(sent.length, 0);
  isRunning = false;
  pass(100);
  assert.equal(sent.length, 1);
  requests.answered(sent[0].n, false);
  isRunning = true;
  requests.lost();
  requests.pump();
  pass(6000);
  assert.equal(sent.length, 2);
});

test("a request does not follow the reader's input closely", () => {
  const { sent, requests } = stageOf({ exactStep: null });
  requests.timing.noteInput();
  requests.pump();
  pass(300);
  assert.equal(sent.length, 0);
  pass(200);
  assert.equal(sent.length, 1);
});

test("a pick is requested until it is answered, and by one request", () => {
  const { sent, requests } = stageOf({ exactStep: 0 });
  requests.pump();
  assert.equal(sent.length, 0);
  requests.pick([1, 2]);
  assert.deepEqual([sent[0].unit, sent[0].want], [[1, 2], []]);
  requests.answered(sent[0].n - 1, false);
  assert.deepEqual(requests.picked, [1, 2]);
  requests.answered(sent[0].n, false);
  requests.pump();
  pass(1000);
  assert.equal(sent.length, 1);
  requests.pick([]);
  assert.deepEqual(sent[1].unit, []);
});

test("a pick that comes while another request is under way follows it", () => {
  const { stage, sent, requests } = stageOf({ exactStep: null });
  requests.pump();
  requests.pick([2, 1]);
  assert.equal(sent.length, 1);
  stage.exactStep = 0;
  requests.answered(sent[0].n, false);
  requests.pump();
  assert.deepEqual(sent[1].unit, [2, 1]);
});

test("a hidden page requests nothing, and a lost scene comes before all", () => {
  const { stage, sent, requests } = stageOf({ exactStep: null, isVisible: () => false });
  requests.pump();
  assert.equal(sent.length, 0);
  Object.assign(stage, { isVisible: () => true, needsScene: true });
  requests.pump();
  assert.deepEqual([sent[0].want, sent[0].exact], [[], false]);
});

test("remarks are requested once the reader rests at a step, until they are here", () => {
  const remarks = { areMissing: true };
  const { stage, sent, requests } = stageOf({ at: 7, exactStep: 7, remarks });
  requests.settle();
  pass(300);
  assert.deepEqual(sent, []);
  pass(200);
  assert.equal(sent.length, 1);
  const { n, ...request } = sent[0];
  assert.deepEqual(request, { at: 7, want: [], stride: 1, exact: false, history: false, remarks: true });
  requests.answered(n, true); // pending: the next slice is requested at once
  requests.pump();
  assert.equal(sent.length, 2);
  remarks.areMissing = false;
  requests.answered(sent[1].n, false);
  requests.pump();
  assert.equal(sent.length, 2);
  assert.equal(stage.at, 7);
});

test("playing, dragging or before the exact picture no remarks are requested", () => {
  const remarks = { areMissing: true };
  for (const more of [{ isPlaying: true }, { isDragging: true }, { exactStep: null }]) {
    const { sent, requests } = stageOf({ remarks, ...more });
    pass(1000);
    requests.pump();
    assert.ok(sent.every((request) => !request.remarks));
  }
});
