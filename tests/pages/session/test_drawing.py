"""Points that come from the browser: a run starts with them, and nothing else can come of them."""

from typing import Any

import numpy as np
import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as hs

from core import OWN, Experiment
from pages.scenes.playground import page
from pages.session import actions, store
from pages.session.hide import Embedding
from pages.session.scene import Visit
from pages.session.state import State
from pages.stage.runs import timeline

FOUR = {"x": [0.123456, 1, 2, 3], "y": [0, 1, 2, 3.5], "labels": [0, 0, 1, 1], "plane": [-1, -1, 4, 4]}
junk: Any = hs.recursive(
    hs.none() | hs.booleans() | hs.floats() | hs.integers() | hs.text(max_size=4),
    lambda inner: hs.lists(inner, max_size=5) | hs.dictionaries(hs.sampled_from(sorted(FOUR)), inner),
    max_leaves=12,
)
Told = dict[Any, Any]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Stand in for what Streamlit keeps of a session."""
    kept: Told = {}
    monkeypatch.setattr(st, "session_state", kept)
    return kept


def draw(told: Told, drawing: object, state: State) -> State:
    told.update({store.STAGE: {"drawing": drawing}, store.STATE: state})
    actions.follow_drawing()
    found: State = told[store.STATE]
    return found


def test_a_run_starts_with_the_points_that_were_drawn(told: Told) -> None:
    before = State(experiment=Experiment(dataset="moons", seed=3, learning_rate=0.5), step=40)
    state = draw(told, FOUR, before)
    assert state.step == 0
    points = state.experiment.given
    assert points
    assert points.text == "plane:-1,-1_4,4__.123,0_1,1__2,2_3,3.5__4"
    assert state.experiment == Experiment(dataset=OWN, points=points.text, seed=3, learning_rate=0.5)
    assert told[store.MOVED]


def test_names_stay_as_long_as_the_classes_do(told: Told) -> None:
    named = Experiment(
        dataset=OWN, points="axes:u,v__cat@0,0_1,1__dog@2,3_4,5__4", scaling="none", jitter=0.1
    )
    two = draw(told, FOUR, State(experiment=named)).experiment
    assert two.given
    assert (two.given.names, two.given.axes, two.scaling, two.jitter) == (
        ("cat", "dog"),
        ("u", "v"),
        "none",
        0.0,
    )
    three = {
        "x": [*FOUR["x"], 5, 6],
        "y": [*FOUR["y"], 5, 6],
        "labels": [0, 0, 1, 1, 2, 2],
        "plane": FOUR["plane"],
    }
    other = draw(told, three, State(experiment=named)).experiment.given
    assert other
    assert (other.names, other.axes) == (("0", "1", "2"), ("u", "v"))


@pytest.mark.parametrize(
    "change",
    [
        {"x": [1, 2, 3]},
        {"labels": [0, 0, 0, 0]},
        {"labels": [0, 1, 2, 3]},
        {"x": [1, 2, 3, float("nan")]},
        {"y": [1, 2, 3, 1e12]},
        {"plane": [1, 1, 0, 0]},
        {"plane": [1]},
        {"labels": [0, 0, 7, 7]},
        {"x": [0.0] * 2000},
    ],
)
def test_what_cannot_be_drawn_changes_nothing_and_is_said(told: Told, change: dict[str, Any]) -> None:
    state = State(step=7)
    assert draw(told, FOUR | change, state) == state
    (notice,) = told[store.NOTICES]
    assert notice.startswith("The drawing cannot be used: ")


def test_whatever_the_browser_sends_a_run_stays_legal(told: Told) -> None:
    @given(junk | hs.fixed_dictionaries({name: junk | hs.just(value) for name, value in FOUR.items()}))
    def look(drawing: Any) -> None:
        state = draw(told, drawing, State())
        assert np.isfinite(state.experiment.given.X).all() if state.experiment.given else state == State()

    look()


@pytest.mark.parametrize("hide", [("data",), ("dataset", "noise")])
def test_nobody_draws_where_the_link_takes_it_away(
    monkeypatch: pytest.MonkeyPatch, hide: tuple[str, ...]
) -> None:
    monkeypatch.setattr(page, "is_embedded", lambda: False)
    experiment = Experiment(dataset="iris")
    visit = Visit(timeline(experiment), "light")
    assert page._drawing(State(experiment=experiment, embedding=Embedding(hide=hide)), visit) == {}
    tool = page._drawing(State(experiment=experiment, embedding=Embedding(hide=("noise",))), visit)["draw"]
    assert (tool["figure"], tool["traces"]) == ("decision", [[1, 4], [2, 5], [3, 6]])
    assert len({*tool["colours"]}) == len({*tool["symbols"]}) == len({*tool["glyphs"]}) == 6


@pytest.mark.parametrize("lock", ["data", "dataset", "given"])
def test_nobody_draws_points_that_are_locked(monkeypatch: pytest.MonkeyPatch, lock: str) -> None:
    monkeypatch.setattr(page, "is_embedded", lambda: False)
    visit = Visit(timeline(Experiment()), "light")
    assert page._drawing(State(embedding=Embedding(lock=(lock,))), visit) == {}
    assert page._drawing(State(embedding=Embedding(lock=("noise",))), visit)
