// A legend of lines in rows above the plot, as Plotly arranges it.

const GAP = 5;
const SYMBOL = 30;
const LINE_HEIGHT = 1.3;
const LEAST_HEIGHT = 16;
const ROW_GAP = 10;

// Null without a legend. Other kinds of legends come with Plotly.
export function arrangeLegend({ data }, full, { l, t, w }, measure) {
  const named = data.filter((trace) => trace.mode === "lines" && trace.name && trace.showlegend !== false);
  const { legend } = full;
  if (full.showlegend === false || legend?.orientation !== "h" || named.length < 2) return null;
  const font = { ...full.font, ...legend.font };
  const step = Math.max(font.size * LINE_HEIGHT, LEAST_HEIGHT) + 3;
  const [items, rows, width] = rowsOf(named, (text) => measure(text, font).width, w);
  const height = Math.ceil(rows * step + (rows - 1) * ROW_GAP + 2 * GAP);
  const [left, top] = [l + w - Math.ceil(width), t - height];
  return { height, font, items: items.map(({ trace, x, row }) =>
    ({ trace, x: left + x, y: top + GAP + step / 2 + row * (step + ROW_GAP) })) };
}

function rowsOf(traces, widthOf, most) {
  let [x, row, width] = [0, 0, 0];
  const items = traces.map((trace) => {
    const next = SYMBOL + 3 * GAP + widthOf(trace.name);
    if (x > 0 && x + next > most) [x, row] = [0, row + 1];
    const item = { trace, x, row };
    x += next;
    width = Math.max(width, x);
    return item;
  });
  return [items, row + 1, width];
}
