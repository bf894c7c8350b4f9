"""How colours are spread over the numbers of a scale.

``"linear"`` gives equal numbers equal steps of colour.  ``"root"`` follows the square root: small entries
show, and an entry of a quarter of the scale has half of the colour range.  ``"log"`` follows the logarithm
over six decades; zero stays apart from the smallest number.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Spread = Literal["linear", "root", "log"]
Positions = NDArray[np.float64]

LEAST_SHARE = 0.25
"""The share of the scale that has half of the colour range when colours follow the root."""

DECADES = 6
_FAINT = 0.14  # of the colour range: the smallest number on a log scale, against none for zero
_GAP = 0.03  # of half a bar
_KNOTS = 16  # on each side; Plotly mixes colours between them


def position(values: ArrayLike, scale: ArrayLike, spread: Spread) -> Positions:
    """Return the position of signed numbers on their colours, −1 to 1, with 0 for zero.

    Numbers beyond the scale are clipped; NaN, and zero on a scale of zero, become 0.

    >>> [position(v, 8.0, "root").tolist() for v in (-8, -2, 0, 2, 99)]
    [-1.0, -0.5, 0.0, 0.5, 1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        share = np.clip(np.nan_to_num(np.divide(values, scale), posinf=1, neginf=-1), -1, 1)
        if spread == "linear":
            return np.asarray(share, dtype=float)
        size = np.abs(share)
        if spread == "root":
            return np.asarray(np.sign(share) * np.sqrt(size))
        height = np.clip(1 + np.log10(size) / DECADES, 0, 1)
    return np.asarray(np.sign(share) * (_FAINT + (1 - _FAINT) * height))


def knots(spread: Spread) -> Positions:
    """Return shares of a scale, −1 to 1, between which the position is nearly a straight line."""
    if spread == "log":
        side = 10.0 ** (DECADES * np.linspace(-1, 0, 2 * _KNOTS))
        side = np.concatenate([[0, side[0] / 10], side])
    else:
        side = np.linspace(0, 1, _KNOTS + 1) ** (2 if spread == "root" else 1)
    return np.concatenate([-side[:0:-1], side])


def log_bar() -> tuple[Positions, Positions]:
    """Return places on the bar of a log scale, −1 to 1, and their positions; its middle is zero."""
    side = np.linspace(_GAP, 1, _KNOTS)
    places = np.concatenate([-side[::-1], [-0.99 * _GAP, 0.99 * _GAP], side])
    positions = np.sign(places) * (_FAINT + (1 - _FAINT) * np.abs(places))
    return places, np.where(np.abs(places) < _GAP, 0.0, positions)
