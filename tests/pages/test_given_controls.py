"""Controls of given points: other controls than those of drawn ones, and the way back to one's own."""

from collections.abc import Callable
from typing import Any

import pytest

from core import Experiment

Open = Callable[..., Any]

FOUR = "0,0_1,1__2,3_4,5__4"


@pytest.mark.parametrize(
    ("label", "value", "fields", "link"),
    [
        ("Columns", "sepal_length,sepal_width", {"columns": "sepal_length,sepal_width"}, {}),
        ("Scaling", "none", {"scaling": "none"}, {}),
        ("Scaling", "range", {"scaling": "range"}, {}),
        ("Noise", 0.25, {"jitter": 0.25}, {"jitter": "0.25"}),
        ("Test fraction", 0.5, {"test_fraction": 0.5}, {"test": "0.5"}),
    ],
)
def test_a_control_of_given_points_changes_its_field_alone(
    visit: Open, label: str, value: Any, fields: dict[str, Any], link: dict[str, str]
) -> None:
    visited = visit(dataset="iris")
    assert not {"Samples"} & {widget.label for widget in visited.at.get("select_slider")}
    visited.choose(label, value)
    assert visited.experiment == Experiment(dataset="iris", **fields)
    assert visited.link == {"dataset": "iris"} | (link or fields)


def test_own_points_come_back_after_another_dataset(visit: Open) -> None:
    visited = visit(dataset="own", data=FOUR, samples="300")
    visited.choose("Dataset", "moons")
    assert visited.link == {"dataset": "moons", "samples": "300"}
    visited.choose("Dataset", "own")
    assert visited.link == {"dataset": "own", "data": FOUR, "samples": "300"}


def test_a_bad_text_of_points_gets_a_notice_and_the_points_to_begin_with(visit: Open) -> None:
    visited = visit(dataset="own", data=FOUR[:-1], lr="0.5")
    assert visited.experiment == Experiment(dataset="own", learning_rate=0.5)
    (notice,) = visited.at.warning
    assert "data=0,0_1,1__2,3_4,5__" in notice.value
    assert visited.link == {"dataset": "own", "lr": "0.5"}
