"""Another batch: the same run up to a step, whose next update takes samples that somebody chose."""

from __future__ import annotations

from functools import partial

import numpy as np

from core.arrays import IntArray
from core.run.experiment import LAST_STEP
from core.run.snapshot import Snapshot, take_snapshot
from core.run.timeline import Timeline
from core.run.training import next_update


def with_batch(timeline: Timeline, step: int, batch: IntArray) -> tuple[Snapshot, Snapshot | None]:
    """Return a run that is `timeline` until `step`, there and one update later.

    Parameters
    ----------
    timeline : Timeline
    step : int
        If the run ends before, its last step is meant.
    batch : (m,) array of int
        The training points of the next update, whatever the run itself takes.

    Returns
    -------
    (Snapshot, Snapshot or None)
        Nothing is set by hand after the update.  None where it overflows, or after `core.LAST_STEP`.

    Raises
    ------
    TypeError, ValueError
        If `step` is not a whole number or is out of range.

    >>> from core.run.experiment import Experiment
    >>> now, after = with_batch(Timeline(Experiment()), 40, np.array([0, 1, 2]))
    >>> now.step, now.batch.tolist(), after.step
    (40, [0, 1, 2], 41)
    """
    experiment, step = timeline.experiment, timeline.at(step).step
    measure = partial(take_snapshot, experiment, train=timeline.train, test=timeline.test)
    parameters, memory = timeline.state(step)
    with np.errstate(all="ignore"):
        now = measure(step, parameters, memory, batch=batch)
        if step == LAST_STEP:
            return now, None
        _, memory = next_update(experiment, now.gradient, memory, step)
        after = measure(step + 1, parameters - now.update, memory)
    measured = after.parameters, after.gradient, after.train_loss, after.test_loss
    return now, after if all(np.isfinite(each).all() for each in measured) else None
