// The way through a training step: its phases in a row, back, play and on.

import { make } from "./board_block.js";
import { ICONS } from "./icons.js";

export class Rail {
  constructor(wishes) {
    this.wishes = wishes;
    this.element = make("nav", "rail");
    this.element.setAttribute("aria-label", "Phases of the training step");
    this.back = button("phase-back", ICONS.back, "Back (←)", wishes.back);
    this.play = button("phase-play", ICONS.play, "Play", wishes.toggle);
    this.forward = button("phase-forward", ICONS.forward, "On (→)", wishes.forward);
    this.title = make("strong", "when");
    this.chips = make("ol", "chips");
    const buttons = make("div", "buttons");
    buttons.append(this.back, this.play, this.forward, this.title);
    this.element.append(buttons, this.chips);
  }

  show({ lesson, phase, isPlaying, isFirst, isLast }) {
    this.title.textContent = lesson.title;
    this.back.disabled = isFirst;
    this.forward.disabled = isLast;
    this.play.innerHTML = isPlaying ? ICONS.pause : ICONS.play;
    this.play.setAttribute("aria-label", isPlaying ? "Pause" : "Play");
    this.chips.replaceChildren(...lesson.phases.map((each) => this.chip(lesson, each, each === phase)));
  }

  chip(lesson, phase, isNow) {
    const item = make("li", phase.key.startsWith("d") && phase.kind !== "data" ? "backward" : "forward");
    const made = button(`phase-${phase.key}`, "", phase.title, () => this.wishes.go(phase.key));
    made.textContent = phase.kind === "data" ? "X, Y" : phase.kind === "update" ? phase.key
      : lesson.matrices[phase.result].symbol;
    if (isNow) made.setAttribute("aria-current", "step");
    item.append(made);
    return item;
  }
}

function button(id, html, label, onClick) {
  const element = make("button", "");
  element.type = "button";
  element.dataset.testid = id;
  element.innerHTML = html;
  element.title = label;
  element.setAttribute("aria-label", label.replace(/ \([^)]*\)$/, ""));
  element.addEventListener("click", onClick);
  return element;
}
