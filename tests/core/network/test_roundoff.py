"""The bounds hold against arithmetic with more digits, and are not much larger than they must be."""

import numpy as np
import pytest

from core import Experiment, Timeline, forward
from core.network.backprop import backward
from core.network.roundoff import gradient_roundoff
from tests.core.oracles import longer_pass

RUNS = [
    Experiment(samples=60),
    Experiment(samples=60, hidden=(8, 8), activation="relu", init="he", dataset="spiral", l2=0.01),
    Experiment(samples=60, hidden=(4, 4, 4, 4), activation="sigmoid", init="normal", dataset="moons"),
    Experiment(samples=60, hidden=(), dataset="blobs"),
    Experiment(samples=60, loss="squared_error"),
    Experiment(samples=60, hidden=(8, 8), activation="tanh", dataset="arms", loss="squared_error", l2=0.01),
    Experiment(samples=60, hidden=(6,), activation="tanh", batch_size=9, dataset="arms", l2=0.1, l1=0.01),
]


def stacked(gradients):
    return [np.vstack([layer.dW, layer.db]) for layer in gradients.layers]


def at_step(experiment, step):
    """Return the gradients of a step, their bounds, and the gradients with 64 instead of 53 bits."""
    run, now = Timeline(experiment), Timeline(experiment).at(step)
    X, Y = run.train.X[now.batch], run.train.Y[now.batch]
    penalties = experiment.penalties_at(now.step)
    bounds = gradient_roundoff(now.network, forward(now.network, X), Y, now.gradients, **penalties)
    exact = backward(*longer_pass(now.network, X), Y.astype(np.longdouble), **penalties)
    return stacked(now.gradients), bounds, stacked(exact)


@pytest.mark.parametrize("experiment", RUNS)
@pytest.mark.parametrize("step", [0, 37, 900])
def test_the_bound_holds_and_is_small(experiment, step):
    for computed, bound, exact in zip(*at_step(experiment, step), strict=True):
        assert computed.shape == bound.shape
        assert (np.abs(computed - exact) <= 2 * bound).all()
        assert (bound >= 0).all()
        # What a run learns from is far above it.
        assert bound.max() < 1e-8 * np.abs(computed).max()


@pytest.mark.parametrize("samples", [42, 86, 200])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_zero_weights_and_equal_classes_leave_nothing_but_roundoff(samples, activation):
    experiment = Experiment(samples=samples, init="zeros", activation=activation, hidden=(3, 3))
    run = Timeline(experiment)
    assert np.ptp(run.train.Y.sum(axis=0)) == 0
    for step in (0, 50):
        now = run.at(step)
        trace = forward(now.network, run.train.X)
        bounds = gradient_roundoff(now.network, trace, run.train.Y, now.gradients, rate=4.0)
        for computed, bound in zip(stacked(now.gradients), bounds, strict=True):
            assert (np.abs(computed) <= bound).all()
            assert bound.max() < 1e-14


def test_a_vanishing_gradient_is_no_roundoff():
    computed, bounds, _ = at_step(RUNS[2], 0)
    assert 0 < np.abs(computed[0]).max() < 1e-5
    assert bounds[0].max() < 1e-6 * np.abs(computed[0]).max()


def test_the_gradient_of_a_run_about_to_overflow_is_no_roundoff():
    run = Timeline(Experiment(dataset="moons", hidden=(8, 8), activation="linear", learning_rate=100.0))
    for step in (3, 5, 6):
        now = run.at(step)
        bounds = gradient_roundoff(
            now.network, forward(now.network, run.train.X), run.train.Y, now.gradients, rate=100.0
        )
        for computed, bound in zip(stacked(now.gradients), bounds, strict=True):
            assert bound.max() < 1e-5 * np.abs(computed).max()
