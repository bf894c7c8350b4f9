// How a phase is laid out. A product is laid out as its matrices multiply: the left factor before the result,
// the right factor above it, so that a row and a column meet in the cell that they make.

import { group, make } from "../common/dom.js";
import { Block } from "./block.js";
import { lookFor } from "./cell_size.js";

// Returns the element and its blocks, drawn into `room`, which is in pixels.
export function arrange(lesson, phase, { room, palette, isHidden, on }) {
  const { lines } = phase.layout;
  const size = lines ? lookFor(lines.map((line) => line.map((piece) => sizeOf(lesson, piece))), room)
    : productLook(lesson, phase, room);
  const look = { ...size, palette };
  const block = (name, more = {}) => new Block(name, lesson.matrices[name], {
    look, on, isHidden: isHidden && phase.made.includes(name), ...more });
  return lines ? inLines(lines, block) : aroundResult(phase, block);
}

function sizeOf(lesson, { name, transposed, sign }) {
  const { values } = lesson.matrices[name];
  const [rows, columns] = [values.length, values[0].length];
  return transposed ? { sign, rows: columns, columns: rows } : { sign, rows, columns };
}

// The right factor stands above the result. The bias stands between them, or before the result if it is a
// column.
function productLook(lesson, { layout, result }, room) {
  const { left, right, plus, beside } = layout;
  const pieces = [sizeOf(lesson, left), sizeOf(lesson, right)];
  if (beside) pieces.push(sizeOf(lesson, { name: plus }));
  const { rows } = sizeOf(lesson, { name: result });
  const inner = pieces[0].columns;
  return lookFor([pieces], { ...room, rows: inner + rows + Number(Boolean(plus && !beside)) });
}

function aroundResult({ layout, result }, block) {
  const { left, right, plus, beside, rule } = layout;
  const factor = ({ name, transposed }, role) => block(name, { isTransposed: transposed, role });
  const blocks = [factor(left, "left"), factor(right, "right")];
  if (plus) blocks.push(block(plus, { role: "plus" }));
  blocks.push(block(result, { role: "result" }));
  const element = group("scheme product", blocks.map((each) => each.element));
  element.classList.toggle("beside", beside);
  if (!blocks.at(-1).isHidden) element.append(make("p", "rule", rule));
  return { element, blocks };
}

// A line that is too long breaks before a sign, so the sign stays with what follows it.
function inLines(lines, makeBlock) {
  const blocks = [];
  const element = group("scheme lines", lines.map((pieces) => group("line", pieces.map((piece) => {
    const block = makeBlock(piece.name, { role: piece.role });
    blocks.push(block);
    return group("piece", piece.sign ? [signOf(piece.sign, block), block.element] : [block.element]);
  }))));
  return { element, blocks };
}

// A sign stands at the middle of the cells, however long the name above them.
function signOf(text, { field }) {
  const sign = make("span", "sign", text);
  sign.style.height = field.style.height;
  return sign;
}
