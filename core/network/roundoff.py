"""How much of a computed gradient may be round-off.

A sum of terms that cancel leaves round-off in proportion to the terms, not to their sum.  With all weights
zero and two classes of equal size the terms of dW are of the order 0.1, their exact sum is 0, and what is
computed is ±4 × 10⁻¹⁹.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.network.activations import ACTIVATIONS
from core.network.backprop import Gradients
from core.network.layers import Network, Trace

UNIT = 2 * float(np.finfo(float).eps)
"""The relative error allowed for a sum of products; NumPy's sums stay well within it."""

_TINY = 1e-8
"""Round-off in a weight is smaller, compared with 1 and with the largest weight of its layer."""


def gradient_roundoff(
    network: Network,
    trace: Trace,
    Y: Array,
    gradients: Gradients,
    *,
    l2: float = 0.0,
    l1: float = 0.0,
    rate: float = 0.0,
) -> list[Array]:
    """Bound the round-off in each layer's gradients [dW; db].

    An entry that is not larger than its bound cannot be told from zero.  The bounds follow the backward
    pass, with ε the unit of round-off and E the bound of dZ:

        E = ε (A + Y)/n                                    at the softmax output
        E = ε A ((A + Y)(1 − A) + |A − Y|)/n               at sigmoid outputs
        bound of dW = |A_prev|ᵀ E + ε (|A_prev|ᵀ |dZ| + l2 |W| + l1),   bound of db = Σ_samples E + ε Σ |dZ|
        E_prev = (E |W|ᵀ + |dZ| (ε |W| + R)ᵀ) · |f'(Z)|,   R = min(rate · bound of dW, 10⁻⁸ max(1, |W|))

    R counts weights that are round-off themselves, left behind by updates at this `rate`.  Where a run is
    about to overflow, the bound of its present gradient says nothing about the far smaller ones that made
    its weights.

    Parameters
    ----------
    network, trace, gradients
        As `core.network.backprop.backward` takes and returns them.
    Y : (n, k) array of float
        Targets.
    l2, l1, rate : float
        Strengths of the penalties, and the factor by which round-off of the gradient enters the weights.

    Returns
    -------
    list of (d + 1, h) arrays
        One a layer, the bounds of the biases last.

    References
    ----------
    Higham (2002), *Accuracy and Stability of Numerical Algorithms*, §3.1 and §3.3 (running error analysis).
    """
    bounds: list[Array] = []
    E = UNIT * network.loss.cancelled(trace.A[-1], Y)
    for index in reversed(range(len(network.layers))):
        W, A = np.abs(network.layers[index].W), np.abs(trace.layer_input(index))
        dZ = np.abs(gradients.layers[index].dZ)
        noise = E + UNIT * dZ
        of_W = A.T @ noise + UNIT * (l2 * W + l1)
        bounds.append(np.vstack([of_W, noise.sum(axis=0)]))
        if index:
            previous = network.layers[index - 1].activation
            slope = ACTIVATIONS[previous].derivative(trace.Z[index - 1], trace.A[index - 1])
            E = (noise @ W.T + dZ @ np.minimum(rate * of_W, _TINY * max(1.0, W.max())).T) * np.abs(slope)
    return bounds[::-1]
