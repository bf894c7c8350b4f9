"""Where the reader stands: a run at one step, and what the next update computes there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core import LAST_STEP, Snapshot, forward, one_hot
from core.arrays import Array
from core.network.layers import Trace
from pages.stage.run_at_step import RunAtStep


@dataclass(frozen=True)
class Stand(RunAtStep):
    """Look at a run at one step.

    X, Y, `trace` and the gradients all belong to the batch of the next update: n is its size.
    """

    @cached_property
    def first(self) -> Snapshot:
        """The run before any update."""
        return self.timeline.at(0)

    @cached_property
    def after(self) -> Snapshot:
        """The run one update later; the same step again if the run ends here."""
        return self.timeline.at(min(self.snapshot.step + 1, LAST_STEP))

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of the batch."""
        return forward(self.snapshot.network, self.timeline.train.X[self.snapshot.batch])

    @property
    def true_class(self) -> int:
        """The class of the batch's first row."""
        return int(self.timeline.train.y[self.snapshot.batch[0]])

    @cached_property
    def Y(self) -> Array:
        """The targets (n, k) of the batch."""
        train = self.timeline.train
        return one_hot(train.y[self.snapshot.batch], train.n_classes)

    @property
    def n(self) -> int:
        """Rows of the batch."""
        return len(self.snapshot.batch)

    @property
    def is_batched(self) -> bool:
        """Whether an update sees only some of the training points."""
        return self.n < len(self.timeline.train.y)

    @property
    def depth(self) -> int:
        """How many layers have weights; 2 is the notes' network."""
        return len(self.experiment.sizes) - 1
