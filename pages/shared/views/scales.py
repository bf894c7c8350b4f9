"""The scales of the colours: fixed while a run plays, and a function of experiment and look alone."""

from __future__ import annotations

import numpy as np

from core import Snapshot, Timeline
from core.arrays import Array

_EARLY = (256, 64, 16)
_WORK = 2e8
"""Multiplications that may be spent on finding a default scale."""


def stacked(snapshot: Snapshot, kind: str) -> list[Array]:
    """Return the matrix [·; ·] (d + 1, h) of each layer, biases last.

    `kind` is ``"gradient"`` for [dW; db], ``"weights"`` for [W; b], or ``"step"`` for what the next
    update subtracts.
    """
    return [np.vstack(pair) for pair in _pairs(snapshot, kind)]


def _pairs(snapshot: Snapshot, kind: str) -> list[tuple[Array, Array]]:
    if kind == "gradient":
        return [(layer.dW, layer.db) for layer in snapshot.gradients.layers]
    if kind == "weights":
        return [(layer.W, layer.b) for layer in snapshot.network.layers]
    return list(snapshot.updates)


def scales(timeline: Timeline, kind: str, anchor: int | None) -> list[float]:
    """Return for each layer the number that gets the strongest colour.

    It is the largest number at step `anchor`, rounded up to 1, 2 or 5 times a power of ten.  Without an
    anchor the largest of the early run counts, its first steps left out: there the gradient is often
    ten times what it will be.
    """
    steps = [anchor] if anchor is not None else _early(timeline)
    matrices = [stacked(timeline.at(step), kind) for step in steps]
    return [round_up(max(float(np.abs(M).max()) for M in layer)) for layer in zip(*matrices, strict=True)]


def _early(timeline: Timeline) -> list[int]:
    """Return the early steps that this experiment can afford to look at."""
    sizes = np.array(timeline.experiment.sizes)
    cost = len(timeline.train.y) * float((sizes[:-1] * sizes[1:]).sum())
    return [step for step in _EARLY if step * cost <= _WORK] or [0]


def round_up(number: float) -> float:
    """Return the next of 1, 2, 5 × 10ⁿ; 1 for zero.

    >>> [round_up(number) for number in (0.017, 0.2, 3.0, 0.0)]
    [0.02, 0.2, 5.0, 1.0]
    """
    if not (np.isfinite(number) and number > 0):
        return 1.0
    exponent = int(np.floor(np.log10(number)))
    for factor in (1, 2, 5, 10):
        rounded = float(f"{factor}e{exponent}")
        if rounded >= number * (1 - 1e-12):
            return rounded
    return float(f"2e{exponent + 1}")
