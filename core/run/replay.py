"""Replay: repeat a run's updates from the nearest checkpoint, to reach any step."""

from __future__ import annotations

from functools import partial

from core.arrays import Array
from core.run.batched_snapshots import first_not_finite
from core.run.checkpoints import Checkpoints
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.fast_step import FastStep
from core.run.history import history_spacing, is_in_a_history
from core.run.optimizers import State

_MEASURED_TOGETHER = 32  # steps: their parameters are kept until they are measured


class Replay:
    """Move a fast step along a run, keeping checkpoints on the way.

    Every step up to the frontier is finite, whoever went there and how: a new stretch of steps either stays
    in the safe range or is measured step by step.

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

    def __init__(self, experiment: Experiment, train: Dataset, test: Dataset) -> None:
        self._first_not_finite = partial(first_not_finite, experiment, train=train, test=test)
        self.fast = FastStep(experiment, train)
        self.step = self.frontier = 0
        self.checkpoints = Checkpoints(self.fast)
        self.passed: dict[int, Array] = {}

    @property
    def nbytes(self) -> int:
        """About how many bytes it holds."""
        return self.fast.nbytes + self.checkpoints.nbytes

    def go(self, step: int, *, keeps_rows: bool = False) -> bool:
        """Go to `step`; return False, and stop, at a first step that is not finite."""
        if not 0 <= step - self.step <= self.checkpoints.spacing:
            nearest = self.checkpoints.last(step)
            if not nearest <= self.step <= step:
                self.restore(nearest)
        while self.step < step:
            if not self._advance(min(step, self._next_stop(keeps_rows))):
                return False
            if self.step > self.frontier:
                self.frontier = self.step
                self.checkpoints.keep(self.step)
                if keeps_rows and is_in_a_history(self.step):
                    self.passed[self.step] = self.fast.theta.copy()
        return True

    def _advance(self, stop: int) -> bool:
        """Make the updates up to `stop`; return False, and stop, at a first step that is not finite."""
        begin, is_known = self.step, self.step < self.frontier
        state = None if is_known or self.fast.is_always_safe else self.fast.state()
        self._run(stop)
        if state is None or self.fast.is_safe:
            return True
        self._return_to(begin, state)
        while self.step < stop:
            thetas = {}
            for at in range(self.step + 1, min(self.step + _MEASURED_TOGETHER, stop) + 1):
                self._run(at)
                thetas[at] = self.fast.theta.copy()
            if (bad := self._first_not_finite(thetas)) is not None:
                self._return_to(begin, state)
                self._run(bad)
                return False
        return True

    def _run(self, stop: int) -> None:
        self.fast.run(self.step, stop)
        self.step = stop

    def _return_to(self, step: int, state: tuple[Array, State]) -> None:
        self.fast.restore(state)
        self.step = step

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
        spacing, gap = self.checkpoints.spacing, history_spacing(self.step + 1)
        checkpoint, row = (self.step // spacing + 1) * spacing, (self.step // gap + 1) * gap
        if self.step < row - 1:
            row -= 1
        return min(row, checkpoint) if keeps_rows else checkpoint
