"""A run at one step, with the forward pass of the batch of its next update."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core import Trace, forward
from core.arrays import Array
from pages.stage.run_at_step import RunAtStep


@dataclass(frozen=True)
class BatchAtStep(RunAtStep):
    """Look at a run at one step.

    X, Y, `trace` and the gradients belong to the batch of the next update; n is its size.
    """

    @cached_property
    def trace(self) -> Trace:
        """The forward pass of the batch."""
        return forward(self.snapshot.network, self.timeline.train.X[self.snapshot.batch])

    @cached_property
    def Y(self) -> Array:
        """The targets (n, k) of the batch."""
        return self.timeline.train.Y[self.snapshot.batch]

    @property
    def sample(self) -> str:
        """The name of the sample in row 1: samples are counted from 1 in the training set."""
        return f"sample {self.snapshot.batch[0] + 1}"

    @property
    def true_class(self) -> int:
        """The class of the sample in row 1."""
        return int(self.timeline.train.y[self.snapshot.batch[0]])

    @property
    def n(self) -> int:
        """Rows of the batch."""
        return len(self.snapshot.batch)
