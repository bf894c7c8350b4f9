// One axis at its place: turns values into pixels, and knows where its labels and its title stand.

import { anchorWithin, heightOfLines } from "./text.js";
import { ticksOf } from "./ticks.js";

const LINE = 1; // pixels between an axis and its labels
const HALF_LINE = 0.5;
const MIDDLE = 0.35; // of a text's size, from its baseline to its middle
const CAPITAL = 0.7;
const BELOW = 0.2;

export const toHundredth = (pixels) => Math.round(pixels * 100) / 100;

export class SketchAxis {
  constructor(full) {
    Object.assign(this, full);
  }

  // The axis covers its part of the figure's inside.
  place({ l, t, w, h }) {
    const [from, to] = this.domain;
    this.length = (to - from) * (this.letter === "x" ? w : h);
    this.offset = this.letter === "x" ? l + from * w : t + (1 - to) * h;
  }

  // Takes the middle of its place, so that one unit has as many pixels as on another axis.
  shrink(pixelsPerUnit) {
    const length = pixelsPerUnit * this.span;
    this.offset += (this.length - length) / 2;
    this.length = length;
  }

  get span() {
    return Math.abs(this.range[1] - this.range[0]);
  }

  // Pixels from the left or the top of the axis.
  pixelOf(linear) {
    const [from, to] = this.letter === "x" ? this.range : [this.range[1], this.range[0]];
    return toHundredth(((linear - from) * this.length) / (to - from));
  }

  numberToPixel(value) {
    return this.pixelOf(this.type === "log" ? Math.log10(value) : value);
  }

  valueToPixel(value) {
    return this.numberToPixel(Number(value));
  }

  get isOpposite() {
    return this.side === "top" || this.side === "right";
  }

  // The line along which the axis stands, beside another axis.
  attach(other) {
    const isStart = this.letter === "x" ? this.isOpposite : !this.isOpposite;
    this.at = isStart ? other.offset : other.offset + other.length;
  }

  get isLabelled() {
    return this.visible && this.showticklabels !== false;
  }

  // The texts of the labels with their font.
  texts() {
    return (this.isLabelled ? ticksOf(this) : []).map(({ text }) => [text, this.tickfont]);
  }

  // Measures the labels; `measure` returns width, top and bottom of a text at its baseline.
  label(measure) {
    this.ticks = this.visible ? ticksOf(this).map((tick) => this.labelled(tick, measure)) : [];
    const boxes = this.isLabelled ? this.ticks.map(({ box }) => box) : [];
    const extreme = (key, choose) => (boxes.length ? choose(...boxes.map((box) => box[key])) : this.at);
    this.box = { left: extreme("left", Math.min), right: extreme("right", Math.max),
      top: extreme("top", Math.min), bottom: extreme("bottom", Math.max) };
  }

  labelled({ value, text }, measure) {
    const { size } = this.tickfont;
    const along = this.offset + this.pixelOf(value);
    const measured = measure(text, this.tickfont);
    const isAcross = this.letter === "x";
    const anchor = isAcross ? "middle" : this.isOpposite ? "start" : "end";
    const beside = this.at + (isAcross === this.isOpposite ? -LINE : LINE);
    const x = isAcross ? along : beside;
    const y = isAcross ? beside + size * (this.isOpposite ? -BELOW : 1) : along + size * MIDDLE;
    const left = x - anchorWithin(measured, anchor);
    const box = { left, right: left + measured.width, top: y + measured.top, bottom: y + measured.bottom };
    const drawn = isAcross ? { x: 0, y, shift: `${along},0` } : { x, y: size * MIDDLE, shift: `0,${along}` };
    return { value, text, anchor, box, ...drawn };
  }

  // How far the labels reach beyond the axis.
  get depth() {
    const { box, at, letter, isOpposite } = this;
    if (letter === "x") return isOpposite ? at - box.top : box.bottom - at;
    return isOpposite ? box.right - at : at - box.left;
  }

  get titleText() {
    return this.visible ? (this.title?.text ?? "") : "";
  }

  // The baseline of the title's middle, of its first line.
  titlePlace() {
    const { font, standoff = 0 } = this.title;
    const isFar = this.letter === "x" ? this.isOpposite : !this.isOpposite;
    const above = isFar ? heightOfLines(this.titleText, font) : 0;
    const away = this.depth - HALF_LINE + standoff + font.size * (isFar ? MIDDLE : CAPITAL) + above;
    const middle = this.offset + this.length / 2;
    if (this.letter === "x") return { x: middle, y: this.at + (this.isOpposite ? -away : away), angle: 0 };
    return { x: this.at + (this.isOpposite ? away : -away), y: middle, angle: -90 };
  }

  // The margins that labels and title need.
  pushes() {
    const { box, offset, length, title } = this;
    const deep = this.depth + (this.titleText ? title.font.size * CAPITAL + (title.standoff ?? 0) : 0);
    if (this.letter === "x") {
      return { [this.isOpposite ? "t" : "b"]: deep, l: offset - box.left, r: box.right - offset - length };
    }
    return { [this.isOpposite ? "r" : "l"]: deep, t: offset - box.top, b: box.bottom - offset - length };
  }

  get gridLines() {
    if (!this.visible || !this.showgrid) return [];
    return this.ticks.map(({ value }) => this.pixelOf(value))
      .filter((pixels) => pixels > 1 && pixels < this.length - 1).map((pixels) => this.offset + pixels);
  }
}
