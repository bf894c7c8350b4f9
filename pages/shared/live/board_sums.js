// What makes one cell: an arithmetic expression of the numbers shown, and the cells they stand in.
//
// Each kind of phase is defined in core/phases_parts.py. Here it is only written out; the value is the
// one that came with the matrix.

import { fmt, term } from "./board_numbers.js";

// Beyond this an exponential alone would overflow; the row's largest is taken out of all.
const STEEP = 300;

// `part` names the matrix that holds the cell, as it is shown; null where nothing is made.
export function sumOf(lesson, phase, part, row, column) {
  const write = WRITERS[phase.kind];
  const isWritten = write && isMade(phase, part);
  const made = isWritten ? write({ lesson, phase, part, row, column, ...views(lesson) }) : null;
  const value = fmt(valueOf(lesson, part, row, column));
  const { text, lights } = made ?? { text: "", lights: [] };
  return { about: nameOf(lesson, part, row, column), value, text, lights };
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
  const place = [matrix.row_names[row], matrix.column_names[column]].filter(Boolean);
  return place.length ? `${matrix.symbol}[${place.join(", ")}]` : matrix.symbol;
}

const WRITERS = { product, map, softmax, loss, error, total, chain, update };

function product({ lesson, phase, row, column, turned }) {
  const [left, right] = [phase.left, phase.right];
  const length = lengthOf(lesson, left);
  const terms = Array.from({ length }, (_, m) =>
    `${term(operand(lesson, left, row, m))} · ${term(operand(lesson, right, m, column))}`);
  const lights = [
    { name: left.name, role: "left", row }, { name: right.name, role: "right", column },
  ];
  if (phase.plus) {
    const place = turned ? [row, 0] : [0, column];
    terms.push(term(valueOf(lesson, phase.plus, ...place)));
    lights.push({ name: phase.plus, row: place[0], column: place[1] });
  }
  if (phase.penalty) {
    terms.push(`${term(phase.penalty.factor)} · ${term(valueOf(lesson, phase.penalty.name, row, column))}`);
  }
  return { text: terms.join(" + "), lights };
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
  const text = { sigmoid: `1 / (1 + exp(${fmt(-z)}))`, tanh: `tanh(${fmt(z)})`, relu: `max(0, ${fmt(z)})` };
  return { text: text[phase.formula], lights: [{ name: input, row, column }] };
}

function softmax({ phase, row, column, turned, at, light, size }) {
  const [input] = phase.inputs;
  const [i, j] = turned ? [column, row] : [row, column];
  const all = Array.from({ length: size(input, 1) }, (_, m) => at(input, i, m));
  const shift = Math.max(...all.map(Math.abs)) > STEEP ? Math.max(...all) : 0;
  const e = (m) => `exp(${fmt(all[m] - shift)})`;
  const lights = all.map((_, m) => light(input, i, m));
  return { text: `${e(j)} / (${all.map((_, m) => e(m)).join(" + ")})`, lights };
}

function loss(cell) {
  return cell.phase.formula === "mean" ? mean(cell) : surprise(cell);
}

function surprise({ phase, row, column, turned, at, light, size }) {
  const [Z, Y, A] = phase.inputs;
  const i = turned ? column : row;
  const classes = Array.from({ length: size(Y, 1) }, (_, m) => m);
  const truth = classes.find((m) => at(Y, i, m) === 1);
  const lights = [light(A, i, truth), light(Y, i, truth)];
  if (at(A, i, truth) > 0) return { text: `−log(${fmt(at(A, i, truth))})`, lights };
  const most = Math.max(...classes.map((m) => at(Z, i, m)));
  const sum = classes.map((m) => `exp(${fmt(at(Z, i, m) - most)})`).join(" + ");
  return { text: `log(${sum}) + ${term(most)} − ${term(at(Z, i, truth))}`, lights };
}

function mean({ phase, at, light, size }) {
  const [losses] = phase.inputs;
  const samples = Array.from({ length: size(losses, 0) }, (_, i) => i);
  const sum = samples.map((i) => term(at(losses, i, 0))).join(" + ");
  return { text: `(${sum}) / ${phase.over}`, lights: samples.map((i) => light(losses, i, 0)) };
}

function error({ lesson, phase, row, column }) {
  const [A, Y] = phase.inputs;
  const [a, y] = [A, Y].map((name) => valueOf(lesson, name, row, column));
  const lights = [A, Y].map((name) => ({ name, row, column }));
  return { text: `(${fmt(a)} − ${fmt(y)}) / ${phase.over}`, lights };
}

function total({ phase, row, column, turned, at, light, size }) {
  const [input] = phase.inputs;
  const j = turned ? row : column;
  const samples = Array.from({ length: size(input, 0) }, (_, i) => i);
  const text = samples.map((i) => term(at(input, i, j))).join(" + ");
  return { text, lights: samples.map((i) => light(input, i, j)) };
}

function chain({ lesson, phase, row, column }) {
  const [dA, Z, A] = phase.inputs.map((name) => valueOf(lesson, name, row, column));
  const slope = { sigmoid: `${term(A)} · (1 − ${term(A)})`, tanh: `(1 − ${term(A)} · ${term(A)})`,
    relu: Z > 0 ? "1" : "0" };
  const lights = phase.inputs.map((name) => ({ name, row, column }));
  return { text: `${term(dA)} · ${slope[phase.formula]}`, lights };
}

// A step that is not the rate times a gradient is what the optimizer made of many: no sum of this page.
function update({ lesson, phase, part, row, column }) {
  const at = phase.moves.findIndex((move) => move.new === part || move.step === part);
  const move = phase.moves[at];
  if (part === move.new) {
    const [old, step] = [move.old, move.step].map((name) => valueOf(lesson, name, row, column));
    const lights = [move.old, move.step].map((name) => ({ name, row, column }));
    return { text: `${term(old)} − ${term(step)}`, lights };
  }
  if (phase.factor === null) return null;
  const gradient = phase.inputs[at];
  const text = `${term(phase.factor)} · ${term(valueOf(lesson, gradient, row, column))}`;
  return { text, lights: [{ name: gradient, row, column }] };
}
