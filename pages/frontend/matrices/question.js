// Predict first: one question per phase, its answer, and the reader's score.

import { group, make, named } from "../common/dom.js";

const STORAGE_KEY = "backpass-tally";

export class Question {
  constructor(onAnswered) {
    this.onAnswered = onAnswered;
    this.given = new Map();
    this.element = named("section", "question");
  }

  isOpen(key) {
    return !this.given.has(key);
  }

  show(key, { text, options, answer, because }) {
    const given = this.given.get(key);
    const choices = options.map((option, i) => this.choice(option, i, { key, answer, given }));
    this.element.replaceChildren(make("p", "asked", text), group("options", choices));
    if (given !== undefined) this.element.append(this.showAnswer(given === answer, because));
    const { right, asked } = readScore();
    const score = named("p", "tally");
    score.textContent = asked ? `Your score: ${right} of ${asked} predicted` : "";
    this.element.append(score);
  }

  showAnswer(isRight, because) {
    this.shown = named("p", "answer", isRight ? "right" : "wrong");
    this.shown.textContent = `${isRight ? "✓ Right." : "✗ Not quite."} ${because}`;
    this.shown.setAttribute("role", "status");
    this.shown.tabIndex = -1;
    return this.shown;
  }

  choice(option, i, { key, answer, given }) {
    const choice = make("button", "", option);
    choice.type = "button";
    choice.disabled = given !== undefined;
    if (given !== undefined && i === answer) choice.classList.add("answer");
    if (given === i) choice.setAttribute("aria-pressed", "true");
    choice.addEventListener("click", () => this.answer(key, i, i === answer));
    return choice;
  }

  answer(key, i, isRight) {
    this.given.set(key, i);
    const { right, asked } = readScore();
    storeScore({ right: right + Number(isRight), asked: asked + 1 });
    this.onAnswered();
    // The pressed button is gone, so the focus goes to the answer.
    this.shown?.focus({ preventScroll: true });
  }
}

// The score belongs to this tab.
function readScore() {
  try {
    return { right: 0, asked: 0, ...JSON.parse(sessionStorage.getItem(STORAGE_KEY)) };
  } catch {
    return { right: 0, asked: 0 };
  }
}

function storeScore(score) {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(score));
  } catch {
    // Without storage the question still works.
  }
}
