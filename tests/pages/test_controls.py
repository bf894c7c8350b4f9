"""Every control changes the experiment and the link, and nothing that it should not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from streamlit.proto.Common_pb2 import StringArray
from streamlit.proto.WidgetStates_pb2 import WidgetState

from core import Experiment
from pages.export.choices import Style
from pages.scenes.one_step.choices import OneStepChoices
from pages.stage.look import Look

Open = Callable[..., Any]

CONTROLS = [
    ("Dataset", "arms", {"dataset": "arms"}, {"dataset": "arms"}),
    ("Samples", 500, {"samples": 500}, {"samples": "500"}),
    ("Noise", 0.25, {"noise": 0.25}, {"noise": "0.25"}),
    ("Test fraction", 0.5, {"test_fraction": 0.5}, {"test": "0.5"}),
    ("Data seed", 7, {"data_seed": 7}, {"data_seed": "7"}),
    ("Hidden layers", 3, {"hidden": (4, 4, 4)}, {"hidden": "4,4,4"}),
    ("Hidden layers", 0, {"hidden": ()}, {"hidden": "none"}),
    ("Units 1", 9, {"hidden": (9,)}, {"hidden": "9"}),
    ("Activation", "relu", {"activation": "relu"}, {"activation": "relu"}),
    ("Loss", "squared_error", {"loss": "squared_error"}, {"objective": "squared_error"}),
    ("Initialization", "he", {"init": "he"}, {"init": "he"}),
    ("Weight seed", 3, {"seed": 3}, {"seed": "3"}),
    ("Optimizer", "adam", {"optimizer": "adam"}, {"optimizer": "adam"}),
    ("Batch size", 20, {"batch_size": 20}, {"batch": "20"}),
    ("L2 penalty", 0.001, {"l2": 0.001}, {"l2": "0.001"}),
    ("L1 penalty", 0.01, {"l1": 0.01}, {"l1": "0.01"}),
    ("Input features", ["x1x2", "x1sq"], {"features": ("x1sq", "x1x2")}, {"features": "x1sq,x1x2"}),
]
GO_ON = ("Batch size", "L2 penalty", "L1 penalty")
"""A change of these takes effect at the current step of the same run, as one of the learning rate does."""
LOOKS = [
    ("Plane", "decision", {"surface": "decision"}),
    ("Heatmaps", "weights", {"cells": "weights"}),
    ("Heatmaps", "step", {"cells": "step"}),
    ("Lines", "gradient", {"lines": "gradient"}),
    ("Loss axis", "log", {"loss": "log"}),
    ("Vital sign", "sharpness", {"signs": "sharpness"}),
    ("Colour scale", "one", {"scale": "one"}),
    ("Colour scale", "log", {"scale": "log"}),
    ("Colour scale", "fixed", {"scale": "300"}),
]


@pytest.mark.parametrize(("label", "value", "fields", "link"), CONTROLS)
def test_a_control_changes_its_field_alone(
    visit: Open, label: str, value: Any, fields: dict[str, Any], link: dict[str, str]
) -> None:
    visited = visit()
    visited.choose(label, value)
    assert visited.experiment == replace(Experiment(), **fields)
    assert visited.link == link


@pytest.mark.parametrize(
    ("label", "value", "fields", "link"), [each for each in CONTROLS if each[0] not in GO_ON]
)
def test_another_run_begins_at_its_beginning_with_the_rate_in_use(
    visit: Open, label: str, value: Any, fields: dict[str, Any], link: dict[str, str]
) -> None:
    visited = visit(lr="2", schedule="0.5@100,0.3@200", step="300", scale="40", cells="weights")
    visited.choose(label, value)
    assert visited.experiment == replace(Experiment(learning_rate=0.3), **fields)
    assert visited.link == link | {"lr": "0.3", "cells": "weights"}


@pytest.mark.parametrize(("label", "value", "link"), LOOKS)
def test_a_look_changes_no_run(visit: Open, label: str, value: str, link: dict[str, str]) -> None:
    chosen = {"lr": "2", "schedule": "0.5@100", "step": "300"}
    visited = visit(**chosen)
    before = visited.experiment
    visited.choose(label, value)
    assert visited.experiment == before
    assert visited.link == chosen | link


def test_every_control_is_tested(visit: Open) -> None:
    labels = {widget.label for widget in visit(hidden="2,3,4,5").widgets}
    tested = {label for label, *_ in CONTROLS} | {label for label, *_ in LOOKS}
    here = {"Learning rate", "Reset", "New data", "New weights", "Your table", "For a class"}
    assert labels == tested | here | {"Units 2", "Units 3", "Units 4"}


def test_units_of_a_layer_come_back_with_it(visit: Open) -> None:
    visited = visit(hidden="8,3")
    visited.choose("Hidden layers", 1)
    assert visited.experiment.hidden == (8,)
    visited.choose("Hidden layers", 2)
    assert visited.experiment.hidden == (8, 3)


def test_bounds_stand_beside_the_field(visit: Open) -> None:
    visited = visit()
    layers, units = visited.widget("Hidden layers"), visited.widget("Units 1")
    assert (layers.min, layers.max, units.min, units.max) == (0, 4, 1, 64)
    for label, low, high in (("Samples", "20", "1000"), ("Noise", "0", "0.5"), ("L2 penalty", "0", "1")):
        options = visited.widget(label).options
        assert (options[0], options[-1]) == (low, high)
    assert visited.widget("Learning rate").options[0] == "1e-05"


def test_values_between_the_marks_of_a_slider_stay(visit: Open) -> None:
    link = {"samples": "123", "lr": "0.123", "test": "0.123", "l2": "0.123", "batch": "123"}
    visited = visit(**link)
    visited.run()
    assert visited.link == link
    visited.choose("Learning rate", 0.5)
    visited.choose("Learning rate", 0.123)
    assert visited.link == link


# --- the learning rate ---------------------------------------------------------------------------


def test_a_changed_rate_holds_from_the_step_stood_on(visit: Open) -> None:
    visited = visit(dataset="moons", cells="weights")
    visited.stand(240)
    visited.choose("Learning rate", 0.1)
    assert visited.experiment == Experiment(dataset="moons", schedule=((240, 0.1),))
    assert visited.link == {
        "dataset": "moons", "schedule": "0.1@240", "cells": "weights", "step": "240",
    }  # fmt: skip
    visited.stand(300)
    visited.choose("Learning rate", 3.0)
    assert visited.link["schedule"] == "0.1@240,3@300"
    assert visited.link["step"] == "300"


@pytest.mark.parametrize(
    ("label", "value", "key", "text", "last", "restored"),
    [
        ("L2 penalty", 0.01, "l2_schedule", "0.01@240", 0.1, {"l2": "0.1"}),
        ("L1 penalty", 0.001, "l1_schedule", "0.001@240", 0.1, {"l1": "0.1"}),
        ("Batch size", 20, "batch_schedule", "20@240", 5, {"batch": "5"}),
    ],
)
def test_a_penalty_and_the_batch_size_change_from_the_step_stood_on(
    visit: Open, label: str, value: float, key: str, text: str, last: float, restored: dict[str, str]
) -> None:
    visited = visit(dataset="moons")
    before = visited.widget(label).value
    visited.stand(240)
    visited.choose(label, value)
    assert visited.link == {"dataset": "moons", key: text, "step": "240"}
    visited.stand(300)
    visited.choose(label, last)
    assert visited.link[key] == f"{text},{last}@300"
    visited.stand(100)
    visited.run()
    assert visited.widget(label).value == before  # the control shows the value at the step
    visited.stand(300)
    visited.choose("Dataset", "xor")
    assert visited.link == {"dataset": "xor", **restored}


def test_at_the_beginning_the_rate_is_the_first_one(visit: Open) -> None:
    visited = visit()
    visited.choose("Learning rate", 0.1)
    assert visited.link == {"lr": "0.1"}


def test_two_changes_at_one_step_are_one(visit: Open) -> None:
    visited = visit()
    for rate in (0.1, 0.2, 0.5):
        visited.stand(240)
        visited.choose("Learning rate", rate)
    assert visited.experiment.schedule == ((240, 0.5),)
    visited.stand(240)
    visited.choose("Learning rate", 1.0)
    assert visited.link == {"step": "240"}


def test_a_change_in_the_past_replaces_what_came_after(visit: Open) -> None:
    visited = visit(schedule="0.5@100,0.3@200", step="300")
    visited.stand(150)
    visited.choose("Learning rate", 0.1)
    assert visited.link == {"schedule": "0.5@100,0.1@150", "step": "150"}


def test_an_address_that_is_not_yet_that_of_this_run_is_not_believed(visit: Open) -> None:
    visited = visit(step="50")
    visited.stand(777)
    left = visited.link | {"step": "777"}
    visited.choose("Dataset", "moons")
    visited.address(left)  # the browser has not yet been told of the new run
    visited.choose("Learning rate", 0.1)
    assert visited.link == {"dataset": "moons", "lr": "0.1"}


def test_a_full_schedule_is_told(visit: Open) -> None:
    changes = ",".join(f"0.{1 + i % 2}@{i + 1}" for i in range(64))
    visited = visit(schedule=changes, step="100")
    visited.choose("Learning rate", 3.0)
    assert len(visited.notices) == 1
    assert "rate was not changed" in visited.notices[0]
    assert visited.link["schedule"] == changes
    assert visited.widget("Learning rate").value == 0.2


# --- buttons -------------------------------------------------------------------------------------


def test_reset_goes_back_to_the_same_first_weights(visit: Open) -> None:
    visited = visit(dataset="xor", seed="5", lr="2", schedule="0.3@100", step="300")
    before = visited.experiment
    visited.press("Reset")
    assert visited.experiment == replace(before, learning_rate=0.3, schedule=())
    assert visited.link == {"dataset": "xor", "lr": "0.3", "seed": "5"}


def test_reset_goes_back_although_nothing_else_changes(visit: Open) -> None:
    visited = visit(step="300")
    visited.press("Reset")
    assert visited.link == {}
    visited.stand(500)
    visited.press("Reset")
    assert visited.link == {}


@pytest.mark.parametrize(("button", "key"), [("New data", "data_seed"), ("New weights", "seed")])
def test_a_new_seed_is_the_next_one(visit: Open, button: str, key: str) -> None:
    visited = visit(lr="2", step="300")
    for seed in ("1", "2", "3"):
        visited.press(button)
        assert visited.link == {"lr": "2", key: seed}
    last = visit(**{key: "999999"})
    last.press(button)
    assert last.link == {}


def test_a_fixed_scale_is_of_the_step_stood_on(visit: Open) -> None:
    visited = visit()
    visited.stand(240)
    visited.choose("Colour scale", "fixed")
    assert visited.link == {"scale": "240", "step": "240"}
    visited.stand(300)
    visited.press("Rescale colours")
    assert visited.link == {"scale": "300", "step": "300"}
    visited.choose("Colour scale", "own")
    assert visited.link == {"step": "300"}


def test_a_scale_that_follows_stays_with_another_run(visit: Open) -> None:
    for scale, kept in {"log": {"scale": "log"}, "40": {}}.items():
        visited = visit(scale=scale, step="300")
        visited.choose("Dataset", "moons")
        assert visited.link == {"dataset": "moons"} | kept


# --- many changes --------------------------------------------------------------------------------


def test_twenty_five_changes_all_land(visit: Open) -> None:
    visited = visit()
    for units in range(5, 30):
        visited.choose("Units 1", units)
        assert visited.link == {"hidden": str(units)}
        assert visited.widget("Units 1").value == units


def test_twenty_five_changes_of_the_rate_all_land(visit: Open) -> None:
    visited = visit()
    expected = []
    for i in range(25):
        visited.stand(100 + 10 * i)
        visited.choose("Learning rate", (0.5, 0.2)[i % 2])
        expected.append((100 + 10 * i, (0.5, 0.2)[i % 2]))
        assert visited.experiment.schedule == tuple(expected)


def test_changes_of_several_controls_all_land(visit: Open) -> None:
    visited, link = visit(), {}
    for label, value, _, changed in CONTROLS:
        if label not in ("Hidden layers", "Units 1"):
            visited.choose(label, value)
            link |= changed
            assert visited.link == link


def test_an_old_word_of_a_list_whose_words_changed_is_no_wish(visit: Open) -> None:
    visited = visit("pages/slides.py")
    visited.choose("Size", "half")
    visited.send_late(WidgetState(id=visited.widget("Pixels").id, string_value="1280 × 720"))
    assert visited.state.of(Style) == Style(size="half")
    visited.choose("Pixels", 1080)
    assert visited.state.of(Style) == Style(size="half", resolution=1080)


def test_a_unit_that_the_network_has_no_more_is_no_wish(visit: Open) -> None:
    visited = visit("pages/slides.py", hidden="3")
    visited.send_late(WidgetState(id=visited.widget("Shows").id, string_value="unit 4 of layer 1"))
    assert visited.state.look == Look()
    visited.choose("Shows", (1, 2))
    assert visited.state.look == Look(opened=(1, 2))


@pytest.mark.parametrize("label", ["Samples as", "Batch", "Predict first"])
def test_a_switch_that_sends_nothing_stays(visit: Open, label: str) -> None:
    visited = visit("pages/one_step.py")
    nothing = WidgetState(id=visited.widget(label).id, string_array_value=StringArray())
    visited.send_late(nothing)
    assert visited.state.of(OneStepChoices) == OneStepChoices()
    assert visited.link == {}
