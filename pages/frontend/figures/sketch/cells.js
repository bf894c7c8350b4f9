// The cells of a heatmap. As in Plotly they are one image of whole pixels, with a pixel of its own for each
// cell, so their edges lie where Plotly's do.

import { make } from "../../common/dom.js";
import { svg } from "../../common/svg.js";
import { colourOf } from "./colour_scale.js";
import { numbers } from "./full_figure.js";

export function drawCells(trace, x, y) {
  const rows = trace.z ?? [];
  if (!rows.length || !trace.colorscale) return { element: svg("g"), texts: [] };
  const [across, down] = [reach(x, trace.x, rows[0].length), reach(y, trace.y, rows.length)];
  const href = painted(rows, colourOf(trace), across, down);
  const element = svg("image", { href, x: x.offset + across.from, width: across.size,
    y: y.offset + down.from, height: down.size, opacity: trace.opacity,
    preserveAspectRatio: "none", style: "image-rendering: pixelated" });
  return { element, texts: [] };
}

function painted(rows, colour, { isReversed: isMirrored }, { isReversed: isUpsideDown }) {
  const canvas = Object.assign(make("canvas"), { width: rows[0].length, height: rows.length });
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(canvas.width, canvas.height);
  for (const [i, row] of [...rows].entries()) {
    for (const [j, value] of [...row].entries()) {
      const column = isMirrored ? canvas.width - 1 - j : j;
      const line = isUpsideDown ? canvas.height - 1 - i : i;
      const known = Number.isFinite(value);
      pixels.data.set(known ? [...colour(value), 255] : [0, 0, 0, 0], 4 * (line * canvas.width + column));
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}

// The pixels that cells take along an axis; their middles are given, or are 0, 1, 2, …
function reach(axis, values, count) {
  const middles = values ? numbers(values) : Array.from({ length: count }, (_, i) => i);
  const half = (count > 1 ? middles[1] - middles[0] : 1) / 2;
  const [start, end] = [middles[0] - half, middles[count - 1] + half].map((at) => axis.numberToPixel(at));
  return { from: Math.min(start, end), size: Math.round(Math.abs(end - start)), isReversed: end < start };
}
