// Shows how the cell under the pointer is made: its name, its value, and the sum in full.

import { make, named } from "../common/dom.js";

// A sum with more characters may have to be scrolled, so it can take the focus.
const LONG = 400;

export class SumDisplay {
  // `onFold` is called when a long sum is to be folded, or to be shown with all terms.
  constructor(onFold) {
    this.element = make("p", "made");
    this.element.setAttribute("aria-live", "polite");
    [this.cell, this.value, this.sum] = [named("b", "cell"), named("b", "value"), named("output", "sum")];
    this.fold = named("button", "fold");
    this.fold.type = "button";
    this.isFolded = true;
    this.fold.addEventListener("click", () => { this.isFolded = !this.isFolded; onFold(); });
    this.element.append(this.cell, this.value, this.sum, this.fold);
  }

  // A pinned sum is shown whole; a cell without terms only has a value.
  show({ about, text, value, many }, isPinned) {
    this.cell.textContent = about;
    this.value.textContent = text && ` = ${value}`;
    this.sum.textContent = text ? `${text} = ${value}` : value;
    this.sum.dataset.value = value;
    this.fold.hidden = !many;
    this.fold.textContent = this.isFolded ? `Show all ${many} terms` : "Fold the sum";
    this.element.classList.toggle("whole", isPinned);
    this.element.tabIndex = this.sum.textContent.length > LONG ? 0 : -1;
  }
}
