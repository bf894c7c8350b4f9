// The sum that makes one cell: its text, and the cells to mark. The server says how each cell is computed;
// the value is the one that came with the matrix.

import { MANY, placeOf, read, termsIn, write } from "./expressions.js";
import { fmt } from "./number_format.js";

// A sum of many terms can be folded: `many` is their number, or 0.
export function sumOf({ matrices }, phase, name, row, column, isFolded = false) {
  const value = matrices[name].values[row][column];
  const shown = { about: cellName(matrices[name], row, column), value: fmt(value), text: "", lights: [] };
  const sum = phase.sums[name];
  if (!sum) return shown;
  const at = { i: row, j: column };
  const cells = [];
  const ways = sum.ways.map((way, nth) => read(way, at, (matrix, i, j) => {
    if (nth === 0) cells.push({ name: matrix, row: i, column: j });
    return matrices[matrix].values[i][j];
  }, isFolded));
  const terms = Math.max(...sum.ways.map(termsIn));
  const lights = sum.lights?.map((light) =>
    ({ ...light, row: placeOf(light.row, at), column: placeOf(light.column, at) }));
  return { ...shown, text: write(ways, value), lights: lights ?? cells, many: terms > MANY ? terms : 0 };
}

export function cellName({ symbol, whose, row_names: rows, column_names: columns }, row, column) {
  const place = [rows[row], columns[column]].filter(Boolean).join(", ");
  return `${symbol}${place && `[${place}]`}${whose && ` ${whose}`}`;
}
