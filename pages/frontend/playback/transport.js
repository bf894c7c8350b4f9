// The transport: buttons, selects, timeline and texts. It reports the reader's actions and shows the state.

import { linkToCopy } from "../common/address.js";
import { CopyButton } from "../common/copy_button.js";
import { FOR_CLASS, button, group, hasModifier, label, named } from "../common/dom.js";
import { frameOf } from "../common/embedding.js";
import { ICONS } from "../common/icons.js";
import { keysButton, offerKeys } from "../common/keys.js";
import { lectureButton } from "../common/lecture.js";
import { pictureOf } from "../common/streamlit_compat_app.js";
import { StopChoice } from "./stop_choice.js";
import { TimelineSlider } from "./timeline_slider.js";

const SPOKEN_EVERY = 2000;
const CONTROLS = "input, select, textarea, button, a[href], summary, [role=slider], [role=button], " +
  "[role=combobox], [role=option], [role=listbox], [role=radio], [role=checkbox], [role=switch], " +
  "[role=tab], [role=menuitem], [role=textbox], [role=spinbutton], [role=application], dialog";
const KEYS = [
  ["Space", "Play or pause"],
  ["← →", "One step back, one step forward"],
  ["Home", "Back to the start"],
  ["PageUp PageDown", "On the timeline: a tenth of it on or back"],
  ["End", "On the timeline: to its end"],
];

export class Transport {
  constructor(actions) {
    this.actions = actions;
    this.spoke = -Infinity;
    this.build();
  }

  build() {
    const { actions } = this;
    this.back = button("step-back", ICONS.back, "Step back (←)", actions.back);
    this.forward = button("step-forward", ICONS.forward, "Step forward (→)", actions.forward);
    this.start = button("to-start", ICONS.start, "Back to the start (Home)", actions.start);
    this.play = button("play", ICONS.play, "Play (space)", actions.toggle);
    this.play.classList.add("primary");
    this.speed = select("speed", "Steps per frame", actions.speed);
    this.rate = select("rate", "Frames per second (slow motion)", actions.rate);
    this.stop = new StopChoice(actions.stop);
    this.timeline = new TimelineSlider(actions.scrub);
    this.readout = text("readout", "output");
    this.sentence = text("sentence", "p");
    this.sentence.setAttribute("aria-live", "polite");
    this.copy = new CopyButton({ name: "copy-link", icon: ICONS.link, label: "Copy link",
      title: "Copy a link to this step", text: linkToCopy });
    this.embed = new CopyButton({ name: "embed", icon: ICONS.embed, label: "Embed",
      title: "Embed: copy the HTML that shows this picture in another page", text: () => this.frame() });
    this.forClass = button("for-class", `${ICONS.code}<span>For a class</span>`,
      "For a class: a link with a question, and its QR code",
      () => document.dispatchEvent(new Event(FOR_CLASS)));
    this.element = group("transport", [
      group("controls", [this.start, this.back, this.play, this.forward]),
      group("paces", [this.speed, this.rate, this.stop.element]), this.readout,
      group("copies", [this.copy.element, this.embed.element, this.forClass]),
      group("controls", [lectureButton(), keysButton()]), this.timeline.element,
    ]);
    offerKeys(this.element, "While a run is shown", KEYS);
  }

  offer({ speeds, rates, marks }) {
    fill(this.speed, speeds ?? [1], (n) => `${n} step${n === 1 ? "" : "s"} per frame`);
    fill(this.rate, rates ?? [60], (n) => `${n} frame${n === 1 ? "" : "s"}/s`);
    this.timeline.marks.offer(marks ?? []);
  }

  setPace(speed, rate) {
    this.speed.value = String(speed);
    this.rate.value = String(rate);
  }

  // The run ends at the step `last`; the server computes no run of its kind beyond `limit`.
  setPosition(step, last, limit) {
    if (!this.isDragging) this.timeline.show(step, last, limit);
    this.back.disabled = this.start.disabled = step <= 0;
    this.forward.disabled = step >= last;
  }

  setPlaying(isPlaying) {
    if (this.isPlaying === isPlaying) return;
    this.isPlaying = isPlaying;
    this.play.innerHTML = isPlaying ? ICONS.pause : ICONS.play;
    label(this.play, isPlaying ? "Pause (space)" : "Play (space)");
  }

  // A screen reader would never finish a sentence that changes sixty times a second.
  speak(sentence, isUrgent) {
    const now = performance.now();
    if (!isUrgent && now - this.spoke < SPOKEN_EVERY) return;
    if (this.sentence.textContent === sentence) return;
    this.spoke = now;
    this.sentence.textContent = sentence;
  }

  frame() {
    const { width, height } = pictureOf(this.element.parentElement).getBoundingClientRect();
    return frameOf(linkToCopy(), { title: document.title, width, height });
  }

  // Space, arrows and Home control the stage unless another control has the focus. Inside the stage the
  // arrows work from its buttons, too; a button keeps its own space. Returns whether the key was used.
  key(event, isInside) {
    if (event.defaultPrevented || hasModifier(event)) return false;
    const target = event.target instanceof Element ? event.target : document.body;
    const isButton = isInside && target.tagName === "BUTTON";
    if (!isButton && (target.closest(CONTROLS) || target.isContentEditable)) return false;
    const action = this.actionOf(event.key, isButton);
    if (!action) return false;
    event.preventDefault();
    action();
    return true;
  }

  actionOf(key, isButton) {
    const { toggle, back, forward, start } = this.actions;
    if (key === " ") return isButton ? null : toggle;
    return { ArrowLeft: back, ArrowRight: forward, Home: start }[key] ?? null;
  }
}

function select(name, title, onChange) {
  const element = named("select", name, "");
  label(element, title);
  element.addEventListener("change", () => onChange(Number(element.value)));
  return element;
}

function fill(element, values, textOf) {
  const wanted = values.join();
  if (element.dataset.values === wanted) return;
  element.dataset.values = wanted;
  element.replaceChildren(...values.map((n) => new Option(textOf(n), String(n))));
}

function text(name, tag) {
  const element = named(tag, name);
  element.dataset.target = name;
  return element;
}
