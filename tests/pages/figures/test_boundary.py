"""The boundary between the classes, against bisection along lines across the plane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Experiment, Timeline, forward
from pages.figures.boundary import boundary_segments, polylines, svg_path

BOUNDS = (-1.5, 1.5, -1.5, 1.5)
N = 160
CELL = 3 / (N - 1)


def scores_of(network):
    return lambda X: forward(network, X).Z[-1]


def bisected(scores, fixed, axis, samples=997):
    """Return where the winner changes along a line across the plane, found by bisection from samples."""

    def winner(at):
        X = np.empty((len(at), 2))
        X[:, axis], X[:, 1 - axis] = at, fixed
        return scores(X).argmax(axis=1)

    at = np.linspace(-1.5, 1.5, samples)
    found = winner(at)
    change = np.flatnonzero(found[1:] != found[:-1])
    low, high, first = at[change], at[change + 1], found[change]
    for _ in range(40):
        middle = (low + high) / 2
        same = winner(middle) == first
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    points = np.empty((len(low), 2))
    points[:, axis], points[:, 1 - axis] = low, fixed
    return points


def distances(points, segments):
    """Return the distance of each point to the nearest segment."""
    a, b = segments[:, 0], segments[:, 1]
    along = b - a
    t = ((points[:, None] - a) * along).sum(axis=-1) / np.maximum((along**2).sum(axis=-1), 1e-30)
    nearest = a + np.clip(t, 0, 1)[..., None] * along
    return np.linalg.norm(points[:, None] - nearest, axis=-1).min(axis=1)


RUNS = [
    (Experiment(), 900),
    (Experiment(dataset="spiral", hidden=(8, 8), activation="tanh", learning_rate=1.0), 1200),
    (Experiment(dataset="moons", hidden=(6,), activation="relu", init="he"), 300),
    (Experiment(dataset="blobs", hidden=(8,), activation="relu", init="he"), 60),
    (Experiment(dataset="blobs", hidden=()), 40),
]


@pytest.mark.parametrize(("experiment", "step"), RUNS)
def test_the_boundary_is_where_the_two_largest_probabilities_are_equal(experiment, step):
    scores = scores_of(Timeline(experiment).at(step).network)
    segments = boundary_segments(scores, BOUNDS, N)
    crossings = np.concatenate([bisected(scores, c, axis) for c in (-0.83, 0.11, 0.57) for axis in (0, 1)])
    assert len(crossings) >= 4
    assert distances(crossings, segments).max() < 0.1 * CELL
    Z = np.sort(scores(segments.reshape(-1, 2)), axis=1)
    odds = np.exp(Z[:, -2] - Z[:, -1])
    assert np.quantile(odds, 0.02) > 1 - 1e-4  # all but the ends in triangles where three classes meet
    assert odds.min() > 0.9


@given(st.integers(0, 10**6), st.integers(2, 5))
def test_the_boundary_of_linear_scores_is_exact_where_classes_meet_too(seed, k):
    rng = np.random.default_rng(seed)
    W, b = rng.normal(size=(2, k)), rng.normal(size=k) / 4
    segments = boundary_segments(lambda X: X @ W + b, BOUNDS, 40)
    S = np.sort(segments.reshape(-1, 2) @ W + b, axis=1)
    assert np.allclose(S[:, -1], S[:, -2], atol=1e-6)


def test_one_class_everywhere_has_no_boundary():
    segments = boundary_segments(lambda X: np.tile([0.0, 1.0], (len(X), 1)), BOUNDS, 20)
    assert segments.shape == (0, 2, 2)
    assert svg_path(segments) == ""


def test_a_circle_is_one_closed_line_of_its_length():
    segments = boundary_segments(
        lambda X: np.column_stack([X[:, 0] ** 2 + X[:, 1] ** 2, np.ones(len(X))]), BOUNDS, N
    )
    (line,) = polylines(segments)
    assert np.array_equal(line[0], line[-1])
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).sum() == pytest.approx(2 * np.pi, rel=1e-4)
    assert np.linalg.norm(line, axis=1) == pytest.approx(1, abs=1e-6)
    assert svg_path(segments).count("M") == 1


@pytest.mark.parametrize("slope", [1.0, -1.0])
def test_a_line_through_the_points_of_the_grid_is_whole(slope):
    """At a point where both scores are equal, the first class wins: on both sides of each edge."""
    segments = boundary_segments(
        lambda X: np.column_stack([X[:, 0] + slope * X[:, 1], np.zeros(len(X))]), (-1, 1, -1, 1), 9
    )
    (line,) = polylines(segments)
    assert np.linalg.norm(np.diff(line, axis=0), axis=1).sum() == pytest.approx(2 * np.sqrt(2), rel=1e-6)


@pytest.mark.parametrize(("x_unit", "y_unit"), [(1e-8, 1e-8), (1e-10, 1e6), (1e9, 1)])
def test_a_boundary_does_not_depend_on_the_units_of_the_plane(x_unit, y_unit):
    def scores(X):
        return np.column_stack([((X / [x_unit, y_unit]) ** 2).sum(axis=1), np.ones(len(X))])

    bounds = (-1.5 * x_unit, 1.5 * x_unit, -1.5 * y_unit, 1.5 * y_unit)
    (line,) = polylines(segments := boundary_segments(scores, bounds, N))
    assert np.linalg.norm(line / [x_unit, y_unit], axis=1) == pytest.approx(1, abs=1e-6)
    places = [[float(v) for v in pair.split(",")] for pair in svg_path(segments)[1:].split("L")]
    assert np.linalg.norm(np.array(places) / [x_unit, y_unit], axis=1) == pytest.approx(1, abs=1e-3)


def test_lines_across_the_plane_are_whole():
    segments = boundary_segments(
        lambda X: np.column_stack([np.sin(4 * X[:, 0]), np.zeros(len(X))]), BOUNDS, N
    )
    lines = list(polylines(segments))
    assert len(lines) == 3
    assert all(np.ptp(line[:, 1]) == pytest.approx(3) for line in lines)
