// Lines over the history, drawn in two ways: by Plotly (exact: hover, axes, legend; 10 to 20 ms) and,
// while playing, directly into the SVG paths that Plotly made (well under 1 ms). Plotly draws again
// when a line leaves its axes, or when the gap between its points changes, which the title of the step axis
// says. That axis then gets some room, which makes this rare. A sketch stands for Plotly until it is here.

const ROOM = 1.25;
const EDGE = 1;
const SHARE = 0.9; // the part of an axis that its values take

export class Lines {
  constructor() {
    this.ranges = new Map(); // those that we set, by the name of the axis
    this.forget();
  }

  forget() {
    this.paths = null;
  }

  reset() {
    this.ranges.clear();
    this.forget();
  }

  // Draws the lines directly and returns true, or false if Plotly has to.
  drawDirectly(drawing, lines) {
    if (Object.keys(titles(drawing, lines)).length) return false;
    this.paths ??= drawing.linePaths;
    // Plotly makes no path for a line without points, and none is missed.
    const drawn = lines.filter((line) => this.paths.has(line.trace) || hasPoints(drawing, line));
    const outlines = drawn.map((line) => this.outlineOf(drawing, line));
    if (outlines.includes(null)) return false;
    drawn.forEach(({ trace }, i) => this.paths.get(trace).setAttribute("d", outlines[i]));
    return true;
  }

  // The path of a line; null if Plotly has to draw it.
  outlineOf(drawing, line) {
    const axes = this.paths.get(line.trace)?.isConnected && drawing.axesOfTrace(line.trace);
    const d = axes ? this.outline(axes, line) : null;
    return d || !hasPoints(drawing, line) ? d : null;
  }

  // The path of a line; null if it leaves an axis that should follow it.
  outline({ x, y, isStepped }, line) {
    const follows = { x: this.isFollowing(x), y: this.isFollowing(y) };
    let d = "";
    let pen = "M";
    for (const row of line.rows) {
      const px = toTenth(x.numberToPixel(row[0]));
      const py = toTenth(y.numberToPixel(valueOf(row, line)));
      if (!Number.isFinite(px + py)) {
        pen = "M";
        continue;
      }
      if ((follows.x && isOutside(px, x)) || (follows.y && isOutside(py, y))) return null;
      d += isStepped && pen === "L" ? `H${px}V${py}` : `${pen}${px},${py}`;
      pen = "L";
    }
    return d;
  }

  // An axis that the reader zoomed, or that has a fixed range, is left as it is.
  isFollowing(axis) {
    return axis.autorange !== false || this.ranges.get(axis.name) === String(axis.range);
  }

  // The layout while playing: step axes that follow their data get room to play on, and their titles; log
  // axes the number of ticks.
  playingLayout(drawing, lines) {
    const layout = { ...titles(drawing, lines), ...logTicks(drawing, lines) };
    for (const { trace, rows } of lines) {
      const axis = drawing.axesOfTrace(trace)?.x;
      if (axis?.type !== "linear" || !rows.length || !this.isFollowing(axis)) continue;
      const range = [rows[0][0], Math.max(rows[0][0] + 1, rows.at(-1)[0] * ROOM)];
      layout[`${axis.name}.range`] = range;
      this.ranges.set(axis.name, String(range));
    }
    return layout;
  }

  // The layout at rest: the axes are Plotly's again, unless the reader has changed them.
  restingLayout(drawing, lines) {
    const layout = titles(drawing, lines);
    for (const name of this.ranges.keys()) {
      const axis = drawing.axis(name.replace("axis", ""));
      if (axis && this.isFollowing(axis)) layout[`${name}.autorange`] = true;
    }
    this.ranges.clear();
    return layout;
  }
}

export function columns(lines) {
  const steps = new Map();
  const stepsOf = (rows) => {
    if (!steps.has(rows)) steps.set(rows, Float64Array.from(rows, (row) => row[0]));
    return steps.get(rows);
  };
  return {
    traces: lines.map((line) => line.trace),
    x: lines.map((line) => stepsOf(line.rows)),
    y: lines.map((line) => Float64Array.from(line.rows, (row) => valueOf(row, line))),
  };
}

// The value that a line shows: a line of zeros only what is exactly 0, which no log axis has.
function valueOf(row, { column, zeros }) {
  return zeros && row[column] !== 0 ? NaN : row[column];
}

// Whether the axes of a line can show any of its values.
function hasPoints(drawing, line) {
  const isLog = drawing.axesOfTrace(line.trace)?.y.type === "log";
  return line.rows.some((row) => {
    const value = valueOf(row, line);
    return Number.isFinite(value) && (!isLog || value > 0);
  });
}

// The titles of step axes that are not up to date.
function titles(drawing, lines) {
  const layout = {};
  for (const { trace, title } of lines) {
    const axis = drawing.axesOfTrace(trace)?.x;
    if (title && axis && axis.title !== title) layout[`${axis.name}.title.text`] = title;
  }
  return layout;
}

// With three ticks Plotly may label a single power of ten of three to four decades: as log_axis.py has it.
function logTicks(drawing, lines) {
  const logs = new Map();
  for (const line of lines) {
    const axis = drawing.axesOfTrace(line.trace)?.y;
    if (axis?.type !== "log") continue;
    const found = line.rows.map((row) => Math.log10(valueOf(row, line))).filter(Number.isFinite);
    logs.set(axis.name, [...logs.get(axis.name) ?? [], ...found]);
  }
  return Object.fromEntries([...logs].map(([name, all]) => {
    const decades = (Math.max(...all) - Math.min(...all)) / SHARE;
    return [`${name}.nticks`, decades > 2.9 && decades < 4.1 ? 4 : 3];
  }));
}

const toTenth = (pixels) => Math.round(pixels * 10) / 10;
const isOutside = (p, axis) => p < -EDGE || p > axis.length + EDGE;
