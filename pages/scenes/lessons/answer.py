"""Answers: what a learner gave to a question, as the link keeps it, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pages.scenes.lessons.card_text import CardText
from pages.scenes.lessons.evaluation import holds
from pages.scenes.lessons.lesson import LessonBlock
from pages.scenes.lessons.measured_run import changed_link, measured
from pages.server.limits import LIMITS
from pages.session.option_names import setting_words

LETTERS = "abcdefgh"
GIVEN = r"[A-Za-z0-9_.,=+-]{1,32}"
"""An answer, as a link can keep it."""
_NUMBER = re.compile(
    r"[+-]?([0-9]{1,12}\.?[0-9]{0,12}|\.[0-9]{1,12})(e[+-]?[0-9]{1,2})?", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True)
class JudgedAnswer:
    """Hold what was given to a question, and the judgement.

    Attributes
    ----------
    given : tuple of str
        As the link holds them, the latest last.
    verdict : {"right", "wrong", "open"}
        "open" while the question may still be answered.
    misconception : str
        What the first wrong answer shows; empty if nothing is known of it.
    reply : str
        What is said to the latest answer, if that is wrong.
    """

    given: tuple[str, ...] = ()
    verdict: Literal["right", "wrong", "open"] = "open"
    misconception: str = ""
    reply: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the answer and the reason may be shown."""
        return self.verdict != "open"


def judge(
    question: LessonBlock, text: CardText, given: tuple[str, ...], tries: int, link: str
) -> JudgedAnswer:
    """Return the judgement of what was given to a question that takes so many `tries`."""
    missed = [_miss(question, text, each, link) for each in given]
    found = [miss for miss in missed if miss is not None]
    misconception = next((miss[0] for miss in found if miss[0]), "")
    if missed and missed[-1] is None:
        return JudgedAnswer(given, "right", misconception)
    verdict: Literal["wrong", "open"] = "wrong" if len(given) >= tries else "open"
    return JudgedAnswer(given, verdict, misconception, found[-1][1] if found else "")


def _miss(question: LessonBlock, text: CardText, given: str, link: str) -> tuple[str, str] | None:
    """Return the misconception and the reply of a wrong answer; None for the right one."""
    if question.kind == "reach":
        return None if holds(question["goal"], reached_link(question, given, link)) else ("", "")
    if question.kind == "number":
        return _missed_number(text, float(given), question["tolerance"])
    option = text.options[LETTERS.index(given)]
    return None if option.is_right else (option.misconception, option.reply)


def _is_allowed(question: LessonBlock, setting: str, link: str) -> bool:
    """Return whether this server computes the run that a setting makes, up to its step."""
    try:
        run = measured(reached_link(question, setting, link))
    except ValueError:
        return False
    return not LIMITS.beyond(run.experiment) and run.step <= LIMITS.last_step(run.experiment)


def reached_link(question: LessonBlock, setting: str, link: str) -> str:
    """Return the link of the run that a setting makes, at the step at which the goal is looked for."""
    return changed_link(changed_link(link, question["then"]), setting)


def _missed_number(text: CardText, given: float, tolerance: float) -> tuple[str, str] | None:
    if is_near(given, text.answer, tolerance):
        return None
    near = (wrong for wrong in text.wrong if is_near(given, wrong.value, tolerance))
    return next(((wrong.misconception, wrong.reply) for wrong in near), ("", ""))


def is_near(given: float, value: float, tolerance: float) -> bool:
    """Return whether a number is another one up to rounding: within a fraction `tolerance` of it.

    >>> is_near(0.25, 0.2502, 0.01), is_near(0.25, 0.3, 0.01)
    (True, False)
    """
    return abs(given - value) <= max(tolerance * abs(value), 5e-4 * tolerance)


def read_number(text: str) -> str:
    """Return a number that a learner typed, as the link holds it; empty if it is none.

    >>> read_number("−0,25"), read_number("1/256"), read_number("68 %"), read_number("a quarter")
    ('-0.25', '0.00390625', '0.68', '')
    """
    plain = text.strip().replace("−", "-").replace(",", ".").replace("+", "").lower()
    if _NUMBER.fullmatch(plain):
        return plain
    top, _, bottom = plain.replace("%", "/100").replace(" ", "").partition("/")
    if not (_NUMBER.fullmatch(top) and _NUMBER.fullmatch(bottom) and float(bottom)):
        return ""
    quotient = f"{float(top) / float(bottom):.9g}"
    return quotient if _NUMBER.fullmatch(quotient) else ""


def is_given(question: LessonBlock, text: str, options: int, link: str) -> bool:
    """Return whether a text of a link is an answer to a question with so many options, on a run."""
    if question.kind == "number":
        return read_number(text) == text
    if question.kind == "reach":
        key, equals, value = text.partition("=")
        return bool(equals and value) and key in question["by"] and _is_allowed(question, text, link)
    return len(text) == 1 and text in LETTERS[:options]


def answered(answers: str) -> Mapping[str, tuple[str, ...]]:
    """Return what was given to each question, by its name, from the text of a link.

    >>> answered("first:b:a~loss:0.69")
    {'first': ('b', 'a'), 'loss': ('0.69',)}
    """
    parts = (part.split(":") for part in answers.split("~") if part)
    return {name: tuple(given) for name, *given in parts}


def with_answer(answers: str, name: str, given: str) -> str:
    """Return the text of a link with one more answer to the question called `name`."""
    held = dict(answered(answers))
    held[name] = (*held.get(name, ()), given)
    return "~".join(":".join((question, *each)) for question, each in held.items())


def given_words(question: LessonBlock, text: CardText, given: str) -> str:
    """Return an answer as a reader knows it: the text of what was chosen."""
    if question.kind == "reach":
        return setting_words(given)
    return text.options[LETTERS.index(given)].text if text.options else given.replace("-", "−")
