// Colours of numbers on one of Plotly's colour scales.

// Returns the function from a number to its colour, [red, green, blue].
export function colourOf({ colorscale, zmin, zmax }) {
  const stops = colorscale.map(([at, colour]) => [at, channels(colour)]);
  return (value) => {
    const at = Math.min(Math.max((value - zmin) / (zmax - zmin), 0), 1);
    const next = Math.max(1, stops.findIndex(([stop]) => stop >= at));
    const [[from, low], [to, high]] = [stops[next - 1], stops[next]];
    return low.map((channel, i) => Math.round(channel + ((high[i] - channel) * (at - from)) / (to - from)));
  };
}

// Of "#rrggbb" or "rgb(r,g,b)".
function channels(colour) {
  if (!colour.startsWith("#")) return colour.match(/[\d.]+/g).slice(0, 3).map(Number);
  return [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
}

// The stops of a gradient from its low to its high end.
export const gradientStops = (colorscale) =>
  colorscale.map(([at, colour]) => ({ offset: `${100 * at}%`, "stop-color": colour }));
