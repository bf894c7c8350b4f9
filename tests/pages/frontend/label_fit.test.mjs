// Numbers printed side by side get smaller where they would overlap, and are hidden where nobody could read.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fitLabels, shareOf } from "../../../pages/frontend/figures/label_fit.js";

// Its box follows its size, as in a browser: `width` and a height of 14 pixels at 10 pixels.
const label = (x, y, width = 20, textContent = "0.25") => {
  const style = { fontSize: "10px" };
  return { textContent, style, getBoundingClientRect: () => {
    const scale = parseFloat(style.fontSize) / 10;
    return { left: x - (scale * width) / 2, right: x + (scale * width) / 2, top: y - 7 * scale,
      bottom: y + 7 * scale };
  } };
};
const fit = (...traces) => {
  fitLabels({ printedLabels: traces });
  return traces.map((texts) => texts.map(({ style }) => style.visibility || style.fontSize));
};

test("labels side by side keep two pixels between them", () => {
  assert.equal(shareOf([label(0, 0), label(22, 0)]), 1);
  assert.equal(shareOf([label(18, 0), label(0, 0)]), 0.8);
  assert.equal(shareOf([]), 1);
});

test("a wide label beside a narrow one stays in its own cell", () => {
  assert.equal(shareOf([label(0, 0, 4), label(22, 0, 25)]), 0.8);
});

test("labels in different rows only need room for their height", () => {
  assert.equal(shareOf([label(0, 0), label(5, 14)]), 1);
  assert.equal(shareOf([label(0, 0), label(50, 7)]), 0.5);
});

test("the labels of a trace get smaller together, and empty ones do not count", () => {
  assert.deepEqual(fit([label(0, 0), label(18, 0), label(60, 0)], [label(0, 40), label(50, 40)]),
    [["8px", "8px", "8px"], ["10px", "10px"]]);
  assert.deepEqual(fit([label(0, 0), label(5, 0, 20, " ")]), [["10px", "10px"]]);
});

test("a trace hides all its labels where they could not be read", () => {
  assert.deepEqual(fit([label(0, 0), label(12, 0), label(90, 0)]), [["hidden", "hidden", "hidden"]]);
});

test("labels grow again with their room, also after Plotly has drawn them", () => {
  const [one, other] = [label(0, 0), label(18, 0)];
  fit([one, other]);
  const wide = label(22, 0);
  assert.deepEqual(fit([one, wide]), [["10px", "10px"]]);
  one.style.fontSize = "9px"; // by Plotly
  assert.deepEqual(fit([one, wide]), [["9px", "10px"]]);
});
