"""The choices of the Clinic, with their bounds and link keys: the patient, the guesses and the tries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core import Choice, Names, Text, Whole, declare
from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.consultation import Consultation, Consultations
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.treatment import MOST_TRIES
from pages.session.own_run import BETWEEN, OWN_RUN, SETTINGS, is_of_a_run

NOBODY = "none"


def _are_tries(text: str) -> bool:
    """Return whether a text holds settings that were tried one after the other; a key may come back."""
    parts = text.split(BETWEEN, MOST_TRIES) if text else []
    return len(parts) <= MOST_TRIES and all(part and is_of_a_run(part) for part in parts)


@dataclass(frozen=True, kw_only=True)
class ClinicChoices:
    """Hold what the learner did in the Clinic.

    Attributes
    ----------
    patient : str
        Whose run is shown: a name from `PATIENTS`, or ``"none"`` for the learner's own.
    guesses : tuple of str
        The causes that the learner named for this patient, the latest last.
    tries : str
        The changes that the learner tried on this patient, as settings of a run.
    solved : tuple of str
        The patients who were diagnosed and cured.
    own : str
        The learner's own run and step, as settings, while a patient is shown; ``"default"`` for the default
        run.  Empty until the named patient's run is opened.
    record : tuple of Consultation
        What the learner did for each patient who was cured or left.
    begun : int
        The minute, since 1970, at which the first patient was opened; 0 before.
    """

    PROGRESS: ClassVar[tuple[str, ...]] = ("guesses", "tries", "solved", "own", "record", "begun")

    patient: str = declare(NOBODY, Choice((NOBODY, *PATIENTS)), "patient")
    guesses: tuple[str, ...] = declare((), Names(tuple(CAUSES), "causes"), "guesses")
    tries: str = declare("", Text(SETTINGS, _are_tries), "tries")
    solved: tuple[str, ...] = declare((), Names(tuple(PATIENTS), "patients"), "solved")
    own: str = declare("", OWN_RUN, "own")
    record: tuple[Consultation, ...] = declare((), Consultations(), "record")
    begun: int = declare(0, Whole(0, 10**9), "begun")

    @property
    def treatments(self) -> tuple[str, ...]:
        """The changes that were tried, each as one setting."""
        return tuple(self.tries.split(BETWEEN)) if self.tries else ()
