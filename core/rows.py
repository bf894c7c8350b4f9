"""Rows of the history, of many steps at once.

`Snapshot.row` measures one step with some sixty NumPy calls on arrays of a few hundred numbers, and most
of its time goes into the calls.  Here the same calls measure a stack of steps: each array gets one more
axis in front, (m, …), and each number comes out of the same operations in the same order.

`tests/core/test_rows.py` proves it equal to the reference, to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array, IntArray
from core.datasets import Dataset
from core.experiment import Experiment
from core.training import Batches, blocks

_NUMBERS = 2**18
"""About how many numbers an array of a stack holds, so that memory does not grow with the samples."""


def measure_rows(
    experiment: Experiment, thetas: Mapping[int, Array], *, train: Dataset, test: Dataset
) -> dict[int, Array]:
    """Return the `Snapshot.row` (5 + layers,) of some steps.

    Parameters
    ----------
    thetas : mapping of int to (p,) array
        The parameters at each step, in the order of `core.training.pack`.
    """
    n = len(train.y) + len(test.y)
    most = max(1, _NUMBERS // (n * max(experiment.sizes)))
    steps, measured = list(thetas), dict[int, Array]()
    for some in (steps[i : i + most] for i in range(0, len(steps), most)):
        stack = np.stack([thetas[step] for step in some])
        rows = _stack_rows(experiment, some, stack, train, test)
        measured |= dict(zip(some, rows, strict=True))
    return measured


def _stack_rows(
    experiment: Experiment, steps: Sequence[int], thetas: Array, train: Dataset, test: Dataset
) -> Array:
    whole, tested = _forward(experiment, thetas, train.X), _forward(experiment, thetas, test.X)
    batches = Batches.of(experiment, len(train.y))
    if batches.size == batches.n:
        norms = _norms(experiment, thetas, train.X, train.Y, whole)
    else:
        norms = _batch_norms(experiment, thetas, train, [batches.at(step) for step in steps])
    losses = [_losses(whole[-1], train.Y), _losses(tested[-1], test.Y)]
    accuracies = [_accuracies(whole[-1], train.y), _accuracies(tested[-1], test.y)]
    return np.column_stack([steps, *losses, *accuracies, norms])


def _layers(experiment: Experiment, thetas: Array) -> list[tuple[Array, Array]]:
    """Return W (m, d, h) and b (m, 1, h) of each layer."""
    views = [block.swapaxes(-1, -2) for block in blocks(thetas, experiment.sizes)]  # [W; b], (m, d + 1, h)
    return [(np.ascontiguousarray(view[:, :-1]), view[:, -1:]) for view in views]


def _forward(experiment: Experiment, thetas: Array, X: Array) -> list[Array]:
    """Return Z (m, n, h) of each layer for samples X (n, d), or (m, n, d) where each step has its own."""
    f = ACTIVATIONS[experiment.activation].function
    Zs: list[Array] = []
    for W, b in _layers(experiment, thetas):
        A_prev = f(Zs[-1]) if Zs else X
        Zs.append(A_prev @ W + b)
    return Zs


def _softmax(Z: Array) -> Array:
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return np.asarray(E / E.sum(axis=-1, keepdims=True))


def _losses(Z: Array, Y: Array) -> Array:
    """Return the mean cross-entropy (m,) of pre-activations Z (m, n, k)."""
    shifted = Z - Z.max(axis=-1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.asarray((0.0 - np.einsum("mij,ij->mi", log_P, Y)).mean(axis=-1))


def _accuracies(Z: Array, y: IntArray) -> Array:
    return np.asarray((_softmax(Z).argmax(axis=-1) == y).mean(axis=-1))


def _batch_norms(
    experiment: Experiment, thetas: Array, train: Dataset, batches: Sequence[IntArray]
) -> Array:
    """Return `_norms` where each step has its own samples."""
    norms = np.empty((len(thetas), len(experiment.sizes) - 1))
    for size in {len(batch) for batch in batches}:  # an epoch's last batch may be smaller
        some = [i for i, batch in enumerate(batches) if len(batch) == size]
        own = np.stack([batches[i] for i in some])  # (m, n)
        X, Y = train.X[own], train.Y[own]
        norms[some] = _norms(experiment, thetas[some], X, Y, _forward(experiment, thetas[some], X))
    return norms


def _norms(experiment: Experiment, thetas: Array, X: Array, Y: Array, Zs: list[Array]) -> Array:
    """Return the norm (m, layers) of each layer's gradient; see `core.backprop` for the lines."""
    layers, f = _layers(experiment, thetas), ACTIVATIONS[experiment.activation]
    entering = [X, *(f.function(Z) for Z in Zs[:-1])]
    dZ = (_softmax(Zs[-1]) - Y) / X.shape[-2]
    norms: list[Array] = []
    for index in reversed(range(len(layers))):
        W, A_prev = layers[index][0], entering[index]
        dW = A_prev.swapaxes(-1, -2) @ dZ + experiment.l2 * W  # (m, d, n) @ (m, n, h) = (m, d, h)
        db = dZ.sum(axis=-2)  # (m, h)
        norms.append(np.sqrt([np.vdot(w, w) + np.vdot(b, b) for w, b in zip(dW, db, strict=True)]))
        if index:
            dZ = (dZ @ W.swapaxes(-1, -2)) * f.derivative(Zs[index - 1], A_prev)
    return np.column_stack(norms[::-1])
