"""What a lesson is about: a run at one step, opened up for the samples chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core import LAST_STEP, Snapshot, TrainingStep, Update, open_step
from core.arrays import Array, IntArray
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.own_gradient import with_own_gradient
from pages.scenes.one_step.samples import chosen_samples
from pages.stage.run_at_step import RunAtStep


@dataclass(frozen=True)
class Subject(RunAtStep):
    """Look at a run at one step through the reader's choices.

    Sentences and questions are made from `rows`, where entry (i, j) belongs to sample i; what is drawn
    is `shown`.  The two hold the same numbers.
    """

    opened: OneStepChoices

    @cached_property
    def after(self) -> Snapshot | None:
        """The run one update later; None where it ends."""
        now = self.snapshot
        if now.step == LAST_STEP or now.divergence is not None:
            return None
        later = self.timeline.at(now.step + 1)
        return later if later.step > now.step else None

    @cached_property
    def chosen(self) -> IntArray:
        """The training points (n,) of the batch that is opened up."""
        if self.opened.whole == "yes":
            return self.snapshot.batch
        return chosen_samples(self.timeline.train, self.opened)

    @property
    def n(self) -> int:
        """How many samples are opened up."""
        return len(self.chosen)

    @cached_property
    def is_own(self) -> bool:
        """Whether the batch opened up is that of the run's next update."""
        return np.array_equal(np.sort(self.chosen), np.sort(self.snapshot.batch))

    @property
    def is_plain(self) -> bool:
        """Whether the run's step is lr times its gradient."""
        return self.experiment.optimizer == "sgd"

    @property
    def whose(self) -> str:
        """Of which samples the run's own gradient is: ``"of all 140"``."""
        own, all_of_them = len(self.snapshot.batch), len(self.timeline.train.y)
        return f"of all {own}" if own == all_of_them else f"of the run's {own}"

    @cached_property
    def rows(self) -> TrainingStep:
        """The step with samples as rows."""
        train, now = self.timeline.train, self.snapshot
        after = self.after.network if self.after else None
        rate = now.learning_rate if self.is_plain and self.is_own else None
        update = Update(now.updates, after, rate)
        X, Y = train.X[self.chosen], train.Y[self.chosen]
        step = open_step(now.network, X, Y, l2=self.experiment.l2, update=update)
        return with_own_gradient(step, now) if self.is_plain and not self.is_own else step

    @cached_property
    def shown(self) -> TrainingStep:
        """The step in the reader's convention."""
        return self.rows.transposed if self.opened.convention == "columns" else self.rows

    @property
    def depth(self) -> int:
        """How many layers have weights."""
        return len(self.experiment.sizes) - 1

    def values(self, name: str) -> Array:
        """Return a matrix with samples as rows."""
        return self.rows.matrices[name].values

    def true_class(self, row: int) -> int:
        """Return the class of a sample by its row in the batch."""
        return int(self.timeline.train.y[self.chosen[row]])
