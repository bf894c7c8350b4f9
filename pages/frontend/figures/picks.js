// Parts of a figure that open when they are pressed, live or at rest, and a list of the same parts for the
// keyboard. A part is [x, y, width, height, name, ids] on the axes of the figure. Its weights open, too, and
// are dragged.

import { make, named } from "../common/dom.js";
import { STILL, WeightDrag } from "./weight_drag.js";
import { weightAt } from "./weight_parts.js";

export class Picks {
  constructor(plot, onPick) {
    this.plot = plot;
    this.onPick = onPick;
    this.parts = [];
    this.weights = {};
    this.list = make("select", "picks");
    this.list.addEventListener("change", () => onPick(this.parts[this.list.selectedIndex - 1]?.[5] ?? []));
    this.weightList = named("select", "weight-list", "picks");
    this.weightList.addEventListener("change", () => this.pickListed());
    plot.addEventListener("pointerdown", (event) => { this.pressed = event; }, true);
    this.drag = new WeightDrag(plot, (at) => (this.at(at) ? undefined : this.weightAt(at)), onPick);
    document.addEventListener("pointerup", this.up = (event) => this.release(event), true);
    plot.addEventListener("pointermove", (event) => this.point(event));
  }

  get lists() {
    return [this.list, this.weightList];
  }

  // The axes are those of the drawing that is shown.
  follow(drawing) {
    this.drawing = drawing;
  }

  // `picks` holds the parts, the ids of the one that is open, and the name of the list.
  show({ parts = [], open = [], label = "" } = {}, weights = {}) {
    this.showWeights(weights);
    this.parts = parts;
    this.open = String(open);
    this.list.hidden = !parts.length;
    this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(make("option", "", label), ...parts.map((part) => make("option", "", part[4])));
    this.list.selectedIndex = 1 + parts.findIndex((part) => String(part[5]) === this.open);
  }

  showWeights(weights) {
    const { lines = [], label } = this.weights = weights;
    this.weightList.hidden = !label;
    if (!label) return;
    this.weightList.setAttribute("aria-label", label);
    const options = lines.map((line) => make("option", "", line[5]));
    this.weightList.replaceChildren(make("option", "", label), ...options);
  }

  // The list names what it does: what was picked shows elsewhere.
  pickListed() {
    this.onPick(this.weights.lines[this.weightList.selectedIndex - 1]?.[4] ?? "");
    this.weightList.selectedIndex = 0;
  }

  point(event) {
    const { classList } = this.plot;
    const isPart = Boolean(this.at(event));
    const isWeight = !isPart && Boolean(this.weightAt(event));
    classList.toggle("on-part", isPart || isWeight);
    classList.toggle("on-weight", isWeight);
  }

  // A press and a release on the same part open it; on the open part they close it.
  release(event) {
    const start = this.pressed;
    this.pressed = null;
    if (this.drag.end() || !start) return;
    if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > STILL) return;
    const [part, weight] = [this.at(start), this.weightAt(start)];
    if (part) this.onPick(String(part[5]) === this.open ? [] : part[5]);
    else if (weight) this.drag.open(weight);
  }

  at(event) {
    if (!this.parts.length) return undefined;
    const [x, y] = [this.drawing.axis("x"), this.drawing.axis("y")];
    if (!x || !y) return undefined;
    const [px, py] = this.pixelsOf(event);
    return this.parts.find(([left, top, width, height]) =>
      isWithin(px - x.offset, x, left, width) && isWithin(py - y.offset, y, top, height));
  }

  weightAt(event) {
    if (!this.weights.label && !this.weights.grids) return undefined;
    return weightAt(this.weights, this.pixelsOf(event), (id) => this.drawing.axis(id));
  }

  // Pixels from the corner of the figure.
  pixelsOf({ clientX, clientY }) {
    const box = this.plot.getBoundingClientRect();
    const scale = box.width / this.plot.offsetWidth; // lecture mode enlarges the page
    return [(clientX - box.left) / scale, (clientY - box.top) / scale];
  }

  remove() {
    document.removeEventListener("pointerup", this.up, true);
    this.drag.remove();
  }
}

const isWithin = (pixel, axis, from, size) =>
  pixel >= axis.numberToPixel(from) && pixel <= axis.numberToPixel(from + size);
