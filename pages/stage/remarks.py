"""Remarks: what is the matter with a run at a step, and what helps, for the live stage.

A remark takes trials of other runs, so it is made in slices.  A browser that still shows the step asks
again for the next one; when nobody asks, nothing is computed.  All sessions share what was found.
"""

from __future__ import annotations

from time import monotonic
from urllib.parse import urlencode

from core import Experiment, Finding, Timeline, diagnosis_in_slices, to_link
from core.diagnosis.finding import HEALTHY
from core.vital_signs.slices import Slices
from pages.server.cache import LRUCache, weigh_message
from pages.server.limits import LIMITS
from pages.server.work import SLICE
from pages.stage.frames import Message, Turn
from pages.stage.runs import run_id, timeline

_BYTES = 24 * 2**20
_MOST = 2
_PANES = {
    "loss": "curves",
    "accuracy": "curves",
    "gradients": "heatmaps",
    "network": "network",
    "regions": "decision",
    "signs": "norms",
}
"""The figure in which each kind of number stands."""


def remarks(experiment: Experiment, step: int, turn: Turn) -> Message:
    """Return the remarks on a step of a run, or that they are pending; `turn` does a slice of the work."""
    step = min(step, LIMITS.last_step(experiment))
    known = _known.get((experiment, step), lambda: RemarksOnStep(experiment, step))
    return known.message or turn(known.advance)


class RemarksOnStep:
    """Diagnose a run at a step, slice by slice.

    Attributes
    ----------
    message : dict or None
        What was found, once it is.
    """

    def __init__(self, experiment: Experiment, step: int) -> None:
        self.message: Message | None = None
        self._experiment, self._step = experiment, step
        self._runs: tuple[Timeline, ...] = ()
        self._slices: Slices[tuple[Finding, ...]] | None = None

    def advance(self) -> Message:
        """Work for a slice, and return the remarks, or that they are pending."""
        until = monotonic() + SLICE
        # An error ends the slices: whoever asks next begins again, and gets it, too.
        slices, self._slices = self._slices or self._begin(), None
        found: tuple[Finding, ...] | None = None
        while found is None and monotonic() < until:
            try:
                next(slices)
            except StopIteration as done:
                found = done.value
        about = {"run": run_id(self._experiment), "step": self._step}
        if found is None:
            self._slices = slices
            return about | {"pending": True}
        self._runs = ()
        self.message = about | {"items": [_item(each) for each in _shown(found)]}
        return self.message

    @property
    def nbytes(self) -> int:
        """About how many bytes it holds: the run, the one that is tried now, and the message."""
        return 1000 + sum(run.nbytes for run in self._runs) + weigh_message(self.message)

    def _begin(self) -> Slices[tuple[Finding, ...]]:
        run = timeline(self._experiment)
        self._runs = (run,)
        last = LIMITS.last_step(self._experiment)
        return diagnosis_in_slices(run, self._step, run=self._try, last=last)

    def _try(self, experiment: Experiment) -> Timeline:
        self._runs = (self._runs[0], timeline(experiment))
        return self._runs[-1]


_known: LRUCache[RemarksOnStep] = LRUCache(_BYTES, lambda each: each.nbytes, grows=True)


def _shown(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the first findings, and none while nothing is wrong."""
    return tuple(each for each in findings if each.kind not in HEALTHY)[:_MOST]


def _item(finding: Finding) -> Message:
    return {
        "title": f"{str(finding.kind).capitalize()}.",
        "text": finding.sentence,
        "numbers": [{"name": each.name, "text": each.text} for each in finding.evidence],
        "panes": [*dict.fromkeys(_PANES[each.place] for each in finding.evidence)],
        "offers": [
            {
                "text": f"Try {each.words}",
                "result": each.result,
                "link": urlencode(to_link(each.experiment, each.step)),
            }
            for each in finding.advice
            if not LIMITS.beyond(each.experiment)
        ],
    }
