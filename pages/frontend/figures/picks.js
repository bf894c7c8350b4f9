// Parts of a figure that open when they are pressed, live or at rest, and a list of the same parts for the
// keyboard. A part is [x, y, width, height, name, ids] on the axes of the figure.

import { make } from "../common/dom.js";

const STILL = 6; // pixels that a finger may move

export class Picks {
  constructor(plot, onPick) {
    this.plot = plot;
    this.onPick = onPick;
    this.parts = [];
    this.list = make("select", "picks");
    this.list.addEventListener("change", () => onPick(this.parts[this.list.selectedIndex - 1]?.[5] ?? []));
    plot.addEventListener("pointerdown", (event) => { this.pressed = event; }, true);
    document.addEventListener("pointerup", this.up = (event) => this.release(event), true);
    plot.addEventListener("pointermove",
      (event) => plot.classList.toggle("on-part", Boolean(this.at(event))));
  }

  // The axes are those of the drawing that is shown.
  follow(drawing) {
    this.drawing = drawing;
  }

  // `picks` holds the parts, the ids of the one that is open, and the name of the list.
  show({ parts = [], open = [], label = "" } = {}) {
    this.parts = parts;
    this.open = String(open);
    this.list.hidden = !parts.length;
    this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(make("option", "", label), ...parts.map((part) => make("option", "", part[4])));
    this.list.selectedIndex = 1 + parts.findIndex((part) => String(part[5]) === this.open);
  }

  // A press and a release on the same part open it; on the open part they close it.
  release(event) {
    const start = this.pressed;
    this.pressed = null;
    if (!start || Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > STILL) return;
    const part = this.at(start);
    if (part) this.onPick(String(part[5]) === this.open ? [] : part[5]);
  }

  at({ clientX, clientY }) {
    if (!this.parts.length) return undefined;
    const [x, y] = [this.drawing.axis("x"), this.drawing.axis("y")];
    if (!x || !y) return undefined;
    const box = this.plot.getBoundingClientRect();
    const scale = box.width / this.plot.offsetWidth; // lecture mode enlarges the page
    const [px, py] = [(clientX - box.left) / scale - x.offset, (clientY - box.top) / scale - y.offset];
    return this.parts.find(([left, top, width, height]) =>
      isWithin(px, x, left, width) && isWithin(py, y, top, height));
  }

  remove() {
    document.removeEventListener("pointerup", this.up, true);
  }
}

const isWithin = (pixel, axis, from, size) =>
  pixel >= axis.numberToPixel(from) && pixel <= axis.numberToPixel(from + size);
