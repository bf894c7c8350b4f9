// What makes one cell: an arithmetic expression of the numbers shown, and the cells they stand in.
//
// Each kind of phase is defined in core/step/parts.py. Here it is only written out; the value is the
// one that came with the matrix.

import { fmt } from "./board_numbers.js";
import { call, difference, group, negative, number, product, quotient, sum, written } from "./board_terms.js";

// Beyond this an exponential alone would overflow; the row's largest is taken out of all.
const STEEP = 300;

// `part` names the matrix that holds the cell, as it is shown; null where nothing is made.
export function sumOf(lesson, phase, part, row, column) {
  const write = WRITERS[phase.kind];
  const isWritten = write && isMade(phase, part);
  const made = isWritten ? write({ lesson, phase, part, row, column, ...views(lesson) }) : null;
  const value = valueOf(lesson, part, row, column);
  const text = made ? written(made.ways, value) : "";
  return { about: nameOf(lesson, part, row, column), value: fmt(value), text, lights: made?.lights ?? [] };
}

const isMade = (phase, part) => part === phase.result ||
  phase.moves.some(({ old, step, new: after }) => part === after || (part === step && old));

// In the other convention the two indices change places.
function views(lesson) {
  const turned = lesson.convention === "columns";
  const at = (name, i, j) => (turned ? valueOf(lesson, name, j, i) : valueOf(lesson, name, i, j));
  const light = (name, i, j) => (turned ? { name, row: j, column: i } : { name, row: i, column: j });
  const size = (name, axis) => {
    const { values } = lesson.matrices[name];
    return (axis === 0) === !turned ? values.length : values[0].length;
  };
  return { turned, at, light, size };
}

export function valueOf(lesson, name, row, column) {
  return lesson.matrices[name].values[row][column];
}

export function nameOf(lesson, name, row, column) {
  const matrix = lesson.matrices[name];
  const place = [matrix.row_names[row], matrix.column_names[column]].filter(Boolean).join(", ");
  return `${matrix.symbol}${place && `[${place}]`}${matrix.whose && ` ${matrix.whose}`}`;
}

// Each returns the ways to write a cell, the customary one first, and the cells that it is made of.
const WRITERS = { product: inner, map, softmax, loss, error, total, chain, update };

function inner({ lesson, phase, row, column, turned }) {
  const [left, right] = [phase.left, phase.right];
  const terms = Array.from({ length: lengthOf(lesson, left) }, (_, m) => product(
    number(operand(lesson, left, row, m)), number(operand(lesson, right, m, column))));
  const lights = [
    { name: left.name, role: "left", row }, { name: right.name, role: "right", column },
  ];
  if (phase.plus) {
    const place = turned ? [row, 0] : [0, column];
    terms.push(number(valueOf(lesson, phase.plus, ...place)));
    lights.push({ name: phase.plus, row: place[0], column: place[1] });
  }
  if (phase.penalty) {
    const W = number(valueOf(lesson, phase.penalty.name, row, column));
    terms.push(product(number(phase.penalty.factor), W));
  }
  return { ways: [sum(...terms)], lights };
}

function operand(lesson, { name, turned }, i, j) {
  return turned ? valueOf(lesson, name, j, i) : valueOf(lesson, name, i, j);
}

function lengthOf(lesson, { name, turned }) {
  const { values } = lesson.matrices[name];
  return turned ? values.length : values[0].length;
}

function map({ lesson, phase, row, column }) {
  const [input] = phase.inputs;
  const z = valueOf(lesson, input, row, column);
  const way = { sigmoid, tanh: (x) => call("tanh", number(x)),
    relu: (x) => call("max", number(0), number(x)) }[phase.formula];
  return { ways: [way(z)], lights: [{ name: input, row, column }] };
}

function sigmoid(z) {
  const [one, e] = [number(1), (x) => call("exp", number(x))];
  return z < -STEEP ? quotient(e(z), group(sum(one, e(z)))) : quotient(one, group(sum(one, e(-z))));
}

function softmax({ phase, row, column, turned, at, light, size }) {
  const [input] = phase.inputs;
  const [i, j] = turned ? [column, row] : [row, column];
  const all = Array.from({ length: size(input, 1) }, (_, m) => at(input, i, m));
  const shift = Math.max(...all.map(Math.abs)) > STEEP ? Math.max(...all) : 0;
  const e = all.map((z) => call("exp", number(z - shift)));
  return { ways: [quotient(e[j], group(sum(...e)))], lights: all.map((_, m) => light(input, i, m)) };
}

function loss(cell) {
  return cell.phase.formula === "mean" ? mean(cell) : surprise(cell);
}

// Where the probability is rounded to 0 or to 1, its logarithm is taken from Z.
function surprise({ phase, row, column, turned, at, light, size }) {
  const [Z, Y, A] = phase.inputs;
  const i = turned ? column : row;
  const classes = Array.from({ length: size(Y, 1) }, (_, m) => m);
  const truth = classes.find((m) => at(Y, i, m) === 1);
  const most = Math.max(...classes.map((m) => at(Z, i, m)));
  const e = classes.map((m) => call("exp", number(at(Z, i, m) - most)));
  const ways = [difference(call("log", sum(...e)), number(at(Z, i, truth) - most))];
  if (at(A, i, truth) > 0) ways.unshift(negative(call("log", number(at(A, i, truth)))));
  return { ways, lights: [light(A, i, truth), light(Y, i, truth)] };
}

function mean({ phase, at, light, size }) {
  const [losses] = phase.inputs;
  const samples = Array.from({ length: size(losses, 0) }, (_, i) => i);
  const all = group(sum(...samples.map((i) => number(at(losses, i, 0)))));
  return { ways: [quotient(all, number(phase.over))], lights: samples.map((i) => light(losses, i, 0)) };
}

function error({ lesson, phase, row, column }) {
  const [A, Y] = phase.inputs;
  const [a, y] = [A, Y].map((name) => number(valueOf(lesson, name, row, column)));
  const lights = [A, Y].map((name) => ({ name, row, column }));
  return { ways: [quotient(group(difference(a, y)), number(phase.over))], lights };
}

function total({ phase, row, column, turned, at, light, size }) {
  const [input] = phase.inputs;
  const j = turned ? row : column;
  const samples = Array.from({ length: size(input, 0) }, (_, i) => i);
  const ways = [sum(...samples.map((i) => number(at(input, i, j))))];
  return { ways, lights: samples.map((i) => light(input, i, j)) };
}

function chain({ lesson, phase, row, column }) {
  const [dA, Z, A] = phase.inputs.map((name) => valueOf(lesson, name, row, column));
  const [one, a] = [number(1), number(A)];
  const slope = { sigmoid: () => [a, group(difference(one, a))],
    tanh: () => [group(difference(one, product(a, a)))], relu: () => [number(Number(Z > 0))] };
  const lights = phase.inputs.map((name) => ({ name, row, column }));
  return { ways: [product(number(dA), ...slope[phase.formula]())], lights };
}

// A step that is not the rate times a gradient is what the optimizer made of many: no sum of this page.
function update({ lesson, phase, part, row, column }) {
  const at = phase.moves.findIndex((move) => move.new === part || move.step === part);
  const move = phase.moves[at];
  if (part === move.new) {
    const [old, step] = [move.old, move.step].map((name) => number(valueOf(lesson, name, row, column)));
    const lights = [move.old, move.step].map((name) => ({ name, row, column }));
    return { ways: [difference(old, step)], lights };
  }
  if (phase.factor === null) return null;
  const gradient = phase.inputs[at];
  const way = product(number(phase.factor), number(valueOf(lesson, gradient, row, column)));
  return { ways: [way], lights: [{ name: gradient, row, column }] };
}
