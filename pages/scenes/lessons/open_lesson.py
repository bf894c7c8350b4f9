"""A lesson that is open: the card that is shown, and what was answered to its questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pages.scenes.lessons.answer import JudgedAnswer, answered, is_given, judge, reached_link
from pages.scenes.lessons.card_text import CardText, card_text, link_after
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.lesson import Lesson, LessonCard
from pages.scenes.lessons.library import LIBRARY
from pages.scenes.lessons.measured_run import MeasuredRun, measured
from pages.scenes.lessons.needed_runs import needed_runs
from pages.server.cache import LRUCache

_texts: LRUCache[CardText] = LRUCache(512)
"""The texts of cards with their numbers, for all sessions."""


@dataclass(frozen=True)
class OpenLesson:
    """Look at a lesson as far as a learner is."""

    lesson: Lesson
    choices: LessonChoices

    @property
    def number(self) -> int:
        """The number of the card that is shown, from 1; one more than there are cards at the end."""
        return min(self.choices.block, len(self.lesson.cards) + 1)

    @property
    def is_at_end(self) -> bool:
        """Whether all cards are behind the learner."""
        return self.number > len(self.lesson.cards)

    @property
    def card(self) -> LessonCard:
        """The card that is shown; at the end, the last one."""
        return self.lesson.cards[min(self.number, len(self.lesson.cards)) - 1]

    def runs(self, card: LessonCard) -> tuple[MeasuredRun, ...]:
        """Return the runs that are to be computed before a card is shown: none, once its text is known."""
        question, link = card.question, card.run["link"]
        needed = () if _texts.find(self._key(card)) else needed_runs(card)
        if question is None or question.kind != "reach":
            return needed
        return (*needed, *(measured(reached_link(question, each, link)) for each in self._held(card)))

    def text(self, card: LessonCard) -> CardText:
        """Return a card with its numbers; once known, at no cost."""
        return _texts.get(self._key(card), lambda: card_text(card))

    def _key(self, card: LessonCard) -> tuple[str, str, int]:
        return self.lesson.name, self.lesson.version, card.line

    @cached_property
    def _given(self) -> dict[str, tuple[str, ...]]:
        return dict(answered(self.choices.answers))

    def judged(self, card: LessonCard) -> JudgedAnswer:
        """Return the judgement of what was answered on a card."""
        question = card.question
        if question is None:
            return JudgedAnswer()
        tries = self.lesson.tries_at(question)
        return judge(question, self.text(card), self._held(card), tries, card.run["link"])

    def _held(self, card: LessonCard) -> tuple[str, ...]:
        """Return what the link holds as answers to the question of a card, as far as they can be some."""
        question = card.question
        if question is None:
            return ()
        count = 0 if question.kind in ("reach", "number", "drill") else len(self.text(card).options)
        given = self._given.get(question["name"], ())
        fitting = (each for each in given if is_given(question, each, count, card.run["link"]))
        return tuple(fitting)[: self.lesson.tries_at(question)]

    def run_link(self, card: LessonCard) -> str:
        """Return the link of the run beside a card: a prediction that was made is shown."""
        question = card.question
        is_shown = question is not None and question.is_prediction and question["name"] in self._given
        return link_after(card) if is_shown and not self.lesson.is_test else str(card.run["link"])

    def pictures(self, card: LessonCard) -> tuple[str, ...]:
        """Return the pictures beside a card: some may show what is asked, and wait for the answer."""
        run = card.run
        is_shown = run["revealed"] and not self.lesson.is_test and self.judged(card).is_done
        return (*run["pictures"], *(run["revealed"] if is_shown else ()))

    @cached_property
    def answers(self) -> tuple[tuple[LessonCard, JudgedAnswer], ...]:
        """Each card whose question is answered here, not in the Drill, and the judgement."""
        asking = (card for card in self.lesson.cards if card.question and card.question.kind != "drill")
        return tuple((card, self.judged(card)) for card in asking)


def open_lesson(choices: LessonChoices) -> OpenLesson | None:
    """Return the lesson that is open, or None."""
    lesson = LIBRARY.lessons.get(choices.lesson)
    return OpenLesson(lesson, choices) if lesson else None
