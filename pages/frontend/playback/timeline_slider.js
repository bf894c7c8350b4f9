// The timeline: a slider over the steps of a run. For the keyboard and for screen readers it is the browser's
// own slider, whose values are steps; it is drawn, and pointed at, on a scale of its own.

import { group, label, make, named } from "../common/dom.js";
import { Marks } from "./marks.js";
import { labelOf, leapFrom, shareAt, stepAt, ticksOf } from "./timeline_scale.js";

export class TimelineSlider {
  // `onScrub` gets a step, and whether the reader has let go.
  constructor(onScrub) {
    this.onScrub = onScrub;
    this.input = named("input", "timeline");
    Object.assign(this.input, { type: "range", min: "0", step: "1", value: "0" });
    label(this.input, "Timeline");
    this.marks = new Marks((step) => onScrub(step, true));
    this.ticks = make("ul", "ticks");
    this.ticks.setAttribute("aria-hidden", "true");
    this.line = group("line", [make("i", "reach"), make("i", "played"), make("i", "thumb")]);
    this.rail = group("rail", [this.line, this.marks.element, this.ticks]);
    this.element = group("track", [this.input, this.rail]);
    this.listen();
  }

  listen() {
    const { input, element } = this;
    input.addEventListener("input", () => this.go(Number(input.value), false));
    input.addEventListener("change", () => this.go(Number(input.value), true));
    input.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("pointerdown", (event) => this.press(event));
    element.addEventListener("pointermove", (event) => this.isPressed && this.go(this.stepOf(event), false));
    for (const type of ["pointerup", "pointercancel"]) {
      element.addEventListener(type, () => this.release());
    }
  }

  // The browser's own leap is a tenth of all steps.
  key(event) {
    const direction = { PageUp: 1, PageDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    this.go(leapFrom(Number(this.input.value), direction, this.limit), true);
  }

  press(event) {
    if (event.button !== 0 || event.target.closest("li")) return;
    event.preventDefault(); // no text is selected
    this.input.focus({ preventScroll: true, focusVisible: false });
    this.element.setPointerCapture(event.pointerId);
    this.isPressed = true;
    this.go(this.stepOf(event), false);
  }

  release() {
    if (!this.isPressed) return;
    this.isPressed = false;
    this.go(Number(this.input.value), true);
  }

  stepOf({ clientX }) {
    const { left, width } = this.rail.getBoundingClientRect();
    return stepAt((clientX - left) / width, this.limit);
  }

  go(step, isFinal) {
    if (!this.limit) return;
    this.show(Math.min(step, this.last), this.last, this.limit);
    this.onScrub(Number(this.input.value), isFinal);
  }

  // The run ends at the step `last`, the scale at `limit`.
  show(step, last, limit) {
    if (!limit) return;
    if (this.last !== last || this.limit !== limit) this.rescale(last, limit);
    this.input.value = String(step);
    this.input.setAttribute("aria-valuetext", `step ${labelOf(step)} of ${labelOf(last)}`);
    this.line.style.setProperty("--at", shareAt(step, limit));
  }

  rescale(last, limit) {
    Object.assign(this, { last, limit });
    this.input.max = String(last);
    this.line.style.setProperty("--last", shareAt(last, limit));
    this.marks.place(last, limit);
    this.ticks.replaceChildren(...ticksOf(limit).map((step) => {
      const tick = make("li", "", labelOf(step));
      tick.style.left = `${100 * shareAt(step, limit)}%`;
      return tick;
    }));
  }
}
