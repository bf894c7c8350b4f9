// The value of a weight or bias as the reader sets it: its field, and the digits that are shown.

import { named } from "./dom.js";

export const LARGEST = 1000;
const DIGITS = 6;

export const shortened = (value) => Number(value.toPrecision(DIGITS));

export function valueField(name) {
  return Object.assign(named("input", name, "weight-value"),
    { type: "number", step: "any", min: -LARGEST, max: LARGEST });
}
