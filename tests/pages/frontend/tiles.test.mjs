// The tiles of a line: every press lands, in its order, however late the server answers.

import { element } from "./fake_page.mjs";

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Tiles } from "../../../pages/frontend/tiles.js";

const ROWS = { Quantities: [["A1", "A1", "activations"], ["dZ2", "dZ2", ""]], Operators: [[".T", ".T", ""]] };
const START = { session: "s", task: "dW2", built: [], heard: 0, most: 5, rows: ROWS, once: false,
  is_complete: false };

let sent, tiles;

beforeEach(() => {
  sent = [];
  tiles = new Tiles(element("div"));
  tiles.component = { setStateValue: (_, value) => sent.push(value) };
  tiles.receive(START);
});

const press = (...names) => {
  for (const name of names) (tiles.tiles.get(name) ?? tiles.actions.get(name)).listeners.click();
};
const answer = (values) => tiles.receive({ ...tiles.message, ...values });
const isOff = (name) => tiles.actions.get(name).attributes["aria-disabled"];

test("two presses of one tile before the server answers are two tiles", () => {
  press("A1", ".T", ".T");
  assert.equal(sent.at(-1).tiles, "A1.T.T");
  answer({ built: ["A1"], heard: 1 });
  press("dZ2");
  assert.equal(sent.at(-1).tiles, "A1.T.TdZ2");
  answer({ built: ["A1", ".T", ".T", "dZ2"], heard: 4 });
  press("back");
  assert.equal(sent.at(-1).tiles, "A1.T.T");
  assert.deepEqual(sent.map(({ number }) => number), [1, 2, 3, 4, 5]);
});

test("what is pressed during a check goes to the next line", () => {
  press("A1", "check", "dZ2", ".T");
  assert.deepEqual(sent.map(({ tiles: line, check }) => [line, check]), [["A1", false], ["A1", true]]);
  answer({ built: ["A1"], heard: 1 });
  assert.equal(sent.length, 2);
  answer({ built: [], heard: 2, task: "db2" });
  const next = sent.slice(2).map(({ tiles: line, task }) => [line, task]);
  assert.deepEqual(next, [["dZ2", "db2"], ["dZ2.T", "db2"]]);
});

test("a line that was changed elsewhere is taken over, and so is that of another server", () => {
  answer({ built: ["dZ2"] });
  press(".T");
  assert.equal(sent.at(-1).tiles, "dZ2.T");
  answer({ session: "other", built: ["A1"], heard: 0 });
  press(".T");
  assert.equal(sent.at(-1).tiles, "A1.T");
});

test("buttons that can do nothing are off, and a line has an end", () => {
  assert.deepEqual(["check", "back", "clear"].map(isOff), ["true", "true", "true"]);
  press("check", "back");
  assert.equal(sent.length, 0);
  press("A1");
  assert.deepEqual(["check", "back", "clear"].map(isOff), ["false", "false", "false"]);
  answer({ built: ["A1"], heard: 1 });
  assert.equal(isOff("check"), "true");
  press("A1", "A1", "A1", "A1", "A1");
  assert.equal(sent.at(-1).tiles, "A1A1A1A1A1");
  assert.equal(tiles.tiles.get("A1").attributes["aria-disabled"], "true");
});

test("a line to be ordered is placed once, and comes back when it is taken off", () => {
  answer({ once: true });
  press("A1", "A1");
  assert.equal(sent.at(-1).tiles, "A1");
  assert.equal(tiles.tiles.get("A1").hidden, true);
  press("back");
  assert.equal(tiles.tiles.get("A1").hidden, false);
});
