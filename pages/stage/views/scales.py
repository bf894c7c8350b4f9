"""The scales of the colours: fixed while a run plays, and a function of experiment and look alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core import Snapshot, Timeline
from core.arrays import Array
from core.run.cost import seconds_per_step
from core.run.training import blocks

_EARLY = (256, 64, 16)
_SECONDS_EARLY = 0.12
_SECONDS_TO_ANCHOR = 2.0
"""The most that computing the early steps, or the anchor, may take by the cost estimate."""

_VECTORS = {"gradient": "gradient", "weights": "parameters", "step": "update"}


def stacked(snapshots: Sequence[Snapshot], kind: str) -> list[Array]:
    """Return the matrices [·; ·] (F, d + 1, h) of each layer at F snapshots, biases last.

    `kind` is ``"gradient"`` for [dW; db], ``"weights"`` for [W; b], or ``"step"`` for the next update,
    signed as the weights move.
    """
    vectors = np.stack([getattr(snapshot, _VECTORS[kind]) for snapshot in snapshots])
    if kind == "step":
        vectors = 0.0 - vectors  # what core subtracts; the 0 keeps a zero free of a minus sign
    return [block.swapaxes(-1, -2) for block in blocks(vectors, snapshots[0].network.sizes)]


def scales(timeline: Timeline, kind: str, anchor: int | None) -> list[float]:
    """Return for each layer the number that gets the strongest colour.

    It is the largest number at step `anchor`, rounded up to 1, 2 or 5 times a power of ten.  Without an
    anchor the largest of the early run counts, its first steps left out: there the gradient is often
    ten times what it will be.  An anchor is ignored if it would take long to compute (a link's, far
    ahead of what is computed).
    """
    seconds = seconds_per_step(timeline.experiment)
    if anchor is not None and (anchor <= timeline.frontier or anchor * seconds <= _SECONDS_TO_ANCHOR):
        steps = [anchor]
    else:
        steps = [step for step in _EARLY if step * seconds <= _SECONDS_EARLY] or [0]
    layers = stacked([timeline.at(step) for step in sorted(steps)], kind)
    return [round_up(float(np.abs(layer).max())) for layer in layers]


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
