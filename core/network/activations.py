"""Activations: each a function and its derivative, side by side.

A hidden unit bends its pre-activation: ``A = f(Z)``.  Going back, the chain rule needs ``f'(Z)``.  For
the three functions here the derivative is cheapest to write through the value already computed, so
``derivative`` takes both Z and A and uses whichever is natural.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array


@dataclass(frozen=True)
class Activation:
    """Hold an elementwise function together with its derivative.

    Attributes
    ----------
    function : callable
        ``Z -> A``, same shape.
    derivative : callable
        ``(Z, A) -> f'(Z)``, same shape, with ``A = f(Z)`` already computed.
    """

    function: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]


def sigmoid(Z: Array) -> Array:
    """Return the logistic function 1 / (1 + e^−Z), elementwise.

    Notes, above Eq. (11).  e^−Z may overflow to infinity for Z < −709; the quotient is then 0, which
    is the right limit, so the overflow is not reported.

    >>> sigmoid(np.array([0.0, 1000.0, -1000.0])).tolist()
    [0.5, 1.0, 0.0]
    """
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-Z)))


def _sigmoid_derivative(Z: Array, A: Array) -> Array:
    return A * (1.0 - A)  # notes, Eq. (11)


def _tanh_derivative(Z: Array, A: Array) -> Array:
    return 1.0 - A * A


def _relu(Z: Array) -> Array:
    return np.maximum(Z, 0.0)


def _relu_derivative(Z: Array, A: Array) -> Array:
    return (Z > 0.0).astype(Z.dtype)  # ReLU'(0) = 0, by convention


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(sigmoid, _sigmoid_derivative),
    "tanh": Activation(np.tanh, _tanh_derivative),
    "relu": Activation(_relu, _relu_derivative),
}
"""The activations a hidden layer may use; the output layer is always softmax."""
