// The marks below the timeline: each has a step and a text. A click goes to the step.

import { make, named } from "../common/dom.js";

// Half the width of the browsers' own slider thumb: its centre stays this far from both ends.
const HALF_THUMB = "8px";

export class Marks {
  constructor(onStep) {
    this.onStep = onStep;
    this.element = named("ul", "marks");
    this.element.setAttribute("role", "list");
    this.element.setAttribute("aria-label", "Marks on the timeline");
  }

  offer(marks) {
    const wanted = JSON.stringify(marks);
    if (this.offered === wanted) return;
    this.offered = wanted;
    this.marks = marks;
    this.element.hidden = !marks.length;
    this.element.replaceChildren(...marks.map((mark) => this.item(mark)));
    this.place(this.most);
  }

  item({ step, text }) {
    const element = make("li", "", text);
    element.title = text;
    element.addEventListener("click", () => this.onStep(step));
    return element;
  }

  // The timeline ends at the step `most`.
  place(most) {
    this.most = most;
    this.marks?.forEach(({ step }, i) => {
      const element = this.element.children[i];
      element.hidden = !(step <= most);
      element.style.left = positionOf(step, most);
    });
  }
}

// Where the centre of the slider's thumb is at a step.
export function positionOf(step, most) {
  const share = step / most;
  return `calc(${HALF_THUMB} + ${share} * (100% - 2 * ${HALF_THUMB}))`;
}
