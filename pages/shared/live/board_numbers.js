// Numbers as the page prints them: four significant digits, a true minus, powers of ten at the ends.

const SUPERSCRIPTS = Object.fromEntries([..."-0123456789"].map((c, i) => [c, [..."⁻⁰¹²³⁴⁵⁶⁷⁸⁹"][i]]));

export function fmt(value, digits = 4) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  const power = Number(exponent);
  const isPlain = power >= -4 && power < 6;
  const text = isPlain ? trim(value.toFixed(Math.max(digits - 1 - power, 0)))
    : `${trim(mantissa)}×10${raised(exponent)}`;
  return text.replace("-", "−");
}

// A number in a cell: as many digits as there is room for, in powers of ten where none is left.
export function short(value, { digits, longest }) {
  for (let d = digits; d >= 2; d -= 1) if (fmt(value, d).length <= longest) return fmt(value, d);
  const [mantissa, exponent] = value.toExponential(longest > 6 ? 1 : 0).split("e");
  return `${trim(mantissa)}×10${raised(exponent)}`.replace("-", "−");
}

// A number inside a sum or a product: what is negative stands in brackets.
export function term(value) {
  const text = fmt(value);
  return text.startsWith("−") ? `(${text})` : text;
}

const raised = (exponent) => [...String(Number(exponent))].map((c) => SUPERSCRIPTS[c]).join("");

const trim = (decimal) => (decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal);
