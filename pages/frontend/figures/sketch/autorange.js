// The range of an axis that follows its data, as Plotly chooses it. What a trace has at its ends keeps some
// pixels away from the ends of the axis: lines 5 % across the values, markers that and their own size.

import { numbers } from "./full_figure.js";

const SHARE = 0.05;
const RADIUS = 1.6; // a marker's size to the pixels that it needs
const LEAST_MARKER = 3;

// `traces` are those on the axis.
export function autorange({ letter, type, length, rangemode }, traces) {
  const ends = traces.map((trace) => endsOf(trace, letter, type === "log")).filter(Boolean);
  if (!ends.length) return letter === "x" ? [-1, 6] : [-1, 4];
  const padded = ends.map((each) => ({ ...each, pad: each.pad + (each.isPadded ? SHARE * length : 0) }));
  const low = padded.map(({ low: value, pad }) => ({ value, pad }));
  const high = padded.map(({ high: value, pad }) => ({ value, pad }));
  return rangeOf(low, high, length, rangemode === "tozero");
}

// The smallest and the largest value of a trace, and its pixels.
function endsOf(trace, letter, isLog) {
  const isLine = trace.mode === "lines";
  const values = finite(trace, letter, isLog);
  if (!values.length) return null;
  return { low: Math.min(...values), high: Math.max(...values), isPadded: !isLine || letter === "y",
    pad: isLine ? 0 : Math.max((trace.marker?.size ?? 6) / RADIUS, LEAST_MARKER) };
}

function finite(trace, letter, isLog) {
  const values = [...numbers(trace[letter])].filter((value) => value !== null);
  return (isLog ? values.map((value) => Math.log10(value)) : values).filter(Number.isFinite);
}

function rangeOf(low, high, length, toZero) {
  const least = Math.min(...low.map(({ value }) => value));
  const most = Math.max(...high.map(({ value }) => value));
  if (least === most) return oneValue(least, Math.max(...high.map(({ pad }) => pad)), length, toZero);
  let best = { slope: 0 };
  for (const from of low) for (const to of high) best = steeper(best, from, to, length);
  const from = toZero && best.from.value >= 0 ? { value: 0, pad: 0 } : best.from;
  const to = toZero && best.to.value <= 0 ? { value: 0, pad: 0 } : best.to;
  const slope = (to.value - from.value) / (length - from.pad - to.pad);
  return [from.value - slope * from.pad, to.value + slope * to.pad];
}

function oneValue(value, pad, length, toZero) {
  if (!toZero) return [value - 1, value + 1];
  if (value === 0) return [0, 1];
  const end = value / (1 - Math.min(0.5, pad / length));
  return value > 0 ? [0, end] : [end, 0];
}

// Of two pairs of ends the one that needs more of the values for each pixel.
function steeper(best, from, to, length) {
  const room = length - from.pad - to.pad;
  const isTight = room <= length / 10;
  const slope = (to.value - from.value) / (isTight ? length : room);
  if (!(slope > best.slope)) return best;
  const bare = ({ value }) => ({ value, pad: 0 });
  return isTight ? { slope, from: bare(from), to: bare(to) } : { slope, from, to };
}
