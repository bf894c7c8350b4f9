// How large the cells of a phase are: numbers are printed wherever they can be read, otherwise cells are only
// coloured.

const GAP = 10;
// A block is at least as wide as its name and shape, broken into lines; a coloured one has more room.
const NAME = 60;
const COLOURED = 130;
// Pixels per letter of a sign between blocks, and the height of the name above a block.
const LETTER = 8.5;
const CAPTION = 48;
// The font of a cell in pixels; the width and height of the cell in multiples of it.
const FONT = { least: 12, most: 18 };
const WIDE = 5.2;
const NARROW = 2.85;
const HIGH = 2.15;
const LOW = 1.45;
// A block with more rows is read as a picture.
const MOST_ROWS = 16;
// The side of a coloured cell, in pixels.
const SIDE = { least: 0.1, most: 20 };
// The share of the height that coloured blocks take.
const TALLEST = 0.62;

// `lines` are lists of pieces: the rows and columns of a block, and the sign before it. With `room.rows`, the
// height of a product, the lines cannot break. Returns the look of a cell.
export function lookFor(lines, room) {
  if (lines.flat().some((piece) => piece.rows > MOST_ROWS)) return coloured(lines, room);
  for (const mayBreak of room.rows ? [false] : [false, true]) {
    for (const size of SIZES) {
      const drawn = lines.flatMap((line) => (mayBreak ? broken(line, size.wide, room.width) : [line]));
      const high = heightOf(drawn, size, room);
      const isNarrow = drawn.every((line) => widthOf(line, size.wide, NAME) <= room.width);
      if (isNarrow && high >= size.low) return { ...size, high, isPrinted: true, least: 0 };
    }
  }
  return coloured(lines, room);
}

// From the largest font to the smallest, then with narrower cells.
const SIZES = [
  ...Array.from({ length: FONT.most - FONT.least }, (_, i) => FONT.most - i)
    .map((font) => ({ font, wide: WIDE * font, low: HIGH * font })),
  ...Array.from({ length: 29 }, (_, i) => ({ font: FONT.least, low: LOW * FONT.least,
    wide: FONT.least * (WIDE - (i / 28) * (WIDE - NARROW)) })),
];

// As high as the window allows, up to the usual height.
function heightOf(drawn, { font }, { height, rows }) {
  const count = rows ?? drawn.reduce((total, line) => total + rowsOf(line), 0);
  return Math.min(HIGH * font, (height - CAPTION * (rows ? 2 : drawn.length)) / count);
}

function coloured(lines, { width, height, rows }) {
  const parts = rows ? lines : lines.flat().map((piece) => [piece]);
  const most = Math.max(...parts.map(({ length }) => length));
  const least = Math.min(COLOURED, (width + GAP) / most - GAP);
  let wide = SIDE.most;
  while (wide > SIDE.least && parts.some((line) => widthOf(line, wide, least) > width)) wide *= 0.97;
  const down = rows ?? Math.max(...lines.map(rowsOf));
  return { isPrinted: false, font: FONT.least, wide, high: Math.min(wide, (TALLEST * height) / down), least };
}

function broken(line, wide, width) {
  const drawn = [[]];
  for (const piece of line) {
    const isFull = widthOf([...drawn.at(-1), piece], wide, NAME) > width;
    if (isFull && drawn.at(-1).length) drawn.push([]);
    drawn.at(-1).push(piece);
  }
  return drawn;
}

const rowsOf = (line) => Math.max(...line.map((piece) => piece.rows));

const widthOf = (line, wide, least) => line.reduce((total, { sign, columns }) =>
  total + Math.max(wide * columns, least) + (sign ? LETTER * sign.length + GAP : 0) + GAP, -GAP);
