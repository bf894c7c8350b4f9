"""The field beside a slider: it shows the exact value, takes any other, and loses nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from core import Experiment
from pages.server.limits import Limits

Open = Callable[..., Any]

TYPED = [
    ("Learning rate", "1", "0.37", 0.2, {"lr": "0.37"}),
    ("Learning rate", "1", " 1e-4 ", 0.2, {"lr": "0.0001"}),
    ("Learning rate", "1", "0,55", 0.2, {"lr": "0.55"}),
    ("Samples", "200", "123", 300, {"samples": "123"}),
    ("Noise", "0.1", "0.12345678901", 0.2, {"noise": "0.12345678901"}),
    ("Test fraction", "0.3", "0.333", 0.2, {"test": "0.333"}),
    ("Batch size", "full", "37", 5, {"batch": "37"}),
    ("L2 penalty", "0", "2e-5", 0.1, {"l2": "2e-05"}),
    ("L1 penalty", "0", "2e-5", 0.1, {"l1": "2e-05"}),
]


def field(visited: Any, label: str) -> Any:
    """Return the field beside a slider."""
    (found,) = [each for each in visited.at.text_input if each.label == f"{label}, exactly"]
    return found


def type_in(visited: Any, label: str, text: str) -> None:
    field(visited, label).set_value(text)
    visited.run()


def problems(visited: Any) -> list[str]:
    return [each.value for each in visited.at.error]


def test_every_slider_over_a_grid_has_its_field(visit: Open) -> None:
    assert {each.label for each in visit().at.text_input} == {f"{label}, exactly" for label, *_ in TYPED}


@pytest.mark.parametrize(("label", "before", "text", "other", "link"), TYPED)
def test_an_exact_value_is_shown_and_typed(
    visit: Open,
    label: str,
    before: str,
    text: str,
    other: float,
    link: dict[str, str],
) -> None:
    visited = visit()
    assert field(visited, label).value == before
    same = field(visited, label).key
    type_in(visited, label, text)
    (value,) = link.values()
    assert visited.link == link
    assert field(visited, label).value == value
    assert field(visited, label).key == same  # another one would not have the focus
    options = visited.widget(label).options
    assert value in options
    visited.choose(label, other)
    # A value that came and went would move the slider under the hand.
    assert set(options) - {before} <= set(visited.widget(label).options)
    assert field(visited, label).value == str(other)
    type_in(visited, label, before)
    assert visited.link == {}


@pytest.mark.parametrize("text", ["500", "0", "-1", "nan", "1e400", "1 000", "abc", "`a`", "9" * 60])
def test_a_text_that_is_no_value_stays_and_changes_nothing(visit: Open, text: str) -> None:
    visited = visit(lr="2", noise="0.3", step="40")
    before = visited.link
    type_in(visited, "Learning rate", text)
    assert visited.link == before
    assert field(visited, "Learning rate").value == text
    assert problems(visited) == ["This is not a number from 1e-05 to 100. Learning rate stays 2."]
    visited.choose("Learning rate", 3.0)
    assert field(visited, "Learning rate").value == "3"
    assert not problems(visited)


def test_an_emptied_field_shows_the_value_again(visit: Open) -> None:
    visited = visit(batch="20")
    type_in(visited, "Batch size", " ")
    assert field(visited, "Batch size").value == "20"
    assert not problems(visited)
    assert visited.link == {"batch": "20"}


def test_a_typed_rate_holds_from_the_step_stood_on(visit: Open) -> None:
    visited = visit(dataset="moons")
    visited.stand(240)
    type_in(visited, "Learning rate", "0.37")
    assert visited.experiment == Experiment(dataset="moons", schedule=((240, 0.37),))
    assert visited.widget("Learning rate").value == 0.37


def test_a_typed_number_keeps_the_limits_of_the_server(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.session.exact_slider.LIMITS", Limits())
    visited = visit()
    type_in(visited, "Samples", "501")
    assert visited.link == {}
    assert problems(visited) == ["This is not a whole number from 20 to 500. Samples stays 200."]
    assert visited.widget("Samples").options[-1] == "500"


def test_twenty_five_typed_rates_all_land(visit: Open) -> None:
    visited = visit()
    for i in range(11, 36):
        type_in(visited, "Learning rate", f"0.{i}")
        assert visited.link == {"lr": str(float(f"0.{i}"))}


def test_texts_on_their_way_while_the_slider_moves_change_nothing(visit: Open) -> None:
    """Each message of the browser carries the text that it showed when the message was sent."""
    visited = visit()
    old = []
    for rate in (2.0, 3.0, 5.0, 7.0):
        old.append(field(visited, "Learning rate")._widget_state)
        visited.choose("Learning rate", rate)
        visited.send_late(*old)
        assert visited.link == {"lr": f"{rate:g}"}
        assert field(visited, "Learning rate").value == f"{rate:g}"
    type_in(visited, "Learning rate", "5")
    assert visited.link == {"lr": "5"}
    assert not visited.at.exception


def test_what_is_typed_right_after_the_slider_moved_is_taken(visit: Open) -> None:
    visited = visit()
    visited.choose("Learning rate", 2.0)
    type_in(visited, "Learning rate", "0.37")
    assert visited.link == {"lr": "0.37"}
