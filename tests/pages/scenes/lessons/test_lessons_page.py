"""Lessons on the page: one is opened, answered and finished, and the link keeps what was done."""

from collections.abc import Callable
from typing import Any

import pytest

from core import Experiment, from_link
from pages.figures.words import fmt
from pages.scenes.lessons import actions, result_box
from pages.scenes.lessons.choices import LessonChoices
from pages.scenes.lessons.evaluation import value_of
from pages.scenes.lessons.library import LIBRARY
from pages.scenes.lessons.open_lesson import open_lesson
from pages.session.ticket import Ticket

Open = Callable[..., Any]
PAGE = "pages/lessons.py"
OWN = {"dataset": "blobs", "hidden": "3", "step": "40"}
RATE = LIBRARY.lessons["rate"]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The minutes since 1970, which a test may move."""
    minutes = [1000]
    monkeypatch.setattr(actions, "this_minute", lambda: minutes[0])
    return minutes


def text(visited: Any) -> str:
    at = visited.at
    kinds = (at.markdown, at.caption, at.success, at.warning, at.info)
    return "\n".join(each.value for kind in kinds for each in kind)


def choices(visited: Any) -> LessonChoices:
    found: LessonChoices = visited.state.of(LessonChoices)
    return found


def type_number(visited: Any, typed: str) -> None:
    field = next(field for field in visited.at.text_input if field.label == "Your number")
    field.set_value(typed)
    visited.run()


def test_the_page_opens_on_the_learner_s_own_run(visit: Open) -> None:
    visited = visit(PAGE, **OWN)
    assert visited.link == OWN
    assert visited.widget("7. The learning rate")
    assert visited.widget("Test: eight questions")


def test_the_learner_s_own_run_comes_back(visit: Open) -> None:
    visited = visit(PAGE, **OWN)
    visited.choose("Lesson", "rate")
    assert visited.experiment == Experiment(learning_rate=0.001)
    assert "replaces your own run" in text(visited)
    assert choices(visited).own == "dataset:blobs~hidden:3~step:40"
    visited.choose("Lesson", "none")
    assert visited.link == OWN


def test_a_short_link_opens_a_card_and_the_full_link_keeps_it(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", block="3")
    assert visited.notices == []
    assert visited.experiment == Experiment(learning_rate=10.0)
    again = visit(PAGE, **visited.link)
    assert again.state == visited.state
    assert RATE.cards[2].title in text(again)


def test_a_prediction_is_committed_shown_and_kept(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate")
    assert visited.state.step == 0
    visited.press("Larger than now")
    assert visited.state.step == 2000
    said = visited.at.warning[0].value
    assert "You predicted “Larger than now”. It went down" in said
    assert "Each update goes in the right direction" in text(visited)
    assert visited.widget("A little smaller than now").disabled
    again = visit(PAGE, **visited.link)
    assert again.at.warning[0].value == said


def test_a_miss_gets_a_hint_and_the_second_the_answer(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", block="4")
    visited.press("0.1")
    said = visited.at.warning[0].value
    assert "**Not yet.** With 0.1 the test loss is still" in said
    assert "Both ends lose" in said
    assert "The test losses at step" not in text(visited)
    visited.press("10")
    assert "The answer is **3**. With 10" in visited.at.warning[0].value
    assert "The test losses at step" in text(visited)
    assert visited.link["answers"] == "which:a:d"


def test_a_number_is_typed(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", block="6")
    type_number(visited, "a third")
    assert "An answer here is a number" in text(visited)
    assert choices(visited).answers == ""
    type_number(visited, "−0,4197")
    assert "The gradient points to where the loss grows" in visited.at.warning[0].value
    type_number(visited, "0.34")
    assert "**Right** on your second try" in visited.at.success[0].value


def test_a_goal_is_reached_by_one_control(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", block="5")
    visited.press("Check my run")
    assert "Nothing is changed yet" in text(visited)
    visited.choose("Hidden layers", 2)
    visited.press("Check my run")
    assert "You changed: Hidden units. Restore the run, and change only: Learning rate." in text(visited)
    assert choices(visited).answers == ""
    visited.press("Restore the run")
    visited.choose("Learning rate", 0.02)
    visited.press("Check my run")
    assert "this rate is too small" in visited.at.warning[0].value
    assert (visited.experiment.learning_rate, visited.state.step) == (0.02, 300)
    visited.choose("Learning rate", 1.0)
    visited.press("Check my run")
    assert visited.link["answers"] == "moons:lr=0.02:lr=1"
    assert "**Right**" in visited.at.success[0].value
    assert (visited.experiment.schedule, visited.state.step) == ((), 300)


def test_a_goal_of_a_link_is_computed_only_where_it_is_allowed(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", block="5", answers="moons:hidden=64,64:lr=much:lr=1e9:lr=0.02")
    assert "| Learning rate 0.02 |" in text(visited)
    assert "64,64" not in text(visited)


def test_cards_are_turned_and_a_run_is_shown_once(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate")
    visited.press("Skip")
    assert RATE.cards[1].title in text(visited)
    assert visited.experiment.learning_rate == 3.0
    visited.press("Back")
    assert choices(visited).block == 1
    visited.choose("Learning rate", 0.3)
    visited.press("Restore the run")
    assert visited.experiment == Experiment(learning_rate=0.001)


def test_the_end_tells_how_it_went_and_gives_a_ticket(
    visit: Open, clock: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets: list[Ticket] = []
    monkeypatch.setattr(result_box.ticket_box, "draw", tickets.append)
    visited = visit(PAGE, lesson="rate", block="6", answers="crawl:a~which:a:c~moons:lr=1")
    clock[0] += 7
    type_number(visited, "0.3378")
    visited.press("Finish")
    said = text(visited)
    assert "You answered 3 of 6 questions right, 2 of them on the first try." in said
    assert RATE.able[0] in said
    assert choices(visited).finished == ("rate",)
    assert choices(visited).took == 7
    ticket = tickets[-1]
    assert (ticket.activity, ticket.version, ticket.minutes) == (
        "Lesson: The learning rate",
        RATE.version,
        7,
    )
    assert [(each.question, each.verdict, each.tries) for each in ticket.answers] == [
        ("A very small rate", "wrong", 1), ("Which rate?", "right", 2), ("Reach it", "right", 1),
        ("One update in numbers", "right", 1),
    ]  # fmt: skip
    assert ticket.answers[0].misconception == "Enough updates make up for any rate"
    assert ticket.answers[0].given.startswith("Almost 0")
    page, _, query = ticket.link.partition("?")
    assert page == "lessons"
    assert "lesson=rate" in query
    clock[0] += 60
    again = visit(PAGE, **visited.link)
    assert again.state == visited.state
    assert tickets[-1] == ticket


def test_a_bad_link_opens_the_list(visit: Open) -> None:
    visited = visit(PAGE, lesson="absent", block="999", answers="?")
    assert len(visited.notices) == 3
    assert choices(visited) == LessonChoices()


def test_answers_of_another_lesson_are_left_alone(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", answers="crawl:z~absent:a")
    assert visited.notices == []
    assert not visited.widget("Larger than now").disabled
    visited.press("Larger than now")
    assert visited.widget("Larger than now").disabled


@pytest.mark.parametrize("lesson", LIBRARY.lessons.values(), ids=lambda lesson: lesson.name)
def test_every_card_is_drawn(visit: Open, lesson: Any) -> None:
    visited = visit(PAGE, lesson=lesson.name)
    for card in lesson.cards:
        assert f"## {card.title}" in text(visited)
        assert (
            visited.experiment == from_link(dict(p.split("=", 1) for p in card.run["link"].split("&")))[0]
        )
        visited.press("Skip" if card.question and card.question.kind != "drill" else
                      "Finish" if card is lesson.cards[-1] else "Next")  # fmt: skip
    assert "You answered 0 of" in text(visited)


def test_a_lesson_opens_a_unit_and_the_next_one_closes_it(visit: Open) -> None:
    visited = visit(PAGE, lesson="unit", block="4", loss="log")
    assert visited.state.look.opened == (1, 1)
    visited.press("Back")
    assert visited.state.look.opened == ()
    visited.press("Skip")
    assert visited.state.look.opened == (1, 1)
    visited.choose("Lesson", "softmax")
    assert (visited.state.look.opened, visited.state.look.loss_axis) == ((), "log")
    visited.choose("Lesson", "none")
    assert visited.state.look.loss_axis == "log"


def test_a_test_tells_at_its_end(visit: Open) -> None:
    visited = visit(PAGE, lesson="test")
    visited.press("All points right, after enough updates")
    assert "Your answer is noted." in text(visited)
    assert "straight line" not in "".join(each.value for each in visited.at.warning)
    assert visited.link["answers"] == "line:a"
    for _ in range(8):
        visited.press(
            next(b.label for b in visited.at.main.button if b.label in ("Next", "Skip", "Finish"))
        )
    assert "You answered 0 of 8 questions right." in text(visited)
    assert "At step 2000 it is" in visited.at.warning[0].value


def test_a_ticket_has_a_link_whatever_the_run_is(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tickets: list[Ticket] = []
    monkeypatch.setattr(result_box.ticket_box, "draw", tickets.append)
    points = "__".join(
        "_".join(f"{at / 100 + side:.7f},{at / 90:.7f}" for at in range(300)) for side in (0, 5)
    )
    own = {"dataset": "own", "data": f"{points}__600"}
    visited = visit(PAGE, **own, lesson="rate", block="7", answers="crawl:b", own="default")
    assert visited.experiment.dataset == "own"
    assert tickets[-1].link == "lessons?lesson=rate&block=7&answers=crawl:b"
    visited.press("Restore the run")
    assert "own=default" in tickets[-1].link
    assert "lr=3" in tickets[-1].link


def test_matrices_follow_a_prediction(visit: Open) -> None:
    visited = visit(PAGE, lesson="error", block="5")
    assert "|  | 0 | 0 |" in text(visited)
    visited.press("Positive")
    link = LIBRARY.lessons["error"].cards[4].run["link"]
    moved = value_of("b2[class 0]", f"{link}&step=1")
    assert f"|  | {fmt(moved)} | {fmt(-moved)} |" in text(visited)
    assert "after your prediction" in text(visited)
    assert "|  | 0 | 0 |" in text(visited)  # what the sentence adds up stays


def test_a_lesson_whose_begin_is_not_known_has_no_time(visit: Open) -> None:
    visited = visit(PAGE, lesson="rate", block="6", own="default")
    visited.press("Skip")
    assert choices(visited).took == 1


def test_a_goal_that_was_missed_is_told_by_the_name_of_its_control(visit: Open) -> None:
    tries = ":".join(f"lr=0.0{at}" for at in range(11, 20))
    visited = visit(PAGE, lesson="rate", block="5", answers=f"moons:{tries}")
    assert "The answer is **Learning rate 1**." in visited.at.warning[0].value


def test_a_picture_that_shows_the_answer_waits_for_it(visit: Open) -> None:
    def pictures() -> tuple[str, ...]:
        lesson = open_lesson(visited.state.of(LessonChoices))
        assert lesson
        return lesson.pictures(lesson.card)

    visited = visit(PAGE, lesson="deep")
    assert pictures() == ("network",)
    visited.press("Larger: errors add up on the way back")
    assert pictures() == ("network",)
    visited.press("Hundreds of times smaller: each layer on the way makes it smaller")
    assert pictures() == ("network", "signs")
