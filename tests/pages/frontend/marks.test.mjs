// The marks below the timeline: where they are, and what follows when it grows.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Marks, positionOf } from "../../../pages/frontend/playback/marks.js";

const MARKS = [{ step: 40, text: "learning rate 10 from step 40" }, { step: 1500, text: "later" }];

class Element {
  constructor() {
    Object.assign(this, { dataset: {}, style: {}, children: [], attributes: {}, listeners: {} });
  }

  setAttribute(name, value) { this.attributes[name] = value; }

  addEventListener(type, listener) { this.listeners[type] = listener; }

  replaceChildren(...children) { this.children = children; }
}

globalThis.document = { createElement: () => new Element() };

const shares = (marks) => marks.element.children.map(({ hidden, style }) => (hidden ? null : style.left));

// The number of pixels in "calc(8px + 0.5 * (100% - 2 * 8px))" on a track of a width.
function pixels(position, width) {
  const [half, share, twice, again] = position.match(/[\d.e-]+(?=px|\s\*)/g).map(Number);
  return half + share * (width - twice * again);
}

test("a mark is where the centre of the thumb is at its step", () => {
  assert.equal(pixels(positionOf(0, 1000), 316), 8);
  assert.equal(pixels(positionOf(500, 1000), 316), 158);
  assert.equal(pixels(positionOf(1000, 1000), 316), 308);
  assert.equal(pixels(positionOf(40, 1000), 316), 20);
});

test("marks beyond the end of the timeline are hidden until it grows", () => {
  const marks = new Marks();
  marks.place(1000);
  marks.offer(MARKS);
  assert.deepEqual(shares(marks), [positionOf(40, 1000), null]);
  marks.place(2000);
  assert.deepEqual(shares(marks), [positionOf(40, 2000), positionOf(1500, 2000)]);
});

test("a mark says its text, and a click goes to its step", () => {
  const steps = [];
  const marks = new Marks((step) => steps.push(step));
  marks.offer(MARKS);
  const [first] = marks.element.children;
  assert.deepEqual([first.textContent, first.title], [MARKS[0].text, MARKS[0].text]);
  first.listeners.click();
  assert.deepEqual(steps, [40]);
});

test("the same marks stay the same elements; another run has its own", () => {
  const marks = new Marks();
  marks.offer(MARKS);
  const { children } = marks.element;
  marks.offer(structuredClone(MARKS));
  assert.equal(marks.element.children, children);
  marks.offer([]);
  assert.deepEqual(marks.element.children, []);
});
