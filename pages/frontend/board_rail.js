// The way through a training step: its phases in a row, back, play and on.

import { make } from "./board_block.js";
import { ICONS } from "./icons.js";

export class Rail {
  constructor(wishes) {
    this.wishes = wishes;
    this.element = make("nav", "rail");
    this.element.setAttribute("aria-label", "Phases of the training step");
    this.back = button("phase-back", ICONS.back, "Phase before (←)", wishes.back);
    this.play = button("phase-play", ICONS.play, "Play", wishes.toggle);
    this.forward = button("phase-forward", ICONS.forward, "Next phase (→)", wishes.forward);
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
    this.draw(lesson.phases);
    lesson.phases.forEach((each, i) => this.write(i, each, { lesson, isNow: each === phase }));
  }

  // A chip stays the same element for as long as the phases are the same: it may hold the focus.
  draw(phases) {
    const keys = phases.map(({ key }) => key).join();
    if (keys === this.keys) return;
    this.keys = keys;
    this.chips.replaceChildren(...phases.map(({ key, kind }) => {
      const item = make("li", key.startsWith("d") && kind !== "data" ? "backward" : "forward");
      item.append(button(`phase-${key}`, "", "", () => this.wishes.go(key)));
      return item;
    }));
  }

  write(at, phase, { lesson, isNow }) {
    const chip = this.chips.children[at].firstChild;
    const text = phase.kind === "data" ? "X, Y" : phase.kind === "update" ? phase.key
      : lesson.matrices[phase.result].symbol;
    chip.textContent = text;
    label(chip, `${text}: ${phase.title}`);
    if (isNow) chip.setAttribute("aria-current", "step");
    else chip.removeAttribute("aria-current");
  }
}

function button(id, html, name, onClick) {
  const element = make("button", "");
  element.type = "button";
  element.dataset.testid = id;
  element.innerHTML = html;
  label(element, name);
  element.addEventListener("click", onClick);
  return element;
}

// The key that does the same stands in brackets, for those who see.
function label(element, name) {
  element.title = name;
  element.setAttribute("aria-label", name.replace(/ \([^)]*\)$/, ""));
}
