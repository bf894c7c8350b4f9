// The plane beside the matrices: how it shows a training point, and what a click on it does.

import "./fake_page.mjs";

import assert from "node:assert/strict";
import { test } from "node:test";

import { symbolPath } from "../../../pages/frontend/figures/sketch/symbols.js";
import { Plane } from "../../../pages/frontend/matrices/plane.js";

const LESSON = {
  plane: { image: "data:,", extent: [0, 4, 0, 2], points: [[1, 1], [2, 0], [4, 2]], y: [0, 1, 1],
    colours: ["blue", "orange"], symbols: ["circle", "diamond"] },
  samples: [{ index: 2 }],
};

test("each point has the symbol and the colour of its class; one that is selected is larger", () => {
  const plane = new Plane();
  plane.draw(LESSON);
  const shown = plane.points.map(({ attributes: { d, fill, transform } }) => [d, fill, transform]);
  assert.deepEqual(shown, [
    [symbolPath("circle", 3.4), "blue", "translate(60,120)"],
    [symbolPath("diamond", 3.4), "orange", "translate(120,240)"],
    [symbolPath("diamond", 5.78), "orange", "translate(240,0)"],
  ]);
});

test("a click on a point selects it", () => {
  const picked = [];
  const plane = new Plane((index) => picked.push(index));
  plane.draw(LESSON);
  plane.points[1].listeners.click();
  assert.deepEqual(picked, [1]);
});
