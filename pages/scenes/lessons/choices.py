"""The choices of Lessons, with their bounds and link keys: the lesson, the card, and what was answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from core import Choice, Names, Whole, declare
from pages.scenes.lessons.answer import answered
from pages.scenes.lessons.library import LIBRARY
from pages.session.own_run import OWN_RUN

NONE = "none"
MOST_CARDS = 60
_LONGEST = 4000
_ONE = r"[a-z][a-z0-9_]{0,23}(?::[A-Za-z0-9_.,=+-]{1,32}){1,9}"
_ANSWERS = re.compile(rf"{_ONE}(?:~{_ONE})*", re.ASCII)


@dataclass(frozen=True)
class GivenAnswers:
    """Allow what was answered to some questions: ``first:b:a~loss:0.69``."""

    allowed: str = "answers by question, such as first:b:a~loss:0.69"

    def validate(self, value: object) -> str:
        """Return the text if it has the form, each question once."""
        if not isinstance(value, str):
            raise TypeError(f"must be text, {self.allowed}; got {type(value).__name__}")
        if value and not (len(value) <= _LONGEST and _ANSWERS.fullmatch(value)):
            raise ValueError(f"must be {self.allowed}; got {value[:40]!r}")
        if value and len(answered(value)) <= value.count("~"):
            raise ValueError(f"must be {self.allowed}, each question once")
        return value

    def write(self, value: str) -> str:
        """Return the text."""
        return value

    def read(self, text: str) -> str:
        """Return the text."""
        return self.validate(text)


@dataclass(frozen=True, kw_only=True)
class LessonChoices:
    """Hold how far the learner is, and what was answered.

    Attributes
    ----------
    lesson : str
        The name of the lesson that is open, or ``"none"``.
    block : int
        The card that is shown, from 1; the one after the last shows how it went.
    answers : str
        What was given to each question of this lesson.
    began : int
        When the lesson was opened, in minutes since 1970; 0 if that is not known.
    took : int
        The minutes from there to its end; 0 before the end.
    finished : tuple of str
        The lessons that were followed to their end.
    own : str
        The learner's own run and step, as settings, while a lesson's run is shown; ``"default"`` for the
        default run.  Empty until the lesson's run is opened.
    """

    PROGRESS: ClassVar[tuple[str, ...]] = ("block", "answers", "began", "took", "finished", "own")

    lesson: str = declare(NONE, Choice((NONE, *LIBRARY.lessons)), "lesson")
    block: int = declare(1, Whole(1, MOST_CARDS), "block")
    answers: str = declare("", GivenAnswers(), "answers")
    began: int = declare(0, Whole(0, 999_999_999), "began")
    took: int = declare(0, Whole(0, 9999), "took")
    finished: tuple[str, ...] = declare((), Names(tuple(LIBRARY.lessons), "lessons"), "lessons")
    own: str = declare("", OWN_RUN, "own")
