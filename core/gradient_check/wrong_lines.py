"""What the wrong lines compute.  A line that fits the shapes of some layers only is wrong in those."""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.gradient_check.backward_pass import CORRECT
from core.network.activations import ACTIVATIONS
from core.network.layers import Trace
from core.network.penalties import Penalties, penalty_gradient
from core.run.optimizers import ADAM_DECAY, OPTIMIZERS, State


def untransposed(dZ: Array, W: Array, step: Array) -> Array:
    """Return dZ W, where W is square."""
    square = W.shape[0] == W.shape[1]
    return dZ @ W if square else dZ @ W.T


def chance_product(A_prev: Array, dZ: Array, W: Array, strengths: Penalties) -> Array:
    """Return A dZ plus the penalties' part, where there are as many samples as inputs."""
    square = A_prev.shape[0] == A_prev.shape[1]
    product = A_prev @ dZ if square else A_prev.T @ dZ
    return np.asarray(product + penalty_gradient(W, **strengths))


def mean_again(A_prev: Array, dZ: Array, W: Array, strengths: Penalties) -> Array:
    """Return the mean over the samples of what is a share of a mean already."""
    return np.asarray(A_prev.T @ dZ / len(dZ) + penalty_gradient(W, **strengths))


def negative_penalty(A_prev: Array, dZ: Array, W: Array, strengths: Penalties) -> Array:
    """Return dW with the penalties' part subtracted."""
    return np.asarray(A_prev.T @ dZ - penalty_gradient(W, **strengths))


def full_penalty(A_prev: Array, dZ: Array, W: Array, strengths: Penalties) -> Array:
    """Return dW with the penalties' part as if each strength were 1."""
    ones: Penalties = {"l2": float(strengths["l2"] != 0), "l1": float(strengths["l1"] != 0)}
    return np.asarray(A_prev.T @ dZ + penalty_gradient(W, **ones))


def sum_over_units(dZ: Array) -> Array:
    """Return the sums of the rows, where there are as many samples as units."""
    square = dZ.shape[0] == dZ.shape[1]
    return np.asarray(dZ.sum(axis=1) if square else dZ.sum(axis=0))


def slope_of_Z(name: str, trace: Trace, index: int) -> Array:
    """Return the derivative of the activation with Z in the place of A."""
    return ACTIVATIONS[name].derivative(trace.Z[index], trace.Z[index])


def slope_above(name: str, trace: Trace, index: int) -> Array:
    """Return the derivative of the activation at the next layer, where that is as wide."""
    fits = index + 1 < len(trace.Z) and trace.Z[index + 1].shape == trace.Z[index].shape
    at = index + fits
    return ACTIVATIONS[name].derivative(trace.Z[at], trace.A[at])


def softmax_again(A: Array, Y: Array) -> Array:
    """Return the derivative of softmax times what contains it already."""
    dZ = CORRECT.error(A, Y)
    return np.asarray(A * (dZ - (A * dZ).sum(axis=1, keepdims=True)))


def softmax_of_batch(trace: Trace) -> Array:
    """Return the output of a softmax whose probabilities sum to 1 over all samples together."""
    Z = trace.Z[-1]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return np.asarray(E / E.sum())


def overwritten_mean(g: Array, state: State, rate: float, t: int) -> tuple[Array, State]:
    """Make a step of Adam that remembers the bias-corrected mean in place of the mean."""
    step, (m, s) = OPTIMIZERS["adam"][1](g, state, rate, t)
    return step, (m / (1 - ADAM_DECAY[0] ** t), s)
