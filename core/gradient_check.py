"""The gradient check: believe a backward pass only after measuring it.

Nudge one parameter by ±ε, look how far the loss moves, and divide: no formula of the backward pass is
used, so the two can only agree if both are right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.backprop import Gradients, backward, objective
from core.network import Layer, Network, forward


@dataclass(frozen=True)
class NumericGradients:
    """Hold the measured derivatives of one layer: dW (d, h) and db (h,)."""

    dW: Array
    db: Array


def numeric_gradients(
    network: Network, X: Array, Y: Array, *, l2: float = 0.0, epsilon: float = 1e-5
) -> tuple[NumericGradients, ...]:
    """Measure the gradient of every parameter by central differences.

    (L(θ + ε) − L(θ − ε)) / 2ε, one parameter θ at a time; the error falls with ε² until the round-off
    of the loss, about 1e-16/ε, takes over.

    Parameters
    ----------
    network : Network
    X : (n, d) array
    Y : (n, k) array
        One-hot targets.
    l2 : float
        Strength of the penalty in the loss.
    epsilon : float
        Half the distance between the two evaluations, > 0.

    Returns
    -------
    tuple of NumericGradients
        One per layer.

    Raises
    ------
    ValueError
        If `epsilon` is not positive.
    """
    if not epsilon > 0:
        raise ValueError(f"epsilon must be > 0; got {epsilon}")
    # A private copy: the nudges happen in place and must not reach the caller's arrays.
    nudged = Network(
        tuple(Layer(layer.W.copy(), layer.b.copy(), layer.activation) for layer in network.layers)
    )

    def measure(parameter: Array) -> Array:
        slope = np.empty_like(parameter)
        for place in np.ndindex(parameter.shape):
            kept = parameter[place]
            parameter[place] = kept + epsilon
            above = objective(nudged, X, Y, l2=l2)
            parameter[place] = kept - epsilon
            below = objective(nudged, X, Y, l2=l2)
            parameter[place] = kept
            slope[place] = (above - below) / (2 * epsilon)
        return slope

    return tuple(NumericGradients(measure(layer.W), measure(layer.b)) for layer in nudged.layers)


def relative_error(a: Array, b: Array) -> float:
    """Return ‖a − b‖ / (‖a‖ + ‖b‖), and 0 where both are zero.

    >>> relative_error(np.array([1.0]), np.array([3.0]))
    0.5
    """
    scale = float(np.linalg.norm(a) + np.linalg.norm(b))
    return float(np.linalg.norm(a - b)) / scale if scale else 0.0


def check_gradients(
    network: Network,
    X: Array,
    Y: Array,
    *,
    l2: float = 0.0,
    epsilon: float = 1e-5,
    gradients: Gradients | None = None,
) -> tuple[float, ...]:
    """Compare analytic gradients with measured ones.

    Parameters
    ----------
    gradients : Gradients, optional
        What to check; by default what `backward` returns.

    Returns
    -------
    tuple of float
        One relative error per layer, weights and biases together.
    """
    analytic = gradients or backward(network, forward(network, X), Y, l2=l2)
    numeric = numeric_gradients(network, X, Y, l2=l2, epsilon=epsilon)
    return tuple(
        relative_error(_flat(ours.dW, ours.db), _flat(theirs.dW, theirs.db))
        for ours, theirs in zip(analytic.layers, numeric, strict=True)
    )


def _flat(dW: Array, db: Array) -> Array:
    return np.concatenate([dW.ravel(), db])
