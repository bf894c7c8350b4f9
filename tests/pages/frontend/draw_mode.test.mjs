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
  const axis = () => ({ offset: 0, numberToPixel: (value) => value * pixels.perUnit });
  const data = [{ x: [1, 2], y: [1, 2] }, { x: [3], y: [3] }];
  return { element: pane, plot: { offsetLeft: 0, offsetTop: 0 }, drawing: { axis }, base: { data } };
}

function modeOn(pixels = { perUnit: -20 }) {
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
