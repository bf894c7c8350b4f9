"""Text alternatives: one or two sentences that say what a figure shows at a step."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from pages.figures.names import class_name
from pages.figures.words import fmt, listed, percent


def alt_decision(
    *,
    step: int,
    n_classes: int,
    train_accuracy: float,
    test_accuracy: float | None,
    shares: ArrayLike,
    classes: Sequence[str] = (),
) -> str:
    """Describe the decision regions; `shares` (k,) is the fraction of the plane that each class takes.

    Without test points, `test_accuracy` is None.  `classes` are their names, if they have any.
    """
    fractions = enumerate(np.asarray(shares, dtype=float))
    parts = [f"{class_name(c, classes)} {percent(s)}" for c, s in fractions]
    correct = f"{percent(train_accuracy)} of the training points"
    if test_accuracy is not None:
        correct += f" and {percent(test_accuracy)} of the test points"
    return (
        f"Decision regions of {n_classes} classes at step {step}. "
        f"Parts of the plane: {listed(parts)}. {correct} are classified correctly."
    )


def alt_heatmaps(*, step: int, names: Sequence[str], matrices: Sequence[ArrayLike]) -> str:
    """Give the largest entry of each matrix and its place."""
    parts = [_extreme(name, M) for name, M in zip(names, matrices, strict=True)]
    return f"Heatmaps at step {step}. " + " ".join(parts)


def alt_curves(
    *,
    step: int,
    train_loss: float,
    test_loss: float | None,
    train_accuracy: float,
    test_accuracy: float | None,
    swings: bool = False,
) -> str:
    """Give the last values of the curves, and say if the training loss swings.

    Without test points, their loss and accuracy are None.
    """
    swinging = "The training loss swings from step to step. " if swings else ""
    loss, accuracy = f"{fmt(train_loss)} on training data", f"{percent(train_accuracy)} on training data"
    if test_loss is not None:
        loss += f", {fmt(test_loss)} on test data"
    if test_accuracy is not None:
        accuracy += f", {percent(test_accuracy)} on test data"
    return f"Curves up to step {step}. {swinging}Loss: {loss}. Accuracy: {accuracy}."


def alt_norms(*, step: int, values: ArrayLike) -> str:
    """Give the gradient norm of each layer."""
    return f"Gradient norm at step {step}: {_by_layer(values, fmt)}."


def alt_ratios(*, step: int, values: ArrayLike) -> str:
    """Give the update ratio of each layer."""
    return f"Update ratio ‖ΔW‖/‖W‖ at step {step}: {_by_layer(values, fmt)}."


def alt_saturation(*, step: int, saturated: ArrayLike, dead: ArrayLike) -> str:
    """Give the shares of saturated and of dead units of each hidden layer."""
    if not np.size(saturated):
        return "The network has no hidden layer: no unit can saturate."
    return (
        f"Saturated units at step {step}: {_by_layer(saturated, percent)}. "
        f"Dead units: {_by_layer(dead, percent)}."
    )


def alt_sharpness(*, step: int, sharpness: float, threshold: float, named: str) -> str:
    """Give the sharpness and the threshold that `named` describes; NaN where one is not known."""
    found = "overflows" if np.isnan(sharpness) else f"is {fmt(sharpness)}"
    limit = named if np.isnan(threshold) else f"an update overshoots beyond {named} = {fmt(threshold)}"
    return f"The sharpness at step {step} {found}; {limit}."


def alt_network(
    *, step: int, widths: Sequence[int], weights: Sequence[ArrayLike], symbol: str = "W"
) -> str:
    """Give the layers of the network and the largest entry of what its lines show: `symbol`."""
    units = listed([str(w) for w in widths])
    names = [f"{symbol}{i}" for i in range(1, len(weights) + 1)]
    largest = max(zip(names, weights, strict=True), key=lambda pair: np.abs(pair[1]).max())
    return f"Network at step {step} with layers of {units} units. {_extreme(*largest)}"


def _by_layer(values: ArrayLike, written: Callable[[float], str]) -> str:
    """Give a number of each layer."""
    parts = [f"layer {i} {written(v)}" for i, v in enumerate(np.asarray(values, dtype=float), start=1)]
    return listed(parts)


def _extreme(name: str, M: ArrayLike) -> str:
    """Give the entry of a matrix that is largest in absolute value; rows and columns are counted from 1."""
    values = np.atleast_2d(np.asarray(M, dtype=float))
    if not values.any():
        return f"{name}: every entry is 0."
    row, column = np.unravel_index(np.nanargmax(np.abs(values)), values.shape)
    place = f"row {row + 1}, column {column + 1}"
    return f"{name}: the largest entry in absolute value is {fmt(values[row, column])}, in {place}."
