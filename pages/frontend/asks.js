// What the stage asks of the server, and when: one ask at a time, nothing without a need.

import { alone, Quiet } from "./quiet.js";

const SILENCE = 5000;
const LONGEST_SILENCE = 20000;
const SETTLED = 80;
const BATCHES = 2;
const SPARE = 8;
const URGENT = 1 / 3;
const MOST_REPEATS = 6;

let counter = 0;

export class Asks {
  // `stage` gives the position, the buffer and the clock; `send` puts a value on the wire.
  constructor(stage, send) {
    this.stage = stage;
    this.send = send;
    this.outstanding = null;
    this.patience = SILENCE;
    this.repeats = 0;
    this.early = 0;
    this.moved = 0;
    this.due = Infinity;
    this.quiet = new Quiet();
  }

  // The position changed while paused: its exact picture is asked for once it stands still.
  settle() {
    this.moved = performance.now();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.pump(), SETTLED + 1);
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

  // An older answer does not end the wait for a newer ask, unless it brought what was asked anew.
  answered(n, isPending) {
    if (!this.outstanding || (n < this.outstanding.n && !this.cameLate())) return;
    this.outstanding = null;
    this.isSilent = false;
    this.patience = SILENCE;
    if (isPending) this.repeats = 0;
    this.isRefused = !isPending && this.signature(this.need()) === this.asked;
    this.repeats = this.isRefused ? this.repeats + 1 : 0;
    this.wait = this.isRefused ? performance.now() + Math.min(250 * 2 ** this.repeats, SILENCE) : 0;
  }

  cameLate() {
    return this.isSilent && this.signature(this.need()) !== this.asked;
  }

  pump() {
    if (this.outstanding || !this.stage.isSeen()) return;
    const need = this.need();
    if (!need) return;
    // The server answered without what was asked: asking at once again would spin.
    const early = this.wait - performance.now();
    if (early > 0 && this.signature(need) === this.asked) this.retry(early);
    else this.askInQuiet(need);
  }

  askInQuiet(need) {
    const delay = this.quiet.wait(need.isUrgent);
    if (delay > 0) this.later(delay);
    else this.ask(need);
  }

  retry(delay) {
    if (this.repeats < MOST_REPEATS || this.stage.isPlaying) this.later(delay + 1);
  }

  ask({ isUrgent: _, ...need }) {
    counter += 1;
    this.early = Math.random();
    this.asked = this.signature(need);
    this.outstanding = { n: counter };
    alone(() => this.send({ n: counter, ...this.stage.position(), ...need }));
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.unanswered(), this.patience);
  }

  // What was asked is answered by nobody: it may be asked anew at once.
  lost() {
    this.outstanding = null;
    this.isSilent = false;
    this.patience = SILENCE;
    this.wait = 0;
    this.repeats = 0;
  }

  // An ask may be lost, or wait at a server that has much to do: that would have more to do for each
  // ask that is sent anew, so the next one waits twice as long.
  unanswered() {
    if (!this.outstanding) return;
    this.outstanding = null;
    this.isSilent = true;
    this.patience = Math.min(2 * this.patience, LONGEST_SILENCE);
    this.wait = 0;
    this.stage.refresh();
    this.pump();
    if (!this.outstanding) this.silence = setTimeout(() => this.pump(), this.patience);
  }

  need() {
    const { stage } = this;
    if (stage.needsScene) return { want: [], stride: stage.stride, exact: false, history: false };
    if (!stage.isReady) return null;
    return stage.isPlaying ? this.needPlaying() : this.needPaused();
  }

  // A second's frames and a few stand ready. Each ask comes up to a batch earlier than it must, by
  // chance: a class that began in one moment would else ask in one moment for ever, and wait together.
  needPlaying() {
    const { buffer, stride, last } = this.stage;
    const from = this.stage.nextStep();
    if (from > last) return null;
    const fewest = this.stage.clock.rate + SPARE;
    const enough = fewest + Math.floor(this.early * buffer.size);
    const { count, next } = buffer.ahead(from, stride, enough);
    if (count >= enough || next > last) return null;
    // Who has nothing left gets one batch, sooner: so asks are small where a server has much to do.
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
    if (isFrameHeld && !exact && !history) return null;
    const want = isFrameHeld ? [] : [stage.buffer.indexOf(stage.at, 1)];
    return { want, stride: 1, exact, history };
  }

  // While dragging any frame near the finger will do: those at the playing stride are most shared.
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
    clearTimeout(this.silence);
  }
}
