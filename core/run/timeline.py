"""The timeline: a run as a function of the step.

``Timeline(experiment).at(step)`` gives the same numbers for the same arguments, whatever was computed
before: it goes back to the nearest checkpoint and repeats the updates from there.  Play, pause, step back,
scrub, reload and share are one operation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import RLock

import numpy as np

from core.arrays import Array
from core.run.batched_snapshots import measure_rows, take_snapshots
from core.run.experiment import LAST_STEP, Experiment, checked_step
from core.run.history import history_steps, is_in_a_history
from core.run.optimizers import State
from core.run.overflow import Divergence, explain
from core.run.replay import Replay
from core.run.snapshot import Snapshot, take_snapshot
from core.run.training import data

_ROW_BYTES = 180  # a row's first numbers, array and dictionary entry
_FIXED_BYTES = 4000  # the run itself and its small records


class Timeline:
    """Run an experiment, to any step, in any order.  Threads may share it.

    Memory is bounded: `MOST_CHECKPOINTS` checkpoints and `CHECKPOINT_BYTES` at most (a longer run keeps
    every second one), and a history of about 256 + 128 · log₂(steps/256) rows.

    Parameters
    ----------
    experiment : Experiment
        What to run.

    Attributes
    ----------
    experiment : Experiment
    train, test : Dataset
        The points of the run.
    divergence : Divergence or None
        Where the run overflows, once that is known: it ends at the last step before the first one with
        a parameter, a loss or a gradient that is not finite.

    >>> timeline = Timeline(Experiment())
    >>> timeline.at(100).train_loss == Timeline(Experiment()).at(100).train_loss
    True
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.train, self.test = data(experiment)
        self._replay = Replay(experiment, self.train, self.test)
        self._lock = RLock()
        self._measured: Snapshot | None = None
        self._walked: Array | None = None  # the last step's row; its snapshot would keep all of the walk
        self._rows: dict[int, Array] = {}
        self._measure()
        self.divergence: Divergence | None = None

    def at(self, step: int) -> Snapshot:
        """Return the run at `step`, or at its last finite step if it overflows before.

        Parameters
        ----------
        step : int
            0 to `core.LAST_STEP`.

        Returns
        -------
        Snapshot
            With `divergence` set if the run overflows before `step`.

        Raises
        ------
        TypeError, ValueError
            If `step` is not a whole number or is out of range.
        """
        return self._at(checked_step(step))

    def walk(self, steps: Sequence[int]) -> list[Snapshot]:
        """Return the run at some steps in increasing order, and keep the rows of the history on the way.

        The same as `approach`, and then `at` of each, but measured together.

        Raises
        ------
        TypeError, ValueError
            As `at` does.
        """
        with self._lock, np.errstate(all="ignore"):
            checked = [checked_step(step) for step in steps]
            reached = self._walk(sorted({*checked}))
            self._measure_passed()
            return [reached[step] if step in reached else self._at(step) for step in checked]

    def state(self, step: int) -> tuple[Array, State]:
        """Return copies of the parameters and the optimizer's memory at `step`, or at the end before."""
        with self._lock:
            self.at(step)
            return self._replay.fast.state()

    def _walk(self, steps: list[int]) -> dict[int, Snapshot]:
        """Return the run at the steps up to its end."""
        thetas, memories = {}, {}
        for step in steps:
            if self._go(step, keeps_rows=True):
                thetas[step], memories[step] = self._replay.fast.state()
        snapshots = take_snapshots(self.experiment, thetas, memories, train=self.train, test=self.test)
        self._keep_rows({step: snapshot.row for step, snapshot in snapshots.items()})
        if snapshots:
            self._walked = snapshots[max(snapshots)].row
        return snapshots

    def _at(self, step: int) -> Snapshot:
        with self._lock, np.errstate(all="ignore"):
            if self._go(step):
                return self._measure()
            return replace(self._at(self.end), divergence=self.divergence)

    def history(self, step: int) -> Array:
        """Return the history of the run up to `step`.

        Returns
        -------
        (m, 5 + layers) array
            The `Snapshot.row` of each multiple of ``history_spacing(step)`` and of the step before it, up
            to `step`, and of `step` itself.  A function of the step alone.
        """
        with self._lock, np.errstate(all="ignore"):
            last = self._row(checked_step(step))
            steps = history_steps(int(last[0]))
            missing = {}
            for at in (step for step in steps if step not in self._rows):
                self._go(at)
                missing[at] = self._replay.fast.theta.copy()
            self._rows |= measure_rows(self.experiment, missing, train=self.train, test=self.test)
            return np.array([*(self._rows[at] for at in steps), last])

    def approach(self, step: int, *, most: int) -> int:
        """Compute at most `most` new updates on the way to `step`.

        Rows and checkpoints are kept: call it until it returns `step`, and ``at(step)`` and
        ``history(step)`` are cheap.  No call takes long.

        Returns
        -------
        int
            The last step computed so far, at most `step`.
        """
        with self._lock, np.errstate(all="ignore"):
            if step > self.frontier and self.divergence is None:
                self._go(min(step, self.frontier + most), keeps_rows=True)
                self._measure_passed()
            return step if self.divergence else min(step, self.frontier)

    def fork(self, experiment: Experiment, step: int) -> Timeline:
        """Return the timeline of an experiment that is the same as this one until `step`.

        It starts from what this one has computed, so a change takes effect at once.

        Raises
        ------
        ValueError
            If the two differ in more than what is changed from `step` on.
        """
        if experiment.until(step) != self.experiment.until(step):
            raise ValueError(f"the experiments must be the same until step {step}")
        branch = Timeline(experiment)
        if experiment.until(step + 1) != self.experiment.until(step + 1):
            step -= 1  # what is changed at a step tells what is measured there
        if step < 0:
            return branch
        with self._lock:
            until = self._replay.share(branch._replay, step)
            branch._rows |= {at: row for at, row in self._rows.items() if at <= until}
        return branch

    @property
    def has_test(self) -> bool:
        """Whether there are test points; without any, their numbers are those of the training points."""
        return self.test is not self.train

    @property
    def end(self) -> int:
        """The last step: `LAST_STEP` until an overflow is found."""
        return self.divergence.step if self.divergence else LAST_STEP

    @property
    def frontier(self) -> int:
        """How far the run has been computed: steps up to here are cheap."""
        return self._replay.frontier

    @property
    def nbytes(self) -> int:
        """About how many bytes the run holds now; checkpoints and rows are added as it runs."""
        points = sum(
            part.X.nbytes + part.shown.nbytes + part.y.nbytes + part.Y.nbytes
            for part in (self.train, self.test)
        )
        rows = len(self._rows) * (_ROW_BYTES + 8 * len(self.experiment.sizes))
        measured = self._measured.nbytes if self._measured else 0
        return _FIXED_BYTES + points + self._replay.nbytes + rows + measured

    def _go(self, step: int, *, keeps_rows: bool = False) -> bool:
        """Move the run to `step`; return False if it ends before."""
        if step > self.end:
            return False
        if not (arrived := self._replay.go(step, keeps_rows=keeps_rows)):
            last, failed = self._replay.step - 1, self._replay.fast.state()
            self._replay.go(last)
            self.divergence = explain(
                self.experiment, last, self._replay.fast.theta, failed, train=self.train, test=self.test
            )
        return arrived

    def _measure(self) -> Snapshot:
        """Measure the run where it is, and keep the row if a history may need it."""
        step, fast = self._replay.step, self._replay.fast
        if self._measured is None or self._measured.step != step:
            self._measured = take_snapshot(
                self.experiment, step, fast.theta.copy(), fast.memory, train=self.train, test=self.test
            )
            self._keep_rows({step: self._measured.row})
        return self._measured

    def _row(self, step: int) -> Array:
        """Return the row of `step`, or of the run's end if that comes before."""
        if self._walked is not None and self._walked[0] == step <= self.end:
            return self._walked
        return self._at(step).row

    def _keep_rows(self, rows: dict[int, Array]) -> None:
        """Keep the rows that a history may need."""
        self._rows |= {step: row for step, row in rows.items() if is_in_a_history(step)}

    def _measure_passed(self) -> None:
        """Measure and keep the rows of the steps that were passed, all at once."""
        passed, self._replay.passed = self._replay.passed, {}
        passed = {at: theta for at, theta in passed.items() if at not in self._rows}
        self._keep_rows(measure_rows(self.experiment, passed, train=self.train, test=self.test))
