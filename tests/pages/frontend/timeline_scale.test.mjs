// The scale of the timeline: where each step is, and which steps are labelled.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  labelOf, leapFrom, shareAt, stepAt, ticksOf,
} from "../../../pages/frontend/playback/timeline_scale.js";

const LIMITS = [1, 7, 96, 100, 1000, 23_400, 1_000_000];
const samplesOf = (limit) => [...new Set([...Array(200).keys(), ...Array.from({ length: 500 },
  (_, i) => Math.round((i / 499) ** 3 * limit))])].filter((step) => step <= limit).sort((a, b) => a - b);

test("a later step is further to the right; the ends are the ends", () => {
  for (const limit of LIMITS) {
    const shares = samplesOf(limit).map((step) => shareAt(step, limit));
    assert.ok(shares.every((share, i) => i === 0 || share > shares[i - 1]), String(limit));
    assert.deepEqual([shares[0], shares.at(-1)], [0, 1]);
  }
});

test("the step at the place of a step is that step", () => {
  for (const limit of LIMITS) {
    for (const step of samplesOf(limit)) assert.equal(stepAt(shareAt(step, limit), limit), step);
  }
});

test("a place beyond an end is that end", () => {
  for (const limit of LIMITS) assert.deepEqual([stepAt(-0.2, limit), stepAt(1.3, limit)], [0, limit]);
});

test("the first hundred steps of the longest run are as far apart as on a scale to 1,000", () => {
  assert.ok(shareAt(1, 1e6) >= 1 / 1000);
  assert.ok(shareAt(100, 1e6) - shareAt(99, 1e6) >= 1 / 2000);
});

test("a leap is a tenth of the timeline, at least one step, and stays within the run", () => {
  for (const limit of LIMITS) {
    for (const step of samplesOf(limit)) {
      for (const direction of [1, -1]) {
        const to = leapFrom(step, direction, limit);
        const isAtEnd = step === (direction > 0 ? limit : 0);
        assert.ok(to >= 0 && to <= limit && (isAtEnd ? to === step : direction * (to - step) > 0));
      }
    }
  }
  assert.ok(Math.abs(shareAt(leapFrom(3000, 1, 1e6), 1e6) - shareAt(3000, 1e6) - 0.1) < 1e-4);
});

test("the longest run is labelled by its powers of ten, a short one by what fits", () => {
  assert.deepEqual(ticksOf(1e6).map(labelOf), ["0", "100", "1,000", "10,000", "100,000", "1,000,000"]);
  assert.deepEqual(ticksOf(96), [0, 5, 10, 20, 50, 96]);
  assert.deepEqual(ticksOf(1), [0, 1]);
});

// A phone's timeline has 342 pixels between its ends, and a letter of the labels about 5.9.
test("labels do not touch each other on a phone", () => {
  for (const limit of [...LIMITS, 3, 12, 55, 512, 2100, 5000, 41_300, 500_000]) {
    const boxes = ticksOf(limit).map((step) => {
      const [at, width] = [342 * shareAt(step, limit), 5.9 * labelOf(step).length];
      const left = { 0: at, [limit]: at - width }[step] ?? at - width / 2;
      return [left, left + width];
    });
    boxes.slice(1).forEach(([left], i) => assert.ok(left - boxes[i][1] > 3, `${limit}: ${ticksOf(limit)}`));
  }
});
