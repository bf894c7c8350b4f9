"""Scaling: how the coordinates of points become the inputs of the network.

It is computed from the training points alone: what is learned from must not know the test points.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.run.features import input_columns

SCALINGS = ("standard", "range", "none")
"""To mean 0 and standard deviation 1; to [−1, 1]; as given."""


@dataclass(frozen=True, eq=False)
class Scaling:
    """Hold what is subtracted from the coordinates, and by what they are divided.

    Attributes
    ----------
    shift, scale : (2,) arrays, or None
        None leaves the coordinates as they are.
    features : tuple of str
        Columns that are computed from the scaled coordinates.
    """

    shift: Array | None = None
    scale: Array | None = None
    features: tuple[str, ...] = ()

    def apply(self, X: Array) -> Array:
        """Return the inputs of the network for points X (n, 2), a column for each feature beside them."""
        scaled = X if self.shift is None or self.scale is None else (X - self.shift) / self.scale
        return input_columns(scaled, self.features)


UNSCALED = Scaling()


def fit_scaling(name: str, X: Array) -> Scaling:
    """Return the scaling of this name for training points X (n, 2).

    A coordinate that all points share is only shifted.

    >>> fit_scaling("range", np.array([[0.0, 5.0], [4.0, 5.0]])).apply(np.array([[2.0, 5.0]]))
    array([[0., 0.]])
    """
    if name == "none":
        return UNSCALED
    low, high = X.min(axis=0), X.max(axis=0)
    if name == "standard":
        shift, scale = X.mean(axis=0), X.std(axis=0)
    else:
        shift, scale = (low + high) / 2, (high - low) / 2
    return Scaling(shift, np.where(low < high, scale, 1.0))
