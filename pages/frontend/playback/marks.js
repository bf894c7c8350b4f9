// The marks below the timeline: each has a step and a text. A click goes to the step.

import { make, named } from "../common/dom.js";
import { shareAt } from "./timeline_scale.js";

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
    this.place(this.last, this.limit);
  }

  item({ step, text }) {
    const element = make("li", "", text);
    element.title = text;
    element.addEventListener("click", () => this.onStep(step));
    return element;
  }

  // The run ends at the step `last`, the timeline at `limit`.
  place(last, limit) {
    Object.assign(this, { last, limit });
    this.marks?.forEach(({ step }, i) => {
      const element = this.element.children[i];
      element.hidden = !(step <= last);
      element.style.left = `${100 * shareAt(step, limit)}%`;
    });
  }
}
