"""The timeline: a run as a function of the step.

``Timeline(experiment).at(step)`` gives the same numbers for the same arguments, whatever was asked
before: it goes back to the nearest checkpoint and runs the updates from there again.  Play, pause, step
back, scrub, reload and share are therefore one operation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import RLock

import numpy as np

from core.arrays import Array
from core.network.layers import Network
from core.run.batched_snapshots import measure_rows, take_snapshots
from core.run.checkpoints import Checkpoints
from core.run.experiment import LAST_STEP, STEP, Experiment
from core.run.fast_step import FastStep
from core.run.history import history_spacing
from core.run.overflow import Divergence, explain
from core.run.snapshot import Snapshot, take_snapshot
from core.run.training import data, start, unpack


class Timeline:
    """Run an experiment, to any step, in any order.

    Memory is bounded: at most `MOST_CHECKPOINTS` checkpoints and `CHECKPOINT_BYTES` of them (every
    second one is dropped as the run outgrows either), and a history of about 128 + 64 · log₂(steps/128)
    rows.  Safe to share between threads.

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
        Where the run overflows, if that was met.

    >>> timeline = Timeline(Experiment())
    >>> timeline.at(100).train_loss == Timeline(Experiment()).at(100).train_loss
    True
    """

    def __init__(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.train, self.test = data(experiment)
        self._start: Network = start(experiment)
        self._twin = FastStep(experiment, self.train)
        self._lock = RLock()
        self._step = 0  # where the twin stands
        self._frontier = 0  # how far rows and checkpoints have been kept
        self._measured: Snapshot | None = None
        self._walked: Array | None = None  # the last step's row; its snapshot would keep a whole stack
        self._checkpoints = Checkpoints(self._twin)
        self._rows: dict[int, Array] = {}
        self._passed: dict[int, Array] = {}  # parameters where a row is due; empty between calls
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
            With `divergence` set if the run does not get as far as `step`.

        Raises
        ------
        TypeError, ValueError
            If `step` is no whole number or out of range.
        """
        return self._at(_checked(step))

    def walk(self, steps: Sequence[int]) -> list[Snapshot]:
        """Return the run at some steps in increasing order, and keep the rows of the history on the way.

        What `approach` and then `at` of each return, computed once and measured together.

        Raises
        ------
        TypeError, ValueError
            As `at` does.
        """
        with self._lock, np.errstate(all="ignore"):
            checked = [_checked(step) for step in steps]
            snapshots = self._walk(sorted({*checked}))
            self._measure_passed()
            reached = {step: now for step, now in snapshots.items() if step <= self.end}
            return [reached[step] if step in reached else self._at(step) for step in checked]

    def _walk(self, steps: list[int]) -> dict[int, Snapshot]:
        """Return the run at the steps that it gets to; those after its end, if it has one, are not true."""
        thetas, memories = {}, {}
        for step in steps:
            if self._go(step, keeps_rows=True):
                thetas[step], memories[step] = self._twin.state()
        snapshots = take_snapshots(self.experiment, thetas, memories, train=self.train, test=self.test)
        self._keep_rows({step: snapshot.row for step, snapshot in snapshots.items()})
        if bad := [step for step, snapshot in snapshots.items() if not snapshot.finite]:
            self._find_end(min(bad))
        elif snapshots:
            self._walked = snapshots[max(snapshots)].row
        return snapshots

    def _at(self, step: int) -> Snapshot:
        with self._lock, np.errstate(all="ignore"):
            if self._go(step):
                if (snapshot := self._measure()).finite:
                    return snapshot
                self._find_end(step)
            return replace(self._at(self.end), divergence=self.divergence)

    def history(self, step: int) -> Array:
        """Return how the run got to `step`.

        Returns
        -------
        (m, 5 + layers) array
            The `Snapshot.row` of each multiple of ``history_spacing(step)`` up to `step`, and of `step`
            itself.  A function of the step alone.
        """
        with self._lock, np.errstate(all="ignore"):
            last = self._row(_checked(step))
            steps = range(0, end := int(last[0]), history_spacing(end))
            missing = {at: self._theta(at) for at in steps if at not in self._rows}
            self._rows |= measure_rows(self.experiment, missing, train=self.train, test=self.test)
            return np.array([*(self._rows[at] for at in steps), last])

    def approach(self, step: int, *, most: int) -> int:
        """Compute at most `most` new updates on the way to `step`.

        Rows and checkpoints are kept, so that calling it until it returns `step` makes ``at(step)`` and
        ``history(step)`` cheap without ever working long at a time.

        Returns
        -------
        int
            The furthest step now reached on the way, at most `step`.
        """
        with self._lock, np.errstate(all="ignore"):
            if step > self._frontier and self.divergence is None:
                self._go(min(step, self._frontier + most), keeps_rows=True)
                self._measure_passed()
            return step if self.divergence else min(step, self._frontier)

    def fork(self, experiment: Experiment, step: int) -> Timeline:
        """Return the timeline of an experiment that is the same as this one until `step`.

        It starts from what this one has already computed, so that a learning rate changed in mid-run
        shows at once.

        Raises
        ------
        ValueError
            If the two differ in more than their rates from `step` on.
        """
        same = replace(
            experiment,
            learning_rate=self.experiment.learning_rate,
            schedule=self.experiment.schedule,
        )
        if same != self.experiment or experiment.rates_before(step) != self.experiment.rates_before(step):
            raise ValueError(f"the experiments must be the same until step {step}")
        branch = Timeline(experiment)
        with self._lock:
            # A row's update and the end of the run depend on the rate that follows it: step is left out.
            branch._frontier = until = self._checkpoints.last(max(step - 1, 0))
            self._checkpoints.share(branch._checkpoints, until)
            branch._rows |= {at: row for at, row in self._rows.items() if at <= until}
        return branch

    @property
    def end(self) -> int:
        """The last step known to be finite: `LAST_STEP` until an overflow is met."""
        return self.divergence.step if self.divergence else LAST_STEP

    @property
    def frontier(self) -> int:
        """How far the run has been computed: steps up to here are cheap."""
        return self._frontier

    @property
    def checkpoint_bytes(self) -> int:
        """The size of one checkpoint."""
        return self._checkpoints.bytes_each

    # --- going there -----------------------------------------------------------------------------

    def _go(self, step: int, *, keeps_rows: bool = False) -> bool:
        """Bring the twin to `step`; return False if the run overflows on the way."""
        if step > self.end:
            return False
        if not 0 <= step - self._step <= self._checkpoints.spacing:
            nearest = self._checkpoints.last(step)
            if not nearest <= self._step <= step:
                self._restore(nearest)
        while self._step < step:
            stop = min(step, self._next_stop(keeps_rows))
            self._twin.run(self._step, stop)
            self._step = stop
            if not self._twin_is_finite():
                self._find_end(stop)
                return False
            if stop > self._frontier:
                self._keep(keeps_row=keeps_rows and stop % history_spacing(stop) == 0)
        return True

    def _next_stop(self, keeps_rows: bool) -> int:
        """Return the next step of which something is kept."""
        if self._step < self._frontier:
            return self._frontier
        spacing, row = self._checkpoints.spacing, history_spacing(self._step + 1)
        checkpoint = (self._step // spacing + 1) * spacing
        return min((self._step // row + 1) * row, checkpoint) if keeps_rows else checkpoint

    def _keep(self, *, keeps_row: bool) -> None:
        """Keep what is due at a step that is reached for the first time."""
        self._frontier = self._step
        self._checkpoints.keep(self._step)
        if keeps_row:
            self._passed[self._step] = self._twin.theta.copy()

    def _restore(self, step: int) -> None:
        self._checkpoints.restore(step)
        self._step = step

    # --- measuring -------------------------------------------------------------------------------

    def _measure(self) -> Snapshot:
        """Measure where the twin stands, and keep the row if a history may ask for it."""
        if self._measured is None or self._measured.step != self._step:
            theta, memory = self._twin.theta.copy(), self._twin.memory
            self._measured = take_snapshot(
                self.experiment, self._step, theta, memory, train=self.train, test=self.test
            )
            self._keep_rows({self._step: self._measured.row})
        return self._measured

    def _row(self, step: int) -> Array:
        """Return the row of `step`, or of the run's end if that comes before."""
        if self._walked is not None and self._walked[0] == step <= self.end:
            return self._walked
        return self._at(step).row

    def _keep_rows(self, rows: dict[int, Array]) -> None:
        """Keep those that a history may ask for."""
        self._rows |= {step: row for step, row in rows.items() if step % history_spacing(step) == 0}

    def _measure_passed(self) -> None:
        """Measure and keep the rows of the steps that were passed, all at once."""
        due = self._passed.keys() - self._rows.keys()
        passed = {at: theta for at, theta in self._passed.items() if at in due and at <= self.end}
        self._passed = {}
        rows = measure_rows(self.experiment, passed, train=self.train, test=self.test)
        self._keep_rows(rows)
        if bad := [step for step, row in rows.items() if not np.isfinite(row).all()]:
            self._find_end(min(bad))

    def _theta(self, step: int) -> Array:
        self._go(step)
        return self._twin.theta.copy()

    # --- overflow --------------------------------------------------------------------------------

    def _twin_is_finite(self) -> bool:
        return all(bool(np.isfinite(array).all()) for array in (self._twin.theta, *self._twin.memory))

    def _find_end(self, bad: int) -> None:
        """Find the last finite step before a `bad` one: back to a checkpoint, then one step at a time."""
        self._checkpoints.forget_after(bad)  # a later one may be finite again, and its end never be met
        while True:
            self._restore(checkpoint := self._checkpoints.last(bad))
            if (last := self._measure()).finite:
                break
            self._checkpoints.forget_after(checkpoint - 1)
        while True:
            self._twin.run(self._step, self._step + 1)
            self._step += 1
            if not self._twin_is_finite() or not (now := self._measure()).finite:
                break
            last = now
        self.divergence = explain(
            self._start,
            last.network,
            unpack(self._twin.theta, self.experiment),
            self._twin.memory,
            X=self.train.X,
            step=last.step,
            rate=last.learning_rate,
        )
        self._frontier = min(self._frontier, last.step)
        self._rows = {at: row for at, row in self._rows.items() if at <= last.step}


def _checked(step: int) -> int:
    try:
        return int(STEP.validate(step) or 0)
    except (TypeError, ValueError) as problem:
        raise type(problem)(f"step {problem}") from None
