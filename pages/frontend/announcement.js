// A sentence that only screen readers say, when it changes.

import { named } from "./common/dom.js";

export default function mount({ parentElement, data: { text } }) {
  let line = parentElement.querySelector("[role=status]");
  if (!line) {
    line = named("p", "announcement", "backpass-unseen");
    line.setAttribute("role", "status");
    parentElement.append(line);
  }
  if (line.textContent !== text) line.textContent = text;
}
