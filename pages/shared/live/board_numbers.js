// Numbers as the page prints them: four significant digits, a true minus, powers of ten at the ends.

const SUPERSCRIPTS = Object.fromEntries([..."-0123456789"].map((c, i) => [c, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][i]]));

export const DIGITS = 4;

export function fmt(value, digits = DIGITS) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const [mantissa, power] = literal(value, digits).split("e");
  return `${mantissa}${power ? `×10${raised(power)}` : ""}`.replace("-", "−");
}

// What a printed number says, read as it stands.
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

// A number in a cell: as many digits as there is room for, in powers of ten where none is left.
export function short(value, { digits, longest }) {
  for (let d = digits; d >= 2; d -= 1) if (fmt(value, d).length <= longest) return fmt(value, d);
  const [mantissa, exponent] = value.toExponential(longest > 6 ? 1 : 0).split("e");
  return `${trim(mantissa)}×10${raised(exponent)}`.replace("-", "−");
}

const raised = (exponent) => [...String(Number(exponent))].map((c) => SUPERSCRIPTS[c]).join("");

const trim = (decimal) => (decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal);
