"""An equation of the notes in LaTeX: with symbols, and with the numbers of the run."""

from __future__ import annotations

from core import Case
from core.notes import Examination, in_numbers, in_symbols, latex_of, with_value


def symbols(examined: Examination) -> str:
    """Return the LaTeX of an equation's lines with symbols."""
    number = examined.equation.number
    tag = rf" \tag{{{number}}}" if number else ""
    return "\n".join(
        "% corrected\n" * (line == "corrected") + in_symbols(template) + tag
        for line, template, _ in examined.lines
    )


def numbers(examined: Examination, case: Case) -> str:
    """Return the same with numbers, the values that they give, and the measured values."""
    if examined.measured is None:
        return "% this network has no hidden layer"
    there = examined.equation.at(case)
    lines = [
        f"% shapes do not fit\n{in_numbers(template, there)}"
        if found.value is None
        else with_value(template, there, found.value)
        for _, template, found in examined.lines
    ]
    return "\n".join([*lines, f"% measured: {latex_of(examined.measured)}"])
