"""The planted mistakes: right in every shape, wrong in some number, and found by the check alone."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import LOSSES, Experiment, Timeline, backward, check_gradients, forward, softmax_cross_entropy
from core.gradient_check.backward_pass import CORRECT
from core.network.layers import Layer, Network
from core.run.optimizers import OPTIMIZERS
from pages.scenes.gradient_check.bugs import BUGS, possible
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.choices import NONE, GradientCheckChoices
from pages.scenes.gradient_check.code_lines import LINE_KEYS
from pages.scenes.gradient_check.injected_bug import choices, injected_bug, listing, obstacle
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

# A run in which each bug is possible: most are in a square network.
FITS: dict[str, dict[str, Any]] = {
    "product": {"batch_size": 4},
    "axis": {"batch_size": 4},
    "penalty": {"l2": 0.01, "l1": 0.02},
    "factor": {"l2": 0.01, "l1": 0.02},
    "adam": {"optimizer": "adam", "learning_rate": 0.01},
}


def possible_run(name: str, **changes: Any) -> Experiment:
    return replace(SQUARE, **{**FITS.get(name, {}), **changes})


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
    checked_run = CheckedRun(Timeline(possible_run(name, seed=seed, loss=loss)), 20)
    if loss == "squared_error" and name in ("softmax", "normalize"):
        assert "sigmoids" in str(obstacle(checked_run, name))
        return
    assert obstacle(checked_run, name) is None
    network, X, strengths = (
        checked_run.snapshot.network,
        checked_run.trace.X,
        checked_run.experiment.penalties_at(checked_run.snapshot.step),
    )
    assert max(check_gradients(network, X, checked_run.Y, **strengths)) < 1e-6
    wrong = checked_run.gradients(BUGS[name].backward_pass)
    errors = check_gradients(network, X, checked_run.Y, **strengths, gradients=wrong)
    verdicts = checked_run.verdicts(BUGS[name].backward_pass, "central", "float64")
    reasons = {verdict.reason for at in verdicts for verdict in at}
    if BUGS[name].shows_over_steps:
        assert max(errors) < 1e-6
        assert verdicts == checked_run.verdicts(CORRECT, "central", "float64")
        assert "The check cannot see it" in BUGS[name].why
    else:
        assert max(errors) > 1e-4
        assert "wrong" in reasons


@pytest.mark.parametrize("name", ["accumulate", "adam"])
def test_training_shows_what_the_check_cannot_see(name: str) -> None:
    run = race(CheckedRun(Timeline(possible_run(name)), 10), name)
    assert run.wrong[:2] == pytest.approx(run.right[:2], rel=1e-12)
    assert np.abs(run.wrong - run.right)[3:].max() > 1e-3 * run.right[0]


@given(
    experiments,
    st.sampled_from(sorted(BUGS)),
    st.sampled_from(list(OPTIMIZERS)),
    st.sampled_from([None, 2, 4]),
)
@settings(max_examples=150, deadline=None)
def test_the_lines_on_the_screen_compute_the_gradients_that_are_checked(
    experiment: Experiment, name: str, optimizer: str, batch_size: int | None
) -> None:
    run = replace(experiment, optimizer=optimizer, batch_size=batch_size)
    checked_run = CheckedRun(Timeline(run), 3)
    for shown in (NONE, name):
        if shown != NONE and obstacle(checked_run, shown):
            continue
        expected = checked_run.gradients(BUGS[shown].backward_pass if shown in BUGS else CORRECT)
        lines = listing(checked_run, shown)
        assert {line.key for line in lines} <= {*LINE_KEYS, ""}
        values = run_lines(checked_run, [line.code for line in lines])
        for at, layer in enumerate(expected.layers, start=1):
            np.testing.assert_allclose(values[f"dW{at}"], layer.dW, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(values[f"db{at}"], layer.db, rtol=1e-9, atol=1e-12)
        wrong = [line for line in lines if line.is_wrong]
        assert bool(wrong) == (shown != NONE)
        assert sorted(line.key for line in lines) == sorted(line.key for line in listing(checked_run, NONE))


def run_lines(checked_run: CheckedRun, lines: list[str]) -> dict[str, Any]:
    """Run lines of code as a reader would, after the forward pass of a program; return all names."""
    trace, network = checked_run.trace, checked_run.snapshot.network
    values: dict[str, Any] = {"np": np, "X": trace.X, "Y": checked_run.Y, "n": len(trace.X)}
    values |= {
        "lr": checked_run.snapshot.learning_rate,
        **checked_run.experiment.penalties_at(checked_run.snapshot.step),
        "t": 1,
    }
    layers = range(1, len(network.layers) + 1)
    for at, layer in zip(layers, network.layers, strict=True):
        values |= {f"W{at}": layer.W.copy(), f"b{at}": layer.b.copy()}
        values |= {f"Z{at}": trace.Z[at - 1], f"A{at}": trace.A[at - 1]}
        values |= {f"dW{at}": np.zeros_like(layer.W), f"db{at}": np.zeros_like(layer.b)}
    plain = [line for line in lines if not line.startswith((" ", "for "))]
    with np.errstate(over="ignore"):  # e^−Z may grow to infinity; 1 / infinity = 0 is right
        exec("\n".join(plain), values)
    parameters = [values[f"{letter}{at}"] for at in layers for letter in "Wb"]
    values |= {"parameters": parameters}
    values |= {"gradients": [values[f"d{letter}{at}"] for at in layers for letter in "Wb"]}
    values |= {memory: [np.zeros_like(p) for p in parameters] for memory in "VMS"}
    exec("\n".join(line for line in lines if line.startswith((" ", "for "))), values)
    return values


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_race_without_a_bug_is_the_run_with_all_that_changes_in_it(optimizer: str) -> None:
    experiment = replace(
        SQUARE, optimizer=optimizer, learning_rate=0.05, schedule=((3, 0.1),), l2_schedule=((2, 0.05),),
        l1_schedule=((4, 0.01),), batch_schedule=((3, 20),), frozen=(("W1", 0, 5), ("b2:1", 2, None)),
    )  # fmt: skip
    run = Timeline(experiment)
    losses = race(CheckedRun(run, 0), "transpose").right
    trained = [run.at(step).train_loss for step in range(len(losses))]
    np.testing.assert_allclose(losses, trained, rtol=1e-9)


@pytest.mark.parametrize("name", ["none", "adam"])
def test_the_lines_of_adam_make_the_step_of_the_race(name: str) -> None:
    checked_run = CheckedRun(Timeline(possible_run("adam")), 0)
    lines = [line.code for line in listing(checked_run, name)]
    values = run_lines(checked_run, lines)
    layers = [
        Layer(values[f"W{at}"], values[f"b{at}"], layer.activation)
        for at, layer in enumerate(checked_run.snapshot.network.layers, start=1)
    ]
    network, train = Network(tuple(layers)), checked_run.timeline.train
    loss = network.loss.mean(forward(network, train.X).Z[-1], train.Y)
    assert race(checked_run, name).wrong[1] == pytest.approx(float(loss), rel=1e-12)
    corrected = values["M"][0] / values["gradients"][0]
    np.testing.assert_allclose(corrected, 1 if name == "adam" else 0.1, rtol=1e-12)


def test_what_cannot_be_got_wrong_says_why() -> None:
    none = CheckedRun(Timeline(Experiment(hidden=(), samples=40)), 0)
    network = {"transpose", "slope", "early", "other"}
    run = {"product", "axis", "penalty", "factor", "adam"}
    assert {name for name in BUGS if obstacle(none, name)} == network | run
    assert "square" in str(obstacle(CheckedRun(Timeline(Experiment(hidden=(4,))), 0), "transpose"))
    assert "same number" in str(obstacle(CheckedRun(Timeline(Experiment(hidden=(4,))), 0), "other"))
    assert "ReLU" in str(obstacle(CheckedRun(Timeline(Experiment(activation="relu")), 0), "slope"))
    assert "one sample" in str(obstacle(CheckedRun(Timeline(Experiment(batch_size=1)), 0), "mean"))
    assert "samples, 140" in str(obstacle(CheckedRun(Timeline(Experiment()), 0), "product"))
    assert "no penalty" in str(obstacle(CheckedRun(Timeline(Experiment()), 0), "factor"))
    assert "factor" in str(obstacle(CheckedRun(Timeline(Experiment(l2=1)), 0), "factor"))
    for name, mistake in BUGS.items():
        assert name in [each.key for each in possible(possible_run(name), 4)], mistake.title


def wrong_code(name: str, loss: str) -> list[str]:
    checked_run = CheckedRun(Timeline(possible_run(name, loss=loss)), 3)
    return [line.code for line in listing(checked_run, name) if line.is_wrong]


def test_the_lines_are_those_of_the_loss() -> None:
    assert wrong_code("mean", "cross_entropy") == ["dZ3 = A3 - Y"]
    assert wrong_code("mean", "squared_error") == ["dA3 = A3 - Y"]
    assert wrong_code("sign", "squared_error") == ["dA3 = (Y - A3) / n"]
    assert wrong_code("slope", "squared_error")[1:] == wrong_code("slope", "cross_entropy")
    assert wrong_code("product", "cross_entropy") == ["dW3 = A2 @ dZ3", "dW2 = A1 @ dZ2"]
    assert wrong_code("normalize", "cross_entropy") == ["A3 = E / E.sum()"]


@pytest.mark.parametrize("name", [name for name in BUGS if name != "accumulate"])
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


@pytest.mark.parametrize("name", BUGS)
def test_every_mistake_comes_up(name: str) -> None:
    checked_run = CheckedRun(Timeline(possible_run(name)), 10)
    assert name in {injected_bug(checked_run, GradientCheckChoices(diagnose=seed)) for seed in range(200)}
