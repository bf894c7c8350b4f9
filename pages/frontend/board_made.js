// How the cell under the pointer is made: its name and value, and the sum written out.

import { make, named } from "./board_block.js";

// A sum of so many letters may have to be scrolled, and then it takes the focus.
const LONG = 400;

export class Made {
  constructor() {
    this.element = make("p", "made");
    this.element.setAttribute("aria-live", "polite");
    [this.cell, this.value, this.sum] = [named("b", "cell"), named("b", "value"), named("output", "sum")];
    this.element.append(this.cell, this.value, this.sum);
  }

  // A pinned sum is shown whole; without terms there is only a value.
  tell({ about, text, value }, isPinned) {
    this.cell.textContent = about;
    this.value.textContent = text && ` = ${value}`;
    this.sum.textContent = text ? `${text} = ${value}` : value;
    this.sum.dataset.value = value;
    this.element.classList.toggle("whole", isPinned);
    this.element.tabIndex = this.sum.textContent.length > LONG ? 0 : -1;
  }
}
