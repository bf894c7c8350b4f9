// The words beside the matrices: title, equation, code, one sentence, and the question before it.

import { make } from "./board_block.js";
import { Question } from "./board_question.js";

export class Words {
  constructor(onAnswered) {
    this.question = new Question(onAnswered);
    this.element = make("section", "words");
    const names = ["title", "equation", "code", "told", "note"];
    const tags = { title: "h3", code: "code" };
    for (const name of names) this[name] = part(tags[name] ?? "p", name);
    this.number = part("span", "number");
    this.element.append(this.title, this.equation, this.code, this.told, this.question.element, this.note);
  }

  // While the reader is to predict, nothing tells the answer: no sentence, no shape of the result.
  isHiding(lesson, phase, key) {
    return lesson.predict && phase.kind !== "data" && this.question.isOpen(key);
  }

  show(lesson, phase, key) {
    const isHiding = this.isHiding(lesson, phase, key);
    this.title.textContent = phase.title;
    this.number.textContent = phase.number && `Eq. ${phase.number}`;
    this.equation.replaceChildren(phase.equation, this.number);
    this.code.textContent = isHiding ? phase.code.split("#")[0].trim() : phase.code;
    this.told.textContent = isHiding ? "" : sentenceOf(lesson, phase);
    this.note.textContent = lesson.note;
    this.question.element.hidden = !lesson.predict || phase.kind === "data";
    if (!this.question.element.hidden) this.question.show(key, phase.question);
  }
}

// The last phase also tells what all moves together did.
function sentenceOf(lesson, phase) {
  return phase === lesson.phases.at(-1) ? `${phase.sentence} ${lesson.loss_next.words}` : phase.sentence;
}

function part(tag, name) {
  const made = make(tag, name);
  made.dataset.testid = name;
  return made;
}
