"""The gradient check in words: what is said of silent layers, of numbers and of names."""

from typing import Any

import numpy as np
import pytest

from core import Experiment, Timeline, Verdict, backward
from core.gradient_check.backward_pass import CORRECT
from pages.scenes.gradient_check import words
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.choices import GradientCheckChoices
from pages.scenes.gradient_check.injected_bug import listing
from pages.scenes.gradient_check.panel import Panel

BENCH = CheckedRun(Timeline(Experiment(samples=40)), 3)


def verdict(error: float, reason: str) -> Verdict:
    return Verdict(error, 1e-8, error, 1e-5, reason)


def said(*verdicts: Verdict) -> str:
    return words.sentence(BENCH, GradientCheckChoices(), verdicts, GradientCheckChoices().at)


def test_a_silent_layer_has_no_relative_error_to_speak_of() -> None:
    told = said(verdict(1.0, "silent"), verdict(3e-10, "agrees"))
    assert "the largest relative error is 3×10⁻¹⁰, in layer 2: the gradient of this step is correct" in told
    assert "In layer 1 both are 0 within round-off." in told


def test_where_all_is_silent_there_is_nothing_to_compare() -> None:
    told = said(verdict(1.0, "silent"), verdict(0.4, "silent"))
    assert "relative error" not in told
    assert "analytic and numeric derivatives are 0 within round-off in every layer" in told
    assert words.line(1, verdict(1.0, "silent")) == "Layer 1 agrees: both are 0 within round-off."


def test_a_network_of_zeros_is_not_said_to_be_off_by_one() -> None:
    checked_run, at = CheckedRun(Timeline(Experiment(init="zeros")), 0), GradientCheckChoices().at
    verdicts = checked_run.verdicts(CORRECT, "central", "float64")[at]
    assert max(each.error for each in verdicts) > 0.99
    assert "error is 1" not in words.sentence(checked_run, GradientCheckChoices(), verdicts, at)


def test_the_hint_says_which_gradients_are_wrong() -> None:
    assert words.clue(BENCH, ["dW₁", "db₁"]) == "dW₁ and db₁ are wrong; dW₂ and db₂ are right."
    assert words.clue(BENCH, ["dW₁", "db₁", "dW₂"]) == "dW₁, db₁ and dW₂ are wrong; db₂ is right."
    assert words.clue(BENCH, ["dW₁", "db₁", "dW₂", "db₂"]) == "Every gradient of this step is wrong."
    assert words.clue(BENCH, []) == "Every gradient of this step is right."


def test_both_lines_are_shown_in_their_order() -> None:
    assert words.both_lines(listing(BENCH, "none"), listing(BENCH, "mean")) == (
        "dZ2 = (A2 - Y) / n  # correct\ndZ2 = A2 - Y        # wrong"
    )
    early = words.both_lines(listing(BENCH, "none"), listing(BENCH, "early"))
    lines = [line.split(" = ")[0] for line in early.split("\n")]
    assert lines == ["# correct", "dA1", "W2, b2", "# wrong", "W2, b2", "dA1"]


def test_a_gradient_that_a_huge_loss_hides_is_not_called_0() -> None:
    run = Experiment(dataset="spiral", learning_rate=100, activation="relu", hidden=(8, 8), init="he", l2=1)
    checked_run, at = CheckedRun(Timeline(run), 8), GradientCheckChoices().at
    assert max(np.abs(M).max() for M in checked_run.analytic(CORRECT)) > 1e100
    verdicts = checked_run.verdicts(CORRECT, "central", "float64")[at]
    assert {each.reason for each in verdicts} <= {"drowned", "overflow"}
    told = words.sentence(checked_run, GradientCheckChoices(), verdicts, at)
    assert "within round-off" not in told
    assert "the check is undecided" in told


def sentence_at(run: Experiment, step: int) -> str:
    checked_run, chosen = CheckedRun(Timeline(run), step), GradientCheckChoices()
    verdicts = checked_run.verdicts(CORRECT, chosen.scheme, chosen.precision)[chosen.at]
    assert "kink" in {each.reason for each in verdicts}
    return words.sentence(checked_run, chosen, verdicts, chosen.at)


DEEP: dict[str, Any] = {"hidden": (10, 10, 10, 10), "activation": "relu", "init": "normal"}


def test_units_exactly_on_the_kink_are_said_to_be_and_no_epsilon_is_advised() -> None:
    run = Timeline(Experiment(**DEEP)).at(0)
    told = sentence_at(Experiment(**DEEP), 0)
    zeros = 0
    A = Timeline(Experiment(**DEEP)).train.X
    for layer in run.network.layers[:-1]:
        Z = A @ layer.W + layer.b
        zeros, A = zeros + int((Z == 0).sum()), np.maximum(Z, 0)
    assert zeros == 210
    assert "210 pre-activations are exactly 0, on the kink of ReLU" in told
    assert " 86 pre-activations are so close to 0 that a perturbation by this ε can cross the kink " in told
    assert "no ε can tell, another training step may" in told
    assert "another batch" not in told
    assert "another ε" not in told


def test_near_the_kink_nothing_is_called_exactly_0_and_no_epsilon_is_advised() -> None:
    told = sentence_at(Experiment(**DEEP, seed=3), 0)
    assert "exactly" not in told
    assert " 25 pre-activations are so close to 0 that a perturbation by this ε can cross the kink" in told
    assert "no ε can tell, another training step may" in told
    assert "another ε" not in told


SEEN_IN_SQUARES = (
    "transpose", "mean", "slope", "early", "bias", "sign", "softmax", "twice", "other", "normalize"
)  # fmt: skip


def panel_of(name: str, precision: str = "float64", **run: Any) -> Panel:
    checked_run = CheckedRun(Timeline(Experiment(samples=60, **run)), 10)
    return Panel(checked_run, GradientCheckChoices(mistake=name, precision=precision), name, "light")


def errors_of(panel: Panel) -> list[np.ndarray[Any, Any]]:
    """Return |wrong − right| of each layer's checked entries, by the backward pass of core."""
    now, experiment = panel.checked_run, panel.checked_run.experiment
    right = now.selection.of(backward(now.snapshot.network, now.trace, now.Y, l2=experiment.l2))
    return [np.abs(a - b) for a, b in zip(panel.analytic, right, strict=True)]


@pytest.mark.parametrize("name", SEEN_IN_SQUARES)
@pytest.mark.parametrize("dataset", ["circles", "blobs"])
def test_the_curve_opens_on_the_entry_with_the_largest_error(name: str, dataset: str) -> None:
    panel = panel_of(name, hidden=(4, 4), dataset=dataset)
    errors = errors_of(panel)
    layer, row, column = panel.entry
    assert errors[layer][row, column] == pytest.approx(max(M.max() for M in errors), rel=1e-6)
    assert panel.opens_on == "the largest error"


def test_a_forgotten_transpose_is_shown_where_it_is_wrong() -> None:
    panel = panel_of("transpose", hidden=(4, 4))
    assert panel.entry[0] == 0
    assert all(errors.min() > 1e-3 for errors in panel.errors)


@pytest.mark.parametrize("name", ["none", "early"])
def test_without_an_error_to_be_seen_the_curve_opens_on_the_largest_derivative(name: str) -> None:
    panel = panel_of(name, "float32", hidden=(4, 4), learning_rate=1e-5)
    layer, row, column = panel.entry
    assert abs(panel.analytic[layer][row, column]) == max(np.abs(M).max() for M in panel.analytic)
    assert panel.opens_on == "the largest derivative"


@pytest.mark.parametrize(
    ("bug", "says"),
    [
        (
            "none",
            "; the round-off error grows to the left and the truncation error grows to the right.",
        ),
        ("sign", "The error hardly depends on ε."),
    ],
)
def test_the_curve_says_what_grows_only_where_it_does(bug: str, says: str) -> None:
    panel = Panel(BENCH, GradientCheckChoices(), bug, "light")
    label = panel.still("curve")[1]
    assert label.endswith(says)
