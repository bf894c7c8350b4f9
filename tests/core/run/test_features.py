"""Input features: columns of X that are functions of the coordinates."""

from dataclasses import replace

import numpy as np
import pytest

from core import FEATURES, Experiment, Timeline, from_link, to_link
from tests.core.oracles import Array

BY_HAND = {
    "x1sq": lambda a, b: a * a,
    "x2sq": lambda a, b: b * b,
    "x1x2": lambda a, b: a * b,
    "sinx1": lambda a, b: np.sin(a),
    "sinx2": lambda a, b: np.sin(b),
}


def columns(points: Array, names: tuple[str, ...]) -> Array:
    a, b = points.T
    return np.array([a, b, *(BY_HAND[name](a, b) for name in names)]).T


@pytest.mark.parametrize("names", [("x1sq",), ("x1x2", "sinx2"), tuple(FEATURES)])
def test_x_has_a_column_for_each(names: tuple[str, ...]) -> None:
    run, plain = Timeline(Experiment(features=names)), Timeline(Experiment())
    for mine, theirs in ((run.train, plain.train), (run.test, plain.test)):
        np.testing.assert_array_equal(mine.X, columns(theirs.X, names))
        np.testing.assert_array_equal(mine.shown, theirs.X)
        np.testing.assert_array_equal(mine.y, theirs.y)
    assert run.at(0).network.sizes == (2 + len(names), 4, 2)


def test_they_are_functions_of_the_scaled_coordinates() -> None:
    run = Timeline(Experiment(dataset="iris", features=("x1sq", "sinx2")))
    scaled = Timeline(Experiment(dataset="iris")).train.X
    np.testing.assert_array_equal(run.train.X, columns(scaled, ("x1sq", "sinx2")))
    np.testing.assert_array_equal(run.train.scaling.apply(run.train.shown), run.train.X)


def test_their_order_is_one_and_the_link_is_short() -> None:
    experiment = Experiment(features=("sinx1", "x1sq"))
    assert experiment == Experiment(features=("x1sq", "sinx1"))
    assert to_link(experiment) == {"features": "x1sq,sinx1"}
    assert from_link({"features": "sinx1,x1sq"}) == (experiment, 0, ())
    assert to_link(Experiment(features=())) == {}
    for text in ("x3", "x1sq,x1sq", "", "x1sq;sinx1"):
        read, _, ignored = from_link({"features": text})
        assert read == Experiment()
        assert len(ignored) == 1


def test_a_linear_classifier_of_squares_learns_circles() -> None:
    plain, squares = (
        Timeline(Experiment(hidden=(), features=names)).at(2000) for names in ((), ("x1sq", "x2sq"))
    )
    assert plain.train_accuracy < 0.7
    assert squares.train_accuracy > 0.98


def test_samples_entered_by_hand_keep_their_targets() -> None:
    plain = Timeline(Experiment(dataset="by_hand", loss="squared_error"))
    run = Timeline(replace(plain.experiment, features=("x1x2",)))
    np.testing.assert_array_equal(run.train.X, columns(plain.train.X, ("x1x2",)))
    np.testing.assert_array_equal(run.train.Y, plain.train.Y)


def test_a_calculation_by_hand_has_no_test_points_with_features_either() -> None:
    run = Timeline(Experiment(dataset="by_hand", loss="squared_error", features=("x1sq",)))
    assert not run.has_test
    assert run.train.X.shape == (1, 3)
