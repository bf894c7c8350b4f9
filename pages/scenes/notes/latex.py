"""An equation of the notes, or a step of the derivation, in LaTeX: with symbols and with numbers."""

from __future__ import annotations

from collections.abc import Sequence

from core import Case
from core.notes import (
    DerivationStep,
    Examination,
    display,
    displays,
    folded,
    in_numbers,
    in_symbols,
    latex_of,
    with_value,
)
from pages.scenes.notes import derived

Texts = tuple[str, str]
"""With symbols, and with numbers; empty where there are none."""


def of_equation(examined: Examination, case: Case) -> Texts:
    """Return an equation of the notes, as printed and corrected."""
    return display(symbols(examined)), display(numbers(examined, case))


def of_step(step: DerivationStep, case: Case) -> Texts:
    """Return a step of the derivation."""
    written = step_numbers(step, case)
    return display(step_symbols(step)), display(written) if written else ""


def of_derivation(steps: Sequence[DerivationStep], case: Case) -> Texts:
    """Return all steps of the derivation, each below a comment that says what it finds."""
    titles = [f"{step.section}: {step.title}" for step in steps]
    written = [step_numbers(step, case) for step in steps]
    with_values = [(title, lines) for title, lines in zip(titles, written, strict=True) if lines]
    return displays(list(zip(titles, map(step_symbols, steps), strict=True))), displays(with_values)


def step_symbols(step: DerivationStep) -> list[str]:
    """Return the equations of a step, its number in the notes after the last one."""
    equations: list[str] = []
    for line in map(in_symbols, step.lines):
        if line.startswith("= "):
            equations[-1] += f" {line}"
        else:
            equations.append(line)
    equations[-1] += rf" \tag{{{step.number}}}" if step.number else ""
    return equations


def step_numbers(step: DerivationStep, case: Case) -> list[str]:
    """Return the last line of a step with numbers and the value that they give; empty for a plan."""
    if step.value is None:
        return []
    return folded(lambda most: [derived.with_numbers(step, case, most)])


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
