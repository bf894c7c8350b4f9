// The page's address: the link of what is shown, with the step at its end.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readable, withStep } from "../../../pages/frontend/common/address.js";

const HOME = "http://host/page";

test("the step stands at the end, and the first step is left out", () => {
  assert.equal(withStep(`${HOME}?step=3&a=1`, 8, null), `${HOME}?a=1&step=8`);
  assert.equal(withStep(`${HOME}?step=3&a=1`, 0, null), `${HOME}?a=1`);
});

test("without a link the address keeps its parameters as they are written", () => {
  assert.equal(withStep(`${HOME}?colour=a%2Cb`, 40, null), `${HOME}?colour=a%2Cb&step=40`);
});

test("a link replaces all parameters but those of the embedding", () => {
  const href = `${HOME}?old=1&embed=true&embed_options=dark&step=2`;
  assert.equal(withStep(href, 5, { hidden: "4,4", pin: "W1 next:1,2" }),
    `${HOME}?embed=true&embed_options=dark&hidden=4,4&pin=W1+next:1,2&step=5`);
});

test("a key that only begins like step stays", () => {
  assert.equal(withStep(`${HOME}?steps=3`, 1, null), `${HOME}?steps=3&step=1`);
});

test("commas, at signs, colons, semicolons and equals signs are readable", () => {
  assert.equal(readable("a%2Cb%40c%3Ad%20e%26%3b%3D"), "a,b@c:d+e%26;=");
});
