// An LRU cache of the batches of frames received so far, in bounded memory.

import { flat } from "../common/decode.js";

const LIMIT = 48 * 2 ** 20;

export class FrameBuffer {
  constructor(limit = LIMIT) {
    this.limit = limit;
    this.size = 32;
    this.clear();
  }

  clear() {
    this.batches = new Map();
    this.bytes = 0;
  }

  // A batch may be incomplete, from the frame `from` on; it never replaces a complete one.
  add(batch) {
    const key = `${batch.stride}:${batch.index}`;
    const held = this.batches.get(key);
    if (held && held.from === undefined && batch.from !== undefined) return;
    this.remove(key);
    batch.bytes = weigh(batch);
    this.batches.set(key, batch);
    this.bytes += batch.bytes;
    while (this.bytes > this.limit && this.batches.size > 1) {
      this.remove(this.batches.keys().next().value);
    }
  }

  remove(key) {
    this.bytes -= this.batches.get(key)?.bytes ?? 0;
    this.batches.delete(key);
  }

  indexOf(step, stride) {
    return Math.floor(step / stride / this.size);
  }

  has(step, stride) {
    return this.at(step, stride) !== null;
  }

  // The frame of exactly this step at this stride, or null.
  at(step, stride) {
    if (step % stride) return null;
    const key = `${stride}:${this.indexOf(step, stride)}`;
    const batch = this.batches.get(key);
    if (!batch) return null;
    const j = step / stride - batch.index * this.size - (batch.from ?? 0);
    if (batch.steps[j] !== step) return null;
    this.batches.delete(key);
    this.batches.set(key, batch);
    return frameOf(batch, j);
  }

  // The frame of exactly this step at any stride that is here, the given one first.
  any(step, stride) {
    const held = new Set([stride, 1, ...[...this.batches.values()].map((b) => b.stride)]);
    for (const s of held) {
      const frame = this.at(step, s);
      if (frame) return frame;
    }
    return null;
  }

  // The frame nearest to a step, for dragging.
  nearest(step) {
    let best = null;
    for (const batch of this.batches.values()) {
      const first = batch.index * this.size + (batch.from ?? 0);
      const j = clamp(Math.round(step / batch.stride) - first, 0, batch.steps.length - 1);
      const distance = Math.abs(batch.steps[j] - step);
      if (!best || distance < best.distance) best = { distance, batch, j };
    }
    return best && frameOf(best.batch, best.j);
  }

  // How many frames are here from `step` on, up to `most`, and the first step that is missing.
  ahead(step, stride, most) {
    let count = 0;
    let next = step;
    while (count < most && this.has(next, stride)) {
      count += 1;
      next += stride;
    }
    return { count, next };
  }
}

const clamp = (value, least, most) => Math.min(Math.max(value, least), most);

function frameOf(batch, j) {
  return {
    step: batch.steps[j],
    row: batch.rows?.[j],
    bytes: (channel) => {
      const frames = batch.channels?.[channel];
      return frames && flat(frames[j]);
    },
    text: (target) => batch.text?.[target]?.[j],
  };
}

function weigh(batch) {
  const arrays = [batch.rows, batch.extra, batch.sparse, ...Object.values(batch.channels ?? {})];
  const texts = Object.values(batch.text ?? {}).flat();
  return arrays.reduce((sum, a) => sum + (a ? flat(a).byteLength : 0), 0) +
    texts.reduce((sum, t) => sum + 2 * t.length, 0) + 1000;
}
