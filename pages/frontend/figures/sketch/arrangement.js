// Where everything of a figure stands, as Plotly has it: margins, axes and the legend.

import { autorange } from "./autorange.js";
import { SketchAxis } from "./axis.js";
import { marginBeside } from "./colour_bar.js";
import { fullAxes, fullLayout } from "./full_figure.js";
import { arrangeLegend } from "./legend.js";

const SIDES = ["l", "r", "t", "b"];
const ROUNDS = 4;
const MOST_PAD = 12; // pixels between what a margin holds and the rim

// `measure` returns the width, the top and the bottom of a text in a font.
export function arrange(figure, { width, height }, measure) {
  const full = fullLayout(figure);
  const axes = new Map([...fullAxes(figure, full)].map(([id, axis]) => [id, new SketchAxis(axis)]));
  let margins = full.margin;
  let arranged = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const size = { l: margins.l, t: margins.t, w: Math.max(1, width - margins.l - margins.r),
      h: Math.max(1, height - margins.t - margins.b) };
    place(axes, size, figure.data);
    measure.ahead([...axes.values()].flatMap((axis) => axis.texts()));
    for (const axis of axes.values()) axis.label(measure);
    const legend = arrangeLegend(figure, full, size, measure);
    arranged = { full, axes, size, legend };
    const before = margins;
    margins = pushed(figure, arranged, width, measure);
    if (SIDES.every((side) => before[side] === margins[side])) break;
  }
  return arranged;
}

function place(axes, size, traces) {
  for (const axis of axes.values()) {
    axis.place(size);
    const follows = axis.autorange === true || !axis.range;
    if (follows) axis.range = autorange(axis, tracesOn(traces, axis));
    axis.autorange = follows;
  }
  for (const axis of axes.values()) square(axis, axes.get(axis.scaleanchor));
  for (const axis of axes.values()) {
    axis.attach(axes.get(axis.anchor) ?? axes.get(axis.letter === "x" ? "y" : "x"));
  }
}

const tracesOn = (traces, { id, letter }) =>
  traces.filter((trace) => trace.type !== "heatmap" && (trace[`${letter}axis`] ?? letter) === id);

// One unit of an axis has `scaleratio` times as many pixels as one of the axis that it is anchored to.
function square(axis, other) {
  if (!other) return;
  const { scaleratio = 1 } = axis;
  const scale = Math.min(axis.length / axis.span / scaleratio, other.length / other.span);
  axis.shrink(scale * scaleratio);
  other.shrink(scale);
}

function pushed({ data }, arranged, width, measure) {
  const { full: { margin }, axes, legend } = arranged;
  const pad = Math.min(MOST_PAD, margin.l, margin.r, margin.t, margin.b);
  const pushing = [...axes.values()].filter((axis) => axis.automargin && axis.visible);
  const all = [...pushing.map((axis) => axis.pushes()), { t: legend?.height }];
  const padded = (pixels) => (pixels > 0 ? pixels + pad : 0);
  const most = (side) => Math.max(margin[side], ...all.map((push) => padded(push[side])));
  const needed = Object.fromEntries(SIDES.map((side) => [side, most(side)]));
  const beside = marginBeside(data, arranged, measure, { width, left: needed.l, pad });
  return { l: Math.round(needed.l), r: Math.round(Math.max(needed.r, beside)), t: Math.round(needed.t),
    b: Math.round(needed.b) };
}
