"""Replay: repeat a run's updates from the nearest checkpoint, to reach any step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.arrays import Array
from core.run.checkpoints import Checkpoints
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.fast_step import FastStep
from core.run.history import history_spacing
from core.run.snapshot import Snapshot


class Replay:
    """Move a fast step along a run, keeping checkpoints on the way.

    Attributes
    ----------
    fast : FastStep
    step : int
        Where the fast step is.
    frontier : int
        How far the run has been computed.
    checkpoints : Checkpoints
    passed : dict of int to (p,) array
        The parameters of the steps at which a row was due.
    """

    def __init__(self, experiment: Experiment, train: Dataset) -> None:
        self.fast = FastStep(experiment, train)
        self.step = self.frontier = 0
        self.checkpoints = Checkpoints(self.fast)
        self.passed: dict[int, Array] = {}

    @property
    def is_finite(self) -> bool:
        """Whether every parameter, and all that the optimizer remembers, is finite."""
        return all(bool(np.isfinite(array).all()) for array in (self.fast.theta, *self.fast.memory))

    @property
    def nbytes(self) -> int:
        """About how many bytes it holds."""
        return self.fast.nbytes + self.checkpoints.nbytes

    def go(self, step: int, *, keeps_rows: bool = False) -> bool:
        """Go to `step`; return False, and stop, if the run has overflowed."""
        if not 0 <= step - self.step <= self.checkpoints.spacing:
            nearest = self.checkpoints.last(step)
            if not nearest <= self.step <= step:
                self.restore(nearest)
        while self.step < step:
            self.run(min(step, self._next_stop(keeps_rows)))
            if not self.is_finite:
                return False
            if self.step > self.frontier:
                self.frontier = self.step
                self.checkpoints.keep(self.step)
                if keeps_rows and self.step % history_spacing(self.step) == 0:
                    self.passed[self.step] = self.fast.theta.copy()
        return True

    def run(self, stop: int) -> None:
        """Make the updates up to `stop`."""
        self.fast.run(self.step, stop)
        self.step = stop

    def restore(self, step: int) -> None:
        """Go back to a checkpoint."""
        self.checkpoints.restore(step)
        self.step = step

    def share(self, other: Replay, step: int) -> int:
        """Copy the checkpoints up to `step` to another run; return the last of them."""
        other.frontier = until = self.checkpoints.last(step)
        self.checkpoints.share(other.checkpoints, until)
        return until

    def _next_stop(self, keeps_rows: bool) -> int:
        """Return the next step of which something is kept."""
        if self.step < self.frontier:
            return self.frontier
        spacing, row = self.checkpoints.spacing, history_spacing(self.step + 1)
        checkpoint = (self.step // spacing + 1) * spacing
        return min((self.step // row + 1) * row, checkpoint) if keeps_rows else checkpoint


def last_finite(replay: Replay, bad: int, measure: Callable[[], Snapshot]) -> Snapshot:
    """Return the last finite step before a `bad` one, and leave the run one update after it.

    It goes back to a finite checkpoint and then forward one step at a time, measuring each.
    """
    replay.checkpoints.forget_after(bad)  # a later one may be finite again and hide the end
    while True:
        replay.restore(checkpoint := replay.checkpoints.last(bad))
        if (last := measure()).finite:
            break
        replay.checkpoints.forget_after(checkpoint - 1)
    while True:
        replay.run(replay.step + 1)
        if not replay.is_finite or not (now := measure()).finite:
            return last
        last = now
