"""The plane: the activation of every unit at every point of a grid.

A picture needs the forward pass at thousands of points, sixty times a second, and only with the
precision of a screen.  This is `forward` in single precision, samples as columns; the exact numbers on
hover come from `forward` itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.network.activations import ACTIVATIONS, sigmoid_in_place
from core.network.layers import Network

Float32 = NDArray[np.float32]


def plane_activations(network: Network, X: Array) -> list[Float32]:
    """Return the activations of each layer at the points X (n, 2).

    Returns
    -------
    list of (h, n) float32 arrays
        One a layer, units as rows; the last holds the probabilities.

    >>> from core.run.training import start
    >>> from core.run.experiment import Experiment
    >>> [A.shape for A in plane_activations(start(Experiment()), np.zeros((9, 2)))]
    [(4, 9), (2, 9)]
    """
    A = np.ascontiguousarray(X.T, dtype=np.float32)
    activations = []
    with np.errstate(over="ignore", invalid="ignore"):
        for layer in network.layers:
            A = layer.W.T.astype(np.float32) @ A
            A += layer.b.astype(np.float32)[:, None]
            if layer.activation == "softmax":
                _softmax_in_place(A)
            else:
                ACTIVATIONS[layer.activation].in_place(A)
            activations.append(A)
    return activations


def _softmax_in_place(Z: Float32) -> None:
    if len(Z) == 2:
        np.subtract(Z[0], Z[1], out=Z[0])
        sigmoid_in_place(Z[0])
        np.subtract(np.float32(1), Z[0], out=Z[1])
    else:
        Z -= Z.max(axis=0)
        np.exp(Z, out=Z)
        Z /= Z.sum(axis=0)
