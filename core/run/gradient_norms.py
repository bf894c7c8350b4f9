"""The gradient norm of each layer, which is 0 where the gradient is only round-off."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from core.arrays import Array
from core.network.backprop import Gradients
from core.network.layers import Network, Trace
from core.network.roundoff import gradient_roundoff
from core.run.experiment import Experiment
from core.run.optimizers import MOMENTUM

SUSPECT = 1e-8
"""What is larger, compared with the largest of all layers, is never looked into: that takes time."""

_SETTLED = 4.0
"""Weights settle where their gradient is round-off; at a curvature of ¼ they are four times as large."""


def norms_without_roundoff(
    norms: Sequence[float], is_roundoff: Callable[[], list[bool]]
) -> tuple[float, ...]:
    """Return the norms of a step, 0 where `is_roundoff` says so of a layer; it is rarely called."""
    limit = SUSPECT * max(1.0, *norms)
    is_finite = all(map(math.isfinite, norms))
    if not is_finite or not any(0 < size < limit for size in norms):
        return tuple(norms)
    return tuple(0.0 if zero else size for size, zero in zip(norms, is_roundoff(), strict=True))


def roundoff_layers(
    experiment: Experiment, step: int, network: Network, trace: Trace, Y: Array, gradients: Gradients
) -> list[bool]:
    """Say of each layer whether no entry of its gradient at `step` can be told from zero."""
    kept = roundoff_in_weights(experiment, experiment.rate_at(step))
    bounds = gradient_roundoff(network, trace, Y, gradients, **experiment.penalties_at(step), rate=kept)
    return [
        bool((np.abs(np.vstack([layer.dW, layer.db])) <= bound).all())
        for layer, bound in zip(gradients.layers, bounds, strict=True)
    ]


def roundoff_in_weights(experiment: Experiment, rate: float) -> float:
    """Return the factor by which round-off of the gradient enters the weights, at a learning `rate`."""
    return max(roundoff_in_update(experiment, rate), _SETTLED)


def roundoff_in_update(experiment: Experiment, rate: float) -> float:
    """Return the factor by which round-off of the gradient enters the update of SGD, or of momentum."""
    return rate / (1 - MOMENTUM if experiment.optimizer == "momentum" else 1)
