"""The choices of Lessons, with their bounds and link keys: the lesson, the card, and what was answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from core import Choice, Names, Text, Whole, declare
from pages.scenes.lessons.answer import GIVEN, answered
from pages.scenes.lessons.lesson import MOST_CARDS
from pages.scenes.lessons.library import LIBRARY, NONE
from pages.session.own_run import OWN_RUN
from pages.session.ticket import MOST_MINUTES

_LONGEST = 4000
_ONE = rf"[a-z][a-z0-9_]{{0,23}}(?::{GIVEN}){{1,9}}"
_ANSWERS = re.compile(rf"{_ONE}(?:~{_ONE})*", re.ASCII)


def _are_answers(text: str) -> bool:
    """Return whether a text has the form, each question once."""
    if not text:
        return True
    has_form = len(text) <= _LONGEST and bool(_ANSWERS.fullmatch(text))
    return has_form and len(answered(text)) > text.count("~")


ANSWERS = Text("answers by question, such as first:b:a~loss:0.69", _are_answers)


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
    block: int = declare(1, Whole(1, MOST_CARDS + 1), "block")
    answers: str = declare("", ANSWERS, "answers")
    began: int = declare(0, Whole(0, 999_999_999), "began")
    took: int = declare(0, Whole(0, MOST_MINUTES), "took")
    finished: tuple[str, ...] = declare((), Names(tuple(LIBRARY.lessons), "lessons"), "lessons")
    own: str = declare("", OWN_RUN, "own")
