// The bar beside or below a plot that tells what its colours mean, as Plotly draws it.

import { svg } from "../../common/svg.js";
import { toHundredth } from "./axis.js";
import { gradientStops } from "./colour_scale.js";
import { uniqueId } from "./clip.js";
import { text } from "./text.js";

const PAD = 10;
const TITLE = 1.2; // of the size of the labels
const LABEL_GAP = 0.5;
const LABEL_SHARE = 0.2;
const MIDDLE = 0.35;
const APART = 2; // pixels between labels and title

const ANCHORS = { left: 0, center: 0.5, right: 1, bottom: 0, middle: 0.5, top: 1 };
const LOOK = { len: 1, thickness: 30, x: 1.02, y: 0.5, xpad: 10, ypad: 10, orientation: "v",
  xanchor: "left", yanchor: "middle", showticklabels: true };

export function colourBars(traces, { full, size }, measure) {
  return traces.map(scaleOf).filter(Boolean).map((scale) => drawColourBar(scale, size, full.font, measure));
}

// The scale of a trace, if it shows one: bar, colours, and the numbers at its ends.
function scaleOf({ type, marker, ...trace }) {
  const { showscale, colorbar, colorscale } = type === "heatmap" ? trace : marker ?? {};
  if (!showscale || !colorbar || !colorscale) return null;
  const [low, high] = type === "heatmap" ? [trace.zmin, trace.zmax] : [marker.cmin, marker.cmax];
  const anchor = colorbar.orientation === "h" ? { xanchor: "center" } : {};
  return { bar: { ...LOOK, ...anchor, ...colorbar }, colorscale, low, high };
}

// The margin at the right that bars beside the plot need: a bar stands at a share of the plot's width, which
// gets smaller with the margin.
export function marginBeside(traces, { full, size }, measure, { width, left, pad }) {
  const beside = traces.map(scaleOf).filter((scale) => scale?.bar.orientation === "v" && scale.bar.x > 1);
  return Math.max(0, ...beside.map((scale) => {
    const box = upright(scale.bar, size);
    const { right } = arrangeLabels(scale, box, size, { font: full.font, measure });
    const thick = 2 * scale.bar.xpad + right - box.x + pad;
    return (thick + (scale.bar.x - 1) * (width - left)) / scale.bar.x;
  }));
}

function drawColourBar(scale, size, font, measure) {
  const isUpright = scale.bar.orientation === "v";
  const box = isUpright ? upright(scale.bar, size) : lying(scale.bar, size);
  const { labels, title } = isUpright ? arrangeLabels(scale, box, size, { font, measure })
    : { labels: labelsBelow(scale, box, font) };
  const anchor = isUpright ? "start" : "middle";
  return svg("g", {}, [fill(scale, box),
    ...labels.map(({ content, x, y, font: own }) => text(content, x, y, { font: own, anchor })),
    ...title ? [text(title.content, title.x, title.y, title)] : []]);
}

function upright({ len, thickness, x, y, xpad, ypad, yanchor }, { l, t, w, h }) {
  const long = Math.round(len * h);
  const top = Math.round(h * (1 - (y - (ANCHORS[yanchor] - 1) * (long / h)) + ypad / h));
  return { x: l + Math.round(x * w + xpad), y: t + top, width: thickness, height: long - 2 * ypad };
}

function lying({ len, thickness, x, y, xpad, ypad, xanchor }, { l, t, w, h }) {
  const long = Math.round(len * w);
  const left = Math.round(w * (x - ANCHORS[xanchor] * (long / w)) + xpad);
  return { x: l + left, y: t + Math.round((1 - y) * h + ypad), width: long - 2 * xpad, height: thickness };
}

function fill({ bar, colorscale }, box) {
  const id = uniqueId();
  const direction = bar.orientation === "v" ? { x1: 0, x2: 0, y1: 1, y2: 0 } : { x1: 0, x2: 1, y1: 0, y2: 0 };
  const stops = gradientStops(colorscale).map((stop) => svg("stop", stop));
  return svg("g", {}, [svg("linearGradient", { id, ...direction }, stops),
    svg("rect", { ...box, fill: `url(#${id})` })]);
}

// The numbers beside a bar, its title, and how far they reach.
function arrangeLabels(scale, box, size, { font, measure }) {
  const { bar } = scale;
  const own = { ...font, ...bar.tickfont };
  const labels = bar.showticklabels ? labelsOf(scale, box, own, measure) : [];
  const title = bar.title?.text ? titleOf(bar, box, size, { font: own, measure, labels }) : null;
  const right = Math.max(box.x + box.width, title?.right ?? 0, ...labels.map((label) => label.right));
  return { labels, title, right };
}

function labelsOf({ bar, low, high }, box, font, measure) {
  const x = box.x + box.width + LABEL_GAP + LABEL_SHARE * font.size;
  return [...bar.tickvals ?? []].map((value, i) => {
    const content = String(bar.ticktext?.[i] ?? value);
    const y = box.y + toHundredth((box.height * (high - value)) / (high - low)) + font.size * MIDDLE;
    const { width, top, bottom } = measure(content, font);
    return { content, x, y, font, right: x + width, top: y + top, bottom: y + bottom };
  });
}

// The numbers below a bar that lies.
function labelsBelow({ bar, low, high }, box, font) {
  if (!bar.showticklabels) return [];
  const own = { ...font, ...bar.tickfont };
  return [...bar.tickvals ?? []].map((value, i) => ({ content: String(bar.ticktext?.[i] ?? value), font: own,
    x: box.x + toHundredth((box.width * (value - low)) / (high - low)),
    y: box.y + box.height + LABEL_GAP + (1 + LABEL_SHARE) * own.size }));
}

// The title stands upright at the right of the labels that it would touch.
function titleOf(bar, box, { l, w }, { font, measure, labels }) {
  const own = { ...font, size: Math.round(TITLE * font.size), ...bar.title.font };
  const [y, { width, top, bottom }] = [box.y + box.height / 2, measure(bar.title.text, own)];
  const x = l + w * bar.x + bar.thickness + bar.xpad + PAD + own.size;
  const beside = labels.filter((label) => label.right + APART > x + top &&
    label.bottom + APART > y - width / 2 && label.top - APART < y + width / 2);
  const moved = x + Math.max(0, ...beside.map((label) => label.right + APART - (x + top)));
  return { content: bar.title.text, x: moved, y, font: own, transform: `rotate(-90,${moved},${y})`,
    right: moved + bottom };
}
