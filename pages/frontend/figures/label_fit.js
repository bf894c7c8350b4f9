// Fits printed numbers into the room that they have: smaller, or hidden where they could not be read; the
// pointer still shows each. Only the browser knows how wide a figure really is.

const GAP = 2;
const LEAST = 7;

const fitted = new WeakMap(); // what we have made of a label's size

// All labels are measured before any is changed, which costs one reflow.
export function fitLabels(drawing) {
  const traces = drawing.printedLabels.map((texts) => texts.filter((text) => text.textContent.trim()));
  for (const text of traces.flat()) restore(text);
  const shares = traces.map(shareOf);
  traces.forEach((texts, i) => {
    for (const text of texts) resize(text, shares[i]);
  });
}

// A label that is drawn anew has its first size.
function restore(text) {
  const known = fitted.get(text);
  if (known && text.style.fontSize === known.to) text.style.fontSize = known.from;
  text.style.visibility = "";
}

function resize(text, share) {
  if (share >= 1) return;
  const from = text.style.fontSize;
  const size = Math.floor(10 * share * parseFloat(from)) / 10;
  if (!(size >= LEAST)) {
    text.style.visibility = "hidden";
    return;
  }
  text.style.fontSize = `${size}px`;
  fitted.set(text, { from, to: text.style.fontSize });
}

// The share of their size at which the labels of a trace do not touch each other.
export function shareOf(texts) {
  const boxes = texts.map((text) => text.getBoundingClientRect()).map(({ left, right, top, bottom }) =>
    ({ x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top }));
  boxes.sort((a, b) => a.y - b.y || a.x - b.x);
  const all = boxes.slice(1).map((box, i) => {
    const before = boxes[i];
    const isSameRow = Math.abs(before.y - box.y) < 1;
    return isSameRow ? (box.x - before.x - GAP) / Math.max(box.width, before.width) // a cell is not wider
      : (box.y - before.y) / ((box.height + before.height) / 2);
  });
  return Math.min(1, ...all);
}
