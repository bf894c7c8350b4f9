"""The plane of a lesson: few samples have their numbers, and other pages have none."""

from typing import Any

import pytest

from core import Experiment, from_link
from pages.scenes.lessons.pictures import PICTURES
from pages.stage.look import Look
from pages.stage.views import DecisionView, Setting
from pages.stage.views.numbered import MOST_NUMBERED


def notes(view: Any) -> list[str]:
    return [note["text"] for note in view.figure()["figure"]["layout"]["annotations"]]


@pytest.mark.parametrize("count", [2, MOST_NUMBERED])
def test_few_samples_are_numbered(count: int) -> None:
    given = ";".join(f"{at},{at * at}:{'1,0' if at % 2 else '0,1'}" for at in range(count))
    experiment, _, ignored = from_link({"dataset": "by_hand", "given": given})
    assert ignored == ()
    setting = Setting(experiment, Look(), "light")
    plain, numbered = notes(DecisionView(setting)), notes(PICTURES["plane"](setting))
    assert numbered[: len(plain)] == plain
    assert sorted(numbered[len(plain) :], key=int) == [str(at + 1) for at in range(count)]


def test_a_run_of_many_points_has_no_numbers() -> None:
    setting = Setting(Experiment(), Look(), "light")
    assert notes(PICTURES["plane"](setting)) == notes(DecisionView(setting))
