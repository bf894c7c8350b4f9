"""A suspicion: a finding that is yet to be confirmed by trying what would cure it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.diagnosis.finding import Advice, Finding, Outcome
from core.diagnosis.trials import Trials
from core.vital_signs.slices import Slices


@dataclass(frozen=True)
class Suspicion:
    """Hold a finding, and what would cure it if it were true.

    Attributes
    ----------
    finding : Finding
        Without advice.
    changes : tuple of Advice
        Not tried yet.
    is_certain : bool
        Whether the symptoms alone prove it; otherwise it is dropped if none of the changes helps.
    needs_trial : bool
        Whether it is also dropped if no change could be tried.
    asks_seeds : bool
        Whether other initial weights may cure it, too.
    helps : callable or None
        When a change counts as a cure, if other seeds agree; None for `Trials.helps`.
    """

    finding: Finding
    changes: tuple[Advice, ...]
    is_certain: bool = False
    needs_trial: bool = False
    asks_seeds: bool = False
    helps: Callable[[Outcome | None], bool] | None = None


def confirm(suspicion: Suspicion, trials: Trials) -> Slices[Finding | None]:
    """Return the finding with the advice that helped, or None if nothing did that had to."""
    advice = yield from trials.advise(suspicion.changes, suspicion.helps)
    if suspicion.needs_trial:
        advice = tuple(each for each in advice if each.outcome)
    if suspicion.helps:
        advice = tuple(each for each in advice if trials.holds(each))
    if suspicion.asks_seeds:
        advice = (*trials.better_weights((yield from trials.other_weights())), *advice)
    if not advice and not suspicion.is_certain:
        return None
    return replace(suspicion.finding, advice=advice)
