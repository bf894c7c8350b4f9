"""Text alternatives: one or two sentences that say what a figure shows at a step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.words import fmt, listed, percent


def alt_decision(
    *, step: int, n_classes: int, train_accuracy: float, test_accuracy: float, shares: ArrayLike
) -> str:
    """Describe the decision regions; `shares` (k,) is the fraction of the plane that each class takes."""
    parts = [f"class {c} {percent(s)}" for c, s in enumerate(np.asarray(shares, dtype=float))]
    return (
        f"Decision regions of {n_classes} classes at step {step}. "
        f"Parts of the plane: {listed(parts)}. "
        f"{percent(train_accuracy)} of the training points and {percent(test_accuracy)} "
        "of the test points are classified correctly."
    )


def alt_heatmaps(*, step: int, names: Sequence[str], matrices: Sequence[ArrayLike]) -> str:
    """Give the largest entry of each matrix and its place."""
    parts = [_extreme(name, M) for name, M in zip(names, matrices, strict=True)]
    return f"Heatmaps at step {step}. " + " ".join(parts)


def alt_curves(
    *,
    step: int,
    train_loss: float,
    test_loss: float,
    train_accuracy: float,
    test_accuracy: float,
) -> str:
    """Give the last values of the curves."""
    return (
        f"Curves up to step {step}. "
        f"Loss: {fmt(train_loss)} on training data, {fmt(test_loss)} on test data. "
        f"Accuracy: {percent(train_accuracy)} on training data, {percent(test_accuracy)} on test data."
    )


def alt_norms(*, step: int, norms: ArrayLike) -> str:
    """Give the gradient norm of each layer."""
    parts = [f"layer {i} {fmt(v)}" for i, v in enumerate(np.asarray(norms, dtype=float), start=1)]
    return f"Gradient norm at step {step}: {listed(parts)}."


def alt_network(*, step: int, widths: Sequence[int], weights: Sequence[ArrayLike]) -> str:
    """Give the layers of the network and its largest weight."""
    units = listed([str(w) for w in widths])
    names = [f"W{i}" for i in range(1, len(weights) + 1)]
    largest = max(zip(names, weights, strict=True), key=lambda pair: np.abs(pair[1]).max())
    return f"Network at step {step} with layers of {units} units. {_extreme(*largest)}"


def _extreme(name: str, M: ArrayLike) -> str:
    """Give the entry of a matrix that is largest in absolute value; rows and columns are counted from 1."""
    values = np.atleast_2d(np.asarray(M, dtype=float))
    if not values.any():
        return f"{name}: every entry is 0."
    row, column = np.unravel_index(np.nanargmax(np.abs(values)), values.shape)
    place = f"row {row + 1}, column {column + 1}"
    return f"{name}: the largest entry in absolute value is {fmt(values[row, column])}, in {place}."
