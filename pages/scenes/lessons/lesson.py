"""A lesson: cards in an order, each with words, a run to look at, and at most one question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST_CARDS = 59
TRIES_TO_REACH = 9


@dataclass(frozen=True)
class Passage:
    """Hold words of a lesson, and the line of the file on which they begin."""

    text: str = ""
    line: int = 0


@dataclass(frozen=True, eq=False)
class LessonBlock:
    """Hold one fenced block of a lesson.

    Attributes
    ----------
    kind : str
        ``"run"``, or the kind of a question.
    line : int
        The line of its opening fence.
    values : mapping
        Its keys, checked and complete; an optional one that is left out has an empty value.
    source : tuple of str
        Its lines.
    """

    kind: str
    line: int
    values: Mapping[str, Any]
    source: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def line_of(self, text: str) -> int:
        """Return the first line of the block, counted in the file, that holds a text; else its fence."""
        lines = enumerate(self.source, start=self.line + 1)
        return next((at for at, line in lines if text in line), self.line)

    @property
    def is_prediction(self) -> bool:
        """Whether the answer is a prediction, which the run then shows."""
        return self.kind != "reach" and bool(self.values.get("then"))


@dataclass(frozen=True, eq=False)
class LessonCard:
    """Hold what is on the screen at once.

    Attributes
    ----------
    title : str
    line : int
    before, after : Passage
        What is said at first, and once the question is answered.
    run : LessonBlock
        The run beside the words.
    question : LessonBlock or None
    """

    title: str
    line: int
    run: LessonBlock
    before: Passage = Passage()  # frozen
    question: LessonBlock | None = None
    after: Passage = Passage()


@dataclass(frozen=True, eq=False)
class Lesson:
    """Hold a lesson.

    Attributes
    ----------
    name : str
        As links have it.
    title : str
    minutes : int
    needs : str
        What one must know before.
    able : tuple of str
        What one is able to do afterwards.
    is_test : bool
        Whether it says only at its end what was right, and each question has one try.
    cards : tuple of LessonCard
    version : str
        A short hash of the file.
    """

    name: str
    title: str
    minutes: int
    needs: str
    able: tuple[str, ...]
    is_test: bool
    cards: tuple[LessonCard, ...]
    version: str

    @property
    def questions(self) -> tuple[LessonBlock, ...]:
        """The questions in their order."""
        return tuple(card.question for card in self.cards if card.question)

    def tries_at(self, question: LessonBlock) -> int:
        """Return how many answers a question takes: a prediction and a test take one."""
        if question.kind == "reach":
            return TRIES_TO_REACH
        return 1 if self.is_test or question.is_prediction else 2
