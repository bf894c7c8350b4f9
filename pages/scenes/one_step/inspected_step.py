"""A run at one step, inspected for the chosen samples."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core import LAST_STEP, LayerSigns, Snapshot, TrainingStep, Update, open_step
from core.arrays import Array, IntArray
from core.run.changes import frozen_names
from core.run.other_batch import with_batch
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.samples import chosen_samples
from pages.stage.roundoff import signs_without_roundoff
from pages.stage.run_at_step import RunAtStep


@dataclass(frozen=True)
class InspectedStep(RunAtStep):
    """Inspect a run at one step as the user chose.

    Sentences and questions use `rows`, where row i belongs to sample i; the board draws `shown`. Both hold
    the same numbers. If the next update takes the inspected samples, `snapshot` and `after` are those of
    another run, which begins here.
    """

    choices: OneStepChoices

    @cached_property
    def _taken(self) -> tuple[Snapshot, Snapshot | None] | None:
        """Another run here and one update later, if it takes the inspected samples; else None."""
        own = self.timeline.at(self.step)
        if self.choices.whole != "taken" or _are_same(self.chosen, own.batch):
            return None
        return with_batch(self.timeline, self.step, self.chosen)

    @property
    def is_another_run(self) -> bool:
        """Whether the next update takes samples that the run itself does not."""
        return self._taken is not None

    @cached_property
    def snapshot(self) -> Snapshot:
        """The run at the step, or at its last finite step before it."""
        return self._taken[0] if self._taken else self.timeline.at(self.step)

    @cached_property
    def after(self) -> Snapshot | None:
        """The run one update later; None where it ends."""
        return self._taken[1] if self._taken else super().after

    @property
    def ending(self) -> str:
        """Why there is no later step."""
        is_overflow = self._taken is not None and self.snapshot.step < LAST_STEP
        return "The update on these samples overflows." if is_overflow else super().ending

    @cached_property
    def chosen(self) -> IntArray:
        """The inspected samples (n,), as indices into the training set."""
        if self.choices.whole == "yes":
            return self.snapshot.batch
        return chosen_samples(self.timeline.train, self.choices)

    @cached_property
    def signs(self) -> tuple[LayerSigns, ...]:
        """The vital signs of each layer, over all training samples."""
        return signs_without_roundoff(self.experiment, self.snapshot)

    @property
    def n(self) -> int:
        """How many samples are inspected."""
        return len(self.chosen)

    @cached_property
    def is_own(self) -> bool:
        """Whether the inspected samples are the batch of the next update."""
        return _are_same(self.chosen, self.snapshot.batch)

    @property
    def is_plain(self) -> bool:
        """Whether the update subtracts lr times the gradient, of every parameter."""
        return self.experiment.optimizer == "sgd" and not self.is_frozen

    @property
    def is_frozen(self) -> bool:
        """Whether the update leaves some parameters as they are."""
        return bool(frozen_names(self.experiment, self.snapshot.step))

    @property
    def whose(self) -> str:
        """Which samples the gradient of the next update is taken over: ``"of all 140"``."""
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
        step = open_step(now.network, X, Y, **self.penalties, update=update)
        return _with_update_gradient(step, now) if self.is_plain and not self.is_own else step

    @cached_property
    def shown(self) -> TrainingStep:
        """The step in the chosen convention."""
        return self.rows.transposed if self.choices.convention == "columns" else self.rows

    def values(self, name: str) -> Array:
        """Return a matrix with samples as rows."""
        return self.rows.matrices[name].values

    def true_class(self, row: int) -> int:
        """Return the class of a sample by its row in the batch."""
        return int(self.timeline.train.y[self.chosen[row]])


def _are_same(chosen: IntArray, batch: IntArray) -> bool:
    return np.array_equal(np.sort(chosen), np.sort(batch))


def _with_update_gradient(step: TrainingStep, now: Snapshot) -> TrainingStep:
    """Return the step with the gradient of the next update's batch, where other samples are inspected.

    SGD subtracts lr times this gradient. Its matrices are called G1, g1, …; dW1, db1, … are those of the
    inspected samples.
    """
    gradients = {}
    for at, layer in enumerate(now.gradients.layers, start=1):
        gradients[f"G{at}"] = replace(step.matrices[f"dW{at}"], name=f"G{at}", values=layer.dW)
        gradients[f"g{at}"] = replace(step.matrices[f"db{at}"], name=f"g{at}", values=layer.db[None, :])
    phases = [
        replace(phase, inputs=tuple(letter + phase.key[-1] for letter in "Gg"), factor=now.learning_rate)
        if phase.kind == "update"
        else phase
        for phase in step.phases
    ]
    return TrainingStep({**step.matrices, **gradients}, tuple(phases), step.columns)
