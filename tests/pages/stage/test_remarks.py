"""Remarks: made in slices in the session's turn, shared by all, and silent while nothing is wrong."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest

from core import Experiment, Timeline, diagnose, from_link
from core.diagnosis.finding import PLACES
from pages.scenes.playground.page import _VIEWS
from pages.server.limits import Limits
from pages.stage import remarks as module
from pages.stage.remarks import remarks
from pages.stage.runs import run_id, timeline

SATURATES = Experiment(learning_rate=10)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    module._known.clear()
    yield
    module._known.clear()


class Turns:
    """Count the turns that are taken."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, work: Callable[[], Any]) -> Any:
        self.count += 1
        return work()


def found(experiment: Experiment, step: int, turns: Turns) -> dict[str, Any]:
    for _ in range(2000):
        said = remarks(experiment, step, turns)
        assert (said["run"], said["step"]) == (run_id(experiment), step)
        if "pending" not in said:
            return said
    raise AssertionError("never found")


def test_they_are_the_first_two_findings_as_core_has_them() -> None:
    said = found(SATURATES, 500, Turns())
    findings = diagnose(Timeline(SATURATES), 500)
    assert len(said["items"]) == 2
    for item, finding in zip(said["items"], findings, strict=False):
        assert item["title"].lower() == f"{finding.kind}."
        assert item["text"] == finding.sentence
        assert [(each["name"], each["text"]) for each in item["numbers"]] == [
            (each.name, each.text) for each in finding.evidence
        ]
        assert [each["result"] for each in item["offers"]] == [each.result for each in finding.advice]


def test_an_offer_is_the_link_of_the_run_that_was_tried() -> None:
    offers = [each for item in found(SATURATES, 500, Turns())["items"] for each in item["offers"]]
    advice = [each for finding in diagnose(Timeline(SATURATES), 500)[:2] for each in finding.advice]
    read = [from_link(dict(parse_qsl(offer["link"]))) for offer in offers]
    assert read == [(each.experiment, each.step, ()) for each in advice]


def test_they_take_several_turns_and_then_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 0.001)
    turns = Turns()
    first = found(SATURATES, 500, turns)
    assert turns.count > 3
    before = turns.count
    assert remarks(SATURATES, 500, turns) == first
    assert turns.count == before


@pytest.mark.parametrize(("experiment", "step"), [(Experiment(), 1000), (Experiment(), 300)])
def test_nothing_is_said_while_nothing_is_wrong(experiment: Experiment, step: int) -> None:
    assert found(experiment, step, Turns())["items"] == []


def test_what_is_dropped_holds_nothing_and_begins_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 0.001)
    for _ in range(2):
        assert remarks(SATURATES, 500, Turns())["pending"]
    assert module._known.weight > 50_000  # the run that it holds
    module._known.clear()
    said = found(SATURATES, 500, Turns())
    assert remarks(SATURATES, 500, Turns()) == said
    assert module._known.weight < 20_000


def test_every_number_has_a_figure_of_the_playground() -> None:
    assert set(module._PANES) == set(PLACES)
    assert set(module._PANES.values()) <= {view.name for view in _VIEWS}


def test_no_turn_computes_far_on_the_way_to_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLICE", 0.001)
    slow = Experiment(hidden=(64, 64), samples=1000)
    for _ in range(3):
        assert remarks(slow, 3000, Turns())["pending"]
    assert timeline(slow).frontier < 500


def test_no_run_is_computed_beyond_what_the_server_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMITS", Limits(seconds=1))
    slow = replace(SATURATES, hidden=(32, 32, 32), samples=500)
    last = module.LIMITS.last_step(slow)
    assert remarks(slow, 10**9, Turns())["step"] == last < 10_000


def test_nothing_is_offered_that_the_server_does_not_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMITS", Limits(units=2))
    (item,) = found(Experiment(hidden=(1,)), 1500, Turns())["items"]
    runs = [from_link(dict(parse_qsl(each["link"])))[0] for each in item["offers"]]
    assert [run.hidden for run in runs] == [(2,)]


def test_a_failure_is_raised_each_time_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Iterator[None]:
        yield
        raise MemoryError

    monkeypatch.setattr(module, "SLICE", 0.001)
    monkeypatch.setattr(module, "diagnosis_in_slices", fail)
    for _ in range(3):
        with pytest.raises(MemoryError):
            found(SATURATES, 500, Turns())
