"""Every lesson that ships: no fault, each question answered right, each wrong answer once."""

import re

import pytest

from pages.scenes.lessons.answer import LETTERS, judge, reached_link, read_number
from pages.scenes.lessons.card_text import card_text
from pages.scenes.lessons.check import check_file
from pages.scenes.lessons.evaluation import holds
from pages.scenes.lessons.lesson import Lesson, LessonCard
from pages.scenes.lessons.library import SHIPPED, read_library
from pages.scenes.lessons.quantity import RunTerm, read_condition, read_quantity, run_terms

LIBRARY = read_library(SHIPPED)
LESSONS = [*LIBRARY.lessons.values()]
ASKED = [
    pytest.param(lesson, card, id=f"{lesson.name}-{card.question['name']}")
    for lesson in LESSONS
    for card in lesson.cards
    if card.question and card.question.kind != "drill"
]


def right_answer(card: LessonCard) -> str:
    """Return the right answer to a question as its reader would give it."""
    text, question = card_text(card), card.question
    assert question
    if question.kind == "reach":
        return str(question["solution"])
    if question.kind == "number":
        return read_number(f"{text.answer:.4g}")
    return next(letter for letter, option in zip(LETTERS, text.options, strict=False) if option.is_right)


def wrong_answers(card: LessonCard) -> list[tuple[str, str, str]]:
    """Return each known wrong answer, its misconception and its reply."""
    text = card_text(card)
    numbers = [(read_number(f"{each.value:.4g}"), each.misconception, each.reply) for each in text.wrong]
    options = zip(LETTERS, text.options, strict=False)
    return numbers + [(at, each.misconception, each.reply) for at, each in options if not each.is_right]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.md")), ids=lambda path: path.name)
def test_a_file_has_no_fault(path: object) -> None:
    assert check_file(path) == ()  # type: ignore[arg-type]


def test_all_are_listed() -> None:
    assert LIBRARY.left_out == ()
    assert len(LESSONS) == len([*SHIPPED.glob("*.md")])


@pytest.mark.parametrize(("lesson", "card"), ASKED)
def test_each_question_is_answered_right_and_each_wrong_answer_once(
    lesson: Lesson, card: LessonCard
) -> None:
    question, text = card.question, card_text(card)
    assert question
    tries, link, right = lesson.tries_at(question), card.run["link"], right_answer(card)
    assert judge(question, text, (right,), tries, link).verdict == "right"
    wrong = wrong_answers(card)
    assert wrong or question.kind == "reach"
    for given, misconception, reply in wrong:
        judged = judge(question, text, (given,), tries, link)
        assert (judged.misconception, judged.reply) == (misconception, reply)
        assert judged.verdict == ("open" if tries > 1 else "wrong")
        if tries > 1:
            assert judge(question, text, (given, right), tries, link).verdict == "right"
            assert judge(question, text, (given, given), tries, link).verdict == "wrong"
            assert text.hint


@pytest.mark.parametrize("card", [p.values[1] for p in ASKED if p.values[1].question.kind == "reach"],
                         ids=lambda card: card.question["name"])  # fmt: skip
def test_a_goal_is_reached_by_the_named_control_and_not_without(card: LessonCard) -> None:
    question, link = card.question, card.run["link"]
    assert question
    assert not holds(question["goal"], reached_link(question, "", link))
    assert holds(question["goal"], reached_link(question, question["solution"], link))
    key, _, value = question["solution"].partition("=")
    assert key in question["by"]
    assert value


READ_OFF = {
    "curves": {"loss", "train_loss", "test_loss", "train_accuracy", "test_accuracy"},
    "signs": {f"norm{layer}" for layer in range(1, 9)},
    "heatmaps": {f"{kind}{layer}" for kind in ("dW", "db") for layer in range(1, 9)},
}
"""The quantities that a picture shows as numbers; the readout is hidden while a question is open."""


def asked(card: LessonCard) -> set[str]:
    """Return the quantities of the card's own run that decide its answer, each read off as it is."""
    question = card.question
    assert question
    if question.kind == "choose":
        right = question["option"][LETTERS.index(right_answer(card))]
        terms = run_terms(read_condition(right["if"])) if right["if"] else ()
        return {term.name for term in terms if not term.link and not term.places}
    term = read_quantity(question["answer"] if question.kind == "number" else question["of"])
    return {term.name} if isinstance(term, RunTerm) and not term.link else set()


@pytest.mark.parametrize(
    ("lesson", "card"), [p for p in ASKED if p.values[1].question.kind in ("choose", "number", "sign")]
)
def test_nothing_beside_a_question_shows_its_answer(lesson: Lesson, card: LessonCard) -> None:
    question, text = card.question, card_text(card)
    assert question
    if not question.is_prediction:
        shown = {*card.run["matrices"]}.union(*(READ_OFF.get(each, ()) for each in card.run["pictures"]))
        assert not asked(card) & shown
    decimals = re.findall(r"[−-]?\d+\.\d+", text.answer_text)
    words = " ".join((text.before, text.ask, *text.tables))
    assert not [each for each in decimals if re.search(rf"(?<![\d.−]){each}(?!\d)", words)]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_lesson_is_short_and_opens_with_a_question(lesson: Lesson) -> None:
    assert 4 <= lesson.minutes <= 10
    assert lesson.cards[0].question
    assert lesson.able
    for card in lesson.cards:
        words = re.findall(r"\w+", card_text(card).before)
        assert len(words) <= 90, card.title
