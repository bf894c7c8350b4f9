"""The plane of a moving picture: in single precision where that is enough, and right where it is not."""

import numpy as np
import pytest

from core import Experiment, Network, Timeline, forward, plane_activations
from tests.core.oracles import Array
from tests.core.run.violent import HORIZON, violent

SIDE = np.linspace(-2, 2, 40)
POINTS = np.column_stack([np.tile(SIDE, 40), np.repeat(SIDE, 40)])
GROWING = Experiment(learning_rate=3, l2=1)


def differing(network: Network) -> float:
    """Return the share of points whose probabilities differ by more than 1 % from the exact ones."""
    moving, exact = plane_activations(network, POINTS)[-1].T, forward(network, POINTS).probabilities
    known = np.isfinite(exact).all(axis=1)  # far from the samples a Z may overflow a step early
    assert known.mean() > 0.2
    assert np.isfinite(moving[known]).all()
    return float((np.abs(moving - exact)[known] > 0.01).any(axis=1).mean())


@pytest.mark.parametrize("step", [0, 100, 130, 400, 1000])
def test_the_moving_plane_of_a_growing_run_is_the_exact_one(step: int) -> None:
    network = Timeline(GROWING).at(step).network
    assert np.isfinite(plane_activations(network, POINTS)[-1]).all()
    assert differing(network) < 0.001


def test_the_moving_plane_of_violent_runs_is_the_exact_one() -> None:
    shares: list[float] = []
    for seed in range(60):
        run = Timeline(violent(seed))
        with np.errstate(all="ignore"):
            end = run.at(HORIZON).step
            shares += [differing(run.at(end * part // 4).network) for part in range(5)]
    assert max(shares) < 0.005


@pytest.mark.parametrize("dataset", ["spiral", "arms"])
def test_the_moving_plane_of_sigmoid_outputs_is_the_exact_one(dataset: str) -> None:
    run = Timeline(Experiment(dataset=dataset, loss="squared_error", learning_rate=3.0))
    assert max(differing(run.at(step).network) for step in (0, 300, 2000)) == 0


def test_hidden_maps_of_huge_weights_are_the_exact_ones() -> None:
    run = Timeline(Experiment(activation="relu", hidden=(3, 3), learning_rate=10.0, l2=1.0))
    network = run.at(200).network
    assert max(np.abs(layer.W).max() for layer in network.layers) > 1e40
    trace = forward(network, POINTS)
    for moving, exact in zip(plane_activations(network, POINTS), trace.A, strict=True):
        scale: Array = np.maximum(np.abs(exact).max(axis=0), 1.0)
        np.testing.assert_allclose(moving.T / scale, exact / scale, atol=1e-9)


def test_an_ordinary_plane_is_in_single_precision() -> None:
    for step in (0, 3000):
        network = Timeline(Experiment()).at(step).network
        assert {A.dtype for A in plane_activations(network, POINTS)} == {np.dtype(np.float32)}
