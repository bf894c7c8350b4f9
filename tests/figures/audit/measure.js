/* Measures what Plotly has drawn, in pixels from the figure's corner: texts, cells, marks, bars, legends.

It judges nothing: the rules do. A text has runs, one for each part that has its own font or line. The
quad of a run holds its ink, not the line's height: what overlaps there collides. */

const SHOWN = (style) => style.display !== "none" && style.visibility !== "hidden";
const ROLES = {
  gtitle: ".g-gtitle",
  legend: ".legend",
  annotation: ".annotation",
  bar: ".colorbar",
  tick: ".xaxislayer-above, .yaxislayer-above, .xaxislayer-below, .yaxislayer-below",
  number: ".textpoint, .heatmap-label",
  axis: "[class^='g-x'], [class^='g-y']",
};
const STEP = 4; // pixels between two points of a line

const canvas = document.createElement("canvas").getContext("2d");

/* Returns the product of the opacities of an element and of what it stands in. */
function opacity(element, root) {
  let product = 1;
  for (let at = element; at && at !== root; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (!SHOWN(style)) return 0;
    product *= Number(style.opacity);
  }
  return product;
}

function colour(text, alpha) {
  const parts = (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 1) * alpha];
}

/* Returns the corners of a rectangle of an element's own coordinates, in the figure's. */
function quad(element, origin, left, top, right, bottom) {
  const m = element.getScreenCTM();
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
  return corners.map(([x, y]) => [m.a * x + m.c * y + m.e - origin.x, m.b * x + m.d * y + m.f - origin.y]);
}

function boxOf(element, origin) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left - origin.x, top - origin.y, right - origin.x, bottom - origin.y];
}

function textNodes(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function runsOf(text, origin, alpha) {
  const whole = parseFloat(getComputedStyle(text).fontSize);
  const runs = [];
  let first = 0;
  for (const node of textNodes(text)) {
    const start = first + node.data.search(/[^\s\u00a0\u200b]/);
    const end = first + node.data.trimEnd().length - 1;
    first += node.data.length;
    if (!node.data.trim() || end >= text.getNumberOfChars()) continue;
    const style = getComputedStyle(node.parentElement);
    const size = parseFloat(style.fontSize);
    canvas.font = `${style.fontStyle} ${style.fontWeight} ${size}px ${style.fontFamily}`;
    const ink = canvas.measureText(node.data.trim());
    const from = text.getStartPositionOfChar(start);
    const to = text.getEndPositionOfChar(end);
    const m = text.getScreenCTM();
    const enlarged = Math.hypot(m.a, m.b);
    const [top, bottom] = [from.y - ink.actualBoundingBoxAscent, from.y + ink.actualBoundingBoxDescent];
    runs.push({
      text: node.data.trim(),
      quad: quad(text, origin, from.x, top, to.x, bottom),
      size: size * enlarged,
      is_index: size < 0.9 * whole,
      fill: colour(style.fill, alpha * Number(style.fillOpacity)),
    });
  }
  return runs;
}

function textsOf(root, origin) {
  const found = [];
  for (const text of root.querySelectorAll("svg text")) {
    const alpha = opacity(text, root);
    if (!alpha || text.closest(".hoverlayer, .modebar, defs")) continue;
    const runs = runsOf(text, origin, alpha);
    const role = Object.keys(ROLES).find((name) => text.closest(ROLES[name])) ?? "other";
    if (runs.length) found.push({ text: text.textContent, role, plot: plotOf(text), runs });
  }
  return found;
}

function plotOf(element) {
  const plot = element.closest(".subplot");
  return plot ? plot.classList[1] : "";
}

const isHeatmap = ({ trace, z }) => trace?.type === "heatmap" && trace.visible === true
  && trace.opacity !== 0 && z?.length;

/* Returns the edges of the cells of each heatmap that is seen. */
function gridsOf(root, scale) {
  const found = (root.calcdata ?? []).map(([first]) => first).filter(isHeatmap);
  return found.map(({ trace, x, y, z }) => {
    const [across, down] = ["x", "y"].map((letter) => root._fullLayout._plots[trace.xaxis + trace.yaxis][
      `${letter}axis`]);
    const numbers = z.flatMap((row) => [...row]).filter(Number.isFinite).map(Math.abs);
    return {
      plot: trace.xaxis + trace.yaxis,
      xs: Array.from(x, (at) => scale * (across._offset + across.c2p(at))),
      ys: Array.from(y, (at) => scale * (down._offset + down.c2p(at))),
      largest: numbers.reduce((a, b) => Math.max(a, b), 0),
      scale: Math.max(Math.abs(trace.zmin), Math.abs(trace.zmax)),
    };
  });
}

function common(one, other) {
  return one.map((side, i) => Math[i < 2 ? "max" : "min"](side, other[i]));
}

/* Returns the rectangle that cuts an element, or null. */
function clipOf(element, root, origin) {
  let clip = null;
  for (let at = element; at && at !== root; at = at.parentElement) {
    const id = /#([^)'"]+)/.exec(at.getAttribute("clip-path") ?? "")?.[1];
    const rect = id && document.getElementById(id)?.querySelector("rect");
    if (!rect) continue;
    const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => rect[name].baseVal.value);
    const corners = quad(at, origin, x, y, x + w, y + h);
    const own = [corners[0][0], corners[0][1], corners[2][0], corners[2][1]];
    clip = clip ? common(clip, own) : own;
  }
  return clip;
}

const MARKS = {
  point: ".scatterlayer path.point",
  line: ".scatterlayer path.js-line",
  shape: ".shapelayer path",
  image: ".layer-above image, .layer-below image, .imagelayer image",
  bar: ".colorbar .cboutline",
};

function marksOf(root, origin) {
  return Object.entries(MARKS).flatMap(([kind, selector]) => [...root.querySelectorAll(selector)]
    .filter((element) => opacity(element, root) && !element.closest(".legend"))
    .map((element) => markOf(kind, element, root, origin))
    .filter((mark) => mark.isSeen)
    .map((mark) => ({ ...mark, isSeen: undefined })));
}

function isPainted(style, what) {
  return style[what] !== "none" && colour(style[what], Number(style[`${what}Opacity`]))[3] > 0;
}

function markOf(kind, element, root, origin) {
  const style = getComputedStyle(element);
  const [isStroked, isFilled] = ["stroke", "fill"].map((what) => isPainted(style, what));
  const stroke = isStroked ? parseFloat(style.strokeWidth) / 2 : 0;
  const [left, top, right, bottom] = boxOf(element, origin);
  const [across, down] = [bottom > top ? stroke : 0, right > left ? stroke : 0]; // a line has no cap
  return {
    isSeen: isStroked || isFilled || kind === "image",
    kind,
    plot: plotOf(element),
    box: [left - across, top - down, right + across, bottom + down],
    clip: clipOf(element, root, origin),
    stroke,
    points: kind === "line" || (kind === "shape" && isStroked && !isFilled) ? pointsOf(element, origin) : [],
  };
}

function pointsOf(path, origin) {
  const length = path.getTotalLength?.() ?? 0;
  const m = path.getScreenCTM();
  const count = Math.ceil(length / STEP);
  return Array.from({ length: count && count + 1 }, (_, i) => {
    const { x, y } = path.getPointAtLength((i * length) / count);
    return [m.a * x + m.c * y + m.e - origin.x, m.b * x + m.d * y + m.f - origin.y];
  });
}

function legendsOf(root, origin) {
  return [...root.querySelectorAll(".legend")].map((legend) => {
    const parts = [...legend.querySelectorAll("text, .legendsymbols path, .legendlines path")];
    const boxes = parts.map((part) => boxOf(part, origin)).filter(([l, t, r, b]) => r > l || b > t);
    return [0, 1, 2, 3].map((i) => Math[i < 2 ? "min" : "max"](...boxes.map((box) => box[i])));
  }).filter((box) => box.every(Number.isFinite));
}

/* Returns the places of the axes: where traces are drawn. */
function plotsOf(root, scale) {
  const plots = root._fullLayout?._plots ?? {};
  return Object.entries(plots).map(([name, { xaxis: x, yaxis: y }]) => ({
    name, box: [x._offset, y._offset, x._offset + x._length, y._offset + y._length].map((at) => scale * at),
  }));
}

/* Says whether the figure is one plane with one scale: it cannot fill a sheet of another shape. */
function isPlane(root) {
  const plots = Object.values(root._fullLayout?._plots ?? {});
  return plots.length === 1 && Boolean(plots[0].yaxis.scaleanchor ?? plots[0].xaxis.scaleanchor);
}

window.measure = (root) => {
  const frame = root.getBoundingClientRect();
  const origin = { x: frame.left, y: frame.top };
  const scale = frame.width / root._fullLayout.width; // a page may show a sheet smaller than it is
  return {
    width: frame.width,
    height: frame.height,
    texts: textsOf(root, origin),
    grids: gridsOf(root, scale),
    marks: marksOf(root, origin),
    legends: legendsOf(root, origin),
    plots: plotsOf(root, scale),
    is_plane: isPlane(root),
  };
};
