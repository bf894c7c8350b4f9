"""An equation of the notes in LaTeX: with symbols, and with the numbers of the run."""

from __future__ import annotations

from core import Case
from core.notes import Examination, folded, in_numbers, in_symbols, latex_of, with_value


def symbols(examined: Examination) -> list[str]:
    r"""Return the lines of an equation with symbols, a corrected line after the printed one.

    The number is a part of the first line alone: one ``equation`` takes a single ``\tag``.
    """
    number = examined.equation.number
    tags = [rf" \tag{{{number}}}" if number else "", rf" \tag{{{number}, corrected}}" if number else ""]
    lines = examined.lines
    return [in_symbols(template) + tag for (_, template, _), tag in zip(lines, tags, strict=False)]


def numbers(examined: Examination, case: Case) -> list[str]:
    """Return the same with numbers, the values that they give, and the measured value."""
    measured = examined.measured
    if measured is None:
        return [r"\text{this network has no hidden layer}"]
    return folded(
        lambda most: [
            *_numbers(examined, case, most),
            rf"\text{{measured}} = {latex_of(measured, most=most)}",
        ]
    )


def _numbers(examined: Examination, case: Case, most: tuple[int, int]) -> list[str]:
    there = examined.equation.at(case)
    return [
        in_numbers(template, there, most) + r" \quad \text{(shapes do not fit)}"
        if found.value is None
        else with_value(template, there, found.value, most)
        for _, template, found in examined.lines
    ]
