"""What a session keeps: one state, few other keys, and widgets that show the state."""

from collections.abc import Callable
from typing import Any

import pytest

from core import kind_of
from core.run.experiment import Experiment
from pages.scenes.table import SCENES
from pages.session import store
from pages.session.state import State

Open = Callable[..., Any]

ALWAYS = {store.STATE, store.OPENING, store.PAGE, store.ADDRESS, store.TICKET}
NOW_AND_THEN = {store.NOTICES, store.MOVED, store.REPLACED, store.PRIVATE}
COMPONENTS = {"stage", "board", "panel", "slide", "page_address", "shell"}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_a_session_keeps_one_state_and_few_other_keys(visit: Open, scene: Any) -> None:
    visited = visit(scene.file, step="20", hidden="3")
    held = visited.at.session_state._state.filtered_state
    buttons = {widget.key for kind in ("button", "download_button") for widget in visited.at.get(kind)}
    own = {key for key in held if not key.startswith("chosen_")} - COMPONENTS - buttons
    assert ALWAYS <= own <= ALWAYS | NOW_AND_THEN
    assert isinstance(held[store.STATE], State)


def test_the_slider_tells_the_rate_at_the_step_shown(visit: Open) -> None:
    visited = visit(lr="1", schedule="10@3000", step="3040")
    assert visited.widget("Learning rate").value == 10
    visited.stand(0)
    visited.run()
    assert visited.widget("Learning rate").value == 1
    assert visited.experiment == Experiment(schedule=((3000, 10.0),))


def test_the_slider_of_the_rate_has_the_range_of_the_link(visit: Open) -> None:
    bounds = kind_of(Experiment, "learning_rate")
    options = visit().widget("Learning rate").options
    assert (float(options[0]), float(options[-1])) == (bounds.low, bounds.high)


def test_an_old_value_that_was_on_its_way_is_no_change(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(store, "monotonic", lambda: now[0])
    visited = visit(schedule="10@40", step="60")
    visited.stand(0)
    visited.run()
    visited.choose("Learning rate", 10.0)  # as a message says it that left before the slider was set to 1
    assert visited.experiment == Experiment(schedule=((40, 10.0),))
    visited.run()
    assert visited.widget("Learning rate").value == 1
    now[0] += 10
    visited.choose("Learning rate", 10.0)
    assert visited.experiment == Experiment(learning_rate=10.0)


def test_back_brings_back_a_page_as_its_address_tells_it(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited = visit(hidden="3", cells="weights", step="20")
    older = visited.link
    visited.turn_to("pages/code.py")
    visited.choose("Samples as", "columns")
    visited.choose("Activation", "tanh")
    monkeypatch.setattr(store, "_is_back_or_forward", lambda: True)
    visited.at.switch_page("app.py")
    visited.address(older)
    visited.run()
    assert visited.link == older
    assert visited.widget("Activation").value == "sigmoid"
    monkeypatch.undo()
    visited.turn_to("pages/code.py")
    assert visited.widget("Samples as").value == "columns"
