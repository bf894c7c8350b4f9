"""An equation of the notes in LaTeX: with symbols, and with the numbers of the run."""

from __future__ import annotations

from core import Case
from core.notes import Examination, in_numbers, in_symbols, latex_of, with_value


def symbols(examined: Examination) -> str:
    """Return the LaTeX of an equation's lines with symbols."""
    equation, lines = examined.equation, []
    tag = rf" \tag{{{equation.number}}}" if equation.number else ""
    if equation.right:
        lines.append(in_symbols(printed(examined)) + tag)
    if examined.shows_correction or not equation.right:
        lines += ["% corrected"] * bool(equation.right) + [in_symbols(equation.fixed) + tag]
    return "\n".join(lines)


def numbers(examined: Examination, case: Case) -> str:
    """Return the same with numbers, the values that they give, and the measured values."""
    equation, lines = examined.equation, []
    if equation.needs_hidden and not case.has_hidden:
        return "% this network has no hidden layer"
    there = equation.at(case)
    if examined.printed:
        line, value = printed(examined), examined.printed.value
        if value is None:
            lines.append(f"% shapes do not fit\n{in_numbers(line, there)}")
        else:
            lines.append(with_value(line, there, value))
    if examined.corrected and (examined.shows_correction or not examined.printed):
        assert examined.corrected.value is not None  # the shapes of a corrected line fit
        lines.append(with_value(equation.fixed, there, examined.corrected.value))
    if examined.measured is not None:
        lines.append(f"% measured: {latex_of(examined.measured)}")
    return "\n".join(lines)


def printed(examined: Examination) -> str:
    """Return an equation as printed in the notes, with its symbols in angle brackets."""
    return f"{examined.equation.left} = {examined.equation.right}"
