"""Start here: one chapter at a time, on the run that the Playground shows."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core import Experiment, Timeline
from pages.figures.words import fmt
from pages.scenes.start_here.chapters import CHAPTERS

ROOT = Path(__file__).resolve().parents[2]
OTHER = {"dataset": "moons", "hidden": "3", "lr": "0.5", "step": "40"}
MOONS = Experiment(dataset="moons", hidden=(3,), learning_rate=0.5)


def opened(**link: str) -> AppTest:
    """Return the page as a cold deep link opens it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.switch_page("pages/start_here.py")
    for name, value in link.items():
        app.query_params[name] = value
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def link(app: AppTest) -> dict[str, str]:
    """Return the address as the browser writes it: what the page names, and the step last."""
    step = app.session_state["state"].step
    return app.session_state["address"] | ({"step": str(step)} if step else {})


def text(app: AppTest) -> str:
    return "\n".join(each.value for kind in (app.markdown, app.caption) for each in kind)


def press(app: AppTest, name: str) -> AppTest:
    return checked(app.button(key=name).click().run())


def links(app: AppTest) -> list[Any]:
    return [each.proto for each in app.main if each.type == "page_link"]


def test_it_opens_on_the_first_chapter_with_numbers_and_no_warning() -> None:
    app = opened()
    assert f"## {CHAPTERS[0].title}" in text(app)
    assert f"1 of {len(CHAPTERS)}" in text(app)
    assert app.latex
    assert not app.warning
    assert app.button(key="back").disabled
    assert link(app) == {}


def test_next_and_back_turn_one_chapter_and_the_link_says_which() -> None:
    app = opened()
    for number, chapter in enumerate(CHAPTERS[1:], start=2):
        app = press(app, "next")
        assert f"## {chapter.title}" in text(app)
        assert link(app) == {"chapter": str(number)}
    for number in range(len(CHAPTERS) - 1, 0, -1):
        app = press(app, "back")
        assert f"## {CHAPTERS[number - 1].title}" in text(app)
    assert link(app) == {}


@pytest.mark.parametrize("number", range(1, len(CHAPTERS) + 1))
def test_a_chapter_opened_from_its_link_tells_this_run_at_this_step(number: int) -> None:
    app = opened(**OTHER, chapter=str(number))
    assert f"## {CHAPTERS[number - 1].title}" in text(app)
    assert "at step 40 (moons, 2-3-2 sigmoid)" in text(app)


def test_the_loss_told_is_the_loss_of_the_run() -> None:
    app = opened(**OTHER, chapter="3")
    assert fmt(Timeline(MOONS).at(40).train_loss) in text(app)


def test_going_through_the_chapters_keeps_the_run_and_the_step() -> None:
    app = opened(**OTHER)
    for name in ("next", "next", "next", "back", "next"):
        app = press(app, name)
    assert link(app) == {**OTHER, "chapter": "4"}
    assert app.session_state["state"].experiment == MOONS


def test_it_ends_with_the_ways_to_the_playground_and_to_the_code() -> None:
    app = opened(chapter=str(len(CHAPTERS)))
    assert not [button for button in app.button if button.key == "next"]
    assert [each.label for each in links(app)] == [
        "Open this run in the Playground", "Write its backward pass yourself"
    ]  # fmt: skip


def test_the_playground_shows_the_same_run_and_coming_back_the_same_chapter() -> None:
    app = opened(**OTHER, chapter="5")
    app = checked(app.switch_page("app.py").run())
    assert link(app) == OTHER
    app = checked(app.switch_page("pages/start_here.py").run())
    assert link(app) == {**OTHER, "chapter": "5"}
    assert f"## {CHAPTERS[4].title}" in text(app)


def test_the_look_chosen_in_the_playground_is_kept() -> None:
    app = opened(cells="weights", lines="gradient", surface="decision", chapter="6")
    assert link(app) == {"surface": "decision", "cells": "weights", "lines": "gradient", "chapter": "6"}


@pytest.mark.parametrize("bad", ["0", "99", "two", "", "1e1", "'; drop"])
def test_a_bad_chapter_is_named_and_the_first_one_opens(bad: str) -> None:
    app = opened(**OTHER, chapter=bad)
    assert [warning.value.startswith("` chapter=") for warning in app.warning] == [True]
    assert f"## {CHAPTERS[0].title}" in text(app)
    assert link(app) == OTHER


@pytest.mark.parametrize("hidden", ["none", "1", "3,3,3,3"])
@pytest.mark.parametrize("dataset", ["circles", "blobs"])
def test_any_network_can_be_told(hidden: str, dataset: str) -> None:
    app = opened(hidden=hidden, dataset=dataset, samples="40")
    for _ in CHAPTERS[1:]:
        app = press(app, "next")


def test_a_far_step_never_computed_is_not_computed_for_the_words() -> None:
    app = opened(step="900000", samples="1000", hidden="64,64,64,64")
    assert "being computed" in text(app)


def test_an_answer_is_committed_with_its_reply_and_the_link_keeps_it() -> None:
    app = press(opened(**OTHER, chapter="2"), "reply_per_sample")
    assert [each.value for each in app.warning] == [
        "Then a new sample would need a bias that was never trained. All samples share b1."
    ]
    assert not app.success
    assert app.button(key="reply_per_sample").disabled
    assert not app.button(key="reply_per_unit").disabled
    app = press(app, "reply_per_unit")
    assert [each.value[:34] for each in app.success] == ["The same b1 is added to all 140 ro"]
    assert all(button.disabled for button in app.button if str(button.key).startswith("reply_"))
    assert link(app) == {**OTHER, "chapter": "2", "replies": "per_sample,per_unit"}
    again = opened(**link(app))
    assert [each.value for each in again.success] == [each.value for each in app.success]
    assert [each.value for each in again.warning] == [each.value for each in app.warning]


def test_a_second_wrong_answer_shows_the_right_one() -> None:
    app = press(press(opened(chapter="4"), "reply_doubled"), "reply_halved")
    assert len(app.warning) == 2
    assert [each.value[:20] for each in app.info] == ["The answer: nothing."]
    assert app.button(key="reply_same").disabled


def test_the_number_of_an_equation_leads_to_it_in_the_notes_at_this_run() -> None:
    app = opened(**OTHER, chapter="5")
    found = [each.value for each in app.markdown if each.value.startswith("[(")]
    address = "notes?dataset=moons&hidden=3&lr=0.5&step=40"
    title = "Equation ({0}) in The notes, with the numbers of this run"
    assert found == [
        f'[({number})]({address}#equation-{number} "{title.format(number)}")' for number in (10, 11, 7)
    ]
    app = opened(**OTHER, batch="10", chapter="4")
    sample = Timeline(Experiment(dataset="moons", hidden=(3,), learning_rate=0.5, batch_size=10)).at(40)
    assert f"&point={sample.batch[0] + 1}#equation-8 " in text(app)


def test_a_link_may_take_the_questions_away() -> None:
    app = opened(hide="replies", chapter="2")
    assert not app.warning
    assert any(".st-key-question" in each.proto.body for each in app.get("html"))
