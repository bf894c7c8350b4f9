// One matrix as a block drawn to scale: its name, its shape, and a cell for each number.
//
// Few numbers are printed; many are coloured on a canvas. Either way one element has the pointer and the
// focus, and the current cell follows from the position.

import { make } from "../common/dom.js";
import { formOf } from "./number_format.js";

const UNKNOWN = [120, 80];

export class Block {
  // `matrix` as it was received; `isTransposed` shows its transpose; `look` has the size of a cell and the
  // palette; `on` has what to call when a cell is entered, left or pinned.
  constructor(name, matrix, { isTransposed, isHidden, role, look, on }) {
    Object.assign(this, { name, matrix, isTransposed, isHidden, role, look, on });
    const { values } = matrix;
    this.seen = matrix.seen ?? values; // without what is only round-off
    [this.rows, this.columns] = this.swap([values.length, values[0].length]);
    this.cursor = { row: 0, column: 0 };
    this.build();
  }

  // From a pair of the block, rows first, to that of the matrix, or back.
  swap([first, second]) {
    return this.isTransposed ? [second, first] : [first, second];
  }

  // The cell of the matrix at a place in the block, or the reverse.
  cellAt({ row, column }) {
    const [i, j] = this.swap([row, column]);
    return { name: this.name, row: i, column: j };
  }

  value(row, column) {
    const [i, j] = this.swap([row, column]);
    return this.seen[i][j];
  }

  // Whether the matrix has this cell.
  has({ row, column }) {
    const { values } = this.matrix;
    return row < values.length && column < values[0].length;
  }

  build() {
    const { symbol } = this.matrix;
    this.element = make("figure", "block");
    this.element.dataset.matrix = this.name;
    this.element.setAttribute("aria-label", symbol);
    this.element.dataset.role = this.role ?? "";
    if (this.look.isPrinted) this.form = formOf(this.seen, this.look);
    this.field = make("div", "field");
    this.field.tabIndex = 0;
    this.field.setAttribute("role", "application");
    this.field.setAttribute("aria-roledescription", "matrix");
    const transposed = this.isTransposed ? " transposed" : "";
    const shape = this.isHidden ? "hidden until you answer" : this.shape();
    this.field.setAttribute("aria-label", `${symbol}${transposed}, ${shape}`);
    this.size();
    this.paint();
    this.listen();
    this.element.append(this.title(), this.field);
  }

  // The name, the shape, and the power of ten that all cells share; it breaks only between these.
  title() {
    const { symbol, whose, made, rows, columns } = this.matrix;
    const title = make("figcaption", "name");
    if (!this.isHidden) title.title = this.swap([rows, columns]).filter(Boolean).join(" × ");
    title.append(make("b", "", this.isTransposed ? `${symbol}ᵀ` : symbol));
    const notes = [whose, made && `= ${made}`];
    for (const part of notes.filter(Boolean)) title.append(" ", make("span", "", part));
    const sizes = this.isHidden ? [] : [...this.shape().split(/ (?==)/), this.form?.unit];
    for (const size of sizes.filter(Boolean)) title.append(" ", make("span", "size", size));
    return title;
  }

  // A hidden result gives nothing away, not even its shape.
  shape() {
    if (this.isHidden) return "";
    return `(${this.swap(this.matrix.letters).join(" × ")}) = (${this.rows} × ${this.columns})`;
  }

  size() {
    const { wide, high, least, font } = this.look;
    const [across, down] = this.isHidden ? UNKNOWN : [
      Math.max(wide * this.columns, least), Math.max(high * this.rows, least / 4)];
    Object.assign(this.field.style, { width: `${across}px`, height: `${down}px`, fontSize: `${font}px` });
  }

  paint() {
    if (this.isHidden) this.field.append(make("span", "unknown", "?"));
    else if (this.look.isPrinted) this.print();
    else this.field.append(this.colours());
  }

  print() {
    this.field.style.gridTemplate = `repeat(${this.rows}, 1fr) / repeat(${this.columns}, 1fr)`;
    for (let row = 0; row < this.rows; row += 1) {
      for (let column = 0; column < this.columns; column += 1) {
        const value = this.value(row, column);
        const cell = make("span", "", this.form.text(value));
        const colour = this.colour(value);
        cell.style.background = `rgb(${colour.join()})`;
        cell.style.color = isLight(colour) ? "#000" : "#fff";
        this.field.append(cell);
      }
    }
  }

  colours() {
    const canvas = make("canvas", "");
    [canvas.width, canvas.height] = [this.columns, this.rows];
    const context = canvas.getContext("2d");
    const image = context.createImageData(this.columns, this.rows);
    for (let at = 0; at < this.rows * this.columns; at += 1) {
      const colour = this.colour(this.value(Math.floor(at / this.columns), at % this.columns));
      image.data.set([...colour, 255], 4 * at);
    }
    context.putImageData(image, 0, 0);
    return canvas;
  }

  // Zero is the middle of the palette, as in every picture of signed numbers.
  colour(value) {
    const share = Math.max(-1, Math.min(1, value / this.matrix.scale));
    return this.look.palette[Math.round(128 + 127 * share)];
  }

  listen() {
    const { field } = this;
    field.addEventListener("pointermove", (event) => this.point(event));
    field.addEventListener("pointerleave", () => this.on.leave(this));
    field.addEventListener("click", (event) => { this.point(event); this.on.pin(this, this.cursor); });
    field.addEventListener("focus", () => this.go(this.cursor));
    field.addEventListener("blur", () => this.on.leave(this));
    field.addEventListener("keydown", (event) => this.key(event));
  }

  point(event) {
    const box = this.field.getBoundingClientRect();
    const row = within(Math.floor(((event.clientY - box.top) / box.height) * this.rows), this.rows);
    const column = within(Math.floor(((event.clientX - box.left) / box.width) * this.columns), this.columns);
    this.go({ row, column });
  }

  key(event) {
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!move && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    if (!move) this.on.pin(this, this.cursor);
    else this.go({ row: within(this.cursor.row + move[0], this.rows),
      column: within(this.cursor.column + move[1], this.columns) });
  }

  go(cursor) {
    this.cursor = cursor;
    this.on.enter(this, cursor);
  }

  // Marks a row, a column or one cell. With a role the place is one of the block, otherwise of the matrix.
  light({ row, column, role }) {
    if (this.isHidden) return;
    const [r, c] = role ? [row, column] : this.swap([row, column]);
    const mark = make("i", "light");
    const [top, height] = r === undefined ? [0, 1] : [r / this.rows, 1 / this.rows];
    const [left, width] = c === undefined ? [0, 1] : [c / this.columns, 1 / this.columns];
    const box = { top, height, left, width };
    for (const [side, share] of Object.entries(box)) mark.style[side] = `${100 * share}%`;
    this.field.append(mark);
  }

  unlight() {
    for (const mark of this.field.querySelectorAll(".light")) mark.remove();
  }
}

const within = (value, count) => Math.min(Math.max(value, 0), count - 1);

// Whether black is easier to read on it than white: its luminance (WCAG) is above the geometric mean.
export function isLight([r, g, b]) {
  const [R, G, B] = [r, g, b].map((c) => (c / 255) ** 2.2);
  return 0.2126 * R + 0.7152 * G + 0.0722 * B > 0.18;
}
