"""The initial weights of a run.

Equal weights stay equal (every unit of a layer gets the same gradient), so a network needs random ones.
Their best size depends on the number of inputs that a unit sums.  Biases start at zero.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.arrays import Array

Initializer = Callable[[int, int, np.random.Generator], Array]


def _zeros(d: int, h: int, rng: np.random.Generator) -> Array:
    return np.zeros((d, h))


def _normal(d: int, h: int, rng: np.random.Generator) -> Array:
    return rng.normal(0.0, 0.1, (d, h))


def _xavier(d: int, h: int, rng: np.random.Generator) -> Array:
    limit = np.sqrt(6.0 / (d + h))  # Glorot & Bengio 2010, Eq. (16)
    return rng.uniform(-limit, limit, (d, h))


def _he(d: int, h: int, rng: np.random.Generator) -> Array:
    return rng.normal(0.0, np.sqrt(2.0 / d), (d, h))  # He et al. 2015, Eq. (10)


INITIALIZERS: dict[str, Initializer] = {
    "zeros": _zeros,
    "normal": _normal,
    "xavier": _xavier,
    "he": _he,
}
"""``(d, h, rng) -> W (d, h)`` by name."""
