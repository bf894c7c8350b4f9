// What the stage requests from the server, and when: one request at a time, and none without a need.

import { RequestTiming } from "./request_timing.js";

// Milliseconds without a response after which a request is repeated; it doubles up to the second number.
const TIMEOUT = 5000;
const LONGEST_TIMEOUT = 20000;
// Milliseconds after which a position counts as settled.
const SETTLED = 80;
// Milliseconds after which the reader counts as resting there.
const RESTING = 400;
const BATCHES = 2;
const SPARE = 8;
const URGENT = 1 / 3;
const MOST_REPEATS = 6;

let counter = 0;

export class Requests {
  // `stage` gives the position, the buffer and the clock; `send` sends a request to the server.
  constructor(stage, send) {
    this.stage = stage;
    this.send = send;
    this.outstanding = null;
    this.timeout = TIMEOUT;
    this.repeats = 0;
    this.early = 0;
    this.moved = 0;
    this.due = Infinity;
    this.picked = null;
    this.timing = new RequestTiming();
  }

  // The position changed while paused: its exact picture is requested when it has settled.
  settle() {
    this.moved = performance.now();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.pump(), SETTLED + 1);
  }

  // The figures were drawn again without the exact picture.
  exactLost() {
    if (this.stage.isPlaying || this.stage.exactStep !== this.stage.at) return;
    this.stage.exactStep = null;
    this.settle();
  }

  later(delay) {
    const due = performance.now() + delay;
    if (due >= this.due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(() => {
      this.due = Infinity;
      this.pump();
    }, delay);
  }

  // An older response does not end the wait for a newer request, unless it brought what was requested again.
  answered(n, isPending) {
    if (!this.outstanding || (n < this.outstanding.n && !this.isLate())) return;
    this.outstanding = null;
    if (n >= this.pickedAt) this.picked = null;
    this.isSilent = false;
    this.timeout = TIMEOUT;
    if (isPending) this.repeats = 0;
    this.isRefused = !isPending && this.signature(this.need()) === this.requested;
    this.repeats = this.isRefused ? this.repeats + 1 : 0;
    this.wait = this.isRefused ? performance.now() + Math.min(250 * 2 ** this.repeats, TIMEOUT) : 0;
  }

  isLate() {
    return this.isSilent && this.signature(this.need()) !== this.requested;
  }

  pump() {
    if (this.outstanding || !this.stage.isVisible()) return;
    const need = this.need();
    if (!need) return;
    // The response did not bring what was requested: the same request at once would loop.
    const early = this.wait - performance.now();
    if (early > 0 && this.signature(need) === this.requested) this.retry(early);
    else this.requestInTime(need);
  }

  requestInTime(need) {
    const delay = this.timing.wait(need.isUrgent);
    if (delay > 0) this.later(delay);
    else this.request(need);
  }

  retry(delay) {
    if (this.repeats < MOST_REPEATS || this.stage.isPlaying) this.later(delay + 1);
  }

  request({ isUrgent: _, ...need }) {
    counter += 1;
    this.early = Math.random();
    this.requested = this.signature(need);
    this.outstanding = { n: counter };
    if (need.unit) this.pickedAt = counter;
    this.send({ n: counter, ...this.stage.position(), ...need });
    clearTimeout(this.expiring);
    this.expiring = setTimeout(() => this.expire(), this.timeout);
  }

  // Nobody will answer the last request: it may be repeated at once.
  lost() {
    this.outstanding = null;
    this.isSilent = false;
    this.timeout = TIMEOUT;
    this.wait = 0;
    this.repeats = 0;
  }

  // A request may be lost, or wait at a busy server. Each repeated request makes a busy server busier, so
  // the timeout doubles.
  expire() {
    if (!this.outstanding) return;
    this.outstanding = null;
    this.isSilent = true;
    this.timeout = Math.min(2 * this.timeout, LONGEST_TIMEOUT);
    this.wait = 0;
    this.stage.refresh();
    this.pump();
    if (!this.outstanding) this.expiring = setTimeout(() => this.pump(), this.timeout);
  }

  need() {
    const { stage } = this;
    if (stage.needsScene) return this.needScene();
    if (!stage.isReady) return null;
    if (this.picked) return { ...this.needScene(), unit: this.picked, isUrgent: true };
    return stage.isPlaying ? this.needPlaying() : this.needPaused();
  }

  // Another unit to show, or none: the server answers with another scene.
  pick(unit) {
    this.picked = unit;
    this.pickedAt = Infinity;
    this.pump();
  }

  needScene() {
    return { want: [], stride: this.stage.stride, exact: false, history: false };
  }

  // Keeps the frames of a second and a few more ready. Each request is sent up to one batch early, at
  // random: otherwise a class that started in one moment would always request in one moment, and wait.
  needPlaying() {
    const { buffer, stride, last } = this.stage;
    const from = this.stage.nextStep();
    if (from > last) return null;
    const fewest = this.stage.clock.rate + SPARE;
    const enough = fewest + Math.floor(this.early * buffer.size);
    const { count, next } = buffer.ahead(from, stride, enough);
    if (count >= enough || next > last) return null;
    // With nothing left, one batch comes sooner than two: requests stay small when the server is busy.
    const want = this.missing(next, stride, count ? BATCHES : 1);
    const isUrgent = count < URGENT * fewest;
    return { want, stride, exact: false, history: !this.stage.hasHistory(), isUrgent };
  }

  missing(step, stride, batches) {
    const { buffer, last } = this.stage;
    const first = buffer.indexOf(step, stride);
    const reach = Array.from({ length: batches }, (_, i) => first + i);
    return reach.filter((i) => i * buffer.size * stride <= last &&
      (i === first || !buffer.has(i * buffer.size * stride, stride)));
  }

  needPaused() {
    const { stage } = this;
    if (stage.isDragging) return this.needDragging();
    const isFrameHeld = stage.frameAt(stage.at) !== null;
    const isSettled = performance.now() - this.moved >= SETTLED;
    const exact = isSettled && stage.exactStep !== stage.at;
    const history = isSettled && !stage.hasHistory();
    if (isFrameHeld && !exact && !history) return isSettled ? this.needRemarks() : null;
    const want = isFrameHeld ? [] : [stage.buffer.indexOf(stage.at, 1)];
    return { want, stride: 1, exact, history };
  }

  // Remarks take the server a while: they are requested once the reader rests at a step.
  needRemarks() {
    if (!this.stage.remarks?.areMissing) return null;
    const wait = this.moved + RESTING - performance.now();
    if (wait > 0) this.later(wait + 1);
    return wait > 0 ? null : { want: [], stride: 1, exact: false, history: false, remarks: true };
  }

  // While dragging, any frame near the pointer will do: frames at the playing stride are shared by most.
  needDragging() {
    const { buffer, at, stride, last } = this.stage;
    const near = Math.floor(Math.min(at, last) / stride) * stride;
    if (buffer.has(near, stride)) return null;
    return { want: [buffer.indexOf(near, stride)], stride, exact: false, history: false };
  }

  signature(need) {
    return need && JSON.stringify([{ ...need, isUrgent: undefined }, this.stage.isPlaying || this.stage.at]);
  }

  stop() {
    clearTimeout(this.settling);
    clearTimeout(this.timer);
    clearTimeout(this.expiring);
  }
}
