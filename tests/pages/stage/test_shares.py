"""With sigmoid outputs the plane shows the share of each class in their sum, and says so."""

from typing import Any

import numpy as np
import pytest

from core import Experiment, Timeline, forward
from pages.export.data import points
from pages.export.order import Order
from pages.figures.palette import Theme
from pages.figures.regions import decision_bytes, grid_points
from pages.stage.look import Look
from pages.stage.views import DecisionView, Moment, Setting
from pages.stage.views.moment import EXACT_GRID

RUNS = [Experiment(loss="squared_error"), Experiment(loss="squared_error", dataset="blobs", hidden=())]
LIGHT: Theme = "light"


def moment_of(experiment: Experiment, look: Look | None = None) -> Moment:
    return Moment.at(Setting(experiment, look or Look(), LIGHT), 40)


@pytest.mark.parametrize("experiment", RUNS)
def test_the_plane_is_that_of_the_shares(experiment: Experiment) -> None:
    moment = moment_of(experiment)
    view = DecisionView(moment.setting)
    exact = view.exact(moment)
    A = forward(moment.snapshot.network, grid_points(moment.setting.bounds, EXACT_GRID)).A[-1]
    shares = A / A.sum(axis=1, keepdims=True)
    assert not np.allclose(A.sum(axis=1), 1, atol=0.01)
    np.testing.assert_array_equal(exact.rasters["plane"]["pixels"], decision_bytes(shares))
    surface: Any = exact.patches[0]
    shown = np.asarray(surface["update"]["z"][0]).ravel()
    grid = forward(moment.snapshot.network, moment.setting.plane).A[-1]
    np.testing.assert_allclose(shown, (grid / grid.sum(axis=1, keepdims=True)).max(axis=1), rtol=1e-12)
    moving = view.frames([moment])["plane"][0].astype(int)
    still = decision_bytes(grid / grid.sum(axis=1, keepdims=True)).astype(int)
    assert (np.abs(moving - still) > 1).mean() < 0.001


def test_the_rings_are_around_what_the_accuracy_counts_as_wrong() -> None:
    moment = moment_of(RUNS[1])
    rings: Any = DecisionView(moment.setting).exact(moment).patches[-1]
    run = moment.setting.timeline
    wrong = (1 - moment.snapshot.train_accuracy) * len(run.train.y)
    wrong += (1 - moment.snapshot.test_accuracy) * len(run.test.y)
    assert len(rings["update"]["x"][0]) == round(wrong) > 0


def test_the_title_and_the_scale_say_what_is_shown() -> None:
    entry = DecisionView(moment_of(RUNS[0]).setting).figure()
    assert entry["title"] == "Share of each class in the sum of the outputs"
    assert "A[class 1] / ΣA" in str(entry["figure"]["data"])
    assert "P(class" not in str(entry["figure"]["data"])
    entry = DecisionView(moment_of(Experiment()).setting).figure()
    assert entry["title"] == "Predicted probability"
    assert "P(class 1)" in str(entry["figure"]["data"])


def test_an_output_that_is_opened_is_no_probability() -> None:
    moment = moment_of(RUNS[0], Look(opened=(2, 1)))
    entry = DecisionView(moment.setting).figure()
    assert entry["title"] == "Class 0 of layer 2: activation map"
    assert "A₂[:, class 0]" in str(entry["figure"]["data"])


@pytest.mark.parametrize(("experiment", "letter"), [(RUNS[0], "A"), (Experiment(), "P")])
def test_the_table_of_the_points_holds_the_outputs(experiment: Experiment, letter: str) -> None:
    table, run = points(Order(experiment=experiment, step=30)), Timeline(experiment)
    A = forward(run.at(30).network, run.train.X).A[-1]
    for c in range(2):
        np.testing.assert_array_equal(table[f"{letter}{c}"][: len(A)], A[:, c])
    np.testing.assert_array_equal(table["predicted"][: len(A)], A.argmax(axis=1))
