"""A run at one step: what every scene that opens up a step begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core import Experiment, Snapshot, Timeline


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
        """What runs."""
        return self.timeline.experiment

    @cached_property
    def snapshot(self) -> Snapshot:
        """The run at the step, or at its last finite step before it."""
        return self.timeline.at(self.step)
