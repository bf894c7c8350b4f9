"""Parts of sentences and questions."""

import numpy as np

from core import Phase
from core.arrays import Array
from pages.figures.words import DIGITS, bracketed, digits_for, fmt, listed
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import axis_name, symbol

MOST_TERMS = 4
"""Longer sums are not written out: clicking the cell shows them term by term."""

_ROUNDING = 1e-9


def products(
    inspected: InspectedStep, left: Array, right: Array, made: float, more: float = 0.0
) -> tuple[str, int]:
    """Return Σ left · right, and its digits: together with `more` it gives the value `made`.

    A short sum is written out; of a long one, the largest product.
    """
    if len(left) <= MOST_TERMS:
        pairs = list(zip(left, right, strict=True))
        digits = digits_for(
            lambda printed: sum(printed(a) * printed(b) for a, b in pairs) + printed(more), made
        )
        return " + ".join(product(inspected, a, b, digits) for a, b in pairs), digits
    top = farthest(left * right)
    return f"{len(left)} products (the largest is {product_made(inspected, left[top], right[top])})", DIGITS


def product_made(inspected: InspectedStep, a: float, b: float) -> str:
    """Return ``a · b = c``."""
    digits = digits_for(lambda printed: printed(a) * printed(b), a * b)
    return f"{product(inspected, a, b, digits)} = {fmt(a * b)}"


def product(inspected: InspectedStep, a: float, b: float, digits: int = DIGITS) -> str:
    """Return ``a · b``, or ``b · a`` where samples are columns: in the order of the equation."""
    factors = (b, a) if inspected.shown.columns else (a, b)
    return " · ".join(bracketed(factor, digits) for factor in factors)


def samples(inspected: InspectedStep) -> str:
    """Return the number of samples in words."""
    return "the one sample" if inspected.n == 1 else f"{inspected.n} samples"


def samples_in_words(inspected: InspectedStep, phase: Phase) -> str:
    """Say over which samples a phase is taken: the update is always over its own batch.

    ``"all 140 training samples"``, ``"the next update's batch: 10 of 140 training samples"``,
    ``"6 of 140 training samples: 2, 1, 7, 3, 9 and 4"``, or the same, taken as the batch of another run.
    """
    total, own = len(inspected.timeline.train.y), len(inspected.snapshot.batch)
    if not inspected.is_another_run and (inspected.is_own or phase.kind == "update"):
        if own == total:
            return f"all {total} training samples"
        return f"the next update's batch: {own} of {total} training samples"
    names = listed([str(at + 1) for at in inspected.chosen])
    role = ", taken as the batch of another run" if inspected.is_another_run else ""
    return f"{inspected.n} of {total} training samples{role}: {names}"


def sample(inspected: InspectedStep, row: int) -> str:
    """Return the name of a sample by its row in the batch; samples count from 1 in the training set."""
    return f"sample {inspected.chosen[row] + 1}"


def unit(inspected: InspectedStep, name: str, column: int) -> str:
    """Return the name of a matrix column with samples as rows: a unit or a class."""
    return axis_name(inspected, inspected.rows.matrices[name].columns, column)


def largest(M: Array) -> tuple[int, int, float]:
    """Return the row, the column and the value of the entry of M (r, c) that is farthest from 0."""
    i, j = divmod(farthest(M.ravel()), M.shape[1])
    return i, j, float(M[i, j])


def farthest(values: Array) -> int:
    """Return the index of the value (m,) that is farthest from 0, the first of those equal up to round-off.

    With two classes, everything at the output comes twice with opposite signs: the last bit must not
    decide which of the two is chosen.
    """
    sizes = np.abs(values)
    return int((sizes >= (1 - _ROUNDING) * sizes.max()).argmax())


def where(inspected: InspectedStep, phase: Phase, i: int, j: int) -> str:
    """Say for which sample and unit a phase is asked about, and name its input."""
    name = phase.inputs[0]
    return f"For {sample(inspected, i)} and {unit(inspected, name, j)}, {symbol(name)}"
