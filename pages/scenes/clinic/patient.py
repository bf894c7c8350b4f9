"""What a patient is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from core import Experiment, from_link
from core.run.experiment import SCHEDULES
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.treatment import DATA, Change, changes


@dataclass(frozen=True, kw_only=True)
class Patient:
    """Describe a run that fails in one way.

    Attributes
    ----------
    complaint : str
        What a student says of it.
    link : str
        The run and the step at which it is judged, as the Playground's address has them after the ``?``.
    cause : str
        What is wrong: a name from `CAUSES`.
    others : tuple of str
        Three other names: the wrong answers.
    hint : str
        Where to look, shown after a wrong answer.
    lesson : str
        Why it fails, shown after the right answer.
    cured_below : float
        The test loss that counts as cured, at the same step.
    cures : tuple of str
        Changes of one control that are known to cure it, as the link writes them.

    Raises
    ------
    ValueError
        If the link, a cause or a cure is not what is allowed; says which.
    """

    complaint: str
    link: str
    cause: str
    others: tuple[str, str, str]
    hint: str
    lesson: str
    cured_below: float
    cures: tuple[str, ...]

    def __post_init__(self) -> None:
        """Check what a teacher wrote."""
        causes = {self.cause, *self.others}
        if ignored := self._read[2]:
            raise ValueError(f"{self.complaint}: {ignored[0]}")
        if any(getattr(self.experiment, field) for field in SCHEDULES.values()):
            raise ValueError(f"{self.complaint}: no setting of a patient may change on the way")
        if len(causes) != 4 or not causes <= set(CAUSES):
            raise ValueError(f"{self.complaint}: needs four causes of {', '.join(CAUSES)}; got {causes}")
        for cure in self.cures:
            self.with_cure(cure)

    @property
    def experiment(self) -> Experiment:
        """The run."""
        return self._read[0]

    @property
    def step(self) -> int:
        """The step at which it is judged."""
        return self._read[1]

    @property
    def answers(self) -> tuple[str, ...]:
        """The causes to choose from, in the order of `CAUSES`."""
        return tuple(name for name in CAUSES if name in (self.cause, *self.others))

    def with_cure(self, cure: str) -> Experiment:
        """Return the run with a cure; raise ValueError if that is not a change of one control."""
        experiment, _, ignored = from_link(dict(parse_qsl(f"{self.link}&{cure}")))
        changed = changes(self.experiment, experiment)
        if ignored or len(changed) != 1 or changed[0].name in DATA:
            raise ValueError(f"{self.complaint}: a cure must change one control; got {cure}")
        return experiment

    def cure(self, cure: str) -> Change:
        """Return what a cure changes."""
        return changes(self.experiment, self.with_cure(cure))[0]

    @cached_property
    def _read(self) -> tuple[Experiment, int, tuple[str, ...]]:
        return from_link(dict(parse_qsl(self.link)))
