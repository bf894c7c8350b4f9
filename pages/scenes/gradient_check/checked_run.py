"""A run at one step, as its gradient check measures it; sweeps over ε are cached for all sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import (
    Experiment,
    Gradients,
    Selection,
    Sweep,
    Trace,
    Verdict,
    forward,
    judge,
    kinks_within,
    select,
    sweep,
)
from core.arrays import Array
from core.gradient_check.backward_pass import BackwardPass
from core.run.changes import from_start
from pages.scenes.gradient_check.choices import EPSILONS
from pages.scenes.gradient_check.code_lines import Listing, correct_lines
from pages.server.cache import LRUCache
from pages.stage.run_at_step import RunAtStep

GRID = tuple(float(text) for text in EPSILONS)
"""The grid of ε as numbers."""


def _weight(done: Sweep) -> int:
    bends = (M for matrices in done.bends.values() for M in matrices)
    return sum(M.nbytes for M in (*done.base, *done.above, *done.below, *bends)) + 2000


_sweeps: LRUCache[Sweep] = LRUCache(16 * 2**20, _weight)


def selection_of(experiment: Experiment, n: int) -> Selection:
    """Return which parameters of a run are checked, and on how many samples of a batch of `n`."""
    return select(experiment.sizes, n, perturbations=2 * len(GRID) + 1)


@dataclass(frozen=True)
class CheckedRun(RunAtStep):
    """Look at a run at one step for a gradient check.

    Both derivatives are those of the first samples in the batch of the next update.
    """

    @cached_property
    def selection(self) -> Selection:
        """Which parameters are checked, and on how many samples."""
        return selection_of(self.experiment, len(self.snapshot.batch))

    @cached_property
    def as_it_is(self) -> Experiment:
        """The run with the values that it has at the step, from the start on."""
        return from_start(self.experiment, self.snapshot.step)

    @cached_property
    def lines(self) -> Listing:
        """The code of the step, without a bug."""
        return correct_lines(self)

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of the samples."""
        rows = self.snapshot.batch[: self.selection.rows]
        return forward(self.snapshot.network, self.timeline.train.X[rows])

    @cached_property
    def Y(self) -> Array:
        """The targets (n, k) of the samples."""
        return self.timeline.train.Y[self.snapshot.batch[: self.selection.rows]]

    def gradients(self, backward_pass: BackwardPass) -> Gradients:
        """Return the gradients that a backward pass gives for the samples."""
        now = self.snapshot
        return backward_pass.gradients(
            now.network,
            self.trace,
            self.Y,
            rate=now.learning_rate,
            **self.penalties,
        )

    def analytic(self, backward_pass: BackwardPass) -> tuple[Array, ...]:
        """Return the derivatives of the checked parameters by a backward pass, (r, c) per layer."""
        return self.selection.of(self.gradients(backward_pass))

    def sweep(self, precision: str) -> Sweep:
        """Return the losses measured for every checked parameter at every ε."""
        return _sweeps.get(
            (self.experiment, self.snapshot.step, precision),
            lambda: sweep(
                self.snapshot.network,
                self.trace.X,
                self.Y,
                epsilons=GRID,
                selection=self.selection,
                **self.penalties,
                precision=precision,
            ),
        )

    def verdicts(
        self, backward_pass: BackwardPass, scheme: str, precision: str
    ) -> list[tuple[Verdict, ...]]:
        """Return the verdict on each layer at each ε of the grid."""
        return judge(
            self.analytic(backward_pass), self.sweep(precision), scheme=scheme, precision=precision
        )

    def kinks(self, epsilon: float) -> int:
        """Return how many ReLU pre-activations a perturbation by ε can carry across 0, or are 0 if ε is."""
        return kinks_within(self.snapshot.network, self.trace, epsilon)

    def corners(self, epsilon: float) -> int:
        """Return how many weights a perturbation by ε can carry to the kink of the L1 penalty."""
        if not self.penalties["l1"]:
            return 0
        return sum(int((np.abs(layer.W) <= epsilon).sum()) for layer in self.snapshot.network.layers)


def relative_errors(ours: float, theirs: Array) -> Array:
    """Return the relative errors |a − b| / (|a| + |b|) of one derivative for its measurements (e,)."""
    with np.errstate(all="ignore"):
        scale = np.abs(ours) + np.abs(theirs)
        errors = np.where(scale > 0, np.abs(ours - theirs) / scale, 0.0)
    return np.asarray(np.where(np.isfinite(errors), errors, 1.0))
