"""Cross-entropy: how far the predicted probabilities are from the targets, as one number.

Softmax turns the last pre-activations into probabilities; cross-entropy is the mean of −log of
the probability of the true class.  Together they have the simplest gradient of all,
``dZ = (A − Y) / n`` (notes, Eq. (8)).  `core.network.loss_functions` has the other loss beside it.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array, IntArray, require_matrix


def softmax(Z: Array) -> Array:
    """Return the softmax of each row.

    a_j = e^{z_j} / Σ_l e^{z_l} (notes, Section 1), with the row's maximum subtracted first so that
    no exponential overflows; the quotient is the same.

    Parameters
    ----------
    Z : (..., n, k) array
        Pre-activations, one row a sample.

    Returns
    -------
    (..., n, k) array
        Probabilities; each row sums to 1.

    >>> softmax(np.array([[1000.0, 1000.0]])).tolist()
    [[0.5, 0.5]]
    """
    with np.errstate(over="ignore"):  # a difference of −∞ has the exponential 0
        E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.asarray(E / E.sum(axis=-1, keepdims=True))


def cross_entropy(P: Array, Y: Array) -> float:
    """Return the mean cross-entropy −(1/n) Σ_i Σ_j Y_ij log P_ij.

    Parameters
    ----------
    P : (n, k) array
        Predicted probabilities.
    Y : (n, k) array
        One-hot targets.

    Returns
    -------
    float
        In nats.  A probability of 0 of the true class is replaced by the smallest positive float, which
        keeps the loss finite (708 nats).

    Raises
    ------
    TypeError, ValueError
        If P is no float matrix or Y has another shape.

    >>> cross_entropy(np.array([[0.5, 0.5]]), np.array([[1.0, 0.0]]))
    0.6931471805599453
    """
    require_matrix("P", P)
    require_matrix("Y", Y, P.shape[1])
    if len(P) != len(Y):
        raise ValueError(f"P and Y must have the same rows; got {P.shape} and {Y.shape}")
    predicted = np.einsum("ij,ij->i", P, Y)
    return float(-np.log(np.maximum(predicted, np.finfo(P.dtype).tiny)).mean())


def softmax_cross_entropy(Z: Array, Y: Array) -> float:
    """Return ``cross_entropy(softmax(Z), Y)`` without computing a probability.

    −(1/n) Σ_i Σ_j Y_ij (Z_ij − log Σ_l e^{Z_il}), the row's maximum taken out of the log-sum-exp:
    exact where a probability would round to 0.

    Parameters
    ----------
    Z : (n, k) array
        The output's pre-activations.
    Y : (n, k) array
        One-hot targets.

    >>> softmax_cross_entropy(np.array([[2000.0, 0.0]]), np.array([[0.0, 1.0]]))
    2000.0
    """
    return float(mean_losses(Z, Y))


def mean_losses(Z: Array, Y: Array) -> Array:
    """Return `softmax_cross_entropy` (...) of each of some Z (..., n, k), for Y (n, k).

    The mean overflows only if it must, not where one sample's loss or their sum does.

    >>> Z = np.array([[1e308, -1e308], [0.0, 0.0]])
    >>> float(mean_losses(Z, np.array([[0.0, 1.0], [0.0, 1.0]])))
    1e+308
    """
    with np.errstate(over="ignore"):
        parts = _loss_parts(Z, Y)
        mean = np.asarray(parts.sum(axis=0).mean(axis=-1))
        if np.isfinite(mean).all():
            return mean
        return np.where(np.isfinite(mean), mean, (parts / len(Y)).sum(axis=0).sum(axis=-1))


def sample_losses(Z: Array, Y: Array) -> Array:
    """Return the cross-entropy of each sample: what `softmax_cross_entropy` is the mean of.

    −Σ_j Y_ij (Z_ij − log Σ_l e^{Z_il}), exact where a probability would round to 0.

    Parameters
    ----------
    Z : (..., n, k) array
        The output's pre-activations.
    Y : (..., n, k) array
        One-hot targets.

    Returns
    -------
    (..., n) array
        In nats.

    >>> sample_losses(np.array([[2000.0, 0.0], [2000.0, 0.0]]), np.eye(2)).tolist()
    [0.0, 2000.0]
    """
    return np.asarray(_loss_parts(Z, Y).sum(axis=0))


def _loss_parts(Z: Array, Y: Array) -> Array:
    """Return m = max_l Z_il, −Z_iy and log Σ_l e^{Z_il − m} (3, ..., n), whose sum is a sample's loss."""
    top = Z.max(axis=-1)
    with np.errstate(over="ignore"):
        log_sum = np.log(np.exp(Z - top[..., None]).sum(axis=-1))
    return np.stack([top, -np.einsum("...ij,ij->...i", Z, Y), log_sum])


def accuracy(P: Array, y: IntArray) -> float:
    """Return the fraction of rows whose most probable class is the true one.

    >>> accuracy(np.array([[0.9, 0.1], [0.2, 0.8]]), np.array([0, 0]))
    0.5
    """
    return float((P.argmax(axis=1) == y).mean())


def one_hot(y: IntArray, n_classes: int) -> Array:
    """Return the targets Y (n, k) with a single 1 per row, in column y_i.

    Raises
    ------
    ValueError
        If a label lies outside 0 … n_classes − 1.

    >>> one_hot(np.array([0, 2]), 3).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    labels = np.asarray(y)
    if labels.size and (labels.min() < 0 or labels.max() >= n_classes):
        raise ValueError(f"y must hold classes 0 to {n_classes - 1}; got {labels.min()} to {labels.max()}")
    return np.eye(n_classes)[labels]
