"""The scales of the colours: the number that gets the strongest colour in a layer, for each step of a run.

A scale is a function of the run and the step alone.  It follows the largest entry of a window of steps, so
that it stays the same for a while, and leaves the window where this step's own entries need another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core import Experiment, Snapshot
from core.arrays import Array
from core.run.training import blocks
from pages.figures.spread import LEAST_SHARE
from pages.stage.roundoff import without_roundoff
from pages.stage.runs import timeline
from pages.stage.views.moment import Setting

_VECTORS = {"gradient": "gradient", "weights": "parameters", "step": "update"}
_WINDOW = 4
"""Steps of a window: a run that overshoots at each step swings between two sizes."""

_HEADROOM = 1.25
"""A scale has room above its window, so that it need not change with the next step."""

_RUNGS = np.array([float(f"{factor}e{power}") for power in range(-307, 309) for factor in (1, 2, 5)][:-2])
_TENS = np.array([float(f"1e{power}") for power in range(-307, 309)])


@dataclass(frozen=True)
class ScaledMatrices:
    """Hold what F frames show: per layer the matrices (F, d + 1, h), and the scales (F, layers).

    Round-off of an exact zero is 0 in them, and a layer without another number has the scale 0.
    """

    matrices: list[Array]
    scales: Array


def scaled(setting: Setting, kind: str, snapshots: Sequence[Snapshot]) -> ScaledMatrices:
    """Return the matrices of some snapshots of a setting's run, and their scales as its look has them."""
    experiment = setting.experiment
    matrices = without_roundoff(experiment, kind, snapshots, stacked(snapshots, kind))
    largest = _largest(matrices)
    chosen = setting.look.scale
    if isinstance(chosen, int) and setting.is_anchored:
        return ScaledMatrices(matrices, np.where(largest > 0, _fixed(experiment, kind, chosen), 0.0))
    own = _following(largest, _peaks_at(experiment, kind, [each.step for each in snapshots]))
    if chosen not in ("one", "log"):
        return ScaledMatrices(matrices, own)
    common = own.max(axis=1, keepdims=True)
    if chosen == "log":
        common = rounded_up(common, _TENS)
    return ScaledMatrices(matrices, np.where(largest > 0, common, 0.0))


def stacked(snapshots: Sequence[Snapshot], kind: str) -> list[Array]:
    """Return the matrices [·; ·] (F, d + 1, h) of each layer at F snapshots, biases last.

    `kind` is ``"gradient"`` for [dW; db], ``"weights"`` for [W; b], or ``"step"`` for the next update,
    signed as the weights move.
    """
    vectors = np.stack([getattr(snapshot, _VECTORS[kind]) for snapshot in snapshots])
    if kind == "step":
        vectors = 0.0 - vectors  # what core subtracts; the 0 keeps a zero free of a minus sign
    return [block.swapaxes(-1, -2) for block in blocks(vectors, snapshots[0].network.sizes)]


def window_of(step: int) -> range:
    """Return the steps that the scale of a step follows: the same ones for an eighth of the run or longer.

    They lie before the step.  The first steps have none: there each step differs from the one before.

    >>> window_of(5), window_of(100), window_of(101)
    (range(0, 0), range(96, 100), range(96, 100))
    """
    done = step - _WINDOW + 1
    if done < 2 * _WINDOW:
        return range(0)
    spacing = 1 << (done.bit_length() - 3)
    start = done // spacing * spacing
    return range(start, start + _WINDOW)


def rounded_up(numbers: Array, rungs: Array = _RUNGS) -> Array:
    """Return the next of 1, 2, 5 × 10ⁿ for each number; 0 for 0."""
    at = np.searchsorted(rungs, np.multiply(numbers, 1 - 1e-12))
    return np.where(np.greater(numbers, 0), rungs[np.minimum(at, len(rungs) - 1)], 0.0)


def round_up(number: float) -> float:
    """Return the next of 1, 2, 5 × 10ⁿ; 1 for zero.

    >>> [round_up(number) for number in (0.017, 0.2, 3.0, 0.0)]
    [0.02, 0.2, 5.0, 1.0]
    """
    return float(rounded_up(np.array(number))) if np.isfinite(number) and number > 0 else 1.0


def _largest(matrices: Sequence[Array]) -> Array:
    """Return the largest entry in absolute value (F, layers)."""
    return np.stack([np.abs(M).max(axis=(1, 2)) for M in matrices], axis=1)


def _following(largest: Array, peaks: Array) -> Array:
    """Return the scales of windows where the largest entries (F, layers) keep half of the colours."""
    held = rounded_up(_HEADROOM * peaks)
    return np.where((largest <= held) & (largest >= LEAST_SHARE * held), held, rounded_up(largest))


def _peaks_at(experiment: Experiment, kind: str, steps: Sequence[int]) -> Array:
    """Return the largest entries (F, layers) in the windows of F steps; 0 where a step has none."""
    windows = [window_of(step) for step in steps]
    none = np.zeros(len(experiment.sizes) - 1)
    peaks = {window: _peaks(experiment, window)[kind] if window else none for window in set(windows)}
    return np.stack([peaks[window] for window in windows])


@lru_cache(maxsize=2048)  # about 1 MB; a window serves an eighth of a run or more
def _peaks(experiment: Experiment, window: range) -> dict[str, Array]:
    """Return the largest entry of each layer (layers,) within a window, for each kind of matrix."""
    snapshots = timeline(experiment).walk(window)
    return {kind: _largest(stacked(snapshots, kind)).max(axis=0) for kind in _VECTORS}


@lru_cache(maxsize=256)
def _fixed(experiment: Experiment, kind: str, anchor: int) -> Array:
    """Return the scales (layers,) of one step; 1 for a layer that was zero there."""
    now = [timeline(experiment).at(anchor)]
    largest = _largest(without_roundoff(experiment, kind, now, stacked(now, kind)))[0]
    return np.where(largest > 0, rounded_up(largest), 1.0)
