"""The planted mistakes: right in every shape, wrong in some number, and found by the check alone."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import LOSSES, Experiment, Timeline, backward, check_gradients, forward, softmax_cross_entropy
from pages.scenes.gradient_check.backward_pass import CORRECT
from pages.scenes.gradient_check.bugs import BUGS, possible
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.choices import GradientCheckChoices
from pages.scenes.gradient_check.injected_bug import choices, injected_bug, obstacle
from pages.scenes.gradient_check.race import race

experiments = st.builds(
    Experiment,
    dataset=st.sampled_from(["circles", "moons", "blobs"]),
    samples=st.just(40),
    hidden=st.lists(st.integers(2, 4), max_size=3).map(tuple),
    activation=st.sampled_from(["sigmoid", "tanh", "relu", "leaky", "linear"]),
    loss=st.sampled_from(list(LOSSES)),
    batch_size=st.sampled_from([None, 5]),
    l2=st.sampled_from([0.0, 0.01]),
    l1=st.sampled_from([0.0, 0.02]),
    seed=st.integers(0, 50),
)
SQUARE = Experiment(hidden=(4, 4), samples=60)


def arrays(gradients: Any) -> list[np.ndarray[Any, Any]]:
    return [M for layer in gradients.layers for M in (layer.dW, layer.db, layer.dZ, layer.dA)]


@given(experiments)
@settings(max_examples=25, deadline=None)
def test_the_right_recipe_is_the_backward_pass(experiment: Experiment) -> None:
    checked_run = CheckedRun(Timeline(experiment), 3)
    strengths = experiment.penalties_at(checked_run.snapshot.step)
    right = backward(checked_run.snapshot.network, checked_run.trace, checked_run.Y, **strengths)
    for ours, theirs in zip(arrays(checked_run.gradients(CORRECT)), arrays(right), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-15)


@given(experiments, st.sampled_from(sorted(BUGS)))
@settings(max_examples=60, deadline=None)
def test_a_mistake_has_every_shape_right(experiment: Experiment, name: str) -> None:
    checked_run = CheckedRun(Timeline(experiment), 3)
    if obstacle(checked_run, name):
        return
    right, wrong = (
        checked_run.gradients(backward_pass) for backward_pass in (CORRECT, BUGS[name].backward_pass)
    )
    assert [M.shape for M in arrays(wrong)] == [M.shape for M in arrays(right)]


@pytest.mark.parametrize("name", BUGS)
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("loss", LOSSES)
def test_the_check_catches_it(name: str, seed: int, loss: str) -> None:
    checked_run = CheckedRun(Timeline(Experiment(hidden=(4, 4), samples=60, seed=seed, loss=loss)), 20)
    if loss == "squared_error" and name == "softmax":
        assert "sigmoids" in str(obstacle(checked_run, name))
        return
    assert obstacle(checked_run, name) is None
    network, X = checked_run.snapshot.network, checked_run.trace.X
    assert max(check_gradients(network, X, checked_run.Y)) < 1e-6
    wrong = checked_run.gradients(BUGS[name].backward_pass)
    assert max(check_gradients(network, X, checked_run.Y, gradients=wrong)) > 1e-4
    verdicts = checked_run.verdicts(BUGS[name].backward_pass, "central", "float64")
    assert "wrong" in {verdict.reason for at in verdicts for verdict in at}


def test_what_cannot_be_got_wrong_says_why() -> None:
    none = CheckedRun(Timeline(Experiment(hidden=(), samples=40)), 0)
    assert {name for name in BUGS if obstacle(none, name)} == {"transpose", "slope", "early"}
    assert "square" in str(obstacle(CheckedRun(Timeline(Experiment(hidden=(4,))), 0), "transpose"))
    assert "ReLU" in str(obstacle(CheckedRun(Timeline(Experiment(activation="relu")), 0), "slope"))
    assert "one sample" in str(obstacle(CheckedRun(Timeline(Experiment(batch_size=1)), 0), "mean"))
    for name, mistake in BUGS.items():
        assert name in [each.key for each in possible(SQUARE, 40)], mistake.title


def test_the_lines_are_those_of_the_loss() -> None:
    assert BUGS["mean"].lines("cross_entropy") == ("dZ = (P − Y) / n", "dZ = P − Y")
    assert BUGS["mean"].lines("squared_error") == ("dA = (A − Y) / n", "dA = A − Y")
    assert BUGS["sign"].lines("squared_error") == ("dA = (A − Y) / n", "dA = (Y − A) / n")
    assert BUGS["slope"].lines("squared_error") == BUGS["slope"].lines("cross_entropy")


@pytest.mark.parametrize("name", BUGS)
def test_the_race_is_plain_descent_with_the_wrong_lines(name: str) -> None:
    checked_run = CheckedRun(Timeline(SQUARE), 10)
    run, train = race(checked_run, name), checked_run.timeline.train
    network, losses = checked_run.snapshot.network, []
    for _ in range(5):
        trace = forward(network, train.X)
        losses.append(softmax_cross_entropy(trace.Z[-1], train.Y))
        wrong = BUGS[name].backward_pass.gradients(network, trace, train.Y, rate=SQUARE.learning_rate)
        pairs = zip(network.layers, wrong.layers, strict=True)
        network = type(network)(
            tuple(
                type(a)(a.W - SQUARE.learning_rate * d.dW, a.b - SQUARE.learning_rate * d.db, a.activation)
                for a, d in pairs
            )
        )
    np.testing.assert_allclose(run.wrong[:5], losses, rtol=1e-12)


def test_a_flipped_sign_goes_uphill_and_the_right_pass_down() -> None:
    run = race(CheckedRun(Timeline(SQUARE), 10), "sign")
    assert not run.falls
    assert run.wrong[-1] > run.wrong[0]
    assert run.right[-1] < run.right[0]


@given(st.integers(0, 999_999))
@settings(max_examples=30, deadline=None)
def test_a_hidden_mistake_is_that_of_its_seed_and_makes_a_difference(seed: int) -> None:
    checked_run = CheckedRun(Timeline(SQUARE), 10)
    name = injected_bug(checked_run, GradientCheckChoices(diagnose=seed))
    assert name == injected_bug(
        CheckedRun(Timeline(SQUARE), 10), GradientCheckChoices(diagnose=seed, mistake="sign")
    )
    assert name in [mistake.key for mistake in choices(checked_run)]


def test_every_mistake_comes_up() -> None:
    checked_run = CheckedRun(Timeline(SQUARE), 10)
    assert {injected_bug(checked_run, GradientCheckChoices(diagnose=seed)) for seed in range(200)} == set(
        BUGS
    )
