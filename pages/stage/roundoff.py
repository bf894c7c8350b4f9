"""Entries that are only the round-off of an exact zero: they are shown as zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core import Experiment, LayerSigns, Snapshot, forward, layer_signs
from core.arrays import Array
from core.network.roundoff import gradient_roundoff
from core.run.gradient_norms import SUSPECT, roundoff_in_update, roundoff_in_weights
from core.vital_signs.layers import update_ratio
from pages.stage.runs import timeline


def without_roundoff(
    experiment: Experiment, kind: str, snapshots: Sequence[Snapshot], matrices: list[Array]
) -> list[Array]:
    """Return the matrices (F, d + 1, h) of each layer with 0 for what is only round-off."""
    sizes = [np.abs(M) for M in matrices]
    limit = SUSPECT * np.maximum(1, np.max([size.max(axis=(1, 2)) for size in sizes], axis=0))
    small = [(size > 0) & (size < limit[:, None, None]) for size in sizes]
    frames = np.flatnonzero(np.any([some.any(axis=(1, 2)) for some in small], axis=0))
    if not len(frames):
        return matrices
    cleaned = [M.copy() for M in matrices]
    for frame in frames.tolist():
        bounds = roundoff_bounds(experiment, kind, snapshots[frame])
        for M, size, bound in zip(cleaned, sizes, bounds, strict=True):
            M[frame][size[frame] <= bound] = 0.0
    return cleaned


def update_ratios(experiment: Experiment, snapshot: Snapshot) -> list[float]:
    """Return ‖ΔW‖/‖W‖ of each layer's next update, without what is only round-off."""
    updates = [np.vstack(pair)[None] for pair in snapshot.updates]
    shown = without_roundoff(experiment, "step", [snapshot], updates)
    pairs = zip(snapshot.network.layers, shown, strict=True)
    return [update_ratio(layer.W, update[0, :-1]) for layer, update in pairs]


def signs_without_roundoff(experiment: Experiment, snapshot: Snapshot) -> tuple[LayerSigns, ...]:
    """Return the vital signs of each layer; an update that is only round-off has the ratio 0."""
    signs = layer_signs(snapshot, timeline(experiment).train)
    ratios = update_ratios(experiment, snapshot)
    return tuple(replace(each, update_ratio=ratio) for each, ratio in zip(signs, ratios, strict=True))


def roundoff_bounds(experiment: Experiment, kind: str, snapshot: Snapshot) -> list[Array]:
    """Return how large round-off may be in each entry of the matrices (d + 1, h) of each layer."""
    train = timeline(experiment).train
    trace, Y = forward(snapshot.network, train.X[snapshot.batch]), train.Y[snapshot.batch]
    gain = roundoff_in_update(experiment, snapshot.learning_rate)
    of_weights = roundoff_in_weights(experiment, snapshot.learning_rate)
    bounds = gradient_roundoff(
        snapshot.network,
        trace,
        Y,
        snapshot.gradients,
        rate=of_weights,
        **experiment.penalties_at(snapshot.step),
    )
    if kind == "step" and experiment.optimizer in ("rmsprop", "adam"):
        return _of_adaptive(snapshot, bounds)
    factor = {"gradient": 1.0, "weights": of_weights, "step": gain}[kind]
    return [factor * bound for bound in bounds]


def _of_adaptive(snapshot: Snapshot, bounds: list[Array]) -> list[Array]:
    """Bound updates that divide by the size of past gradients: those of a gradient that is round-off."""
    return [
        np.where((bound > 0) & (np.abs(np.vstack([layer.dW, layer.db])) <= bound), np.inf, 0.0)
        for layer, bound in zip(snapshot.gradients.layers, bounds, strict=True)
    ]
