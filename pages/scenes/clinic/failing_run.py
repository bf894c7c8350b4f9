"""A run that fails, and variants of it: what a cause is looked for in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

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
        run = timeline(replace(self.experiment, **changes))
        return FailingRun(run, times * self.step, self.cured_below)

    @property
    def is_cured(self) -> bool:
        """Whether the test loss is low enough."""
        return self.snapshot.divergence is None and self.snapshot.test_loss < self.cured_below
