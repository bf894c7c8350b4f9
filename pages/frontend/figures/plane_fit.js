// The room of a plane, whose axes have one scale. Plotly shrinks such axes inside their room, but not the
// colour bar beside them. So the margins take what the axes would leave.

// The size of a figure, and of a plane the margins, for Plotly's layout.
export function fittedTo(layout, width, height) {
  const ratio = planeRatio(layout);
  if (!ratio) return { width, height };
  const { l, r, t, b } = { l: 0, r: 0, t: 0, b: 0, ...layout.template?.layout?.margin, ...layout.margin };
  const across = width - l - r;
  const up = height - t - b;
  const hasRoom = across > 0 && up > 0;
  const beside = hasRoom ? Math.max(0, across - ratio * up) / 2 : 0;
  const above = hasRoom ? Math.max(0, up - across / ratio) / 2 : 0;
  return { width, height, margin: { l: l + beside, r: r + beside, t: t + above, b: b + above } };
}

// Width to height of a plane with fixed ranges in pixels; 0 for any other figure.
function planeRatio({ xaxis, yaxis, xaxis2 }) {
  const isPlane = yaxis?.scaleanchor === "x" && xaxis.visible !== false && !xaxis2;
  if (!isPlane || !xaxis.range || !yaxis.range) return 0;
  const [across, up] = [xaxis, yaxis].map(({ range }) => range[1] - range[0]);
  return across / up / (yaxis.scaleratio ?? 1);
}
