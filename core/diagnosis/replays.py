"""Replays in slices: what a run was at earlier steps.

A timeline replays from its nearest checkpoint, and that may be thousands of updates away.  Here a fork
of it does so, in slices: whoever shares the run may move it between two of them, but not the fork.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.run.cost import seconds_per_readable_step, seconds_per_step
from core.run.experiment import Experiment
from core.run.history import history_spacing
from core.run.snapshot import Snapshot
from core.run.timeline import Timeline
from core.vital_signs.slices import Slices

_SLICE = 0.02  # estimated seconds


def approach(run: Timeline, step: int) -> Slices[None]:
    """Compute a run up to a step, or to its end."""
    while True:
        most = max(1, int(_SLICE / _seconds_per_update(run.experiment, run.frontier)))
        if run.approach(step, most=most) >= min(step, run.end):
            return
        yield


def forked_at(run: Timeline, step: int) -> Slices[Timeline]:
    """Return a fork of a run that stands at a step, or at the end of the run."""
    yield from approach(run, step)
    fork = run.fork(run.experiment, step)
    yield
    yield from approach(fork, step)
    return fork


def visit(run: Timeline, steps: Sequence[int]) -> Slices[list[Snapshot]]:
    """Return a run at some steps in increasing order."""
    experiment, measure = run.experiment, seconds_per_readable_step(run.experiment)
    fork = yield from forked_at(run, steps[0])
    found: list[Snapshot] = []
    group: list[int] = []
    seconds = 0.0
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        group.append(step)
        seconds += measure
        replay = _seconds_per_update(experiment, step) * (following - step) if following else 0.0
        if following and seconds + replay + measure <= _SLICE:
            seconds += replay
            continue
        found += fork.walk(group)
        group, seconds = [], 0.0
        yield
        if following:
            if replay > _SLICE:  # a checkpoint may be nearer
                fork = max(fork, run.fork(experiment, following), key=lambda each: each.frontier)
            yield from approach(fork, following)
            yield
    return found


def _seconds_per_update(experiment: Experiment, step: int) -> float:
    """Return the estimate for an update from a step, with its share of the rows of the history."""
    rows = min(1.0, 2 / history_spacing(step + 1))
    return seconds_per_step(experiment) + rows * seconds_per_readable_step(experiment)
