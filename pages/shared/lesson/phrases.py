"""The parts that sentences and questions are put together from."""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from pages.figures.words import fmt
from pages.shared.lesson.names import axis_name
from pages.shared.lesson.subject import Subject

MOST_TERMS = 4
"""A sum of more terms is not written out: the cell itself shows it, term by term."""

_ROUNDING = 1e-9


def row_of(values: Array) -> str:
    """Return a row of numbers: ``(0.297, −0.297)``."""
    return f"({', '.join(fmt(value) for value in values)})"


def bracketed_number(value: float) -> str:
    """Return a number that may stand behind a sign."""
    return f"({fmt(value)})" if value < 0 else fmt(value)


def products(left: Array, right: Array) -> str:
    """Return Σ left · right, written out if it is short, else by its largest product."""
    if len(left) <= MOST_TERMS:
        return " + ".join(product(a, b) for a, b in zip(left, right, strict=True))
    top = farthest(left * right)
    largest = f"{product(left[top], right[top])} = {fmt(left[top] * right[top])}"
    return f"{len(left)} products (the largest is {largest})"


def product(a: float, b: float) -> str:
    """Return ``a · b``."""
    return f"{bracketed_number(a)} · {bracketed_number(b)}"


def samples(subject: Subject) -> str:
    """Return how many samples there are."""
    return "the one sample" if subject.n == 1 else f"{subject.n} samples"


def sample(subject: Subject, row: int) -> str:
    """Return the name of a sample by its row in the batch: training points are counted from 1."""
    return f"sample {subject.chosen[row] + 1}"


def unit(subject: Subject, name: str, column: int) -> str:
    """Return the name of a matrix' column, in the rows convention: a unit or a class."""
    return axis_name(subject, subject.rows.matrices[name].columns, column)


def largest(M: Array) -> tuple[int, int, float]:
    """Return the place and the value of the entry of M (r, c) that is farthest from 0."""
    i, j = divmod(farthest(M.ravel()), M.shape[1])
    return i, j, float(M[i, j])


def farthest(values: Array) -> int:
    """Return the place of the value (m,) that is farthest from 0, the first if they differ by rounding.

    With two classes everything at the output comes twice, with opposite signs: the last bit must not
    decide which of the two is told.
    """
    sizes = np.abs(values)
    return int((sizes >= (1 - _ROUNDING) * sizes.max()).argmax())
