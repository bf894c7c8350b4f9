// The matrices of a phase as a picture: draws their blocks, and marks the current cell and the cells that it
// is made of.

import { make } from "../common/dom.js";
import { lectureScale } from "../common/lecture.js";
import { cellName, sumOf } from "./cell_sums.js";
import { arrange } from "./layout.js";
import { SumDisplay } from "./sum_display.js";
import { WeightField } from "./weight_field.js";

// The share of the window's height that the matrices may take: beside the words, and below them, where the
// page scrolls anyway. Then the least height in pixels.
const BESIDE = 0.58;
const BELOW = 1.3;
const LOWEST = 400;

export class BoardPicture {
  // `place` holds the pinned cell; `onPinned` is called when it changes, `onCell` with the current cell, and
  // `onSet` with the name of a parameter that is set by hand, and its value.
  constructor(place, { onPinned, onCell, onSet }) {
    Object.assign(this, { place, onPinned, onCell, blocks: [] });
    this.scheme = make("div", "");
    this.sum = new SumDisplay(() => this.rest());
    this.element = make("section", "picture");
    this.weight = new WeightField(onSet);
    this.element.append(this.scheme, this.sum.element, this.weight.element);
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.element);
  }

  // `board` has the width of the whole board, the palette, and whether the result is hidden.
  draw(lesson, phase, board) {
    Object.assign(this, { lesson, phase, board, width: this.element.clientWidth });
    const bare = board.isHidden && phase.question.layout;
    const share = this.width < board.width() ? BESIDE : BELOW;
    const room = { width: this.width, height: Math.max(LOWEST, share * window.innerHeight / lectureScale()) };
    const on = { enter: (block, cursor) => this.light(block, cursor), leave: () => this.rest(),
      pin: (block, cursor) => this.pin(block, cursor) };
    const { element, blocks } = arrange(lesson, bare ? { ...phase, layout: bare } : phase,
      { room, on, palette: board.palette, isHidden: board.isHidden });
    this.blocks = blocks;
    this.scheme.replaceChildren(element);
    this.rest();
  }

  resize() {
    if (this.lesson && Math.abs(this.element.clientWidth - this.width) > 1) {
      this.draw(this.lesson, this.phase, this.board);
    }
  }

  // Marks a cell and all cells that it is made of, and shows its sum.
  light(block, cursor) {
    this.unlight();
    if (block.isHidden) {
      this.sum.show({ about: block.matrix.symbol, text: "", value: "?" }, Boolean(this.place.pin));
      this.onCell({}, {});
      return;
    }
    const cell = block.cellAt(cursor);
    const sum = sumOf(this.lesson, this.phase, block.name, cell.row, cell.column, this.sum.isFolded);
    block.light({ row: cell.row, column: cell.column });
    for (const light of sum.lights) this.lightPart(light);
    this.sum.show(sum, Boolean(this.place.pin));
    this.onCell(block.matrix, cell);
  }

  lightPart({ name, role, row, column }) {
    for (const block of this.blocks) {
      if (block.name === name && (!role || block.role === role)) block.light({ row, column, role });
    }
  }

  unlight() {
    for (const block of this.blocks) block.unlight();
  }

  // Without a pointer the pinned cell is shown, otherwise the first cell of the result.
  rest() {
    const { result } = this.phase;
    this.offerWeight();
    const shown = this.place.pin || (result && { name: result, row: 0, column: 0 });
    const block = shown && this.blocks.find(({ name }) => name === shown.name);
    if (!block?.has(shown)) {
      this.unlight();
      this.sum.show({ about: "", text: "", value: "" }, false);
      return;
    }
    this.light(block, block.cellAt(shown));
    block.field.classList.toggle("pinned", Boolean(this.place.pin));
  }

  // A pinned weight or bias can be set by hand.
  offerWeight() {
    const { pin } = this.place;
    const isHere = pin && this.blocks.some((block) => block.name === pin.name && block.has(pin));
    const about = isHere ? cellName(this.lesson.matrices[pin.name], pin.row, pin.column) : "";
    this.weight.show(this.lesson, isHere && pin, about);
  }

  pin(block, cursor) {
    const cell = block.cellAt(cursor);
    const isSame = this.place.pin && JSON.stringify(this.place.pin) === JSON.stringify(cell);
    this.place.pin = isSame ? false : cell;
    for (const each of this.blocks) each.field.classList.toggle("pinned", !isSame && each === block);
    this.light(block, cursor);
    this.offerWeight();
    this.onPinned();
  }

  unpin() {
    this.place.pin = false;
    for (const each of this.blocks) each.field.classList.remove("pinned");
    this.rest();
    this.onPinned();
  }

  remove() {
    this.observer.disconnect();
  }
}
