"""What a class answered, counted: the answers to each question, the misconceptions, the minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, get_args

from pages.session.ticket import Answer, Ticket

Outcome = Literal["right", "later", "wrong", "open"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
"""A verdict; what is right at a later try is ``"later"``."""


@dataclass(frozen=True)
class AnswerCount:
    """Hold how many tickets give one answer, by their outcomes."""

    given: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many tickets give it."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class QuestionTally:
    """Hold the answers to one question, the most frequent first.

    Attributes
    ----------
    name : str
    answers : tuple of AnswerCount
    """

    name: str
    answers: tuple[AnswerCount, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many answers have an outcome."""
        return sum(each.counts.get(outcome, 0) for each in self.answers)


@dataclass(frozen=True)
class MisconceptionCount:
    """Hold how often a misconception was shown, and in which questions."""

    misconception: str
    count: int
    questions: tuple[str, ...]


def activities(tickets: Sequence[Ticket]) -> dict[str, tuple[Ticket, ...]]:
    """Return the tickets of each activity, the one with most tickets first."""
    counts = Counter(ticket.activity for ticket in tickets)
    own = {name: [each for each in tickets if each.activity == name] for name in counts}
    return {name: tuple(own[name]) for name, _ in counts.most_common()}


def questions(tickets: Sequence[Ticket]) -> tuple[QuestionTally, ...]:
    """Return the answers to each question, in the order in which the tickets ask them."""
    by_name: dict[str, list[Answer]] = {}
    for ticket in tickets:
        for answer in ticket.answers:
            by_name.setdefault(answer.question, []).append(answer)
    return tuple(_question(name, answers) for name, answers in by_name.items())


def outcome_of(answer: Answer) -> Outcome:
    """Return whether an answer is right on the first try, later, wrong or open."""
    return "later" if answer.verdict == "right" and answer.tries > 1 else answer.verdict


def _question(name: str, answers: Sequence[Answer]) -> QuestionTally:
    by_given: dict[str, Counter[str]] = {}
    for answer in answers:
        by_given.setdefault(answer.given, Counter())[outcome_of(answer)] += 1
    found = (AnswerCount(given, counts) for given, counts in by_given.items())
    return QuestionTally(name, tuple(sorted(found, key=lambda each: -each.total)))


def misconceptions(tickets: Sequence[Ticket]) -> tuple[MisconceptionCount, ...]:
    """Return the misconceptions, the most frequent first; also those of answers that were right later."""
    shown = [answer for ticket in tickets for answer in ticket.answers if answer.misconception]
    counts = Counter(answer.misconception for answer in shown)
    return tuple(
        MisconceptionCount(
            text, count, tuple(dict.fromkeys(each.question for each in shown if each.misconception == text))
        )
        for text, count in counts.most_common()
    )


def minutes(tickets: Sequence[Ticket]) -> str:
    """Return how long the tickets took, as a sentence.

    >>> minutes([Ticket(activity="a", version="", minutes=at, answers=(), link="") for at in (3, 8, 4)])
    'Median time: 4 minutes (3 to 8).'
    """
    times = [ticket.minutes for ticket in tickets]
    if len(times) == 1:
        return f"Time: {times[0]} minute{'' if times[0] == 1 else 's'}."
    return f"Median time: {median(times):g} minutes ({min(times)} to {max(times)})."
