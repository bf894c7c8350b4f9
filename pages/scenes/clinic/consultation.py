"""What a learner did for one patient, as the link keeps it and as a ticket tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from pages.scenes.clinic.causes import CAUSES
from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.clinic.treatment import MOST_TRIES
from pages.session.own_run import BETWEEN, is_of_a_run
from pages.session.ticket import LONGEST_TEXT, Answer, Ticket, minutes_between, this_minute

_PART, _GUESS = "@", "."


@dataclass(frozen=True)
class Consultation:
    """Hold the guesses and the cure of one patient.

    Attributes
    ----------
    patient : str
    guesses : tuple of str
        The causes that were named, in order.
    tries : int
        How many changes were tried.
    cure : str
        The change that cured the patient, as a setting; empty without one.
    """

    patient: str
    guesses: tuple[str, ...]
    tries: int
    cure: str = ""

    def following(self, earlier: Consultation) -> Consultation:
        """Return both visits as one; what was guessed first stays first.

        >>> earlier = Consultation("still", ("dead",), 2)
        >>> Consultation("still", ("symmetry",), 1, "init:xavier").following(earlier)
        Consultation(patient='still', guesses=('dead', 'symmetry'), tries=3, cure='init:xavier')
        """
        guesses = tuple(dict.fromkeys((*earlier.guesses, *self.guesses)))
        return replace(self, guesses=guesses, tries=min(earlier.tries + self.tries, MOST_TRIES))

    @property
    def answers(self) -> tuple[Answer, Answer]:
        """The two answers of a ticket: what is wrong, and what cures it."""
        right = PATIENTS[self.patient].cause
        first = self.guesses[0] if self.guesses else ""
        said = CAUSES[first].label if first else ""
        truth = CAUSES[right].label
        is_wrong = bool(first) and first != right
        return (
            Answer(
                question=f"{self.patient}: what is wrong",
                given=said,
                verdict="wrong" if is_wrong else "right" if first else "open",
                misconception=f"{said} instead of: {truth}" if is_wrong else "",
                tries=max(len(self.guesses), 1),
            ),
            Answer(
                question=f"{self.patient}: what cures it",
                given=self.cure[:LONGEST_TEXT],
                verdict="right" if self.cure else "wrong" if self.tries else "open",
                tries=max(self.tries, 1),
            ),
        )


@dataclass(frozen=True)
class Consultations:
    """Allow the consultations of patients, each once, such as ``still@symmetry@1@init:xavier``."""

    @property
    def allowed(self) -> str:
        """The form."""
        return "patients with guesses, tries and cure, such as still@dead.symmetry@1@init:xavier"

    def validate(self, value: object) -> tuple[Consultation, ...]:
        """Return the consultations if each is of a patient, and possible."""
        if not isinstance(value, tuple) or not all(isinstance(each, Consultation) for each in value):
            raise TypeError(f"must be a tuple of Consultation, {self.allowed}; got {type(value).__name__}")
        patients = [each.patient for each in value]
        if len(set(patients)) < len(patients) or not all(map(_is_possible, value)):
            raise ValueError(f"must be {self.allowed}")
        return value

    def write(self, value: tuple[Consultation, ...]) -> str:
        """Return the consultations with ``~`` between them."""
        return BETWEEN.join(
            _PART.join((each.patient, _GUESS.join(each.guesses), str(each.tries), each.cure))
            for each in value
        )

    def read(self, text: str) -> tuple[Consultation, ...]:
        """Return the consultations."""
        found = []
        for part in text.split(BETWEEN, len(PATIENTS)) if text else ():
            patient, guesses, tries, cure = (part.split(_PART, 3) + [""] * 3)[:4]
            if not (tries.isascii() and tries.isdigit() and len(tries) < 4):
                raise ValueError(f"must be {self.allowed}")
            named = tuple(guesses.split(_GUESS)) if guesses else ()
            found.append(Consultation(patient, named, int(tries), cure))
        return self.validate(tuple(found))


def _is_possible(each: Consultation) -> bool:
    guesses = set(each.guesses)
    return (
        each.patient in PATIENTS
        and len(guesses) == len(each.guesses)
        and guesses <= set(PATIENTS[each.patient].answers)
        and 0 <= each.tries <= MOST_TRIES
        and (not each.cure or (each.tries > 0 and BETWEEN not in each.cure and is_of_a_run(each.cure)))
    )


def noted(record: Sequence[Consultation], new: Consultation) -> tuple[Consultation, ...]:
    """Return the record with a consultation; nothing is added once a patient is cured."""
    earlier = {each.patient: each for each in record}
    if new.patient not in earlier:
        return (*record, new)
    if earlier[new.patient].cure:
        return tuple(record)
    return tuple((earlier | {new.patient: new.following(earlier[new.patient])}).values())


def clinic_ticket(record: Sequence[Consultation], begun: int, link: str) -> Ticket:
    """Return the ticket of a learner.

    Parameters
    ----------
    record : sequence of Consultation
    begun : int
        The minute at which the first patient was opened (`this_minute`).
    link : str
        What opens the learner's run.
    """
    order = list(PATIENTS)
    return Ticket(
        activity="Clinic",
        version=_version(),
        minutes=minutes_between(begun, this_minute()),
        answers=tuple(
            answer
            for each in sorted(record, key=lambda each: order.index(each.patient))
            for answer in each.answers
        ),
        link=link,
    )


def _version() -> str:
    """Return a short hash of the patients: their runs, questions and answers."""
    return blake2b(repr(PATIENTS).encode(), digest_size=3).hexdigest()
