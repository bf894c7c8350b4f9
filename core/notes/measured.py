"""A measurement: a central difference, and how much of it may be round-off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array

EPSILON = 1e-5
"""How far a perturbation moves a Z or an A: the error is 1e-10 (curvature) and 1e-11 (round-off)."""

ROUND_OFF = 8 * float(np.finfo(float).eps)


@dataclass(frozen=True)
class Measured:
    """Hold a measured derivative.

    Attributes
    ----------
    value : array
    noise : float
        How far round-off may have moved an entry.
    on_kink : bool
        Whether a perturbation crossed ReLU's kink, where there is no derivative to measure.
    """

    value: Array
    noise: float
    on_kink: bool = False

    def at(self, *index: int | slice) -> Measured:
        """Return one entry, or one row or column."""
        return Measured(np.asarray(self.value[index]), self.noise, self.on_kink)

    def blurred(self, *factors: Array, on_kink: bool = False) -> Measured:
        """Return it as the match of a right side that multiplies measured `factors`, noise and all."""
        gain = float(np.prod([max(1.0, size_of(factor)) for factor in factors]))
        return Measured(self.value, self.noise * gain * len(factors), self.on_kink or on_kink)


def exactly(value: Array | float) -> Measured:
    """Return a value that needs no measuring, such as one of the forward pass."""
    return Measured(np.asarray(value, dtype=float), ROUND_OFF)


def difference(above: Array, below: Array, step: float, *, reach: float = 1.0) -> Measured:
    """Return the central difference of two values that lie ±`step` apart.

    Parameters
    ----------
    above, below : array
        f(x + step) and f(x − step).
    step : float
        > 0.
    reach : float
        The largest number to which the perturbation was added: its round-off limits the accuracy.
    """
    value = np.asarray((above - below) / (2 * step))
    largest = max(1.0, reach, float(np.abs(above).max(initial=0.0)))
    return Measured(value, ROUND_OFF * largest / step)


def size_of(M: Array) -> float:
    """Return the largest absolute entry, 0 for none."""
    return float(np.abs(M).max(initial=0.0))
