"""What a learner gives is judged, and kept in the link, whatever that holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import read_record, write_record
from pages.scenes.lessons.answer import answered, is_near, judge, read_number, with_answer
from pages.scenes.lessons.card_text import card_text, filled
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.evaluation import value_of
from pages.scenes.lessons.lesson import Lesson, LessonCard
from pages.scenes.lessons.matrix_tables import matrix_table
from pages.scenes.lessons.reader import read_lesson
from tests.pages.scenes.lessons.made import LESSON


def lesson() -> Lesson:
    found, _ = read_lesson("small", LESSON)
    assert found
    return found


def card(name: str) -> LessonCard:
    return next(card for card in lesson().cards if card.question and card.question["name"] == name)


def judged(name: str, *given_: str) -> tuple[str, str, str]:
    shown = card(name)
    assert shown.question
    found = judge(
        shown.question, card_text(shown), given_, lesson().tries_at(shown.question), shown.run["link"]
    )
    return found.verdict, found.misconception, found.reply


def test_a_prediction_is_made_once() -> None:
    assert judged("first") == ("open", "", "")
    assert judged("first", "a") == ("right", "", "")
    verdict, misconception, reply = judged("first", "b")
    assert (verdict, misconception) == ("wrong", "A large rate never works")
    assert reply.startswith("It fell to 0.0")


def test_the_first_miss_leaves_a_try_and_the_second_none() -> None:
    right, n = value_of("dW2[unit 1, class 0]", "dataset=circles&lr=3"), 140
    assert judged("number", f"{right:.4g}") == ("right", "", "")
    known = ("1/n is left out", f"This is n = {n} times too much.")
    assert judged("number", f"{n * right:.4g}") == ("open", *known)
    assert judged("number", f"{n * right:.4g}", f"{right:.4g}") == ("right", known[0], "")
    assert judged("number", "77", f"{n * right:.4g}") == ("wrong", *known)
    assert judged("number", "77") == ("open", "", "")


def test_a_sign_and_a_shape_are_chosen() -> None:
    texts = [option.text for option in card_text(card("sign")).options]
    assert texts == ["positive", "negative"]
    assert judged("sign", "a")[:2] == ("open", "The gradient points where the loss falls")
    assert judged("sign", "b")[0] == "right"
    shapes = card_text(card("shape")).options
    assert {option.text for option in shapes} == {"(k,) = (2,)", "(n × k) = (140 × 2)", "(n,) = (140,)"}
    assert [option.text for option in shapes if option.is_right] == ["(k,) = (2,)"]


def test_a_goal_is_reached_by_the_named_control_and_not_without() -> None:
    assert judged("goal", "lr=0.02")[0] == "open"
    assert judged("goal", "lr=0.02", "lr=1")[0] == "right"


def test_the_last_words_are_about_what_is_shown_then() -> None:
    loss = value_of("train_loss", "dataset=circles&lr=3&step=300")
    assert card_text(card("first")).after.strip() == filled(f"It is {{{loss:.17f}}} now.", "")
    assert "At a rate of 1 it has 8" in card_text(card("goal")).after


def test_mathematics_is_left_alone() -> None:
    assert filled(r"$\frac{1}{n}$ is {1/n|2}.", "dataset=circles") == r"$\frac{1}{n}$ is 0.0071."
    assert filled("{0.85|%}", "") == "85\N{NO-BREAK SPACE}%"


def test_a_matrix_is_a_table() -> None:
    link = "dataset=by_hand&given=1,0:1,0;0,1:0,1&hidden=1&edit=W1:1,1=0.5@0;W1:2,1=-2@0"
    assert matrix_table("W1", link) == "| **W₁** | unit 1 |\n|---|---|\n| x₁ | 0.5 |\n| x₂ | −2 |"
    assert "| sample 2 | 0 | 1 |" in matrix_table("Y", link)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0.25", "0.25"), ("−3", "-3"), ("+1e-3", "1e-3"), ("0,5", "0.5"), (" 7 ", "7"), (".5", ".5"),
     ("", ""), ("a", ""), ("1 2", ""), ("inf", ""), ("1e999", ""), ("٣", ""),
     ("1/4", "0.25"), ("68 %", "0.68"), ("1/0", ""), ("1//4", ""), ("1/4/2", ""), ("%", "")],
)  # fmt: skip
def test_a_number_is_read_as_it_is_typed(typed: str, number: str) -> None:
    assert read_number(typed) == number


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(0.001, 0.2))
def test_a_number_is_near_itself(value: float, tolerance: float) -> None:
    assert is_near(value, value, tolerance)
    assert not is_near(value + 2 * tolerance * (abs(value) + 1), value, tolerance) or abs(value) > 1e15


def test_answers_are_kept_in_their_order() -> None:
    text = with_answer(with_answer(with_answer("", "first", "b"), "loss", "0.69"), "first", "a")
    assert text == "first:b:a~loss:0.69"
    assert answered(text) == {"first": ("b", "a"), "loss": ("0.69",)}
    choices, ignored = read_record(LessonChoices, {"answers": text})
    assert (choices.answers, ignored) == (text, ())
    assert write_record(choices) == {"answers": text}


@pytest.mark.parametrize(
    "text", ["first", ":a", "First:a", "first:a~", "first:a~first:b", "first:ä", "x" * 5000]
)
def test_another_text_of_a_link_is_ignored(text: str) -> None:
    choices, ignored = read_record(LessonChoices, {"answers": text})
    assert choices.answers == ""
    assert len(ignored) == 1
