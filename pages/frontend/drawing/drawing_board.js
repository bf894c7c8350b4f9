// The board over a plane: shows the points that are drawn, and takes the pointer and the keyboard.

import { hasModifier } from "../common/dom.js";
import { svg } from "../common/svg.js";
import { symbolPath } from "../figures/sketch/symbols.js";

const RADIUS = 4;
const STEP = 1 / 40; // of a side of the plane, for an arrow key
const KEPT = 0.5; // of the brush: how far a drag goes before it sprays again
const LEAST_DRAG = 0.02;

export class DrawingBoard {
  // `actions`: start, paint (at a place of the plane), end, and what keys do.
  constructor(actions) {
    this.actions = actions;
    this.element = svg("svg", { class: "drawing-board", tabindex: 0, role: "application" });
    this.element.dataset.testid = "drawing-board";
    this.marks = svg("g", {});
    this.cursor = svg("circle", { class: "cursor", r: 8 });
    this.element.append(this.marks, this.cursor);
    this.at = [0.5, 0.5];
    const on = (type, take) => this.element.addEventListener(type, take);
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.drag(event));
    on("pointerup", () => this.release());
    on("pointercancel", () => this.release());
    on("keydown", (event) => this.key(event));
  }

  // Lies on the plane of a pane, also after it was drawn anew at another size.
  follow(pane, bounds) {
    const [x, y] = [pane.drawing.axis("x"), pane.drawing.axis("y")];
    if (!x || !y) return;
    const [x0, x1, y0, y1] = bounds;
    const [left, right] = [x0, x1].map((value) => x.offset + x.numberToPixel(value));
    const [top, bottom] = [y1, y0].map((value) => y.offset + y.numberToPixel(value));
    const { offsetLeft, offsetTop } = pane.plot;
    const place = [offsetLeft + left, offsetTop + top, right - left, bottom - top].map(Math.round);
    if (String(place) === this.place || !(place[2] > 0)) return;
    this.place = String(place);
    this.size = place.slice(2);
    const [left_, top_, width, height] = place.map((pixels) => `${pixels}px`);
    Object.assign(this.element.style, { left: left_, top: top_, width, height });
    this.element.setAttribute("viewBox", `0 0 ${this.size.join(" ")}`);
    this.show(this.shown);
  }

  // `shown` holds the points, the bounds, and the colour and symbol of each class.
  show(shown) {
    this.shown = shown;
    if (!shown || !this.size) return;
    const { points, bounds, colours, symbols } = shown;
    const look = String([this.size, bounds, colours, symbols]);
    if (look !== this.look) Object.assign(this, { look, paths: new WeakMap() });
    this.marks.replaceChildren(...points.map((point) => this.pathOf(point)));
    this.point();
    this.element.setAttribute("aria-label", `Drawing board with ${points.length} points. The arrow keys ` +
      "move the brush, Enter draws, 1 to 6 choose the class, E the eraser, Z takes back, Escape ends.");
  }

  // A point keeps its path as long as the plane and the colours stay.
  pathOf(point) {
    if (!this.paths.has(point)) {
      const { shown: { colours, symbols } } = this;
      const [x, y, label] = point;
      this.paths.set(point, svg("path", { d: symbolPath(symbols[label], RADIUS), fill: colours[label],
        transform: `translate(${this.pixel([x, y])})` }));
    }
    return this.paths.get(point);
  }

  point() {
    const [across, up] = this.size;
    this.cursor.setAttribute("cx", this.at[0] * across);
    this.cursor.setAttribute("cy", (1 - this.at[1]) * up);
  }

  pixel([x, y]) {
    const [x0, x1, y0, y1] = this.shown.bounds;
    const [across, up] = this.size;
    return [across * (x - x0) / (x1 - x0), up * (y1 - y) / (y1 - y0)].map((pixels) => pixels.toFixed(1));
  }

  // The place under a pointer as shares of the sides; a scaled page scales both.
  shareAt({ clientX, clientY }) {
    const box = this.element.getBoundingClientRect();
    return [(clientX - box.left) / box.width, 1 - (clientY - box.top) / box.height];
  }

  paintAt([across, up]) {
    const [x0, x1, y0, y1] = this.shown.bounds;
    this.at = [across, up].map((share) => Math.min(Math.max(share, 0), 1));
    this.last = this.at;
    this.actions.paint(x0 + this.at[0] * (x1 - x0), y0 + this.at[1] * (y1 - y0));
  }

  press(event) {
    if (event.button || !this.shown) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.isDown = true;
    this.actions.start();
    this.paintAt(this.shareAt(event));
  }

  drag(event) {
    if (!this.isDown) return;
    const at = this.shareAt(event);
    const far = Math.max(KEPT * this.actions.reach(), LEAST_DRAG);
    if (Math.hypot(at[0] - this.last[0], at[1] - this.last[1]) >= far) this.paintAt(at);
  }

  release() {
    if (!this.isDown) return;
    this.isDown = false;
    this.actions.end();
  }

  key(event) {
    if (event.altKey || (hasModifier(event) && event.key !== "z")) return;
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (move) {
      this.at = this.at.map((share, i) => Math.min(Math.max(share + STEP * move[i], 0), 1));
      this.point();
    } else if (event.key === "Enter" || event.key === " ") {
      this.actions.start();
      this.paintAt(this.at);
      this.actions.end();
    } else if (!this.actions.key(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}
