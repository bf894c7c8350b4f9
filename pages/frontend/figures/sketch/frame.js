// What stands around the traces: grid, labels and titles of the axes, and the legend.

import { svg } from "../../common/svg.js";
import { text } from "./text.js";

const LEGEND_LINE = { from: 5, length: 30, width: 5, text: 40 };
const LEGEND_TEXT = 0.39; // of its size, from its middle to its baseline

// Below the traces, once for each pair of axes.
export function gridLines(traces) {
  const pairs = new Map(traces.map(({ x, y }) => [`${x.id}${y.id}`, [x, y]]));
  return [...pairs.values()].flatMap(([x, y]) => [
    ...x.gridLines.map((at) => gridLine(x, `M${at},${y.offset}v${y.length}`)),
    ...y.gridLines.map((at) => gridLine(y, `M${x.offset},${at}h${x.length}`)),
  ]);
}

const gridLine = ({ gridcolor }, d) =>
  svg("path", { d, stroke: gridcolor, "stroke-width": 1, "shape-rendering": "crispEdges" });

export function tickLabels(axes) {
  const labelled = [...axes.values()].filter(({ isLabelled }) => isLabelled);
  return labelled.flatMap(({ ticks, tickfont: font }) =>
    ticks.map(({ text: content, x, y, anchor, shift }) =>
      text(content, x, y, { font, anchor, transform: `translate(${shift})` })));
}

export function axisTitles(axes) {
  return [...axes.values()].filter((axis) => axis.titleText).map((axis) => {
    const { x, y, angle } = axis.titlePlace();
    return text(axis.titleText, x, y, { font: axis.title.font, transform: `rotate(${angle},${x},${y})` });
  });
}

export function legendItems({ legend }) {
  return (legend?.items ?? []).flatMap(({ trace: { name, line }, x, y }) => {
    const { from, length, width, text: start } = LEGEND_LINE;
    const path = svg("path", { d: `M${x + from},${y}h${length}`, fill: "none", stroke: line.color,
      "stroke-width": width });
    if (line.dash !== "solid") path.setAttribute("stroke-dasharray", line.dash);
    const { font } = legend;
    return [path, text(name, x + start, y + LEGEND_TEXT * font.size, { font, anchor: "start" })];
  });
}
