// Lines over the history, drawn two ways: by Plotly (exact: hover, axes, legend; 10 to 20 ms) and,
// while playing, straight into the SVG paths that Plotly made (well under 1 ms). Plotly draws again
// when a line leaves its axes, or its points come to stand further apart, which the step axis tells; that
// axis then gets some room, so that this is rare.

const ROOM = 1.25;
const EDGE = 1;

export class Lines {
  constructor() {
    this.held = new Map();
    this.forget();
  }

  forget() {
    this.paths = null;
  }

  release() {
    this.held.clear();
    this.forget();
  }

  // Draws the jobs' lines directly, or says that Plotly has to.
  drawDirectly(gd, lines) {
    if (Object.keys(titles(gd, lines)).length) return false;
    this.paths ??= pathsOf(gd);
    for (const line of lines) {
      const place = this.place(gd, line.trace);
      if (!place) return false;
      line.d = this.outline(place, line);
      if (line.d === null) return false;
    }
    for (const { trace, d } of lines) this.paths.get(trace).setAttribute("d", d);
    return true;
  }

  place(gd, trace) {
    const path = this.paths.get(trace);
    const full = gd._fullData?.[trace];
    if (!path?.isConnected || !full) return null;
    const [x, y] = [axisOf(gd, full.xaxis), axisOf(gd, full.yaxis)];
    return x && y ? { x, y } : null;
  }

  // The path of a line; null when it leaves an axis that should follow it.
  outline({ x, y }, { rows, column }) {
    const follows = { x: this.isFollowing(x), y: this.isFollowing(y) };
    let d = "";
    let pen = "M";
    for (const row of rows) {
      const px = x.c2p(row[0]);
      const py = y.c2p(row[column]);
      if (!Number.isFinite(px + py)) {
        pen = "M";
        continue;
      }
      if ((follows.x && isOutside(px, x)) || (follows.y && isOutside(py, y))) return null;
      d += `${pen}${Math.round(px * 10) / 10},${Math.round(py * 10) / 10}`;
      pen = "L";
    }
    return d || null;
  }

  // An axis that the reader zoomed, or that has a fixed range, is left as it is.
  isFollowing(axis) {
    return axis.autorange !== false || this.held.get(axis._name) === String(axis.range);
  }

  // Ranges with room to play on, for step axes that follow their data; and what the axes then say.
  room(gd, lines) {
    const layout = titles(gd, lines);
    for (const { trace, rows } of lines) {
      const axis = axisOf(gd, gd._fullData?.[trace]?.xaxis);
      if (!axis || axis.type !== "linear" || !rows.length || !this.isFollowing(axis)) continue;
      const range = [rows[0][0], Math.max(rows[0][0] + 1, rows.at(-1)[0] * ROOM)];
      layout[`${axis._name}.range`] = range;
      this.held.set(axis._name, String(range));
    }
    return layout;
  }

  // At rest the axes are Plotly's again, unless the reader changed them meanwhile.
  restored(gd, lines) {
    const layout = titles(gd, lines);
    for (const name of this.held.keys()) {
      const axis = gd._fullLayout?.[name];
      if (axis && this.isFollowing(axis)) layout[`${name}.autorange`] = true;
    }
    this.held.clear();
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
    y: lines.map((line) => Float64Array.from(line.rows, (row) => row[line.column])),
  };
}

// The titles that step axes have to get.
function titles(gd, lines) {
  const layout = {};
  for (const { trace, title } of lines) {
    const axis = axisOf(gd, gd._fullData?.[trace]?.xaxis);
    if (title && axis && axis.title.text !== title) layout[`${axis._name}.title.text`] = title;
  }
  return layout;
}

const isOutside = (p, axis) => p < -EDGE || p > axis._length + EDGE;

const axisOf = (gd, id) => id && gd._fullLayout?.[id[0] + "axis" + id.slice(1)];

function pathsOf(gd) {
  const paths = new Map();
  for (const group of gd.querySelectorAll(".scatterlayer .trace")) {
    const index = group.__data__?.[0]?.trace?.index;
    const path = group.querySelector("path.js-line");
    if (index !== undefined && path) paths.set(index, path);
  }
  return paths;
}
