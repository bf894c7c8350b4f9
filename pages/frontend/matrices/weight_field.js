// The field that sets the pinned weight or bias by hand; below the matrices, which do not move for it.

import { label, make, named } from "../common/dom.js";
import { LARGEST, shortened, valueField } from "../common/weight_value.js";

export class WeightField {
  // `onSet` gets the name of the parameter and its new value.
  constructor(onSet) {
    this.words = make("span");
    this.field = valueField("pinned-weight");
    this.field.addEventListener("change", () => this.set(onSet));
    this.element = named("form", "set-weight");
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.append(this.words, this.field);
    this.element.hidden = true;
  }

  // What is typed stays until another cell is pinned, or the cell has another value.
  show({ matrices, convention }, pin, about) {
    const name = pin && nameOf(pin, convention);
    this.element.hidden = !name;
    const value = name ? matrices[pin.name].values[pin.row][pin.column] : 0;
    const text = name ? String(shortened(value)) : "";
    if (this.name === name && this.text === text) return;
    Object.assign(this, { name, text });
    this.words.textContent = `Set ${about} by hand`;
    label(this.field, `Value of ${about}`);
    this.field.value = text;
  }

  set(onSet) {
    const value = Number(this.field.value);
    if (this.field.value === "" || Math.abs(value) > LARGEST) this.field.value = this.text;
    else onSet(this.name, value);
  }
}

// The name of a parameter in a link: with samples as columns, W is shown transposed.
export function nameOf({ name, row, column }, convention) {
  if (!/^[Wb]\d$/.test(name)) return undefined;
  const [first, second] = convention === "columns" ? [column, row] : [row, column];
  return name.startsWith("b") ? `${name}:${second + 1}` : `${name}:${first + 1},${second + 1}`;
}
