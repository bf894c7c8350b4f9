"""Sharpness against Hessians known by hand and by PyTorch, and its threshold against real runs."""

import math
from dataclasses import replace

import numpy as np
import pytest

from core import (
    OPTIMIZERS,
    Experiment,
    Timeline,
    hessian_vector_product,
    sharpness,
    sharpness_threshold,
)
from core.run.optimizers import initial_state
from core.run.training import Batches
from core.vital_signs.sharpness import MOST_EXACT
from tests.core.oracles import ACTIVATIONS, Case, case, every_net_with
from tests.core.vital_signs.test_curvature import torch_hessian


@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_a_linear_classifier_is_worked_by_hand(l2: float) -> None:
    """At zero weights H is the mean of x̃x̃ᵀ ⊗ [[¼, −¼], [−¼, ¼]]: λ = ½ · 3² along the first input."""
    X = np.array([[3.0, 0.5], [3.0, -0.5], [-3.0, 0.5], [-3.0, -0.5]])
    net = Case([(np.zeros((2, 2)), np.zeros(2))], "sigmoid", X, np.array([0, 1, 1, 0]))
    assert sharpness(net.network, X, net.Y, l2=l2) == pytest.approx(4.5 + l2, rel=1e-14)


def test_the_penalty_alone() -> None:
    """A saturated softmax has no curvature, so H is l2 on the weights and 0 on the biases."""
    net = Case([(np.zeros((2, 2)), np.array([800.0, -800.0]))], "tanh", np.ones((3, 2)), np.zeros(3, int))
    assert sharpness(net.network, net.X, net.Y, l2=0.25) == pytest.approx(0.25, rel=1e-14)
    assert sharpness(net.network, net.X, net.Y) == 0.0


@every_net_with("l2", 0.05, 0.0)
def test_it_is_the_largest_eigenvalue_of_the_hessian(
    activation: str, depth: int, classes: int, loss: str, l2: float
) -> None:
    net = case(activation, depth, classes, loss=loss)
    expected = np.linalg.eigvalsh(torch_hessian(net, l2))[-1]
    assert sharpness(net.network, net.X, net.Y, l2=l2) == pytest.approx(expected, rel=1e-9)


def test_of_confident_mistakes_the_squared_error_curves_downwards_in_every_direction() -> None:
    """At A ≈ 1 and the target 0 the second derivative is negative; λ_max is not cut off at 0."""
    net = Case([(np.zeros((2, 1)), np.array([3.0]))], "sigmoid", np.eye(2), np.array([0, 0]))
    net = replace(net, loss="squared_error")
    X, Y = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, -1.0]]), np.zeros((3, 1))
    A = 1 / (1 + np.exp(-3.0))
    slope = A * (1 - A)
    curvature = slope**2 + A * slope * (1 - 2 * A)
    H = curvature * np.mean([np.outer(x, x) for x in np.column_stack([X, np.ones(3)])], axis=0)
    expected = np.linalg.eigvalsh(H)[-1]
    assert expected < 0
    assert sharpness(net.network, X, Y) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_lanczos_gives_what_the_whole_hessian_gives(activation: str) -> None:
    run = Timeline(Experiment(hidden=(8, 8), activation=activation, dataset="spiral", learning_rate=0.1))
    for step in (0, 30, 300):
        now = run.at(step)
        assert now.parameters.size > MOST_EXACT
        found = sharpness(now.network, run.train.X, run.train.Y)
        columns = np.eye(now.parameters.size)
        H = hessian_vector_product(now.network, run.train.X, run.train.Y, columns)
        whole = float(np.linalg.eigvalsh(H)[-1])
        assert found == pytest.approx(whole, rel=1e-6)


def test_the_default_run() -> None:
    run = Timeline(Experiment())
    found = [sharpness(run.at(step).network, run.train.X, run.train.Y) for step in (0, 200, 4000)]
    assert [f"{value:.2g}" for value in found] == ["0.85", "1", "0.41"]
    assert sharpness_threshold(run.experiment, 4000) == 2.0


@pytest.mark.parametrize("hidden", [(4,), (16, 16)])
def test_a_hessian_that_overflows_gives_nan(hidden: tuple[int, ...]) -> None:
    run = Timeline(Experiment(hidden=hidden, activation="relu"))
    network = run.at(0).network
    layers = tuple(replace(layer, W=layer.W * 1e200) for layer in network.layers)
    assert math.isnan(sharpness(replace(network, layers=layers), run.train.X, run.train.Y))


def distance_after(optimizer: str, curvature: float, rate: float, steps: int = 400) -> float:
    """Return |θ| after some updates of θ = 1 on the quadratic λθ²/2."""
    theta = np.ones(1)
    memory = initial_state(optimizer, theta)
    for t in range(1, steps + 1):
        update, memory = OPTIMIZERS[optimizer][1](curvature * theta, memory, rate, t)
        theta = theta - update
    return float(np.abs(theta[0]))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
@pytest.mark.parametrize("rate", [0.03, 1.0, 7.0])
def test_a_quadratic_diverges_beyond_the_threshold_and_not_below(optimizer: str, rate: float) -> None:
    threshold = sharpness_threshold(Experiment(optimizer=optimizer, learning_rate=rate), 0)
    assert threshold is not None
    assert distance_after(optimizer, 0.95 * threshold, rate) < 1e-3
    assert distance_after(optimizer, 1.05 * threshold, rate) > 1e3


def test_the_threshold_follows_the_rate_of_the_step() -> None:
    run = Experiment(learning_rate=0.5, schedule=((10, 4.0),))
    assert [sharpness_threshold(run, step) for step in (9, 10)] == [4.0, 0.5]


@pytest.mark.parametrize("optimizer", ["rmsprop", "adam"])
def test_no_threshold_is_known_for_optimizers_that_scale_each_parameter(optimizer: str) -> None:
    assert sharpness_threshold(Experiment(optimizer=optimizer), 0) is None


@pytest.mark.parametrize("samples", [20, 200])
def test_no_threshold_is_known_for_mini_batches(samples: int) -> None:
    run = Experiment(samples=samples)
    n = len(Timeline(run).train.y)
    for size in (1, n - 1, n, n + 1, None):
        mini = replace(run, batch_size=size)
        is_full = Batches.of(mini, n).size == n
        assert (sharpness_threshold(mini, 0) is None) == (not is_full), size


def test_a_run_above_its_threshold_overshoots_at_the_first_step() -> None:
    """`lr=10`: the threshold is 0.2, the sharpness 0.85, and the first update raises the loss."""
    run = Timeline(Experiment(learning_rate=10.0))
    assert sharpness_threshold(run.experiment, 0) == 0.2
    assert run.at(1).train_loss > run.at(0).train_loss
