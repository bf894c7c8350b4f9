"""The losses: each with the function of the output layer that belongs to it.

Both have the error (A − Y)/n.  After softmax, cross-entropy makes it the derivative with respect to Z: the
slope of softmax cancels.  The squared error makes it the derivative with respect to A, so that the slope
A(1 − A) of the sigmoid outputs remains.  It is small where an output is near 0 or 1, even if that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network.activations import ACTIVATIONS, sigmoid
from core.network.losses import mean_losses, sample_losses


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Hold a loss, its derivatives and how it is written.

    Attributes
    ----------
    output : str
        The function of the output layer.  No other loss has it, so it tells the loss of a network.
    of_samples : callable
        ``(Z, Y) -> (..., n)``: the loss of each sample, from the output's Z (..., n, k) and Y (..., n, k).
    mean : callable
        ``(Z, Y) -> (...)``: their mean.
    gradients : callable
        ``(A, Y) -> (dA, dZ)`` of the mean with respect to the output, (..., n, k).
    shares : callable
        ``A -> (..., n, k)``: what counts as the probability of each class; each row sums to 1.
    cancelled : callable
        ``(A, Y) -> (n, k)``: the size of the terms that dZ is computed from; see `core.network.roundoff`.
    of_constant : callable
        ``Y (n, k) -> float``: the smallest loss of a constant output.
    error_of : str
        The quantity whose derivative is (A − Y)/n: ``"Z"`` or ``"A"``.
    formula : str
        How `core.step` calls the loss of a sample.
    is_convex : bool
        Whether it is convex in Z: a linear classifier then has one minimum.
    label, output_label : str
        The loss and the output function in a sentence.
    share_label, class_label : str
        A share as a title, and that of class ``{c}``.
    """

    output: str
    of_samples: Callable[[Array, Array], Array]
    mean: Callable[[Array, Array], Array]
    gradients: Callable[[Array, Array], tuple[Array, Array]]
    shares: Callable[[Array], Array]
    cancelled: Callable[[Array, Array], Array]
    of_constant: Callable[[Array], float]
    error_of: str
    formula: str
    is_convex: bool
    label: str
    output_label: str
    share_label: str
    class_label: str


def squared_errors(Z: Array, Y: Array) -> Array:
    """Return ½ Σ_j (A_ij − Y_ij)² of each sample (..., n), with A = σ(Z) (..., n, k).

    >>> squared_errors(np.array([[0.0, 0.0]]), np.array([[0.0, 1.0]])).tolist()
    [0.25]
    """
    return np.asarray(0.5 * np.square(sigmoid(Z) - Y).sum(axis=-1))


def _cross_entropy_gradients(A: Array, Y: Array) -> tuple[Array, Array]:
    """Return dA = −Y/(nA) and dZ = (A − Y)/n.

    dZ does not go through dA: the quotient cancels (notes, (8)), also where A is 0.
    """
    n = A.shape[-2]
    return -Y / (n * np.maximum(A, np.finfo(A.dtype).tiny)), (A - Y) / n


def _squared_error_gradients(A: Array, Y: Array) -> tuple[Array, Array]:
    """Return dA = (A − Y)/n and dZ = dA · A(1 − A)."""
    dA = (A - Y) / A.shape[-2]
    return dA, dA * ACTIVATIONS["sigmoid"].derivative(A, A)


def _shares_of_sum(A: Array) -> Array:
    """Return A_ij / Σ_l A_il; equal shares where all outputs are 0."""
    A = A + np.finfo(A.dtype).tiny
    return np.asarray(A / A.sum(axis=-1, keepdims=True))


def _entropy(Y: Array) -> float:
    """Return the entropy −Σ p ln p of the mean targets p."""
    p = Y.mean(axis=0)
    p = p[p > 0]
    return float(-(p * np.log(p)).sum())


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        output="softmax",
        of_samples=sample_losses,
        mean=mean_losses,
        gradients=_cross_entropy_gradients,
        shares=lambda A: A,
        cancelled=lambda A, Y: (A + Y) / len(Y),
        of_constant=_entropy,
        error_of="Z",
        formula="surprise",
        is_convex=True,
        label="cross-entropy",
        output_label="softmax",
        share_label="Predicted probability",
        class_label="P(class {c})",
    ),
    "squared_error": Loss(
        output="sigmoid",
        of_samples=squared_errors,
        mean=lambda Z, Y: np.asarray(squared_errors(Z, Y).mean(axis=-1)),
        gradients=_squared_error_gradients,
        shares=_shares_of_sum,
        cancelled=lambda A, Y: A * ((A + Y) * (1.0 - A) + np.abs(A - Y)) / len(Y),
        of_constant=lambda Y: float(0.5 * Y.var(axis=0).sum()),
        error_of="A",
        formula="squares",
        is_convex=False,
        label="squared error",
        output_label="sigmoid outputs",
        share_label="Share of each class in the sum of the outputs",
        class_label="A[class {c}] / ΣA",
    ),
}
"""The losses by name; the first one is the default."""

LOSS_OF_OUTPUT = {loss.output: loss for loss in LOSSES.values()}
"""The same by the function of the output layer."""
