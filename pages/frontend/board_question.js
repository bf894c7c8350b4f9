// Predict first: one question a phase, its answer, and the reader's own tally.

import { make } from "./board_block.js";

const KEPT = "backpass-tally";

export class Question {
  constructor(onAnswered) {
    this.onAnswered = onAnswered;
    this.given = new Map();
    this.element = make("section", "question");
    this.element.dataset.testid = "question";
  }

  isOpen(key) {
    return !this.given.has(key);
  }

  show(key, { text, options, answer, because }) {
    const given = this.given.get(key);
    const choices = options.map((option, i) => this.choice(option, i, { key, answer, given }));
    const list = make("div", "options");
    list.append(...choices);
    this.element.replaceChildren(make("p", "asked", text), list);
    if (given !== undefined) {
      const isRight = given === answer;
      const told = make("p", isRight ? "right" : "wrong", `${isRight ? "✓ Right." : "✗ Not so."} ${because}`);
      told.dataset.testid = "answer";
      told.setAttribute("role", "status");
      told.tabIndex = -1;
      this.told = told;
      this.element.append(told);
    }
    const { right, asked } = tally();
    const count = make("p", "tally", asked ? `Your tally: ${right} of ${asked} predicted` : "");
    count.dataset.testid = "tally";
    this.element.append(count);
  }

  choice(option, i, { key, answer, given }) {
    const made = make("button", "", option);
    made.type = "button";
    made.disabled = given !== undefined;
    if (given !== undefined && i === answer) made.classList.add("answer");
    if (given === i) made.setAttribute("aria-pressed", "true");
    made.addEventListener("click", () => this.answer(key, i, i === answer));
    return made;
  }

  answer(key, i, isRight) {
    this.given.set(key, i);
    const { right, asked } = tally();
    keep({ right: right + Number(isRight), asked: asked + 1 });
    this.onAnswered();
    // The button pressed is gone: what was answered is read next.
    this.told?.focus({ preventScroll: true });
  }
}

// The tally is the reader's own: it stays in this tab and goes with it.
function tally() {
  try {
    return { right: 0, asked: 0, ...JSON.parse(sessionStorage.getItem(KEPT)) };
  } catch {
    return { right: 0, asked: 0 };
  }
}

function keep(counts) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(counts));
  } catch {
    // A browser that keeps nothing still asks.
  }
}
