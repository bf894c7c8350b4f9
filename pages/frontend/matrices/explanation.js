// The words beside the matrices: title, equation, code, a sentence, and the question that comes before it.

import { make, named } from "../common/dom.js";
import { Question } from "./question.js";

export class Explanation {
  constructor(onAnswered) {
    this.question = new Question(onAnswered);
    this.element = make("section", "words");
    const tags = { title: "h2", equation: "p", code: "code", told: "p", note: "p" };
    const parts = Object.entries(tags).map(([name, tag]) => named(tag, name));
    [this.title, this.equation, this.code, this.sentence, this.note] = parts;
    this.number = named("span", "number");
    this.element.append(...parts.slice(0, -1), this.question.element, this.note);
  }

  // Until the reader has predicted, nothing gives the answer away: no sentence, no shape of the result.
  isHiding(lesson, phase, key) {
    return lesson.predict && !phase.given && this.question.isOpen(key);
  }

  show(lesson, phase, key) {
    const isHiding = this.isHiding(lesson, phase, key);
    this.title.textContent = phase.title;
    this.number.textContent = phase.number;
    const bare = isHiding && phase.question.equation; // where the formula would answer the question
    this.equation.replaceChildren(...partsOf(bare || phase.equation), this.number);
    this.code.textContent = isHiding ? phase.code.split("#")[0].trim() : phase.code;
    this.code.hidden = Boolean(bare);
    this.sentence.textContent = isHiding ? "" : phase.sentence;
    this.note.textContent = lesson.note;
    this.question.element.hidden = !lesson.predict || phase.given;
    if (!this.question.element.hidden) this.question.show(key, phase.question);
  }

  // What is said of a sample. Its prediction answers questions that are still to come.
  ofSample(lesson, phase, key, row) {
    const { phases, samples, predict, predicted } = lesson;
    const isToCome = predict && (phases.indexOf(phase) < predicted || this.isHiding(lesson, phase, key));
    const { name, words } = samples[row] ?? {};
    return words && isToCome ? name : words;
  }
}

// Several equations break between them, at a comma outside brackets.
function partsOf(equation) {
  const parts = equation.split(/(?<=, )(?![^[]*\])/);
  return parts.length > 1 ? parts.map((part) => make("span", "part", part)) : parts;
}
