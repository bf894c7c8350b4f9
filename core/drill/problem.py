"""A problem: a small random network with its batch, and every quantity of one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network.backprop import backward
from core.network.layers import Layer, Network, forward
from core.network.loss_functions import LOSSES
from core.network.losses import one_hot

LEARNING_RATE, PENALTY, DECAY, STEPS = 0.5, 0.1, 0.9, 3
"""The numbers of an update: lr, λ, the decay of the running mean, and how many steps it has seen."""

_SIZES = (2, 3, 4, 5)
_SQUARE = 3


@dataclass(frozen=True)
class Problem:
    """Hold a network 2 layers deep, its batch and its gradients.

    Attributes
    ----------
    convention : {"rows", "columns"}
        What a sample is in X.
    loss : str
        One of `core.LOSSES`.
    sizes : mapping
        n, d, h and k.
    values : mapping
        The array of each quantity, by its tile, in that convention.
    updated : mapping
        W2 and m after the update.
    """

    convention: str
    loss: str
    sizes: Mapping[str, int]
    values: Mapping[str, Array]
    updated: Mapping[str, Array]


def make_problem(
    seed: int, *, convention: str, loss: str, is_square: bool = False, is_penalized: bool = False
) -> Problem:
    """Draw a network and its batch.

    Parameters
    ----------
    seed : int
    convention : {"rows", "columns"}
    loss : str
        One of `core.LOSSES`.
    is_square : bool
        Whether n, d, h and k are equal, so that each wrong product fits.  Otherwise all are different, so
        that none fits by chance.
    is_penalized : bool
        Whether dW2 contains the gradient of the L2 penalty.
    """
    rng = np.random.default_rng(seed)
    n, d, h, k = (_SQUARE,) * 4 if is_square else map(int, rng.permutation(_SIZES))
    W1, W2 = (rng.normal(size=shape) for shape in ((d, h), (h, k)))
    b1, b2 = (rng.normal(size=units) for units in (h, k))
    network = Network((Layer(W1, b1, "sigmoid"), Layer(W2, b2, LOSSES[loss].output)))
    X, Y = rng.normal(size=(n, d)), one_hot(rng.integers(k, size=n), k)
    trace = forward(network, X)
    first, last = backward(network, trace, Y, l2=PENALTY if is_penalized else 0.0).layers
    m, dW2_old = rng.normal(size=(2, h, k))
    W2_new = W2 - LEARNING_RATE * last.dW
    values = {
        "X": X, "Y": Y, "W1": W1, "b1": b1, "W2": W2, "b2": b2,
        "Z1": trace.Z[0], "A1": trace.A[0], "Z2": trace.Z[1], "A2": trace.A[1],
        "dZ2": last.dZ, "dW2": last.dW, "db2": last.db, "dA1": first.dA,
        "dZ1": first.dZ, "dW1": first.dW, "db1": first.db,
        "W2new": W2_new, "dW2old": dW2_old, "m": m, "mhat": m / (1 - DECAY**STEPS),
    }  # fmt: skip
    numbers = {"1": 1.0, "1/n": 1 / n, "lr": LEARNING_RATE, "l2": PENALTY, "beta": DECAY}
    updated = {"W2": W2_new, "m": DECAY * m + (1 - DECAY) * last.dW}
    arranged = _in_columns if convention == "columns" else np.asarray
    return Problem(
        convention,
        loss,
        {"n": n, "d": d, "h": h, "k": k},
        {name: arranged(value) for name, value in values.items()}
        | {name: np.asarray(number) for name, number in numbers.items()},
        {name: arranged(value) for name, value in updated.items()},
    )


def _in_columns(value: Array) -> Array:
    """Return what is a row per sample, or a vector, as a column per sample, or a column."""
    return value.T if value.ndim > 1 else value[:, None]
