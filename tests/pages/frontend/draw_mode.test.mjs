// Drawing points on a plane: when it follows the plane, and what it makes anew.

import { element, frames, nextFrame } from "./fake_page.mjs";

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { DrawMode } from "../../../pages/frontend/drawing/draw_mode.js";
import { Player } from "../../../pages/frontend/playback/player.js";

const DRAW = { figure: "decision", bounds: [0, 10, 0, 10], traces: [[0], [1]], most: 100,
  colours: ["c0", "c1", "c2", "c3", "c4", "c5"], glyphs: "●◆▲■★⬢".split(""),
  symbols: ["circle", "diamond", "triangle-up", "square", "star", "hexagon"] };

beforeEach(() => { frames.length = 0; });

function paneOf(pixels) {
  const pane = element("section");
  pane.append(element("div", "head"));
  const axis = (name) => ({ offset: 0,
    numberToPixel: (value) => value * (name === "x" ? pixels.perUnit : -pixels.perUnit) });
  const data = [{ x: [1, 2], y: [1, 2] }, { x: [3], y: [3] }];
  return { element: pane, plot: { offsetLeft: 0, offsetTop: 0 }, drawing: { axis }, base: { data } };
}

function modeOn(pixels = { perUnit: 20 }) {
  const panes = new Map([["decision", paneOf(pixels)]]);
  const gallery = { element: element("div"), panes, remove() {} };
  const mode = new DrawMode({ gallery, pause() {} }, () => {});
  mode.offer({ draw: DRAW });
  return mode;
}

test("a player that is removed while somebody draws asks for no more frames", () => {
  const mode = modeOn();
  mode.open();
  nextFrame();
  assert.equal(frames.length, 1);
  const { gallery } = mode.player;
  Player.prototype.remove.call({ drawing: mode, gallery, halt() {}, requests: { stop() {} },
    element: element("div") });
  nextFrame();
  assert.equal(frames.length, 0);
});

const pathsOf = (mode) => [...mode.board.marks.children];

test("a painted place adds its own path; those of the other points and the chips stay", () => {
  const mode = modeOn();
  mode.open();
  const [paths, glyphs] = [pathsOf(mode), mode.chips.map(({ firstChild }) => firstChild)];
  assert.equal(paths.length, 3);
  assert.deepEqual(glyphs.map(({ textContent, style }) => textContent + style.color),
    DRAW.glyphs.map((glyph, label) => glyph + DRAW.colours[label]));
  mode.paint(5, 5);
  assert.deepEqual(pathsOf(mode).slice(0, 3).map((path, at) => path === paths[at]), [true, true, true]);
  assert.equal(pathsOf(mode).length, 4);
  assert.ok(mode.chips.every(({ firstChild }, label) => firstChild === glyphs[label]));
});

test("paths are made anew when the plane, its bounds or the colours change", () => {
  const pixels = { perUnit: 20 };
  const mode = modeOn(pixels);
  mode.open();
  const shown = () => pathsOf(mode)[0].attributes;
  const before = shown();
  pixels.perUnit = 40;
  nextFrame();
  const larger = shown();
  assert.deepEqual([before.transform, larger.transform], ["translate(20.0,180.0)", "translate(40.0,360.0)"]);
  mode.points.bounds = [0, 20, 0, 20];
  mode.show();
  assert.equal(shown().transform, "translate(20.0,380.0)");
  mode.offer({ draw: { ...DRAW, colours: DRAW.colours.map((colour) => `dark ${colour}`) } });
  assert.equal(shown().fill, "dark c0");
  assert.equal(mode.chips[0].firstChild.style.color, "dark c0");
});
