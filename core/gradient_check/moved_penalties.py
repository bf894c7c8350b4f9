"""The penalties of a network of which one unit is perturbed."""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.network.layers import Network


def moved_penalties(
    network: Network, unit: tuple[int, int], moved: Array, *, l2: float, l1: float
) -> Array:
    """Return (l2/2) Σ W² + l1 Σ |W| (m,) with one unit's [W; b] `moved`, in the network's precision.

    Parameters
    ----------
    unit : (int, int)
        The layer and the column of the unit, from 0.
    moved : (m, d + 1) array
        Its weights and its bias.
    """
    total = np.zeros(len(moved))
    if not (l2 or l1):
        return total
    index, column = unit
    others = [
        np.delete(layer.W, column, 1) if i == index else layer.W for i, layer in enumerate(network.layers)
    ]
    own, number = moved[:, :-1], moved.dtype.type
    if l2:
        squares = sum(np.square(W).sum() for W in others) + np.square(own).sum(axis=1)
        total += 0.5 * number(l2) * squares
    if l1:
        total += number(l1) * (sum(np.abs(W).sum() for W in others) + np.abs(own).sum(axis=1))
    return total
