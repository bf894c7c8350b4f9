"""The derivation in words: each step as Markdown, its numbers, and how they compare with a measurement."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from core import Case
from core.notes import (
    Comparison,
    DerivationStep,
    broken,
    equality_of,
    in_numbers,
    in_symbols,
    latex_of,
)
from pages.figures.words import fmt
from pages.scenes.notes.notes_at_step import NotesAtStep
from pages.scenes.notes.prose import typeset

WHOSE = (
    "The *derivative notes* of assignment 2 of the course 521153S, by Lam Huynh (2020), derive the "
    "backward pass of a network with one hidden layer."
)
DERIVATION = (
    "This page follows their derivation, in their order and with their equation numbers. Their errors are "
    "corrected, and the numbers are those of your network. *As printed* shows each of their lines with a "
    "verdict."
)

_MOST = (4, 4)
"""Rows and columns of a matrix that are written out."""
_WIDTH = 30.0
"""The width in em that the numbers of a step have on a page."""
_SYMBOL = re.compile(r"<\w+>")


def text(step: DerivationStep) -> str:
    """Return a step with its symbols.

    A heading that says "Equation (8)" gets the anchor ``equation-8``, to which Start here links.
    """
    heading = f"### Equation ({step.number})\n\n" if step.number else ""
    shapes = f"\n\nShapes: {step.shapes}" if step.shapes else ""
    lines = _together(_aligned(in_symbols(line)) for line in step.lines)
    return f"{heading}**{typeset(step.title)}.** {typeset(step.says)}\n\n$$\n{lines}\n$${shapes}"


def numbers(step: DerivationStep, case: Case) -> str:
    """Return the last line of a step with the numbers of the run, and the value that they give; or ""."""
    line = with_numbers(step, case, _MOST)
    return f"$$\n{_together(broken(line, _WIDTH))}\n$$" if line else ""


def with_numbers(step: DerivationStep, case: Case, most: tuple[int, int]) -> str:
    """Return the same in LaTeX, with so many rows and columns of each matrix."""
    if step.value is None:
        return ""
    there = step.at(case)
    with np.errstate(all="ignore"):
        value = np.asarray(step.value(there))
    last = step.lines[-1]
    first, sides = (step.lines[0] if last.startswith("= ") else last).partition(" = ")[0], []
    right = last.partition("= ")[2]
    if "<" in right and not _SYMBOL.fullmatch(right):
        sides.append(f"= {in_numbers(right, there, most)}")
    sign = r"\approx" if sides else equality_of(value)
    sides.append(f"{sign} {latex_of(value, most=most)}")
    return " ".join([in_symbols(first), *sides])


def verdict(step: DerivationStep, found: Comparison | None) -> str:
    """Return how the value of a step compares with what is measured; empty for a plan."""
    if found is None:
        return ""
    if found.holds is None:
        return f"? Cannot be measured here: {found.why}."
    if found.holds:
        part = f" ({step.part})" if step.part else ""
        return f"✓ Measured by finite differences{part}, with a relative error of {fmt(found.error, 1)}."
    return f"✗ Finite differences differ from it: a relative error of {fmt(found.error, 2)}."


def only_layer(reading: NotesAtStep) -> str:
    """Return how the layer of a network without a hidden layer is called; empty for any other."""
    if reading.case.has_hidden:
        return ""
    return typeset("What the notes call W2, b2, Z2 and A2 is W1, b1, Z1 and A1 here, and the input is X.")


def further_back(reading: NotesAtStep) -> str:
    """Return how the derivation goes on in a deeper network; empty where it is complete."""
    if reading.case.depth < 3:
        return ""
    return (
        "Each layer further back repeats these lines: (10) with the W of the layer after it, the "
        "derivative of its own activation, and (7) with its own input."
    )


def _aligned(line: str) -> str:
    """Return a line of LaTeX with the mark at which it is aligned, its first relation."""
    return line.replace("= ", "&= ", 1)


def _together(rows: Iterable[str]) -> str:
    return r"\begin{aligned} " + r" \\[6pt] ".join(rows) + r" \end{aligned}"
