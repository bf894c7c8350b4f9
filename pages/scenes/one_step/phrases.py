"""The parts that sentences and questions are put together from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.arrays import Array
from pages.figures.words import fmt
from pages.scenes.one_step.names import axis_name
from pages.scenes.one_step.subject import Subject

MOST_TERMS = 4
"""A sum of more terms is not written out: the cell itself shows it, term by term."""

_ROUNDING = 1e-9
_DIGITS, _ALL = 4, 17


def enough(work: Callable[[Callable[[float], float]], float], value: float) -> int:
    """Return to how many digits the terms of a sum are printed so that they come to the printed value.

    Parameters
    ----------
    work : callable
        Works the sum out; it is given what makes of a term the number that is printed of it.
    value : float
        To be printed to four digits.

    >>> enough(lambda read: read(1.00004) - read(1.0), 0.00004)
    6
    """
    for digits in range(_DIGITS, _ALL + 1):
        if fmt(work(partial(_read, digits=digits))) == fmt(value):
            return digits
    return _DIGITS  # the sum is nothing but what float64 rounds off


def _read(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


def row_of(values: Array, digits: int = _DIGITS) -> str:
    """Return a row of numbers: ``(0.297, −0.297)``."""
    return f"({', '.join(fmt(value, digits) for value in values)})"


def bracketed_number(value: float, digits: int = _DIGITS) -> str:
    """Return a number that may stand behind a sign."""
    return f"({fmt(value, digits)})" if value < 0 else fmt(value, digits)


def products(
    subject: Subject, left: Array, right: Array, made: float, more: float = 0.0
) -> tuple[str, int]:
    """Return Σ left · right, and its digits: with `more` it comes to the value `made`.

    It is written out if it is short, else by its largest product.
    """
    if len(left) <= MOST_TERMS:
        pairs = list(zip(left, right, strict=True))
        digits = enough(lambda read: sum(read(a) * read(b) for a, b in pairs) + read(more), made)
        return " + ".join(product(subject, a, b, digits) for a, b in pairs), digits
    top = farthest(left * right)
    return f"{len(left)} products (the largest is {product_made(subject, left[top], right[top])})", _DIGITS


def product_made(subject: Subject, a: float, b: float) -> str:
    """Return ``a · b = c``."""
    digits = enough(lambda read: read(a) * read(b), a * b)
    return f"{product(subject, a, b, digits)} = {fmt(a * b)}"


def product(subject: Subject, a: float, b: float, digits: int = _DIGITS) -> str:
    """Return ``a · b``, or ``b · a`` where samples are columns: in the order of the equation."""
    factors = (b, a) if subject.shown.columns else (a, b)
    return " · ".join(bracketed_number(factor, digits) for factor in factors)


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
