"""A run that fails, and variants of it: what a cause is looked for in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core import Experiment
from pages.server.limits import LIMITS
from pages.stage.run_at_step import RunAtStep
from pages.stage.runs import timeline


@dataclass(frozen=True)
class FailingRun(RunAtStep):
    """Look at a run that fails.

    Attributes
    ----------
    cured_below : float
        The test loss that counts as cured, at the same step.
    """

    cured_below: float

    def variant(self, *, times: int = 1, **changes: Any) -> FailingRun:
        """Return the run with some fields of the experiment changed, at `times` its step."""
        return allowed_run(replace(self.experiment, **changes), times * self.step, self.cured_below)

    @property
    def is_cured(self) -> bool:
        """Whether the test loss is low enough."""
        return self.snapshot.divergence is None and self.snapshot.test_loss < self.cured_below


def allowed_run(experiment: Experiment, step: int, cured_below: float) -> FailingRun:
    """Return a run as this server allows it, at a step or at the last one that it computes."""
    allowed, _ = LIMITS.within(experiment)
    return FailingRun(timeline(allowed), min(step, LIMITS.last_step(allowed)), cured_below)
