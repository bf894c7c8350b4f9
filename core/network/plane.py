"""The plane: the activation of every unit at every point of a grid.

A picture needs the forward pass at thousands of points, sixty times a second, and only with the
precision of a screen.  This is `forward` in single precision, samples as columns; the exact numbers on
hover come from `forward` itself.  Where pre-activations may be large, it is in double precision: single
precision rounds to 1 part in 10⁷, which is much of what remains when large terms cancel, and ends at 10³⁸.
"""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from core.arrays import Array
from core.network.activations import ACTIVATIONS
from core.network.in_place import sigmoid_in_place
from core.network.layers import Network

_LARGEST_SINGLE = 2.0**20
"""The largest bound on a pre-activation in single precision.  The bound is far above what Z really is."""


def plane_activations(network: Network, X: Array) -> list[Array]:
    """Return the activations of each layer at the points X (n, d).

    Returns
    -------
    list of (h, n) arrays of float32, or float64 where weights are large
        One a layer, units as rows; the last holds the probabilities.

    >>> from core.run.training import start
    >>> from core.run.experiment import Experiment
    >>> [A.shape for A in plane_activations(start(Experiment()), np.zeros((9, 2)))]
    [(4, 9), (2, 9)]
    """
    dtype: type[np.floating[Any]] = np.float32 if _bound(network, X) <= _LARGEST_SINGLE else np.float64
    A = np.ascontiguousarray(X.T, dtype=dtype)
    activations = []
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in network.layers:
            A = layer.W.T.astype(dtype) @ A
            A += layer.b.astype(dtype)[:, None]
            if layer.activation == "softmax":
                _softmax_in_place(A)
            else:
                ACTIVATIONS[layer.activation].in_place(A)
            activations.append(A)
    return activations


def _bound(network: Network, X: Array) -> float:
    """Return a number that no |Z| at the points exceeds: ‖z‖ ≤ ‖W‖ ‖a‖ + ‖b‖, layer after layer."""
    a, largest = sqrt(X.shape[1]) * max(X.max(), -X.min()), 0.0
    for layer in network.layers:
        z = sqrt(np.vdot(layer.W, layer.W)) * a + sqrt(np.vdot(layer.b, layer.b))
        largest = max(largest, z)
        f = ACTIVATIONS.get(layer.activation)
        a = z * f.steepest if f and not f.bounds else sqrt(len(layer.b))
    return largest


def _softmax_in_place(Z: Array) -> None:
    if len(Z) == 2:
        np.subtract(Z[0], Z[1], out=Z[0])
        sigmoid_in_place(Z[0])
        np.subtract(1, Z[0], out=Z[1])
    else:
        Z -= Z.max(axis=0)
        np.exp(Z, out=Z)
        Z /= Z.sum(axis=0)
