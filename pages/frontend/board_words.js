// The words beside the matrices: title, equation, code, one sentence, and the question before it.

import { make, named } from "./board_block.js";
import { Question } from "./board_question.js";

export class Words {
  constructor(onAnswered) {
    this.question = new Question(onAnswered);
    this.element = make("section", "words");
    const names = ["title", "equation", "code", "told", "note"];
    const tags = { title: "h3", code: "code" };
    for (const name of names) this[name] = named(tags[name] ?? "p", name);
    this.number = named("span", "number");
    this.element.append(this.title, this.equation, this.code, this.told, this.question.element, this.note);
  }

  // While the reader is to predict, nothing tells the answer: no sentence, no shape of the result.
  isHiding(lesson, phase, key) {
    return lesson.predict && phase.kind !== "data" && this.question.isOpen(key);
  }

  show(lesson, phase, key) {
    const isHiding = this.isHiding(lesson, phase, key);
    this.title.textContent = phase.title;
    this.number.textContent = phase.number;
    this.equation.replaceChildren(...equationOf(phase), this.number);
    this.code.textContent = isHiding ? phase.code.split("#")[0].trim() : phase.code;
    this.told.textContent = isHiding ? "" : phase.sentence;
    this.note.textContent = lesson.note;
    this.question.element.hidden = !lesson.predict || phase.kind === "data";
    if (!this.question.element.hidden) this.question.show(key, phase.question);
  }

  // What is said of a sample: what the network believes of it answers questions that are still to come.
  ofSample(lesson, phase, key, row) {
    const { phases, samples, predict } = lesson;
    const error = phases.findIndex(({ kind }) => kind === "error");
    const isToCome = predict && (phases.indexOf(phase) < error || this.isHiding(lesson, phase, key));
    const { name, words } = samples[row] ?? {};
    return words && isToCome ? name : words;
  }
}

// The equations of W and of b break between them.
function equationOf({ kind, equation }) {
  if (kind !== "update") return [equation];
  return equation.split(/(?<=, )/).map((part) => make("span", "part", part));
}
