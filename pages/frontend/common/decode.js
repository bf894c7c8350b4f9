// Decodes a binary message into its header, with typed arrays in place of each {"$": i} (see message.py).

const TYPES = { u1: Uint8Array, i4: Int32Array, f4: Float32Array, f8: Float64Array };

export function decode(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const { arrays, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = Math.ceil((4 + length) / 8) * 8;
  const values = arrays.map((entry) => unpack(bytes, start, entry));
  return restore(header, values);
}

// Each array is a copy: a row in the history must not keep a whole message in memory.
function unpack(bytes, start, { dtype, shape, offset }) {
  const Type = TYPES[dtype];
  const count = shape.reduce((a, b) => a * b, 1);
  const from = start + offset;
  const copy = bytes.slice(from, from + count * Type.BYTES_PER_ELEMENT);
  return nest(new Type(copy.buffer), shape);
}

// Plotly wants a matrix as an array of rows; its property `flat` has all values without a copy.
function nest(flat, shape) {
  if (shape.length < 2) return flat;
  const size = shape.slice(1).reduce((a, b) => a * b, 1);
  const rows = Array.from({ length: shape[0] }, (_, i) =>
    nest(flat.subarray(i * size, (i + 1) * size), shape.slice(1)));
  return Object.defineProperty(rows, "flat", { value: flat });
}

export const flat = (array) => (ArrayBuffer.isView(array) ? array : array.flat);

function restore(value, arrays) {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((v) => restore(v, arrays));
  if ("$" in value) return arrays[value.$];
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, restore(v, arrays)]));
}
