// The bar beside or below a plot that tells what its colours mean, as Plotly draws it.

import { gradientStops } from "./colour_scale.js";
import { svg, uniqueId } from "./svg.js";
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
  return { bar: { ...LOOK, ...colorbar }, colorscale, low, high };
}

function drawColourBar(scale, size, font, measure) {
  const box = scale.bar.orientation === "v" ? upright(scale.bar, size) : lying(scale.bar, size);
  const parts = [fill(scale, box)];
  if (scale.bar.orientation === "v") parts.push(...labels(scale, box, size, { font, measure }));
  return svg("g", {}, parts);
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

function labels({ bar, low, high }, box, size, { font, measure }) {
  if (!bar.showticklabels) return [];
  const own = { ...font, ...bar.tickfont };
  const x = box.x + box.width + LABEL_GAP + LABEL_SHARE * own.size;
  const placed = [...bar.tickvals ?? []].map((value, i) => ({ content: String(bar.ticktext?.[i] ?? value),
    y: box.y + Math.round(100 * box.height * ((high - value) / (high - low))) / 100 + own.size * MIDDLE }));
  const boxes = placed.map(({ content, y }) => {
    const { width, top, bottom } = measure(content, own);
    return { right: x + width, top: y + top, bottom: y + bottom };
  });
  const drawn = placed.map(({ content, y }) => text(content, x, y, { font: own, anchor: "start" }));
  if (bar.title?.text) drawn.push(title(bar, box, size, { font: own, measure, boxes }));
  return drawn;
}

// The title stands upright at the right of the labels that it would touch.
function title(bar, box, { l, w }, { font, measure, boxes }) {
  const own = { ...font, size: Math.round(TITLE * font.size), ...bar.title.font };
  const [middle, { width, top }] = [box.y + box.height / 2, measure(bar.title.text, own)];
  const x = l + w * bar.x + bar.thickness + bar.xpad + PAD + own.size;
  const beside = boxes.filter((label) => label.right + APART > x + top &&
    label.bottom + APART > middle - width / 2 && label.top - APART < middle + width / 2);
  const shift = Math.max(0, ...beside.map((label) => label.right + APART - (x + top)));
  const transform = `rotate(-90,${x + shift},${middle})`;
  return text(bar.title.text, x + shift, middle, { font: own, transform });
}
