"""A run at one step: what every scene that inspects a step begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core import LAST_STEP, Experiment, Snapshot, Timeline
from core.network.penalties import Penalties
from core.run.changes import edits_at
from pages.figures.names import class_name
from pages.stage.runs import without_changes_from


def called(experiment: Experiment) -> tuple[str, ...]:
    """Return the names of the classes; empty if they have none."""
    return experiment.given.called if experiment.given else ()


@dataclass(frozen=True)
class RunAtStep:
    """Look at a run at one step.

    Attributes
    ----------
    timeline : Timeline
    step : int
    """

    timeline: Timeline
    step: int

    @property
    def experiment(self) -> Experiment:
        """The experiment of the run."""
        return self.timeline.experiment

    def class_name(self, label: int) -> str:
        """Return a class by its number, and its name if it has one."""
        return class_name(label, called(self.experiment))

    @cached_property
    def snapshot(self) -> Snapshot:
        """The run at the step, or at its last finite step before it."""
        return self.timeline.at(self.step)

    @cached_property
    def after(self) -> Snapshot | None:
        """The run one update later, before anything is set by hand there; None where it ends."""
        now = self.snapshot
        if now.step == LAST_STEP or now.divergence is not None:
            return None
        is_edited = edits_at(self.experiment, now.step + 1)
        run = without_changes_from(self.timeline, now.step + 1) if is_edited else self.timeline
        later = run.at(now.step + 1)
        return later if later.step > now.step else None

    @property
    def ending(self) -> str:
        """Why there is no later step."""
        divergence = self.timeline.divergence
        return divergence.message if divergence else "This is the last step of the run."

    @property
    def penalties(self) -> Penalties:
        """The strengths of the penalties in the next update."""
        return self.experiment.penalties_at(self.snapshot.step)

    @property
    def has_penalty(self) -> bool:
        """Whether a penalty adds to the gradients of the next update."""
        return any(self.penalties.values())

    @property
    def depth(self) -> int:
        """How many layers have weights."""
        return len(self.experiment.sizes) - 1
