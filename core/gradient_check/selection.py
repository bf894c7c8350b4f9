"""The selection: which parameters a gradient check tests, and on how many rows.

A check makes a forward pass for every parameter and every perturbation, so a large network is checked
at some of its parameters only.  It selects units, evenly spread over each width, and checks the weights
between them: the chosen entries are then one small matrix per layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import Array, IntArray
from core.network.backprop import Gradients
from core.run.cost import MULTIPLY_ADDS_PER_SECOND

MOST_ENTRIES = 400
"""Up to this many parameters, all are checked."""

FEW_UNITS = 6
"""Units taken from each width of a larger network."""

_SECONDS = 0.24
"""About how long a sweep may take: a larger one uses fewer rows of the batch."""

_FEWEST_ROWS = 16
_EXP = 16  # multiply-adds that cost as much as one exponential


@dataclass(frozen=True)
class Selection:
    """Say which parameters are checked: the biases and weights between chosen units.

    Attributes
    ----------
    units : tuple of (u,) int arrays
        Of the inputs and of each layer, counted from 0.
    sizes : tuple of int
        Widths of the network.
    rows : int
        How many rows of the batch are used, the first ones.
    """

    units: tuple[IntArray, ...]
    sizes: tuple[int, ...]
    rows: int

    @property
    def count(self) -> int:
        """How many parameters are checked."""
        return sum((len(above) + 1) * len(own) for above, own in pairwise(self.units))

    @property
    def total(self) -> int:
        """How many parameters the network has."""
        return sum((d + 1) * h for d, h in pairwise(self.sizes))

    def places(self, layer: int) -> tuple[IntArray, IntArray]:
        """Return the rows (r, 1) and columns (1, c) of [W; b] that are checked; row d is the bias."""
        rows = np.append(self.units[layer], self.sizes[layer])
        return rows[:, None], self.units[layer + 1][None, :]

    def of(self, gradients: Gradients) -> tuple[Array, ...]:
        """Return the checked entries (r, c) of [dW; db] of each layer."""
        stacked = (np.vstack([layer.dW, layer.db]) for layer in gradients.layers)
        return tuple(M[self.places(layer)] for layer, M in enumerate(stacked))


def select(sizes: Sequence[int], rows: int, *, perturbations: int) -> Selection:
    """Choose what to check within a bounded amount of work.

    Parameters
    ----------
    sizes : sequence of int
        Widths of the network.
    rows : int
        Rows of the batch.
    perturbations : int
        Values that each parameter will take, twice the number of ε and one.

    Returns
    -------
    Selection
        All parameters up to `MOST_ENTRIES`, else those between `FEW_UNITS` units of each width, evenly
        spread; and as many rows as keep the sweep near its bound, at least 16.

    >>> select((2, 4, 2), 140, perturbations=51).count
    22
    >>> chosen = select((2, 64, 64, 2), 560, perturbations=51)
    >>> chosen.count, chosen.total
    (74, 4482)
    """
    few = sum((d + 1) * h for d, h in pairwise(sizes)) > MOST_ENTRIES
    units = tuple(_spread(width, FEW_UNITS if few else width) for width in sizes)
    whole = Selection(units, tuple(sizes), rows)
    fits = int(_SECONDS * MULTIPLY_ADDS_PER_SECOND / (perturbations * _work_per_row(whole)))
    return Selection(units, tuple(sizes), min(rows, max(_FEWEST_ROWS, fits)))


def _spread(width: int, most: int) -> IntArray:
    """Return at most `most` of 0 … width − 1, evenly spread, both ends among them."""
    return np.unique(np.linspace(0, width - 1, min(width, most)).round().astype(int))


def _work_per_row(selection: Selection) -> int:
    """Return about how many multiply-adds one perturbation of every checked parameter costs a row."""
    layers = [(d + _EXP) * h for d, h in pairwise(selection.sizes)]
    return sum(
        (len(above) + 1) * len(own) * (sum(layers[i + 1 :]) + 4 * selection.sizes[i] + 2 * _EXP)
        for i, (above, own) in enumerate(pairwise(selection.units))
    )
