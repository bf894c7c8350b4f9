// The ticks of an axis as Plotly chooses them: [{ value, text }]. A value of a log axis is its logarithm.

const MINUS = "−";
const SI = { "-15": "f", "-12": "p", "-9": "n", "-6": "μ", "-3": "m", 3: "k", 6: "M", 9: "B", 12: "T" };
const EDGE = 1e-4;
const DIGITS = 6; // of a number in the format "~g"

export function ticksOf(axis) {
  const [low, high] = [Math.min(...axis.range), Math.max(...axis.range)];
  const edge = (high - low) * EDGE;
  const all = axis.tickvals ? givenTicks(axis) : autoTicks(axis, low, high);
  return all.filter(({ value }) => value >= low - edge && value <= high + edge);
}

function givenTicks({ tickvals, ticktext, tickformat, type }) {
  return [...tickvals].map((given, i) => ({ value: type === "log" ? Math.log10(given) : given,
    text: ticktext?.[i] ?? formatted(given, tickformat ?? "~g") }));
}

function autoTicks(axis, low, high) {
  const rough = (high - low) / (axis.nticks || automaticCount(axis));
  return axis.type === "log" ? logTicks(axis, low, high, rough) : linearTicks(axis, low, high, rough);
}

const automaticCount = ({ letter, length }) =>
  Math.min(Math.max(length / (letter === "y" ? 40 : 80), 4), 9) + 1;

// The smallest of 2, 5, 10 times a power of ten that is not below a rough distance.
export function niceDistance(rough) {
  const base = 10 ** Math.floor(Math.log10(rough));
  return base * [2, 5, 10].find((factor) => factor >= rough / base || factor === 10);
}

function multiples(low, high, distance) {
  const edge = (high - low) * EDGE;
  const first = Math.ceil((low - edge) / distance);
  const count = Math.floor((high + edge) / distance) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * distance).toPrecision(12)));
}

function linearTicks({ range, tickformat }, low, high, rough) {
  const distance = niceDistance(rough);
  const largest = Math.max(...range.map(Math.abs));
  const textOf = (value) => (tickformat ? formatted(value, tickformat) : plain(value, distance, largest));
  return multiples(low, high, distance).map((value) => ({ value, text: textOf(value) }));
}

function logTicks({ tickformat = "~g" }, low, high, rough) {
  return logValues(low, high, rough).map((value) => ({ value, text: formatted(10 ** value, tickformat) }));
}

// Powers of ten, equal distances within less than one power, or 1, 2 and 5 times each power.
function logValues(low, high, rough) {
  if (rough > 0.7) return multiples(low, high, Math.ceil(rough));
  if (high - low < 1) {
    const distance = niceDistance((10 ** high - 10 ** low) / (1.5 * ((high - low) / rough)));
    return multiples(10 ** low, 10 ** high, distance).map(Math.log10);
  }
  const powers = multiples(Math.floor(low), Math.ceil(high), 1);
  return powers.flatMap((power) => [1, 2, 5].map((factor) => power + Math.log10(factor)));
}

// A number with the digits that its distance to the next tick needs; thousands as k.
export function plain(value, distance, largest) {
  const digits = 2 - Math.floor(Math.log10(distance) + 0.01);
  const order = Math.floor(Math.log10(largest) + 0.01);
  const exponent = Math.abs(order) > 3 ? 3 * Math.round((order - 1) / 3) : 0;
  if (Math.abs(value) < 10 ** -digits / 2) return "0";
  const scaled = Math.abs(value) / 10 ** exponent;
  const text = String(Number(scaled.toFixed(Math.min(Math.max(digits + exponent, 0), 20))));
  return (value < 0 ? MINUS : "") + text + (exponent ? SI[exponent] : "");
}

// The formats of d3 that our axes use.
export function formatted(value, format) {
  if (format === ".0%") return `${Math.round(100 * value)}%`.replace("-", MINUS);
  const [digits, power] = value.toPrecision(DIGITS).split("e");
  const trimmed = digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
  return (power ? `${trimmed}e${power}` : trimmed).replaceAll("-", MINUS);
}
