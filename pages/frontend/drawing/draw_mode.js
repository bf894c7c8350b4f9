// The mode in which the reader draws points of their own on a plane. After each stroke the server gets them
// all, and a run starts with them.

import { button, group, make, named } from "../common/dom.js";
import { DrawingBoard } from "./drawing_board.js";
import { DrawnPoints, MOST_CLASSES } from "./drawn_points.js";

const BRUSHES = { "one point": { count: 1, reach: 0 }, small: { count: 3, reach: 0.05 },
  large: { count: 6, reach: 0.12 } };
const ERASED = 0.04; // of a side of the plane, by the brush of one point
const OWN = 5000; // milliseconds in which a scene that comes is the one that was asked for

export class DrawMode {
  // `send` gets the points after each stroke.
  constructor(player, send) {
    Object.assign(this, { player, send, label: 0, brush: "one point", isErasing: false, sentAt: -Infinity });
    this.opener = button("draw", "Draw", "Draw points of your own on the plane", () => this.open());
    this.board = new DrawingBoard({
      start: () => this.points.begin(),
      paint: (x, y) => this.paint(x, y),
      end: () => this.finish(),
      reach: () => this.reach,
      key: (key) => this.key(key),
    });
    this.build();
    player.gallery.element.before(this.element);
    player.drawing = this;
  }

  build() {
    this.element = named("div", "draw-mode");
    this.chips = Array.from({ length: MOST_CLASSES }, (_, label) =>
      button(`class-${label}`, "", `Class ${label} (${label + 1})`, () => this.choose(label)));
    this.eraser = button("eraser", "Eraser", "Eraser (E)", () => this.choose(null));
    this.brushes = named("select", "brush", "");
    this.brushes.addEventListener("change", () => { this.brush = this.brushes.value; });
    this.brushes.append(...Object.keys(BRUSHES).map((name) => new Option(name)));
    this.brushes.setAttribute("aria-label", "Brush");
    this.status = make("span", "status");
    this.status.setAttribute("role", "status");
    this.element.append(group("chips", this.chips), this.brushes, this.eraser,
      button("undo", "Undo", "Take back the last stroke (Z)", () => this.change((points) => points.undo())),
      button("clear", "Clear", "Remove all points", () => this.change((points) => points.clear())),
      button("done", "Done", "Stop drawing (Escape)", () => this.close()), this.status);
    this.element.hidden = true;
  }

  // `draw` says on which figure points are drawn, and how they look; without it nobody draws here.
  offer({ draw }) {
    this.spec = draw;
    this.pane = draw && this.player.gallery.panes.get(draw.figure);
    if (!this.pane) {
      this.close();
      this.opener.remove();
      return;
    }
    for (const [label, chip] of this.chips.entries()) {
      const glyph = make("span", "", draw.glyphs[label]);
      glyph.style.color = draw.colours[label];
      chip.replaceChildren(glyph, ` ${label}`);
    }
    const head = this.pane.element.querySelector(".head");
    if (this.opener.parentElement !== head) head.append(this.opener);
    if (this.isOpen && performance.now() - this.sentAt > OWN) this.load();
    this.show();
  }

  get isOpen() { return !this.element.hidden; }

  get reach() {
    const { reach } = BRUSHES[this.brush];
    return this.isErasing ? Math.max(reach, ERASED) : reach;
  }

  open() {
    if (this.isOpen || !this.pane) return;
    this.player.pause();
    this.load();
    this.element.hidden = false;
    this.pane.element.classList.add("drawn-on");
    this.pane.element.append(this.board.element);
    this.opener.hidden = true;
    this.show();
    this.follow();
    this.board.element.focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.opener.hidden = false;
    this.board.element.remove();
    for (const pane of this.player.gallery.panes.values()) pane.element.classList.remove("drawn-on");
    this.opener.focus({ preventScroll: true });
  }

  // Takes the points that the figure shows.
  load() {
    const { bounds, traces, most } = this.spec;
    const points = traces.flatMap((indices, label) => indices.flatMap((index) => {
      const { x, y } = this.pane.base.data[index];
      return Array.from(x, (value, i) => [value, y[i], label]);
    }));
    this.points = new DrawnPoints({ bounds: [...bounds], most, points });
  }

  // The plane may move under the board whenever a figure is drawn.
  follow() {
    if (!this.isOpen) return;
    this.board.follow(this.pane, this.points.bounds);
    requestAnimationFrame(() => this.follow());
  }

  paint(x, y) {
    if (this.isErasing) this.points.erase(x, y, this.reach);
    else this.points.spray(x, y, this.label, BRUSHES[this.brush]);
    this.show();
  }

  change(edit) {
    edit(this.points);
    this.finish();
  }

  finish() {
    this.points.closeGaps();
    if (!this.points.missing) {
      this.sentAt = performance.now();
      this.send(this.points.message);
    }
    this.show();
  }

  // A class, or the eraser.
  choose(label) {
    this.isErasing = label === null;
    if (label !== null) this.label = Math.min(label, this.points.classes - 1);
    this.show();
  }

  key(key) {
    if (/^[1-6]$/.test(key)) this.choose(Number(key) - 1);
    else if (key === "e") this.choose(this.isErasing ? this.label : null);
    else if (key === "z") this.change((points) => points.undo());
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  show() {
    if (!this.isOpen) return;
    const { spec: { colours, symbols }, points } = this;
    this.label = Math.min(this.label, points.classes - 1);
    for (const [label, chip] of this.chips.entries()) {
      chip.disabled = label >= points.classes;
      chip.setAttribute("aria-pressed", String(!this.isErasing && label === this.label));
    }
    this.eraser.setAttribute("aria-pressed", String(this.isErasing));
    const isFull = points.points.length >= points.most;
    this.status.textContent = points.missing ||
      `${points.points.length} points${isFull ? ": there may be no more" : ""}`;
    this.board.show({ points: points.points, bounds: points.bounds, colours, symbols });
  }
}
