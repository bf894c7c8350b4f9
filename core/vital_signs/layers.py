"""The vital signs of each layer: the size of its gradient and of its update, and how many units learn."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, norm
from core.network.activations import ACTIVATIONS
from core.network.layers import Network, forward
from core.run.datasets import Dataset
from core.run.snapshot import Snapshot

SATURATED_BELOW = 0.05
"""A unit is saturated if its mean |f'| is below this fraction of the largest |f'|."""


@dataclass(frozen=True)
class LayerSigns:
    """Hold the vital signs of one layer at one step.

    The last three are None for the output: softmax has no f', and sigmoid outputs saturate when they learn.

    Attributes
    ----------
    gradient_norm : float
        ‖(dW, db)‖ on the batch of the next update, the penalty included; 0 if it is only round-off.
    update_ratio : float
        ‖ΔW‖/‖W‖ of the next update, without the biases; no unit.  About 10⁻³ is usual for
        mini-batches.  0 if nothing moves, infinite if weights that are all 0 move.
    saturated : float or None
        Share of the units in [0, 1] whose f', averaged over the training samples, is below
        `SATURATED_BELOW` of its maximum.  It includes the dead ones.
    dead : float or None
        Share of the units in [0, 1] with f' = 0 on every training sample.  Their weights get no gradient.
    mean_slope : float or None
        Mean of |f'| over units and training samples: the factor by which the activation scales what the
        backward pass sends through it.
    """

    gradient_norm: float
    update_ratio: float
    saturated: float | None
    dead: float | None
    mean_slope: float | None


def layer_signs(snapshot: Snapshot, train: Dataset) -> tuple[LayerSigns, ...]:
    """Measure the vital signs of each layer of a run at one step.

    Parameters
    ----------
    snapshot : Snapshot
        The run at that step.
    train : Dataset
        All training points, whatever the size of a batch.

    References
    ----------
    Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks"
    (saturation); Karpathy, CS231n notes, "Ratio of weights:updates".
    """
    slopes = unit_slopes(snapshot.network, train.X)
    return tuple(
        LayerSigns(size, update_ratio(layer.W, update), *_of_units(layer.activation, own))
        for layer, size, (update, _), own in zip(
            snapshot.network.layers,
            snapshot.norms,
            snapshot.updates,
            (*slopes, None),
            strict=True,
        )
    )


def update_ratio(W: Array, update: Array) -> float:
    """Return ‖ΔW‖/‖W‖; 0 if both are 0, infinite if only W is.

    >>> update_ratio(np.array([[3.0, 4.0]]), np.array([[0.0, 0.005]]))
    0.001
    """
    moved, size = norm(update), norm(W)
    return moved / size if size else math.inf if moved else 0.0


def unit_slopes(network: Network, X: Array) -> tuple[Array, ...]:
    """Return the mean of |f'| over the samples of each unit: one (h,) array per hidden layer.

    A unit is dead where it is 0, and saturated where it is below `SATURATED_BELOW` times
    `Activation.steepest`.

    Raises
    ------
    TypeError, ValueError
        As `core.forward` does.
    """
    trace = forward(network, X)
    return tuple(
        np.abs(ACTIVATIONS[layer.activation].derivative(Z, A)).mean(axis=0)
        for layer, Z, A in zip(network.layers[:-1], trace.Z, trace.A, strict=False)
    )


def _of_units(activation: str, slopes: Array | None) -> tuple[float | None, float | None, float | None]:
    """Return the shares of saturated and of dead units, and the mean of |f'| over all units."""
    if slopes is None:
        return None, None, None
    saturated = slopes < SATURATED_BELOW * ACTIVATIONS[activation].steepest
    return float(saturated.mean()), float((slopes == 0).mean()), float(slopes.mean())
