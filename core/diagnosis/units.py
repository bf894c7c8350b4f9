"""Units of a hidden layer that are alike, and units that are dead."""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.diagnosis.replays import visit
from core.network.layers import Network
from core.run.cost import seconds_per_step
from core.run.timeline import Timeline
from core.vital_signs.layers import unit_slopes
from core.vital_signs.slices import Slices

_ALIKE = 1e-9
_ROWS, _FEWEST_ROWS = 64, 8
_SECONDS = 0.01


def layers_alike(network: Network) -> tuple[int, ...]:
    """Return the hidden layers, from 1, all of whose units have the same weights, in and out.

    Such units get the same gradient and stay alike. A layer of one unit counts if it gets and sends
    nothing: all its weights are 0.
    """
    pairs = zip(network.layers, network.layers[1:], strict=False)
    return tuple(
        index
        for index, (own, following) in enumerate(pairs, start=1)
        if _are_alike(np.vstack([own.W, own.b, following.W.T]))
    )


def _are_alike(units: Array) -> bool:
    """Return whether all columns are equal but for round-off."""
    if units.shape[1] == 1:
        return not units.any()
    return bool(np.abs(units - units[:, :1]).max() <= _ALIKE * np.abs(units).max(initial=1e-300))


def dead_units(network: Network, X: Array, layer: int) -> frozenset[int]:
    """Return the units of a hidden layer, all counted from 1, with f' = 0 on every sample."""
    slopes = unit_slopes(network, X)[layer - 1]
    return frozenset((np.flatnonzero(slopes == 0) + 1).tolist())


def dead_since(timeline: Timeline, step: int, layer: int) -> Slices[int]:
    """Return the first step since which all units of a layer that are dead at `step` have been dead.

    It looks, in slices, at some `_ROWS` steps, fewer where a step takes long, and then halves the interval
    between two of them.
    """
    rows = max(_FEWEST_ROWS, min(_ROWS, int(_SECONDS / seconds_per_step(timeline.experiment))))
    X = timeline.train.X

    def dead_at(at: int) -> Slices[frozenset[int]]:
        (now,) = yield from visit(timeline, [at])
        return dead_units(now.network, X, layer)

    dead = yield from dead_at(step)
    steps = sorted({0, *np.geomspace(1, max(step, 1), rows).astype(int).tolist(), step})
    seen = yield from visit(timeline, steps)
    alive = [now.step for now in seen if not dead <= dead_units(now.network, X, layer)]
    low = max(alive, default=-1)
    high = int(min(at for at in steps if at > low))
    while high - low > 1:
        middle = (low + high) // 2
        is_dead = dead <= (yield from dead_at(middle))
        low, high = (low, middle) if is_dead else (middle, high)
    return high
