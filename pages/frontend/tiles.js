// Tiles that build a line. The browser keeps the line and sends the whole of it with each press, so nothing
// is lost when Streamlit joins two messages to one. What is pressed during a check waits for its result.

import { group, named } from "./common/dom.js";
import { loadStyles } from "./common/load.js";
import { mounting } from "./common/mounting.js";
import { sendAlone } from "./common/streamlit_compat.js";

// Milliseconds off the page after which the tiles are given up.
const AWAY = 400;

const CHECK = "check", BACK = "back", CLEAR = "clear";

export default mounting((parent) => new Tiles(parent), AWAY);

export class Tiles {
  constructor(parent) {
    this.element = group("backpass-tiles", []);
    this.waiting = [];
    this.actions = new Map([[CHECK, "Check"], [BACK, "Take back"], [CLEAR, "Clear"]]
      .map(([name, label]) => [name, this.button(name, label)]));
    parent.append(this.element);
  }

  button(name, label, title = "") {
    const button = Object.assign(named("button", name, name === CHECK ? "primary" : ""),
      { type: "button", textContent: label, title });
    button.addEventListener("click", () => this.press(name));
    return button;
  }

  // A line that the server knew before the last press is out of date: the reader is ahead of it.
  receive(message) {
    const isNew = message.session !== this.message?.session;
    this.build(message);
    this.message = message;
    if (isNew) this.sent = message.heard;
    if (message.heard === this.sent) {
      Object.assign(this, { line: [...message.built], task: message.task, isChecking: false });
    }
    this.draw();
    for (const name of this.waiting.splice(0)) this.press(name);
  }

  get isSettled() { return this.message.heard === this.sent; }

  build({ rows, once }) {
    const form = JSON.stringify(rows);
    if (form === this.form) return;
    this.form = form;
    this.tiles = new Map(Object.values(rows).flat()
      .map(([name, code, title]) => [name, this.button(name, code, title)]));
    const lines = Object.entries(rows).map(([label, tiles]) => {
      const row = group(once ? "row once" : "row", tiles.map(([name]) => this.tiles.get(name)));
      row.setAttribute("role", "group");
      row.setAttribute("aria-label", label);
      return row;
    });
    const focused = document.activeElement?.dataset?.testid;
    this.element.replaceChildren(...lines, group("row", [...this.actions.values()]));
    (this.tiles.get(focused) ?? this.actions.get(focused))?.focus();
  }

  isOff(name) {
    const { line, message } = this;
    if (name === CHECK) return this.isSettled ? !message.is_complete : line.length === 0;
    if (this.actions.has(name)) return line.length === 0;
    return line.length >= message.most;
  }

  // A button that is off keeps the focus.
  draw() {
    for (const [name, button] of [...this.tiles, ...this.actions]) {
      button.setAttribute("aria-disabled", String(this.isOff(name)));
    }
    if (!this.message.once) return;
    for (const [name, button] of this.tiles) button.hidden = this.line.includes(name);
  }

  press(name) {
    if (this.isChecking) this.waiting.push(name);
    else if (!this.isOff(name)) this.change(name);
  }

  change(name) {
    if (name === BACK) this.line.pop();
    else if (name === CLEAR) this.line = [];
    else if (name !== CHECK) this.place(name);
    this.isChecking = name === CHECK;
    this.sent += 1;
    const { task, line, sent: number, isChecking: check } = this;
    this.draw();
    sendAlone(this.component, "line", { number, task, tiles: line.join(""), check });
  }

  // Where each tile is there once, the next one takes the focus.
  place(name) {
    if (this.message.once && this.line.includes(name)) return;
    this.line.push(name);
    if (!this.message.once) return;
    const left = [...this.tiles.keys()].filter((each) => !this.line.includes(each));
    const order = [...this.tiles.keys()];
    const next = left.find((each) => order.indexOf(each) > order.indexOf(name)) ?? left.at(-1);
    (this.tiles.get(next) ?? this.actions.get(CHECK)).focus();
  }

  remove() { this.element.remove(); }
}

loadStyles("tiles.css");
