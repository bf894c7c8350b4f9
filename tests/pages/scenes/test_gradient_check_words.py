"""The gradient check in words: what is said of silent layers, of numbers and of names."""

import numpy as np
import pytest

from core import Experiment, Timeline, Verdict
from pages.scenes.gradient_check import quiz, words
from pages.scenes.gradient_check.backward_pass import CORRECT
from pages.scenes.gradient_check.bugs import BUGS
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.choices import GradientCheckChoices

BENCH = CheckedRun(Timeline(Experiment(samples=40)), 3)


def verdict(error: float, reason: str) -> Verdict:
    return Verdict(error, 1e-8, error, 1e-5, reason)


def said(*verdicts: Verdict) -> str:
    return words.sentence(BENCH, GradientCheckChoices(), verdicts, GradientCheckChoices().at)


def test_a_silent_layer_has_no_relative_error_to_speak_of() -> None:
    told = said(verdict(1.0, "silent"), verdict(3e-10, "agrees"))
    assert "the largest relative error is 3×10⁻¹⁰, in layer 2: the backward pass is correct" in told
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


@pytest.mark.parametrize("name", BUGS)
def test_a_wrong_answer_keeps_its_symbols(name: str) -> None:
    title = BUGS[name].title
    assert quiz.not_this(title) == f"Not {title[0].lower()}{title[1:]}."


def test_a_gradient_that_a_huge_loss_hides_is_not_called_0() -> None:
    run = Experiment(dataset="spiral", learning_rate=100, activation="relu", hidden=(8, 8), init="he", l2=1)
    checked_run, at = CheckedRun(Timeline(run), 8), GradientCheckChoices().at
    assert max(np.abs(M).max() for M in checked_run.analytic(CORRECT)) > 1e100
    verdicts = checked_run.verdicts(CORRECT, "central", "float64")[at]
    assert {each.reason for each in verdicts} <= {"drowned", "overflow"}
    told = words.sentence(checked_run, GradientCheckChoices(), verdicts, at)
    assert "within round-off" not in told
    assert "the check is undecided" in told
