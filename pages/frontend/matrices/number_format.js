// Numbers as the page prints them: four significant digits, a true minus sign, and powers of ten for large
// and small ones; and as the cells of a block print them.

const SUPERSCRIPTS = Object.fromEntries([..."-0123456789"].map((c, i) => [c, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][i]]));

export const DIGITS = 4;
// A smaller number is printed as a power of ten, and not beside plain numbers.
const SMALL = 1e-4;
// Left free in a cell, in pixels.
const PADDING = 3;

export function fmt(value, digits = DIGITS) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const [mantissa, power] = literal(value, digits).split("e");
  return `${mantissa}${power ? `×10${raised(power)}` : ""}`.replace("-", "−");
}

// The number that a reader of the printed number sees.
export function rounded(value, digits = DIGITS) {
  return Number.isFinite(value) ? Number(literal(value, digits)) : value;
}

function literal(value, digits) {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const isPlain = power >= -4 && power < 6;
  return isPlain ? trim(value.toFixed(Math.max(digits - 1 - power, 0))) : `${trim(mantissa)}e${power}`;
}

// All cells of a block are printed in one form, which makes them easy to compare: plainly, with three
// significant digits or two, if there is room; otherwise with equally many decimals and one power of ten.
export function formOf(values, { wide, font }) {
  const all = Array.from(values, (row) => Array.from(row)).flat();
  const isRoom = (text) => all.every((value) => widthOf(text(value)) * font <= wide - PADDING);
  const isPlain = all.every((value) => !value || Math.abs(value) >= SMALL);
  for (const digits of isPlain ? [3, 2] : []) {
    const text = (value) => (Number.isNaN(value) ? "NaN" : fmt(value, digits));
    if (isRoom(text)) return { text, unit: "" };
  }
  const largest = Math.max(...all.filter(Number.isFinite).map(Math.abs), 0);
  const power = largest ? Number(largest.toExponential(2).split("e")[1]) : 0;
  const unit = power >= -1 && power <= 2 ? 0 : power;
  const forms = [2, 1, 0].map((d) => (value) => fixed(value, unit, Math.max(d - (power - unit), 0)));
  return { text: forms.find(isRoom) ?? forms.at(-1), unit: unit ? `in 10${raised(unit)}` : "" };
}

function fixed(value, unit, decimals) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : fmt(value);
  const text = (value / 10 ** unit).toFixed(decimals);
  if (Number(text) === 0) return value === 0 ? "0" : "≈0"; // no digit is left of it
  return text.replace("-", "−");
}

// The width of a text in a cell, in multiples of the font size: no font in use is wider.
const widthOf = (text) => [...text].reduce((width, letter) => width + (letter === "." ? 0.28 : 0.56), 0);

const raised = (exponent) => [...String(Number(exponent))].map((c) => SUPERSCRIPTS[c]).join("");

const trim = (decimal) => (decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal);
