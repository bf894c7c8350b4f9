"""Samples by hand may have any targets: no word and no question takes them for one-hot rows."""

from typing import Any

import numpy as np
import pytest

from core import Experiment, Timeline
from core.run.worked_example import WORKED_EXAMPLE
from pages.figures.words import fmt, row_of
from pages.scenes.one_step import OneStepChoices, step_message
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.two_losses import two_losses
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS

REAL = Experiment(
    dataset="by_hand", given_rows=((0.05, 0.1, 0.3, -2.0), (0.5, 1.0, 4.0, 0.9)), loss="squared_error"
)
ONE_HOT = Experiment(dataset="by_hand", given_rows=((0.05, 0.1, 0.0, 1.0),), loss="squared_error")


def question(run: Experiment, key: str) -> dict[str, Any]:
    message = step_message(Timeline(run), 0, OneStepChoices(), "light")
    asked: dict[str, Any] = next(phase["question"] for phase in message["phases"] if phase["key"] == key)
    return asked


@pytest.mark.parametrize("run", [REAL, WORKED_EXAMPLE, ONE_HOT, Experiment(), Experiment(dataset="arms")])
def test_the_loss_is_compared_with_that_of_outputs_with_no_input(run: Experiment) -> None:
    inspected = InspectedStep(Timeline(run), 0, OneStepChoices())
    Y, asked = inspected.values("Y"), question(run, "loss")
    guess = np.log(Y.shape[1]) if run.loss == "cross_entropy" else ((0.5 - Y) ** 2).sum(axis=1).mean() / 2
    assert asked["text"].startswith(
        f"If every Z of the output were 0, the mean loss would be {fmt(guess)}. "
    )
    assert asked["answer"] == int(inspected.values("loss")[0, 0] > guess)


def test_the_sign_of_an_error_is_that_of_output_minus_target() -> None:
    asked = question(REAL, "dA2")
    assert asked["kind"] == "sign"
    assert any(
        asked["text"].startswith(f"Sample {at} has the targets {row_of(row[2:])}. ")
        for at, row in enumerate(REAL.given_rows, start=1)
    )
    way = "above" if asked["options"][asked["answer"]] == "positive" else "below"
    assert asked["because"].endswith(f": the output is {way} its target.")


def test_the_tour_gives_a_sample_its_targets() -> None:
    batch = BatchAtStep(Timeline(REAL), 0)
    said = " ".join(chapter.words(batch) + chapter.numbers(batch) for chapter in CHAPTERS)
    for wrong in ("has a 1 in", "of class", "one of k", "true class", "test points"):
        assert wrong not in said
    assert "The same row of Y has its targets." in said
    assert "The same row of Y has a 1 in the column of its class." in CHAPTERS[0].words(
        BatchAtStep(Timeline(ONE_HOT), 0)
    )


def test_two_losses_are_compared_for_one_hot_targets_alone() -> None:
    for run in (REAL, WORKED_EXAMPLE):
        assert two_losses(InspectedStep(Timeline(run), 0, OneStepChoices())) == ""
    assert "Cross-entropy" in two_losses(InspectedStep(Timeline(ONE_HOT), 0, OneStepChoices()))
