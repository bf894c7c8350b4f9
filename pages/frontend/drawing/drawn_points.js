// Points that the reader draws: [x, y, class]. Sprayed, erased, taken back, and what the server gets of them.

const MOST_UNDONE = 100;
const LEAST = 4;
const LEAST_OF_A_CLASS = 2;
const DIGITS = 4; // of the plane's sides
export const MOST_CLASSES = 6;

export class DrawnPoints {
  constructor({ bounds = [-1, 1, -1, 1], most = 1000, points = [] } = {}) {
    Object.assign(this, { bounds, most, points, past: [] });
  }

  // What is done until the next call is taken back as one.
  begin() {
    this.past.push(this.points);
    this.past.splice(0, this.past.length - MOST_UNDONE);
  }

  undo() {
    this.points = this.past.pop() ?? this.points;
  }

  clear() {
    this.begin();
    this.points = [];
  }

  // `count` points of a class about a place, within shares of the sides of the plane.
  spray(x, y, label, { count = 1, reach = 0, random = Math.random } = {}) {
    const made = Array.from({ length: count }, () => {
      const [radius, angle] = [reach * Math.sqrt(random()), 2 * Math.PI * random()];
      const [across, up] = [radius * Math.cos(angle), radius * Math.sin(angle)];
      return this.within(x + across * this.across, y + up * this.up, label);
    });
    this.points = [...this.points, ...made.slice(0, Math.max(0, this.most - this.points.length))];
  }

  erase(x, y, reach) {
    this.points = this.points.filter(([px, py]) =>
      Math.hypot((px - x) / this.across, (py - y) / this.up) > reach);
  }

  get across() { return this.bounds[1] - this.bounds[0]; }

  get up() { return this.bounds[3] - this.bounds[2]; }

  within(x, y, label) {
    const [x0, x1, y0, y1] = this.bounds;
    return [rounded(clamped(x, x0, x1), this.across), rounded(clamped(y, y0, y1), this.up), label];
  }

  // How many points each class has.
  get sizes() {
    const sizes = Array(MOST_CLASSES).fill(0);
    for (const [, , label] of this.points) sizes[label] += 1;
    return sizes;
  }

  // The classes that may be drawn: those that have points, and the next one.
  get classes() {
    return Math.min(this.sizes.filter(Boolean).length + 1, MOST_CLASSES);
  }

  // A class that was erased leaves no gap: those after it move up.
  closeGaps() {
    const order = this.sizes.flatMap((size, label) => (size ? [label] : []));
    if (order.every((label, at) => label === at)) return;
    this.points = this.points.map(([x, y, label]) => [x, y, order.indexOf(label)]);
  }

  // What is still missing for a run; "" if nothing.
  get missing() {
    const sizes = this.sizes.filter(Boolean);
    const few = sizes.findIndex((size) => size < LEAST_OF_A_CLASS);
    if (sizes.length < 2) return "Draw points of two classes.";
    if (few >= 0) return `Class ${few} needs two points.`;
    return this.points.length < LEAST ? `Draw ${LEAST} points.` : "";
  }

  get message() {
    const [x0, x1, y0, y1] = this.bounds;
    return { x: this.points.map(([x]) => x), y: this.points.map(([, y]) => y),
      labels: this.points.map(([, , label]) => label), plane: [x0, y0, x1, y1] };
  }
}

const clamped = (value, low, high) => Math.min(Math.max(value, low), high);

function rounded(value, span) {
  const decimals = DIGITS - 1 - Math.floor(Math.log10(span));
  return decimals >= 0 ? Number(value.toFixed(Math.min(decimals, 20))) : value;
}
