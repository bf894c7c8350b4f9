// The outlines of Plotly's symbols about their middle.

import { toHundredth as round } from "./axis.js";

const ROOT = Math.sqrt(3);

const SYMBOLS = {
  circle(r) {
    return `M${r},0A${r},${r} 0 1,1 0,-${r}A${r},${r} 0 0,1 ${r},0Z`;
  },
  square(r) {
    return `M${r},${r}H-${r}V-${r}H${r}Z`;
  },
  diamond(r) {
    const wide = round(r * 1.3);
    return `M${wide},0L0,${wide}L-${wide},0L0,-${wide}Z`;
  },
  "triangle-up"(r) {
    const [wide, low] = [round((2 * r) / ROOT), round(r / 2)];
    return `M-${wide},${low}H${wide}L0,-${r}Z`;
  },
  hexagon(r) {
    const [x, y] = [round((r * ROOT) / 2), round(r / 2)];
    return `M${x},-${y}V${y}L0,${r}L-${x},${y}V-${y}L0,-${r}Z`;
  },
  star(r) {
    const [x1, x2, x3, x4, y1, y3, y4, y5, y0] =
      [0.225, 0.951, 0.363, 0.588, -0.309, 0.118, 0.809, 0.382, -1].map((share) => round(1.4 * r * share));
    return `M${x1},${y1}H${x2}L${x3},${y3}L${x4},${y4}L0,${y5}L-${x4},${y4}L-${x3},${y3}L-${x2},${y1}` +
      `H-${x1}L0,${y0}Z`;
  },
};

export const symbolPath = (name, radius) => (SYMBOLS[name] ?? SYMBOLS.circle)(round(radius));
