// The frames received so far, in bounded memory.

import assert from "node:assert/strict";
import { test } from "node:test";

import { FrameBuffer } from "../../../pages/frontend/playback/buffer.js";

const SIZE = 4;

function batch(stride, index, more = {}) {
  const from = more.from ?? 0;
  const steps = Array.from({ length: SIZE - from }, (_, i) => (index * SIZE + from + i) * stride);
  const channels = { map: steps.map((step) => Uint8Array.of(step, step + 1)) };
  Object.defineProperty(channels.map, "flat", { value: new Uint8Array(2 * steps.length) });
  return { stride, index, steps, channels, text: { readout: steps.map((step) => `step ${step}`) }, ...more };
}

function bufferOf(...batches) {
  const buffer = new FrameBuffer();
  buffer.size = SIZE;
  for (const each of batches) buffer.add(each);
  return buffer;
}

test("a frame has its step, its bytes and its texts", () => {
  const frame = bufferOf(batch(2, 1)).at(10, 2);
  assert.equal(frame.step, 10);
  assert.equal(frame.text("readout"), "step 10");
  assert.equal(frame.text("sentence"), undefined);
  assert.equal(frame.row, undefined);
});

test("only the steps of a stride are found", () => {
  const buffer = bufferOf(batch(2, 0));
  assert.ok(buffer.has(6, 2));
  assert.ok(!buffer.has(5, 2));
  assert.ok(!buffer.has(8, 2));
  assert.equal(buffer.at(6, 1), null);
});

test("any finds a step at whatever stride it came", () => {
  const buffer = bufferOf(batch(2, 0), batch(3, 0));
  assert.equal(buffer.any(9, 2).step, 9);
  assert.equal(buffer.any(5, 2), null);
});

test("the nearest frame is found while dragging", () => {
  const buffer = bufferOf(batch(8, 0));
  assert.equal(buffer.nearest(13).step, 16);
  assert.equal(buffer.nearest(500).step, 24);
  assert.equal(bufferOf().nearest(3), null);
});

test("ahead counts the frames in a row and names the first that is missing", () => {
  const buffer = bufferOf(batch(2, 0), batch(2, 1), batch(2, 3));
  assert.deepEqual(buffer.ahead(4, 2, 100), { count: 6, next: 16 });
  assert.deepEqual(buffer.ahead(4, 2, 3), { count: 3, next: 10 });
});

test("a part of a batch is found by its steps, and never replaces the whole", () => {
  const buffer = bufferOf(batch(1, 0, { from: 2 }));
  assert.ok(!buffer.has(1, 1));
  assert.ok(buffer.has(3, 1));
  buffer.add(batch(1, 0));
  buffer.add(batch(1, 0, { from: 2 }));
  assert.ok(buffer.has(1, 1));
});

test("the least recently used batch leaves first, and the last one never", () => {
  const buffer = bufferOf();
  buffer.limit = 2200;
  buffer.add(batch(1, 0));
  buffer.add(batch(1, 1));
  buffer.at(0, 1);
  buffer.add(batch(1, 2));
  assert.deepEqual([0, 4, 8].map((step) => buffer.has(step, 1)), [true, false, true]);
  buffer.limit = 1;
  buffer.add(batch(1, 3));
  assert.deepEqual([...buffer.batches.keys()], ["1:3"]);
});

test("the same batch again is not counted twice", () => {
  const buffer = bufferOf(batch(1, 0));
  const { bytes } = buffer;
  buffer.add(batch(1, 0));
  assert.equal(buffer.bytes, bytes);
});
