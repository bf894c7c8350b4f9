// Arithmetic to be printed. An expression can be written with any number of digits, and worked out from the
// digits that it is written with, as a reader with a pocket calculator would.

import { DIGITS, fmt, rounded } from "./number_format.js";

// With so many digits a printed number is exactly the stored number.
const ALL = 17;

// A larger exponential is not printed: its sum is written in another way.
const STEEPEST = 300;

const number = (x) => ({ text: (d) => fmt(x, d), value: (d) => rounded(x, d) });

// Terms or factors in a row.
const chain = (sign, apply) => (...parts) => ({
  text: (d) => parts.map((each) => bracketed(each.text(d))).join(` ${sign} `),
  value: (d) => parts.map((each) => each.value(d)).reduce(apply),
});

// A sum of more terms can be folded.
export const MANY = 12;
const FIRST = 4;

const add = (a, b) => a + b;
const sum = chain("+", add);
const difference = chain("−", (a, b) => a - b);
const product = chain("·", (a, b) => a * b);

const negative = (a) => ({ text: (d) => `−${a.text(d)}`, value: (d) => -a.value(d) });

const quotient = (a, b) => ({
  text: (d) => `${a.text(d)} / ${b.text(d)}`,
  value: (d) => a.value(d) / b.value(d),
});

const call = (name, ...args) => ({
  text: (d) => `${name}(${args.map((each) => each.text(d)).join(", ")})`,
  value: (d) => {
    const values = args.map((each) => each.value(d));
    return name === "exp" && values[0] > STEEPEST ? NaN : Math[name](...values);
  },
});

// Of many terms the first stand as they are, as the board draws the first rows. The others are one number.
function folded(...parts) {
  if (parts.length <= MANY) return sum(...parts);
  const others = parts.slice(FIRST);
  const rest = number(others.map((part) => part.value(ALL)).reduce(add));
  const more = { text: (d) => `… ${others.length} more (${rest.text(d)})`, value: rest.value };
  return sum(...parts.slice(0, FIRST), more);
}

const OPERATORS = {
  "+": sum, "·": product, "/": quotient,
  "−": (a, b) => (b ? difference(a, b) : negative(a)),
  "()": (a) => ({ text: (d) => `(${a.text(d)})`, value: a.value }),
  "=": (a) => number(a.value(ALL)),
  ">": (a, b) => number(Number(a.value(ALL) > b.value(ALL))),
};

// Reads an expression as the server sends it (see pages/scenes/one_step/cell_sums.py). `at` holds the indices
// i and j; `cell` returns the number in a cell, given the name of a matrix, a row and a column.
export function read(node, at, cell, isFolded = false) {
  if (typeof node === "number") return number(node);
  const [operator, ...parts] = node;
  if (operator === "cell") return number(cell(parts[0], placeOf(parts[1], at), placeOf(parts[2], at)));
  const args = parts.flatMap((part) => (part[0] === "each"
    ? Array.from({ length: part[1] }, (_, m) => read(part[2], { ...at, m }, cell, isFolded))
    : [read(part, at, cell, isFolded)]));
  if (isFolded && operator === "+") return folded(...args);
  return OPERATORS[operator]?.(...args) ?? call(operator, ...args);
}

// The number of terms in the longest sum of an expression.
export function termsIn(node) {
  if (!Array.isArray(node)) return 1;
  const own = node[0] === "+" ? node.slice(1).map((part) => (part[0] === "each" ? part[1] : 1)) : [1];
  return Math.max(own.reduce(add), ...node.slice(1).map(termsIn));
}

// A row or column: a number, an index, or a list in which an index is looked up.
export function placeOf(place, at) {
  if (typeof place === "string") return at[place];
  if (place === null || typeof place !== "object") return place;
  const [[index, list]] = Object.entries(place);
  return list[at[index]];
}

// Writes the first of these expressions that gives the value, with as few digits as make it agree with the
// value as printed. Where terms cancel to the last bit, the rounding error of float64 is one more term.
export function write(expressions, value) {
  const printed = fmt(value);
  const agrees = (expression, d) => fmt(expression.value(d)) === printed;
  const isFinite = (expression) => Number.isFinite(expression.value(ALL));
  const [first] = expressions;
  if (!Number.isFinite(value)) return first.text(DIGITS);
  const exact = expressions.find((each) => agrees(each, ALL));
  if (!exact) {
    const near = expressions.find(isFinite) ?? first;
    return sum(near, number(value - near.value(ALL))).text(ALL);
  }
  let digits = DIGITS;
  while (!agrees(exact, digits)) digits += 1;
  return exact.text(digits);
}

const bracketed = (text) => (text.startsWith("−") ? `(${text})` : text);
