// A button that copies a text: a link, or the HTML of a frame.

import { button } from "./dom.js";

const CONFIRMED = 2000;

export class CopyButton {
  constructor({ name, icon, label, title, text }) {
    Object.assign(this, { label, title, text });
    this.element = button(name, `${icon}<span>${label}</span>`, title, () => this.copy());
  }

  async copy() {
    const text = this.text();
    try {
      await navigator.clipboard.writeText(text);
      this.confirm();
    } catch {
      this.offer(text);
    }
  }

  confirm() {
    clearTimeout(this.confirming);
    this.say("Copied", true);
    this.confirming = setTimeout(() => this.say(this.label, false), CONFIRMED);
  }

  say(text, isConfirmed) {
    this.element.querySelector("span").textContent = text;
    this.element.classList.toggle("confirmed", isConfirmed);
  }

  // Without permission to write to the clipboard, the text is shown and selected, to be copied by hand.
  offer(text) {
    this.element.parentElement.querySelector(".link")?.remove();
    const field = Object.assign(document.createElement("input"), {
      className: "link", value: text, readOnly: true, ariaLabel: this.title,
    });
    this.element.after(field);
    field.focus();
    field.select();
    if (document.execCommand?.("copy")) this.confirm();
    field.addEventListener("blur", () => field.remove(), { once: true });
  }
}
