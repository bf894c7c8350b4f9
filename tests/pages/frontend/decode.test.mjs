// Messages: JSON with typed arrays, and batches that are packed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { decode, flat } from "../../../pages/frontend/common/decode.js";
import { read } from "../../../pages/frontend/common/unpack.js";

const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);

// As message.py encodes it; an array is { dtype, shape, data }.
function encode(header, arrays = []) {
  let offset = 0;
  const bodies = arrays.map(({ data }) => padded(Buffer.from(data.buffer)));
  const table = arrays.map(({ dtype, shape }, i) => {
    const entry = { dtype, shape, offset };
    offset += bodies[i].length;
    return entry;
  });
  const text = Buffer.from(JSON.stringify({ ...header, arrays: table }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return new Uint8Array(Buffer.concat([padded(Buffer.concat([length, text])), ...bodies]));
}

const matrix = { dtype: "f8", shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, 5) };

test("plain values come back as they are", () => {
  const header = { text: "é", list: [1, null, { a: true }] };
  assert.deepEqual(decode(encode(header)), header);
});

test("an array of one axis is typed", () => {
  const { a } = decode(encode({ a: { $: 0 } }, [{ dtype: "i4", shape: [2], data: Int32Array.of(-1, 7) }]));
  assert.ok(a instanceof Int32Array);
  assert.deepEqual([...a], [-1, 7]);
});

test("a matrix is an array of rows over one buffer", () => {
  const { deep: [found] } = decode(encode({ deep: [{ $: 0 }] }, [matrix]));
  assert.deepEqual(found.map((row) => [...row]), [[0, 1, 2], [3, 4, 5]]);
  assert.equal(flat(found)[4], 4);
  flat(found)[4] = 9;
  assert.equal(found[1][1], 9);
});

test("each array has a copy of its own, which keeps no message alive", () => {
  const message = encode({ a: { $: 0 }, b: { $: 1 } }, [matrix, matrix]);
  const { a, b } = decode(message);
  assert.notEqual(flat(a).buffer, message.buffer);
  assert.notEqual(flat(a).buffer, flat(b).buffer);
  assert.equal(flat(a).buffer.byteLength, 48);
});

test("a message may begin anywhere in its buffer", () => {
  const bytes = encode({ a: { $: 0 } }, [matrix]);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assert.deepEqual([...decode(shifted.subarray(3)).a[1]], [3, 4, 5]);
});

test("packed frames are the sums of their differences, modulo 256", async () => {
  const differences = { dtype: "u1", shape: [3, 2], data: Uint8Array.of(250, 1, 10, 255, 1, 0) };
  const packed = deflateSync(encode({ steps: [0, 1, 2], channels: { map: { $: 0 } } }, [differences]));
  const whole = { dtype: "u1", shape: [packed.length], data: new Uint8Array(packed) };
  const header = { n: 3, batches: [{ stride: 1, index: 0, packed: { $: 0 } }, { index: 1 }] };
  const message = encode(header, [whole]);
  const { n, batches } = await read(message);
  assert.equal(n, 3);
  assert.deepEqual(batches[0].channels.map.map((frame) => [...frame]), [[250, 1], [4, 0], [5, 0]]);
  assert.deepEqual(batches[1], { index: 1 });
});

test("a message without batches is only decoded", async () => {
  assert.deepEqual(await read(encode({ n: 1 })), { n: 1 });
});
