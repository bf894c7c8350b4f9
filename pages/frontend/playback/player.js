// The player: which step is shown, whether it plays, and what is drawn.

import { Address } from "../common/address.js";
import { named, setData } from "../common/dom.js";
import { Gallery } from "../figures/gallery.js";
import { FrameBuffer } from "./buffer.js";
import { Clock } from "./clock.js";
import { History } from "./history.js";
import { Requests } from "./requests.js";
import { Responses } from "./responses.js";
import { Stop } from "./stop.js";
import { Transport } from "./transport.js";

export class Player {
  constructor(send) {
    this.buffer = new FrameBuffer();
    this.history = new History();
    this.sparse = new History({ isPaired: false }); // few rows while playing; an exact picture brings all
    this.address = new Address();
    this.clock = new Clock(() => this.tick());
    this.requests = new Requests(this, send);
    this.responses = new Responses(this);
    this.stop = new Stop(this);
    this.transport = new Transport(this.actions());
    this.gallery = new Gallery({
      onResized: () => { this.redraw(); this.requests.exactLost(); },
      onError: (error) => this.fail("A figure could not be drawn. Reload the page.", error),
      onText: (target, text) => this.write(target, text),
      onPick: (id, by) => (typeof id === "string" ? this.weight.pick(id, by) : this.requests.pick(id)),
    });
    Object.assign(this, { run: "", view: "", scene: "", at: 0, last: Infinity,
      drawn: null, frames: 0, speed: 1, rate: 60, mostRate: Infinity, ended: null,
      exactStep: null, isStale: true });
    this.build();
  }

  build() {
    this.element = named("div", "stage", "backpass-stage");
    this.status = named("p", "status");
    this.status.setAttribute("role", "status");
    this.element.append(this.transport.element, this.status, this.transport.sentence, this.gallery.element);
    this.refresh();
  }

  actions() {
    return {
      toggle: () => (this.isPlaying ? this.pause() : this.play()),
      back: () => this.seek(this.at - 1),
      forward: () => this.seek(this.at + 1),
      start: () => this.seek(0),
      speed: (speed) => this.setPace(speed, this.rate),
      rate: (rate) => this.setPace(this.speed, rate),
      stop: (text) => this.stop.choose(text),
      scrub: (step, isFinal) => this.scrub(step, isFinal),
    };
  }

  // What each request says of the player.
  position() {
    const { run, view, scene, at, speed, rate } = this;
    const pace = { speed, rate, stop: this.stop.text };
    return { run, view, scene, at, playing: Boolean(this.isPlaying), ...pace, ...this.weight?.asked };
  }

  get stride() {
    return this.isPlaying && this.stop.isNear ? 1 : this.speed;
  }

  hasHistory() {
    return this.history.isComplete(this.at);
  }

  frameAt(step) {
    return this.buffer.any(step, this.stride);
  }

  // The next step to draw: the next multiple of the speed; the current step if it is not drawn yet.
  nextStep() {
    const { at, stride } = this;
    return this.isStale ? Math.ceil(at / stride) * stride : (Math.floor(at / stride) + 1) * stride;
  }

  play() {
    if (!this.isReady || this.isPlaying) return;
    if (this.at >= this.last) this.moveTo(0);
    this.isPlaying = true;
    this.stop.arm();
    this.exactStep = null;
    this.clock.start();
    this.refresh();
    this.requests.pump();
  }

  halt() {
    this.isPlaying = false;
    this.isStarved = false;
    this.clock.stop();
  }

  pause() {
    this.seek(this.at);
  }

  moveTo(step) {
    const at = Math.min(Math.max(Math.round(step), 0), this.last);
    this.isStale = this.isStale || at !== this.at;
    this.at = at;
  }

  // Goes to a step. It is drawn at once if its frame is here, otherwise when it arrives.
  seek(step) {
    if (!this.isReady) return;
    this.halt();
    this.moveTo(step);
    this.pending = null;
    this.exactStep = null;
    this.redraw();
    this.requests.settle();
    this.requests.pump();
  }

  scrub(step, isFinal) {
    this.isDragging = this.transport.isDragging = !isFinal;
    this.seek(step);
    if (isFinal || !this.isStale) return;
    const near = this.buffer.nearest(step);
    if (near) this.draw(near, true);
    this.isStale = true;
  }

  setPace(speed, rate) {
    this.speed = speed;
    this.rate = rate;
    this.clock.rate = Math.min(rate, this.mostRate);
    this.transport.setPace(speed, rate);
    this.refresh();
    if (this.isPlaying) this.requests.pump();
  }

  // A busy server may allow fewer frames for a while; the reader's own choice stays.
  limitRate(mostRate) {
    this.mostRate = mostRate;
    this.clock.rate = Math.min(this.rate, mostRate);
  }

  isVisible() {
    return !document.hidden && this.element.isConnected;
  }

  tick() {
    if (this.isChanging || !this.isVisible()) return;
    const next = this.nextStep();
    if (next > this.last) {
      if (!this.stop.slowsAtEnd()) this.finish();
      return;
    }
    const frame = this.buffer.at(next, this.stride);
    this.isStarved = !frame;
    if (frame) {
      if (this.stop.slowsFor(frame)) return;
      this.at = next;
      this.draw(frame, this.frames === 0);
      if (this.stop.isReached(frame)) this.pause();
    } else {
      this.refresh();
    }
    this.requests.pump();
  }

  finish() {
    this.seek(this.last);
  }

  redraw() {
    const frame = this.isReady && !this.isChanging && this.frameAt(this.at);
    if (frame) this.draw(frame, !this.isPlaying);
    else this.refresh();
  }

  draw(frame, isAll) {
    this.gallery.draw(frame, { rows: this.history, sparse: this.sparse }, isAll);
    this.frames += 1;
    this.drawn = frame.step;
    this.drawnRun = this.run;
    this.isStale = frame.step !== this.at;
    if (frame.text("readout") === undefined) this.write("readout", `step ${frame.step}`);
    this.refresh();
  }

  write(target, text) {
    if (target === "sentence") this.transport.speak(text, !this.isPlaying);
    else if (target === "readout") this.transport.readout.textContent = text;
    else for (const place of this.element.querySelectorAll(`[data-target="${CSS.escape(target)}"]`)) {
      place.textContent = text;
    }
  }

  state() {
    if (this.error) return "error";
    if (!this.isReady) return "loading";
    if (this.isPlaying) return this.isStarved ? "computing" : "playing";
    if (this.isStale || this.pending) return "computing";
    return this.at >= this.last ? "ended" : "paused";
  }

  // The attributes say what is drawn, for the tests.
  refresh() {
    const state = this.state();
    setData(this.element.dataset, { state, step: String(this.drawn ?? ""), frame: String(this.frames),
      speed: String(this.speed), run: this.drawnRun ?? "" });
    const shown = this.isStale && !this.isPlaying ? this.at : (this.drawn ?? this.at);
    this.transport.setPosition(shown, this.last, this.limit);
    this.transport.setPlaying(Boolean(this.isPlaying));
    if (this.isReady) this.address.update(this.at, !this.isPlaying);
    [this.remarks, this.weight].forEach((part) => part?.refresh());
    const why = { ended: this.ended, paused: this.stop.why }[state];
    if (why) this.write("sentence", why);
    const text = this.statusText();
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  updateAddress() {
    if (this.isReady) this.address.update(this.at, true);
  }

  statusText() {
    if (this.error) return this.error;
    if (this.requests?.isSilent) return "Waiting for the server…";
    if (this.pending) return `Computing step ${this.pending.reached} of ${this.pending.step}`;
    if (this.isPlaying && this.mostRate < this.rate) {
      return `The server is busy: at most ${this.mostRate} frames per second for now.`;
    }
    return "";
  }

  fail(sentence, error) {
    console.error(sentence, error);
    this.error = sentence;
    this.halt();
    this.refresh();
  }

  remove() {
    this.halt();
    this.requests.stop();
    this.drawing?.close();
    this.gallery.remove();
    this.element.remove();
  }
}
