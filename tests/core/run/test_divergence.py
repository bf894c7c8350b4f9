"""A run that diverges stops at its last finite step, and says what happened."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from core import Experiment, Network, Snapshot, Timeline
from core.run.optimizers import State, initial_state
from core.run.overflow import explain
from core.run.training import pack

# Each step multiplies the weights by 1 - rate * l2 = -9: out of range after some 320 steps.
SHRUNK = Experiment(samples=40, learning_rate=10.0, l2=1.0)
# ReLU has no ceiling: each layer's weights multiply the other's gradient.
WILD = Experiment(samples=40, hidden=(8, 8), activation="relu", init="normal", learning_rate=10.0, l2=0.5)
FAR = 5_000
both = pytest.mark.parametrize("experiment", [SHRUNK, WILD], ids=["penalty", "relu"])


def is_finite(snapshot: Snapshot) -> bool:
    numbers: list[Any] = [snapshot.train_loss, snapshot.test_loss]
    for layer, grad in zip(snapshot.network.layers, snapshot.gradients.layers, strict=True):
        numbers += [layer.W, layer.b, grad.dW, grad.db]
    return all(np.isfinite(number).all() for number in numbers)


def weights(snapshot: Snapshot) -> np.ndarray:
    return np.concatenate([layer.W.ravel() for layer in snapshot.network.layers])


@both
def test_it_stops_at_the_last_finite_step(experiment: Experiment) -> None:
    end = Timeline(experiment).at(FAR)
    assert 0 < end.step < FAR
    assert is_finite(end)
    assert end.divergence is not None


@both
def test_it_names_step_layer_quantity_and_rate(experiment: Experiment) -> None:
    end = Timeline(experiment).at(FAR)
    found = end.divergence
    assert found is not None
    start = Timeline(experiment).at(0)
    named = found.layer - 1  # counted from 1
    assert found.step == end.step
    assert named in range(len(end.network.layers))
    assert found.quantity in ("W", "b", "Z", "loss", "test loss", "gradient", "memory")
    assert found.before == np.abs(start.network.layers[named].W).max()
    assert found.largest == np.abs(end.network.layers[named].W).max() > 1e10
    assert found.rate == experiment.rate_at(end.step)


@both
def test_every_later_step_is_the_same_picture(experiment: Experiment) -> None:
    run = Timeline(experiment)
    end = run.at(FAR)
    for step in (end.step + 1, end.step + 2, 2 * FAR):
        again = Timeline(experiment).at(step)
        assert again.step == end.step
        assert again.divergence == run.at(step).divergence == end.divergence
        np.testing.assert_array_equal(weights(again), weights(end))


@both
def test_knowing_the_end_does_not_change_the_way(experiment: Experiment) -> None:
    knowing = Timeline(experiment)
    end = knowing.at(FAR).step
    for step in (0, 1, end // 2, end - 1, end):
        fresh, later = Timeline(experiment).at(step), knowing.at(step)
        assert fresh.step == later.step == step
        assert fresh.divergence == later.divergence
        np.testing.assert_array_equal(weights(fresh), weights(later))
        assert is_finite(fresh)
    assert knowing.at(end // 2).divergence is None


@both
def test_the_history_ends_with_the_run_and_is_finite(experiment: Experiment) -> None:
    run = Timeline(experiment)
    history = run.history(FAR)
    assert history[-1, 0] == run.at(FAR).step
    assert np.isfinite(history[:, :5]).all()


def test_a_hopeless_but_legal_run_goes_on() -> None:
    run = Timeline(Experiment(samples=40, init="zeros"))
    now = run.at(300)
    assert now.step == 300
    assert now.divergence is None
    np.testing.assert_allclose(now.network.layers[0].W, np.zeros((2, 4)), atol=1e-15)  # rounding


NOWHERE = Experiment(dataset="blobs", samples=40, hidden=(2, 2), activation="relu", optimizer="momentum")
HUGE = np.finfo(float).max


def told(change: Callable[[Network, State], None], experiment: Experiment = NOWHERE) -> tuple[int, str]:
    """Return which layer and quantity are named when `change` was done to the failed step."""
    run = Timeline(experiment)
    now = run.at(3)
    network, memory = now.network, initial_state(experiment.optimizer, now.parameters)
    change(network, memory)
    with np.errstate(all="ignore"):
        found = explain(
            experiment, 3, now.parameters, (pack(network), memory), train=run.train, test=run.test
        )
    assert f"layer {found.layer}" in found.message
    return found.layer, found.quantity


def test_what_overflowed_first_is_named() -> None:
    def memory_of_the_second_layer(network: Network, memory: State) -> None:
        memory[0][6] = -np.inf
        network.layers[0].W[0, 0] = np.inf

    def bias(network: Network, memory: State) -> None:
        network.layers[1].b[1] = np.nan

    def weight(network: Network, memory: State) -> None:
        bias(network, memory)
        network.layers[1].W[1, 0] = np.inf

    def sum_of_the_last_layer(network: Network, memory: State) -> None:
        network.layers[1].b[:] = 10.0
        network.layers[2].W[:] = HUGE / 5

    def loss(network: Network, memory: State) -> None:
        network.layers[2].W[:] = 0.0
        network.layers[2].b[:] = [HUGE, -HUGE, -HUGE][: len(network.layers[2].b)]

    assert told(memory_of_the_second_layer) == (2, "memory")
    assert told(bias) == (2, "b")
    assert told(weight) == (2, "W")
    assert told(sum_of_the_last_layer) == (3, "Z")
    assert told(loss)[1] == "loss"
