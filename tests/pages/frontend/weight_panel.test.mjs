// The panel of a weight: what it shows, and what it asks of the server, in which order.

import { element } from "./fake_page.mjs";

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { WeightPanel } from "../../../pages/frontend/playback/weight_panel.js";

const LOST = 5000;

const numbersOf = (name, value) => ({ weight: { name, value, title: name, text: `${name} is ${value}`,
  layer: { title: "W1", name: "W1", frozen: false }, frozen: false, edited: false } });

let edits;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  edits = [];
});

function panelAt(name = "W1:1,1", value = 0.5) {
  const player = { run: "a", at: 7, isReady: true, element: element("div"), seek() {} };
  const panel = new WeightPanel(player);
  panel.onEdit = ({ run, name: weight, action, value: set }) => edits.push([run, weight, action, set]);
  panel.open(name);
  panel.take(numbersOf(name, value));
  return panel;
}

// A run comes with its numbers.
function arrive(panel, run, name, value) {
  panel.player.run = run;
  panel.refresh();
  panel.take(numbersOf(name, value));
}

const nudge = (panel) => panel.nudge({ key: "ArrowUp", preventDefault() {} });

test("a key held down goes on from the reader's value, not from that of a run on the way", () => {
  const panel = panelAt();
  for (let i = 0; i < 3; i += 1) nudge(panel);
  assert.equal(panel.field.value, "0.8");
  arrive(panel, "b", "W1:1,1", 0.6);
  assert.equal(panel.field.value, "0.8");
  nudge(panel);
  arrive(panel, "c", "W1:1,1", 0.8);
  assert.equal(panel.field.value, "0.9");
  assert.deepEqual(edits.map(([run, , , value]) => [run, value]), [["a", 0.6], ["b", 0.8], ["c", 0.9]]);
  arrive(panel, "d", "W1:1,1", 0.9);
  arrive(panel, "e", "W1:1,1", 0.25);
  assert.equal(panel.field.value, "0.25");
});

test("what is done while an edit is on its way follows in its order", () => {
  const panel = panelAt();
  panel.set("1");
  panel.set("2");
  panel.set("3");
  panel.send({ action: "freeze" });
  panel.open("b1:1");
  panel.take(numbersOf("b1:1", 0));
  panel.set("4");
  for (const run of "bcde") arrive(panel, run, "b1:1", 0);
  assert.deepEqual(edits, [["a", "W1:1,1", "set", 1], ["b", "W1:1,1", "set", 3],
    ["c", "W1:1,1", "freeze", undefined], ["d", "b1:1", "set", 4]]);
});

test("an edit that brings no new run is given up: the next is sent, then the run's value comes back", () => {
  const panel = panelAt();
  panel.set("1");
  panel.send({ action: "freeze" });
  panel.take(numbersOf("W1:1,1", 0.5));
  mock.timers.tick(LOST - 1);
  assert.equal(edits.length, 1);
  mock.timers.tick(1);
  assert.deepEqual(edits.at(-1), ["a", "W1:1,1", "freeze", undefined]);
  assert.equal(panel.field.value, "1");
  mock.timers.tick(LOST);
  assert.deepEqual([edits.length, panel.field.value], [2, "0.5"]);
});

test("a run that is back is not still waited for", () => {
  const panel = panelAt();
  panel.set("1");
  arrive(panel, "b", "W1:1,1", 1);
  arrive(panel, "a", "W1:1,1", 0.5);
  panel.set("2");
  assert.deepEqual(edits.at(-1), ["a", "W1:1,1", "set", 2]);
  mock.timers.tick(LOST - 1);
  assert.equal(panel.field.value, "2");
});

test("what a weight is dragged by before its numbers are here is added when they come", () => {
  const panel = panelAt();
  panel.pick("W1:2,2", 0.1);
  panel.pick("W1:2,2", 0.05);
  assert.deepEqual(edits, []);
  panel.take(numbersOf("W1:2,2", -1));
  assert.deepEqual(edits, [["a", "W1:2,2", "set", -0.85]]);
  panel.pick("W1:2,2", 0.01);
  panel.pick("W1:2,2", 0.01);
  arrive(panel, "b", "W1:2,2", -0.85);
  assert.deepEqual(edits[1], ["b", "W1:2,2", "set", -0.83]);
  panel.pick("W1:1,1");
  panel.take(numbersOf("W1:1,1", 2));
  assert.equal(edits.length, 2);
});
