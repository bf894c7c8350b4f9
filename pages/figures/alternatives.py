"""Text alternatives: one sentence or two that say what a figure shows at a step."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.words import fmt, listed, percent


def alt_decision(
    *, step: int, n_classes: int, train_accuracy: float, test_accuracy: float, shares: ArrayLike
) -> str:
    """Say how the plane is divided; `shares` (k,) is each class's part of the area."""
    parts = [f"class {c} {percent(s)}" for c, s in enumerate(np.asarray(shares, dtype=float))]
    return (
        f"Decision regions of {n_classes} classes at step {step}. "
        f"Share of the plane: {listed(parts)}. "
        f"{percent(train_accuracy)} of the training points and {percent(test_accuracy)} "
        "of the test points lie in their own region."
    )


def alt_heatmaps(*, step: int, names: Sequence[str], matrices: Sequence[ArrayLike]) -> str:
    """Say how large the numbers of each matrix are, and where the largest stands."""
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
    """Say where the curves stand."""
    return (
        f"Curves up to step {step}. Loss: {fmt(train_loss)} in training, {fmt(test_loss)} in test. "
        f"Accuracy: {percent(train_accuracy)} in training, {percent(test_accuracy)} in test."
    )


def alt_norms(*, step: int, norms: ArrayLike) -> str:
    """Say how long the gradient of each layer is."""
    parts = [f"layer {i} {fmt(v)}" for i, v in enumerate(np.asarray(norms, dtype=float), start=1)]
    return f"Length of the gradient at step {step}: {listed(parts)}."


def alt_network(*, step: int, widths: Sequence[int], weights: Sequence[ArrayLike]) -> str:
    """Say how the network is built, and which weight is the largest."""
    units = listed([str(w) for w in widths])
    names = [f"W{i}" for i in range(1, len(weights) + 1)]
    largest = max(zip(names, weights, strict=True), key=lambda pair: np.abs(pair[1]).max())
    return f"Network at step {step} with layers of {units} units. {_extreme(*largest)}"


def _extreme(name: str, M: ArrayLike) -> str:
    """Say which entry of a matrix is largest in size."""
    values = np.atleast_2d(np.asarray(M, dtype=float))
    row, column = np.unravel_index(np.nanargmax(np.abs(values)), values.shape)
    place = f"row {row + 1}, column {column + 1}"
    return f"{name}: the largest number in size is {fmt(values[row, column])} at {place}."
