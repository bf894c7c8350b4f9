"""What a session keeps: one state, few other keys, and widgets that show the state."""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from core import key_of, kind_of
from core.run.experiment import Experiment
from pages.frontend import FILE_TEXT, IDLE, TILES
from pages.scenes.table import SCENES
from pages.session import store
from pages.session.hide import Embedding
from pages.session.scene import records_of
from pages.session.state import State
from pages.stage.look import Look

Open = Callable[..., Any]

ALWAYS = {store.STATE, store.OPENING, store.PAGE, store.ADDRESS, store.TICKET}
NOW_AND_THEN = {store.NOTICES, store.MOVED, store.RENEWED, store.PRIVATE}
COMPONENTS = {
    "stage",
    "board",
    "panel",
    "slide",
    "page_address",
    "shell",
    IDLE,
    FILE_TEXT,
    "announcement",
    "focus",
    TILES,
}

IN_NO_LINK = {f".st-key-chosen_{name}" for name in ("guess", "tickets", "pasted_gradients")}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_a_session_keeps_one_state_and_few_other_keys(visit: Open, scene: Any) -> None:
    visited = visit(scene.file, step="20", hidden="3")
    held = visited.at.session_state._state.filtered_state
    buttons = {widget.key for kind in ("button", "download_button") for widget in visited.at.get(kind)}
    # The popovers of The notes, copy_…, and the expanders of One step know whether they are open.
    own = {key for key in held if not key.startswith(("chosen_", "copy_", "open_"))} - COMPONENTS - buttons
    assert ALWAYS <= own <= ALWAYS | NOW_AND_THEN
    assert isinstance(held[store.STATE], State)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_a_link_can_take_away_each_control_that_it_sets(visit: Open, scene: Any) -> None:
    kinds = records_of(SCENES)
    records = (Experiment, Look, *kinds)
    keys = {key_of(kind, item.name) for kind in records for item in fields(kind)}
    everything = Embedding(hide=(*sorted(keys), "step", "speed", "rate", "stop", "menu"))
    assert everything.within(kinds) == everything
    hidden = {selector.strip(" {") for selector in everything.style(kinds).partition("{")[0].split(",")}
    held = visit(scene.file, step="20", hidden="3,3,3,3").at.session_state._state.filtered_state
    # The field of an exact value is in one container with its slider.
    names = {re.sub("^chosen_exact_", "scale_", name) for name in held if name.startswith("chosen_")}
    drawn = {f".st-key-{name}" for name in names} - IN_NO_LINK
    assert drawn - hidden == set()
    assert len(drawn) > 2 or not drawn


def test_a_key_of_no_control_is_named_and_the_others_hold(visit: Open) -> None:
    visited = visit(hide="lr,lol,samples")
    assert visited.notices == ["hide=lol was ignored: no control has such a key."]
    assert visited.link == {"hide": "lr,samples"}
    visited.turn_to("pages/code.py")
    assert visited.link == {"hide": "lr,samples"}
    assert (
        visit(hide="<style>,lr").notices[0].startswith("hide=<style>,lr was ignored: it must be none, or")
    )


@pytest.mark.parametrize(("hide", "is_there"), [("", True), (",objective", False)])
def test_the_network_s_controls_go_once_all_are_hidden(visit: Open, hide: str, is_there: bool) -> None:
    visited = visit(hide=f"activation,features,init,seed{hide}")
    assert any(each.label == "Network" for each in visited.at.expander) is is_there


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


def test_an_old_value_that_was_on_its_way_is_no_change_however_late_it_comes(visit: Open) -> None:
    visited = visit(schedule="10@40", step="60")
    old = visited.widget("Learning rate")._widget_state
    visited.stand(0)
    visited.run()
    for _ in range(3):
        visited.send_late(old)
        assert visited.experiment == Experiment(schedule=((40, 10.0),))
        assert visited.widget("Learning rate").value == 1
    visited.choose("Learning rate", 10.0)  # at once, and to the value that the slider had before
    assert visited.experiment == Experiment(learning_rate=10.0)


def test_a_control_that_got_another_value_is_hidden_still(visit: Open) -> None:
    visited = visit(hide="lr", schedule="10@40", step="60")
    visited.stand(0)
    visited.run()
    key = visited.widget("Learning rate").key
    assert key == "chosen_learning_rate-1"
    styles = [each.proto.body for each in visited.at.get("html")]
    assert any('[class*="st-key-chosen_learning_rate-"]' in style for style in styles)


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
