// How a phase stands on the board. A product is laid out as its blocks multiply: the left factor before
// the result, the right factor above it, so that a row and a column meet in the cell that they make.

import { Block, make } from "./board_block.js";

const GAP = 14;
const MOST_PRINTED = 900;
const WIDEST = 62;
const LEAST_PRINTED = 38;
const ROOMY = 47;
const ROW = 26;
const HIGHEST = 320;
// A block of very few cells beside one of very many keeps room for its name.
const LEAST_BLOCK = 130;

const SIGNS = {
  map: { sigmoid: "σ →", tanh: "tanh →", relu: "ReLU →" }, softmax: { softmax: "softmax →" },
  loss: { surprise: "−log →", mean: "mean →" },
};

// Returns the element and its blocks, drawn into a width of so many pixels.
export function arrange(lesson, phase, { width, palette, isHidden, on }) {
  const lines = phase.kind === "product" ? null : linesOf(phase);
  const extent = lines ? rowExtent(lesson, lines, width) : productExtent(lesson, phase);
  const look = { ...lookFor(extent, width), palette };
  const block = (name, more = {}) => new Block(name, lesson.matrices[name], {
    look, on, isHidden: isHidden && phase.kind !== "data" && isResult(phase, name), ...more });
  return lines ? inLines(lines, block) : inScheme(lesson, phase, block);
}

const isResult = (phase, name) => name === phase.result || phase.moves.some((move) => move.new === name);

// --- how large -------------------------------------------------------------------------------------

function lookFor({ columns, rows, cells, gaps }, width) {
  const room = Math.max(120, width - gaps * GAP) / columns;
  if (room >= LEAST_PRINTED && cells <= MOST_PRINTED) {
    const text = room < ROOMY ? { digits: 2, longest: 6 } : { digits: 3, longest: 7 };
    return { isPrinted: true, width: Math.min(room, WIDEST), height: ROW, least: 0, ...text };
  }
  const side = Math.min((width - gaps * GAP - LEAST_BLOCK) / columns, 20);
  return { isPrinted: false, width: side, height: Math.min(side, HIGHEST / rows), least: LEAST_BLOCK };
}

function shapeOf(lesson, { name, turned }) {
  const { values } = lesson.matrices[name];
  return turned ? [values[0].length, values.length] : [values.length, values[0].length];
}

function productExtent(lesson, { left, right, plus, result }) {
  const [[, inner], [, across]] = [shapeOf(lesson, left), shapeOf(lesson, right)];
  const [down] = shapeOf(lesson, { name: result });
  const isBeside = plus && lesson.convention === "columns";
  const isBelow = plus && !isBeside;
  return { columns: inner + across + Number(Boolean(isBeside)), rows: inner + down + Number(Boolean(isBelow)),
    cells: down * inner + inner * across + down * across, gaps: isBeside ? 5 : 3 };
}

// Blocks in a line break on a narrow page: then the widest one counts.
function rowExtent(lesson, lines, width) {
  const names = lines.flat().filter((item) => item.name);
  const shapes = names.map(({ name }) => shapeOf(lesson, { name }));
  const widest = Math.max(...shapes.map(([, columns]) => columns));
  const sums = lines.map((line) => line.filter((item) => item.name)
    .reduce((sum, { name }) => sum + shapeOf(lesson, { name })[1], 0));
  const isLine = (width - 180) / Math.max(...sums) >= LEAST_PRINTED;
  const rows = Math.max(...shapes.map(([down]) => down));
  return { columns: isLine ? Math.max(...sums) : widest, rows,
    cells: shapes.reduce((sum, [r, c]) => sum + r * c, 0), gaps: isLine ? 13 : 1 };
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

const block = (name, role) => ({ name, role });
const sign = (text) => ({ text });

const LINES = {
  data: ({ inputs }) => inputs.map((name) => block(name)),
  error: ({ inputs, over }, made) =>
    [sign("("), block(inputs[0]), sign("−"), block(inputs[1]), sign(`) / ${over} =`), made],
  chain: ({ inputs, formula }, made) =>
    [block(inputs[0]), sign("⊙ slope at"), block(inputs[formula === "relu" ? 1 : 2]), sign("="), made],
  total: ({ inputs, summed }, made) => [block(inputs[0]), sign(`Σ over ${summed.words} →`), made],
  loss: (phase, made) => (phase.formula === "mean" ? onlyInput(phase, made)
    : [block(phase.inputs[2]), sign("at the class in"), block(phase.inputs[1]), sign("−log →"), made]),
};

const onlyInput = ({ kind, inputs, formula }, made) =>
  [block(inputs[0]), sign(SIGNS[kind][formula]), made];

function linesOf(phase) {
  if (phase.kind === "update") return phase.moves.flatMap((move, i) => moveLines(phase, move, i));
  return [(LINES[phase.kind] ?? onlyInput)(phase, block(phase.result, "result"))];
}

function moveLines({ inputs, factor }, { old, step, new: after }, i) {
  const line = [block(old), sign("−"), block(step)];
  if (after) line.push(sign("="), block(after, "result"));
  const isPlain = factor !== null && inputs[i];
  return isPlain ? [line, [block(step), sign(`= ${factor} ·`), block(inputs[i])]] : [line];
}

function inLines(lines, makeBlock) {
  const element = make("div", "scheme lines");
  const blocks = [];
  for (const items of lines) {
    const line = make("div", "line");
    for (const item of items) {
      if (item.text) line.append(make("span", "sign", item.text));
      else {
        blocks.push(makeBlock(item.name, { role: item.role }));
        line.append(blocks.at(-1).element);
      }
    }
    element.append(line);
  }
  return { element, blocks };
}
