// How a phase stands on the board. A product is laid out as its blocks multiply: the left factor before
// the result, the right factor above it, so that a row and a column meet in the cell that they make.

import { Block, make } from "./board_block.js";
import { lookFor } from "./board_look.js";
import { fmt } from "./board_numbers.js";

const SIGNS = {
  map: { sigmoid: "σ →", tanh: "tanh →", relu: "ReLU →" }, softmax: { softmax: "softmax →" },
  loss: { surprise: "−log →", mean: "mean →" },
};

// Returns the element and its blocks, drawn into a room of so many pixels.
export function arrange(lesson, phase, { room, palette, isHidden, on }) {
  const lines = phase.kind === "product" ? null : linesOf(phase);
  const size = lines ? lookFor(lines.map((line) => line.map((piece) => measured(lesson, piece))), room)
    : productLook(lesson, phase, room);
  const look = { ...size, palette };
  const block = (name, more = {}) => new Block(name, lesson.matrices[name], {
    look, on, isHidden: isHidden && phase.kind !== "data" && isResult(phase, name), ...more });
  return lines ? inLines(lines, block) : inScheme(lesson, phase, block);
}

const isResult = (phase, name) => name === phase.result || phase.moves.some((move) => move.new === name);

// --- how large -------------------------------------------------------------------------------------

function shapeOf(lesson, { name, turned }) {
  const { values } = lesson.matrices[name];
  return turned ? [values[0].length, values.length] : [values.length, values[0].length];
}

function measured(lesson, { sign, name }) {
  const [rows, columns] = shapeOf(lesson, { name });
  return { sign, rows, columns };
}

// The right factor stands above the result, the bias between them, or before it where it is a column.
function productLook(lesson, phase, room) {
  const { left, right, plus, result } = phase;
  const [[, inner], [, across]] = [shapeOf(lesson, left), shapeOf(lesson, right)];
  const [down] = shapeOf(lesson, { name: result });
  const isBeside = plus && lesson.convention === "columns";
  const pieces = [{ rows: down, columns: inner }, { rows: inner, columns: across }];
  if (isBeside) pieces.push({ rows: down, columns: 1 });
  return lookFor([pieces], { ...room, rows: inner + down + Number(Boolean(plus && !isBeside)) });
}

// --- a product -------------------------------------------------------------------------------------

function inScheme(lesson, phase, block) {
  const element = make("div", "scheme product");
  const { left, right, plus, result } = phase;
  const factor = ({ name, turned }, role) => block(name, { isTurned: turned, role });
  const blocks = [factor(left, "left"), factor(right, "right")];
  if (plus) blocks.push(block(plus, { role: "plus" }));
  blocks.push(block(result, { role: "result" }));
  element.classList.toggle("beside", Boolean(plus) && lesson.convention === "columns");
  element.append(...blocks.map((each) => each.element));
  if (!blocks.at(-1).isHidden) element.append(make("p", "rule", ruleOf(lesson, phase)));
  return { element, blocks };
}

function ruleOf(lesson, { summed, penalty }) {
  const rule = `Summed over ${summed.letter} = ${summed.count}: ${summed.words}`;
  if (!penalty) return rule;
  return `${rule}; then the penalty's share, ${penalty.factor} · ${lesson.matrices[penalty.name].symbol}`;
}

// --- everything else -------------------------------------------------------------------------------

// A piece of a line: a block, its role, and the sign that stands before it.
const piece = (name, sign, role) => ({ name, sign, role });

const LINES = {
  data: ({ inputs }) => inputs.map((name) => piece(name)),
  error: ({ inputs, over }, result) =>
    [piece(inputs[0], "("), piece(inputs[1], "−"), piece(result, `) / ${over} =`, "result")],
  chain: ({ inputs, formula }, result) => [piece(inputs[0]),
    piece(inputs[formula === "relu" ? 1 : 2], "⊙ slope at"), piece(result, "=", "result")],
  total: ({ inputs, summed }, result) =>
    [piece(inputs[0]), piece(result, `Σ over ${summed.words} →`, "result")],
  loss: (phase, result) => (phase.formula === "mean" ? onlyInput(phase, result)
    : [piece(phase.inputs[2]), piece(phase.inputs[1], "at the class in"), piece(result, "−log →", "result")]),
};

const onlyInput = ({ kind, inputs, formula }, result) =>
  [piece(inputs[0]), piece(result, SIGNS[kind][formula], "result")];

function linesOf(phase) {
  if (phase.kind === "update") return updateLines(phase);
  return [(LINES[phase.kind] ?? onlyInput)(phase, phase.result)];
}

// W and b each move in a line of their own; what they move by, where it is lr · gradient, in a last one.
function updateLines({ inputs, factor, moves }) {
  const lines = moves.map(({ old, step, new: after }) =>
    [piece(old), piece(step, "−"), ...(after ? [piece(after, "=", "result")] : [])]);
  const steps = moves.flatMap(({ step }, i) =>
    [piece(step, i && ","), piece(inputs[i], `= ${fmt(factor)} ·`)]);
  return factor === null ? lines : [...lines, steps];
}

// A line that is too long breaks before a sign, so that the sign leads what it belongs to.
function inLines(lines, makeBlock) {
  const element = make("div", "scheme lines");
  const blocks = [];
  for (const pieces of lines) {
    const line = make("div", "line");
    for (const { name, sign, role } of pieces) {
      const held = make("div", "piece");
      const block = makeBlock(name, { role });
      if (sign) held.append(signOf(sign, block));
      blocks.push(block);
      held.append(block.element);
      line.append(held);
    }
    element.append(line);
  }
  return { element, blocks };
}

// A sign stands at the middle of the cells, however long the name above them.
function signOf(text, { field }) {
  const sign = make("span", "sign", text);
  sign.style.height = field.style.height;
  return sign;
}
