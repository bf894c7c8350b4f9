"""The bounds hold against arithmetic with more digits, and are not much larger than they must be."""

import numpy as np
import pytest

from core import Experiment, Timeline, forward
from core.network.backprop import backward
from core.network.layers import Layer, Network, Trace
from core.network.roundoff import gradient_roundoff

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
    longer = [Layer(each.W.astype(np.longdouble), each.b.astype(np.longdouble), each.activation)
              for each in now.network.layers]  # fmt: skip
    trace = _forward(Network(tuple(longer)), X.astype(np.longdouble))
    exact = backward(Network(tuple(longer)), trace, Y.astype(np.longdouble), **penalties)
    return stacked(now.gradients), bounds, stacked(exact)


def _forward(network, X):
    functions = {
        "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
        "tanh": np.tanh,
        "relu": lambda Z: np.maximum(Z, 0),
        "leaky": lambda Z: np.where(Z > 0, Z, 0.01 * Z),
        "linear": lambda Z: Z,
        "softmax": lambda Z: (E := np.exp(Z - Z.max(axis=1, keepdims=True))) / E.sum(axis=1, keepdims=True),
    }
    Z, A, entering = [], [], X
    for layer in network.layers:
        Z.append(entering @ layer.W + layer.b)
        A.append(entering := functions[layer.activation](Z[-1]))
    return Trace(X=X, Z=tuple(Z), A=tuple(A))


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
