// Which weight or bias of a figure is under the pointer. A figure has lines, [x0, y0, x1, y1, name], and
// grids, whose last row holds the biases: { layer, rows, columns, x, y } on their own axes.

const NEAR = 6; // pixels from a line

// `axis` returns an axis of the drawing by its id; pixels count from the figure's corner.
export function weightAt({ lines = [], grids = [] }, [px, py], axis) {
  return cellAt(grids, [px, py], axis) ?? lineAt(lines, [px, py], axis);
}

function cellAt(grids, [px, py], axis) {
  for (const { layer, rows, columns, x, y } of grids) {
    const [across, down] = [axis(x), axis(y)];
    if (!across || !down) continue;
    const [column, row] = [numberAt(across, px, columns), numberAt(down, py, rows + 1)];
    if (column < 1 || column > columns || row < 1 || row > rows + 1) continue;
    return row > rows ? `b${layer}:${column}` : `W${layer}:${row},${column}`;
  }
  return undefined;
}

// The number of the cell at a pixel, of `count` cells that are one apart.
function numberAt(axis, pixel, count) {
  const [from, to] = [axis.numberToPixel(0.5), axis.numberToPixel(count + 0.5)];
  return Math.floor((count * (pixel - axis.offset - from)) / (to - from)) + 1;
}

function lineAt(lines, [px, py], axis) {
  const [x, y] = [axis("x"), axis("y")];
  if (!lines.length || !x || !y) return undefined;
  const [right, down] = [px - x.offset, py - y.offset];
  let [found, nearest] = [undefined, NEAR];
  for (const [x0, y0, x1, y1, name] of lines) {
    const ends = [[x.numberToPixel(x0), y.numberToPixel(y0)], [x.numberToPixel(x1), y.numberToPixel(y1)]];
    const far = distance([right, down], ...ends);
    if (far <= nearest) [found, nearest] = [name, far];
  }
  return found;
}

// Of a point from a segment.
export function distance([px, py], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1);
  const at = Math.min(Math.max(along, 0), 1);
  return Math.hypot(px - ax - at * dx, py - ay - at * dy);
}
