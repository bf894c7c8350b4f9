// A figure as Plotly completes it: its template, its defaults, and its numbers as plain arrays.

const LAYOUT = { font: { size: 12, family: "sans-serif", color: "#444" },
  margin: { l: 80, r: 80, t: 100, b: 80 } };
const AXIS = { type: "linear", domain: [0, 1], visible: true, showgrid: true, gridcolor: "#eee" };
const TYPES = { f8: Float64Array, f4: Float32Array, i4: Int32Array, i2: Int16Array, i1: Int8Array,
  u4: Uint32Array, u2: Uint16Array, u1: Uint8Array };

// Later objects win; arrays are values.
export function merged(...objects) {
  const all = {};
  for (const [key, value] of objects.flatMap((each) => Object.entries(each ?? {}))) {
    all[key] = isPlain(value) ? merged(isPlain(all[key]) ? all[key] : {}, value) : value;
  }
  return all;
}

const isPlain = (value) => Object.getPrototypeOf(value ?? 0) === Object.prototype;

// The numbers of an array in any of the forms that a figure may have.
export function numbers(values) {
  if (!values?.bdata) return values ?? [];
  const bytes = Uint8Array.from(atob(values.bdata), (letter) => letter.charCodeAt(0));
  return new TYPES[values.dtype](bytes.buffer);
}

export function fullLayout(figure) {
  return merged(LAYOUT, figure.layout.template?.layout, figure.layout);
}

// The axes by their ids, "x" or "y2".
export function fullAxes(figure, full) {
  const { layout } = figure;
  const found = Object.keys(layout).map((key) => /^([xy])axis(\d*)$/.exec(key)).filter(Boolean);
  const ids = new Set(["x", "y", ...found.map(([, letter, number]) => `${letter}${number}`)]);
  for (const { xaxis, yaxis } of figure.data) for (const id of [xaxis, yaxis]) if (id) ids.add(id);
  const { template } = layout;
  return new Map([...ids].map((id) => [id, merged(AXIS, { tickfont: full.font, title: { font: full.font } },
    template?.layout?.[`${id[0]}axis`], layout[nameOf(id)], { id, name: nameOf(id), letter: id[0] })]));
}

const nameOf = (id) => `${id[0]}axis${id.slice(1)}`;

// Sets an attribute by its name, as in "images[0].source".
export function put(target, name, value) {
  const way = name.replaceAll("[", ".").replaceAll("]", "").split(".");
  const last = way.pop();
  let at = target;
  for (const key of way) at = at[key] ??= {};
  at[last] = value;
}
