"""The penalties on the weights: (l2/2) Σ W² and l1 Σ |W|; biases pay none."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from core.arrays import Array
from core.network.layers import Network


class Penalties(TypedDict):
    """Hold the strengths of both penalties, as keywords of `core.backward` and its like."""

    l2: float
    l1: float


def penalty(network: Network, *, l2: float = 0.0, l1: float = 0.0) -> float:
    """Return (l2/2) Σ W² + l1 Σ |W| over all weights, without the biases.

    >>> from core.network.layers import Layer
    >>> penalty(Network((Layer(np.array([[2.0]]), np.array([9.0]), "softmax"),)), l2=0.5, l1=0.1)
    1.2
    """
    # Multiplied first: W² may overflow where the penalty does not.
    total = sum(float(np.vdot(0.5 * l2 * layer.W, layer.W)) for layer in network.layers)
    return total + sum(float(np.abs(l1 * layer.W).sum()) for layer in network.layers) if l1 else total


def penalty_gradient(W: Array, *, l2: float, l1: float) -> Array:
    """Return l2 · W + l1 · sign(W); at 0, where |W| has a kink, the sign is 0.

    >>> penalty_gradient(np.array([-2.0, 0.0, 2.0]), l2=1.0, l1=0.1).tolist()
    [-2.1, 0.0, 2.1]
    """
    return l2 * W + l1 * np.sign(W) if l1 else l2 * W
