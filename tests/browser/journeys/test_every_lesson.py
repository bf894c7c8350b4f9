"""Every lesson in a browser: each question is answered right, and wrong in each way that a lesson names.

`tests/pages/scenes/lessons/test_every_lesson.py` asks the same of the page's functions. Here the suite goes
through all lessons once; with ``EVERY_LESSON=1`` it gives each wrong answer once, in some minutes.
"""

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from pages.scenes.lessons.card_text import CardText, card_text
from pages.scenes.lessons.lesson import Lesson, LessonCard
from pages.scenes.lessons.library import LIBRARY
from pages.session.option_names import LABELS, name_of
from tests.browser.journeys.tab import Tab
from tests.browser.journeys.test_clinic import choose, says
from tests.browser.journeys.test_lessons import enter, press

pytestmark = pytest.mark.browser


def _rate(tab: Tab) -> None:
    enter(tab, "Learning rate, exactly", "1")


def _layer(tab: Tab) -> None:
    tab.slider("Hidden layers").press("ArrowRight")


def _tanh(tab: Tab) -> None:
    tab.unfold("Network")
    choose(tab, LABELS["activation"], name_of("tanh"))


def _xavier(tab: Tab) -> None:
    tab.unfold("Network")
    choose(tab, LABELS["init"], name_of("xavier"))


CONTROLS: dict[str, Callable[[Tab], None]] = {
    "line": _layer,
    "rate": _rate,
    "deep": _tanh,
    "zeros": _xavier,
}
"""What reaches the goal of a lesson, with the control that it names."""


def ways(card: LessonCard, text: CardText) -> tuple[list[tuple[str, str]], str]:
    """Return the wrong answers to a question, each with its reply, and the right one."""
    if card.question and card.question.kind == "number":
        return [(f"{each.value:.8g}", each.reply) for each in text.wrong], f"{text.answer:.8g}"
    wrong = [(each.text, each.reply) for each in text.options if not each.is_right]
    return wrong, next((each.text for each in text.options if each.is_right), "")


def most_ways(lesson: Lesson) -> int:
    return max(len(ways(card, card_text(card))[0]) for card in lesson.cards)


def test_all_lessons_are_followed_in_one_tab(tab: Tab) -> None:
    """Answer each question, here right at once, there wrong in one of its ways."""
    names = [*LIBRARY.lessons]
    tab.page.goto(f"{tab.base}/lessons?lesson={names[0]}")
    for at, name in enumerate(names):
        lesson = LIBRARY.lessons[name]
        follow(tab, lesson, [*range(at, at + len(lesson.cards))])
        if following := names[at + 1 :]:
            press(tab, f"Next lesson: {LIBRARY.lessons[following[0]].title}")


if os.environ.get("EVERY_LESSON"):  # not skipped without it: the suite allows no skipped test

    @pytest.mark.parametrize(
        ("name", "at"),
        [(name, at) for name, lesson in LIBRARY.lessons.items() for at in range(most_ways(lesson) + 1)],
    )
    def test_each_question_gets_each_answer(tab: Tab, name: str, at: int) -> None:
        """Answer wrong in the `at`-th way where there is one and then right; else right."""
        tab.page.goto(f"{tab.base}/lessons?lesson={name}")
        follow(tab, LIBRARY.lessons[name], [at] * len(LIBRARY.lessons[name].cards))


def follow(tab: Tab, lesson: Lesson, chosen: list[int]) -> None:
    """Go through a lesson that is open; `chosen` says for each card which wrong way comes first."""
    for number, (card, at) in enumerate(zip(lesson.cards, chosen, strict=True), start=1):
        expect(tab.page.get_by_role("heading", name=card.title, exact=True)).to_be_visible()
        if card.question and card.question.kind == "reach":
            tab.when(lambda number=number: tab.link.get("block") == str(number))
            _reach(tab, lesson.name)
        elif card.question and card.question.kind != "drill":
            _answer(tab, lesson, card, at % (len(ways(card, card_text(card))[0]) + 1))
        press(tab, "Finish" if card is lesson.cards[-1] else "Next")
    expect(tab.page.get_by_role("heading", name=f"{lesson.title}: the end")).to_be_visible()


def _answer(tab: Tab, lesson: Lesson, card: LessonCard, at: int) -> None:
    assert card.question
    wrong, right = ways(card, card_text(card))
    is_last = lesson.is_test or card.question.is_prediction
    if at < len(wrong):
        answer, reply = wrong[at]
        _give(tab, card, answer)
        says(tab, "Your answer is noted." if lesson.is_test else _plain(reply))
        if is_last:
            return
    _give(tab, card, right)
    said = "Right on your second try" if at < len(wrong) else "Right"
    says(tab, "Your answer is noted." if lesson.is_test else said)


def _give(tab: Tab, card: LessonCard, answer: str) -> None:
    if card.question and card.question.kind == "number":
        enter(tab, "Your number", answer)
    else:
        press(tab, _plain(answer))


def _reach(tab: Tab, name: str) -> None:
    """Change the control that a lesson names; without that its goal is missed."""

    def run() -> dict[str, str]:
        return {key: value for key, value in tab.link.items() if key != "step"}

    tab.rests()
    press(tab, "Check my run")
    says(tab, "Nothing is changed yet")
    tab.page.wait_for_selector("[data-test-script-state=notRunning]")
    before = run()
    CONTROLS[name](tab)
    tab.when(lambda: run() != before)
    tab.page.wait_for_selector("[data-test-script-state=notRunning]")
    press(tab, "Check my run")
    says(tab, "Right")


def _plain(text: str) -> str:
    """Return Markdown without its marks; an asterisk between spaces is a product."""
    return re.sub(r"(\*{1,2}|`)(\S|\S.*?\S)\1", r"\2", text)
