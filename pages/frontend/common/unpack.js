// Decodes a message and unpacks its batches (see packed.py): they are inflated, and each frame is the sum of
// the differences up to it.

import { decode, flat } from "./decode.js";

export async function read(bytes) {
  const message = decode(bytes);
  if (message.batches) message.batches = await Promise.all(message.batches.map(unpack));
  return message;
}

async function unpack(batch) {
  if (!batch.packed) return batch;
  const unpacked = decode(await inflated(batch.packed));
  for (const frames of Object.values(unpacked.channels)) accumulate(frames);
  return unpacked;
}

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Bytes wrap around, as they did when the differences were taken.
function accumulate(frames) {
  const bytes = flat(frames);
  const size = bytes.length / frames.length;
  for (let i = size; i < bytes.length; i++) bytes[i] += bytes[i - size];
}
