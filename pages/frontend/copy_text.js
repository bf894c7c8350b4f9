// A text of one line, wrapped where it must be, with a button that copies it, and a picture of it below.

import { CopyButton } from "./common/copy_button.js";
import { group, named } from "./common/dom.js";
import { ICONS } from "./common/icons.js";
import { loadStyles } from "./common/load.js";

const boxes = new WeakMap();

export default function mount({ parentElement, data }) {
  if (!boxes.has(parentElement)) boxes.set(parentElement, new Box(parentElement, data));
  boxes.get(parentElement).show(data);
}

class Box {
  constructor(parentElement, { name, label }) {
    this.line = named("code", name);
    this.picture = group("picture", []);
    const copy = new CopyButton({ name: `copy-${name}`, icon: ICONS.link, label, title: label,
      text: () => this.line.textContent });
    parentElement.append(group("backpass-copy", [this.line, group("copies", [copy.element]), this.picture]));
  }

  // Markup of a picture comes from the app alone: a reader's words are escaped in it.
  show({ text, svg }) {
    this.line.textContent = text;
    this.picture.innerHTML = svg;
    this.picture.firstChild?.setAttribute("role", "img");
  }
}

loadStyles("copy_text.css");
