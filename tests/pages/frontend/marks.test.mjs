// The marks below the timeline: where they are, and what they do.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Marks } from "../../../pages/frontend/playback/marks.js";
import { shareAt } from "../../../pages/frontend/playback/timeline_scale.js";

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

test("a mark is where the thumb is at its step", () => {
  const marks = new Marks();
  marks.offer(MARKS);
  marks.place(1e6, 1e6);
  assert.deepEqual(shares(marks), MARKS.map(({ step }) => `${100 * shareAt(step, 1e6)}%`));
});

test("marks beyond the end of the run are hidden, and stay at their places when it is found", () => {
  const marks = new Marks();
  marks.place(1e6, 1e6);
  marks.offer(MARKS);
  const [first] = shares(marks);
  marks.place(1000, 1e6);
  assert.deepEqual(shares(marks), [first, null]);
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
