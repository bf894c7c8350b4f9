"""Activations in place: the calls of a fast step that write f(Z) over Z, and f'(Z) to another array.

A call is a function with its arguments; `core.run.fast_step` prepares them once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.arrays import Array

Call = tuple[Callable[..., Any], tuple[Any, ...]]

ONE = np.array(1.0)
LEAK = 0.01
"""The slope of the leaky ReLU for negative values."""

_LEAK = np.array(LEAK)


def sigmoid_in_place(Z: Array) -> None:
    """Write the logistic function of Z over Z, in the precision of Z."""
    np.negative(Z, out=Z)
    np.exp(Z, out=Z)
    Z += Z.dtype.type(1)
    np.reciprocal(Z, out=Z)


def sigmoid(A: Array, zeros: Array) -> list[Call]:
    """Return the calls of the sigmoid: 1 / (1 + e^−Z), from −Z."""
    return [(np.exp, (A, A)), (np.add, (A, ONE, A)), (np.divide, (ONE, A, A))]


def sigmoid_slope(A: Array, slope: Array) -> list[Call]:
    """Return the calls of its derivative."""
    return [(np.subtract, (ONE, A, slope)), (np.multiply, (slope, A, slope))]


def tanh(A: Array, zeros: Array) -> list[Call]:
    """Return the call of tanh."""
    return [(np.tanh, (A, A))]


def tanh_slope(A: Array, slope: Array) -> list[Call]:
    """Return the calls of its derivative."""
    return [(np.multiply, (A, A, slope)), (np.subtract, (ONE, slope, slope))]


def relu(A: Array, zeros: Array) -> list[Call]:
    """Return the call of ReLU."""
    return [(partial(np.maximum, out=A), (A, zeros))]


def relu_slope(A: Array, slope: Array) -> list[Call]:
    """Return the call of its derivative: A ≥ 0, so its sign."""
    return [(np.sign, (A, slope))]


def leaky(A: Array, zeros: Array) -> list[Call]:
    """Return the calls of the leaky ReLU."""
    small = np.empty_like(A)
    return [(np.multiply, (A, _LEAK, small)), (partial(np.maximum, out=A), (A, small))]


def leaky_slope(A: Array, slope: Array) -> list[Call]:
    """Return the calls of its derivative; A has the sign of Z."""
    leaks = np.full_like(A, LEAK)
    return [(np.sign, (A, slope)), (partial(np.maximum, out=slope), (slope, leaks))]
