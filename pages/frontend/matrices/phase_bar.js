// The bar above the board: buttons to go back, play and go on, and the phases of the training step.

import { button, group, label, make } from "../common/dom.js";
import { ICONS } from "../common/icons.js";
import { keysButton, offerKeys } from "../common/keys.js";
import { lectureButton } from "../common/lecture.js";

const KEYS = [
  ["← →", "Previous phase, next phase"],
  ["Tab", "To the next matrix"],
  ["↑ ↓ ← →", "In a matrix: to another cell"],
  ["Enter", "In a matrix: pin the cell, or unpin it"],
  ["Esc", "Unpin the cell"],
];

export class PhaseBar {
  constructor(actions) {
    this.actions = actions;
    this.element = make("nav", "rail");
    this.element.setAttribute("aria-label", "Phases of the training step");
    this.back = button("phase-back", ICONS.back, "Previous phase (←)", actions.back);
    this.play = button("phase-play", ICONS.play, "Play", actions.toggle);
    this.forward = button("phase-forward", ICONS.forward, "Next phase (→)", actions.forward);
    this.title = make("strong", "when");
    this.chips = make("ol", "chips");
    this.element.append(group("buttons", [this.back, this.play, this.forward, this.title]),
      group("buttons tools", [lectureButton(), keysButton()]), this.chips);
    offerKeys(this.element, "In the training step", KEYS);
  }

  show({ lesson, phase, isPlaying, isFirst, isLast }) {
    this.title.textContent = lesson.title;
    this.back.disabled = isFirst;
    this.forward.disabled = isLast;
    this.play.innerHTML = isPlaying ? ICONS.pause : ICONS.play;
    label(this.play, isPlaying ? "Pause" : "Play");
    this.draw(lesson.phases);
    lesson.phases.forEach((each, i) => this.write(this.chips.children[i].firstChild, each, each === phase));
  }

  // A chip stays the same element while the phases stay the same: it may have the focus.
  draw(phases) {
    const keys = phases.map(({ key }) => key).join();
    if (keys === this.keys) return;
    this.keys = keys;
    this.chips.replaceChildren(...phases.map(({ key, backward }) => {
      const item = make("li", backward ? "backward" : "forward");
      item.append(button(`phase-${key}`, "", "", () => this.actions.go(key)));
      return item;
    }));
  }

  write(chip, phase, isCurrent) {
    chip.textContent = phase.label;
    label(chip, `${phase.label}: ${phase.title}`);
    if (isCurrent) chip.setAttribute("aria-current", "step");
    else chip.removeAttribute("aria-current");
  }
}
