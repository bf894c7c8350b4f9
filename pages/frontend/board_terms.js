// Arithmetic to be printed: each expression can be written to any number of digits, and worked out from
// the digits that it is written with, as a reader with a pocket calculator would.

import { DIGITS, fmt, rounded } from "./board_numbers.js";

// With so many digits a printed number is the number held, bit by bit.
const ALL = 17;

export const number = (x) => ({ text: (d) => fmt(x, d), value: (d) => rounded(x, d) });

export const sum = (...terms) => ({
  text: (d) => terms.map((each) => bracketed(each.text(d))).join(" + "),
  value: (d) => terms.reduce((total, each) => total + each.value(d), 0),
});

export const difference = (a, b) => ({
  text: (d) => [a, b].map((each) => bracketed(each.text(d))).join(" − "),
  value: (d) => a.value(d) - b.value(d),
});

export const product = (...factors) => ({
  text: (d) => factors.map((each) => bracketed(each.text(d))).join(" · "),
  value: (d) => factors.reduce((total, each) => total * each.value(d), 1),
});

export const quotient = (a, b) => ({
  text: (d) => `${a.text(d)} / ${b.text(d)}`,
  value: (d) => a.value(d) / b.value(d),
});

export const group = (inner) => ({ text: (d) => `(${inner.text(d)})`, value: inner.value });

export const negative = (inner) => ({ text: (d) => `−${inner.text(d)}`, value: (d) => -inner.value(d) });

export const call = (name, ...args) => ({
  text: (d) => `${name}(${args.map((each) => each.text(d)).join(", ")})`,
  value: (d) => Math[name](...args.map((each) => each.value(d))),
});

// Returns the first of these expressions that comes to the value, with as few digits as it takes to come
// to it as it is printed. Where terms cancel to the last bit, what float64 rounded off is one more term.
export function written(expressions, value) {
  const printed = fmt(value);
  const agrees = (expression, d) => fmt(expression.value(d)) === printed;
  const [first] = expressions;
  if (!Number.isFinite(value)) return first.text(DIGITS);
  const exact = expressions.find((each) => agrees(each, ALL));
  if (!exact) return sum(first, number(value - first.value(ALL))).text(ALL);
  let digits = DIGITS;
  while (!agrees(exact, digits)) digits += 1;
  return exact.text(digits);
}

const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);
