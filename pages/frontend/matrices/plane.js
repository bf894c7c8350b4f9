// The plane beside the matrices: all training points, with the selected ones marked. A click selects a point,
// or removes it.

import { svg } from "../common/svg.js";
import { symbolPath } from "../figures/sketch/symbols.js";

const SIDE = 240;
const RADIUS = 3.4;

export class Plane {
  constructor(onPick) {
    this.onPick = onPick;
    const box = `0 0 ${SIDE} ${SIDE}`;
    this.element = svg("svg", { viewBox: box, class: "plane", tabindex: 0, role: "application" });
    this.element.dataset.testid = "plane";
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.cursor = 0;
  }

  // `isBlank` leaves out the decision regions.
  draw({ plane, samples }, isBlank) {
    Object.assign(this, { plane, samples });
    this.chosen = new Map(samples.map((sample, row) => [sample.index, row]));
    const size = { width: SIDE, height: SIDE, preserveAspectRatio: "none" };
    const picture = svg("image", { href: plane.image, ...size });
    this.points = Array.from(plane.points, (point, index) => this.point(point, index));
    const isOnTop = (point) => this.chosen.has(Number(point.dataset.index));
    const order = [...this.points].sort((a, b) => isOnTop(a) - isOnTop(b));
    this.element.replaceChildren(...(isBlank ? [] : [picture]), ...order);
    this.element.setAttribute("aria-label", `Plane with ${this.points.length} training points, ` +
      `${samples.length} of them selected. The arrow keys go from point to point, Enter selects one.`);
  }

  point([x, y], index) {
    const [x0, x1, y0, y1] = this.plane.extent;
    const c = this.plane.y[index];
    const isChosen = this.chosen.has(index) && this.chosen.size < this.plane.points.length / 2;
    const r = isChosen ? 1.7 * RADIUS : RADIUS;
    const place = `translate(${SIDE * (x - x0) / (x1 - x0)},${SIDE * (y1 - y) / (y1 - y0)})`;
    const path = svg("path", { d: symbolPath(this.plane.symbols[c], r), transform: place,
      fill: this.plane.colours[c], class: isChosen ? "chosen" : "" });
    path.dataset.index = String(index);
    path.append(svg("title"));
    const selected = this.chosen.has(index) ? ", selected" : "";
    path.firstChild.textContent = `sample ${index + 1}, class ${c}${selected}`;
    path.addEventListener("click", () => this.onPick(index));
    return path;
  }

  key(event) {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    const count = this.points.length;
    if (!move) this.onPick(this.cursor);
    else this.cursor = (this.cursor + move + count) % count;
    this.points.forEach((point, i) => point.classList.toggle("cursor", i === this.cursor));
    this.element.setAttribute("aria-label", this.points[this.cursor].textContent);
  }

  // Marks the point of one row of the batch, or none.
  light(row) {
    const index = row === null ? null : this.samples[row]?.index;
    for (const point of this.points ?? []) {
      point.classList.toggle("lit", Number(point.dataset.index) === index);
    }
  }
}
