"""The norm of a gradient that is only round-off is 0; any other is the norm itself."""

import numpy as np
import pytest

from core import Experiment, Timeline
from core.arrays import norm
from core.run.gradient_norms import norms_without_roundoff


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_the_norm_of_roundoff_is_zero(optimizer: str) -> None:
    run = Timeline(Experiment(init="zeros", hidden=(4, 4), optimizer=optimizer))
    for step in (1, 5, 20):
        now = run.at(step)
        assert 0 < norm(now.gradients.layers[-1].dW, now.gradients.layers[-1].db) < 1e-15
        assert now.norms == (0.0, 0.0, 0.0)
    assert not run.history(20)[:, 5:].any()


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(),
        Experiment(init="zeros", batch_size=3),
        Experiment(dataset="gaussians", hidden=(8,), init="normal", learning_rate=30),
        Experiment(dataset="gaussians", hidden=(2, 2, 2, 2), init="zeros", l2=0.5, batch_size=7),
        Experiment(dataset="moons", hidden=(6,), activation="relu", init="he", l2=1, learning_rate=70),
    ],
)
def test_any_other_norm_is_that_of_the_gradient(experiment: Experiment) -> None:
    with np.errstate(all="ignore"):
        run = Timeline(experiment)
        for step in (0, 40, 80):
            now = run.at(step)
            own = tuple(norm(layer.dW, layer.db) for layer in now.gradients.layers)
            assert all(size == mine or mine < 1e-14 for size, mine in zip(now.norms, own, strict=True))
            assert now.norms[-1] == own[-1] > 0


def never() -> list[bool]:
    raise AssertionError


def test_only_small_norms_are_looked_into() -> None:
    assert norms_without_roundoff([0.1, 0.0], never) == (0.1, 0.0)
    assert norms_without_roundoff([1e-12, 1e-12], lambda: [False, True]) == (1e-12, 0.0)
    assert norms_without_roundoff([1.0, 1e7], lambda: [False, False]) == (1.0, 1e7)
    for endless in (np.inf, np.nan):
        assert norms_without_roundoff([1e-12, endless], never)[0] == 1e-12
