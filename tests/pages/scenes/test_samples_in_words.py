"""Which samples a phase is taken over, in words, and in a picture without a choice."""

import numpy as np
import pytest

from core import Experiment, Timeline
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.phrases import samples_in_words


def inspected(choices: OneStepChoices, **run: object) -> InspectedStep:
    return InspectedStep(Timeline(Experiment(**run)), 3, choices)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("run", "choices", "words"),
    [
        ({}, OneStepChoices(whole="yes"), "all 140 training samples"),
        (
            {"batch_size": 10},
            OneStepChoices(whole="yes"),
            "the next update's batch: 10 of 140 training samples",
        ),
        ({}, OneStepChoices(picked=(9, 4), count=3), "3 of 140 training samples: 9, 4 and 2"),
    ],
)
def test_the_samples_of_a_phase_are_named(
    run: dict[str, object], choices: OneStepChoices, words: str
) -> None:
    step = inspected(choices, **run)
    assert samples_in_words(step, step.rows.phase("dW2")) == words


@pytest.mark.parametrize("key", ["dW2", "update 2"])
def test_samples_taken_as_the_batch_are_named_in_every_phase(key: str) -> None:
    step = inspected(OneStepChoices(whole="taken", picked=(9, 4), count=3).in_a_picture)
    words = "3 of 140 training samples, taken as the batch of another run: 9, 4 and 2"
    assert samples_in_words(step, step.rows.phase(key)) == words


def test_an_update_is_of_its_own_batch_whatever_is_inspected() -> None:
    step = inspected(OneStepChoices())
    assert samples_in_words(step, step.rows.phase("update 2")) == "all 140 training samples"


@pytest.mark.parametrize(
    ("choices", "whole"),
    [
        (OneStepChoices(), "yes"),
        (OneStepChoices(whole="no"), "no"),
        (OneStepChoices(whole="taken"), "taken"),
        (OneStepChoices(picked=(3,)), "no"),
        (OneStepChoices(count=8), "no"),
        (OneStepChoices(picked=(3,), whole="yes"), "yes"),
    ],
)
def test_a_picture_is_of_the_run_s_batch_unless_samples_are_chosen(
    choices: OneStepChoices, whole: str
) -> None:
    assert choices.in_a_picture.whole == whole


def test_a_gradient_in_a_picture_is_the_one_of_the_update() -> None:
    step = inspected(OneStepChoices().in_a_picture, learning_rate=0.5)
    np.testing.assert_allclose(0.5 * step.values("dW2"), step.values("S2"), rtol=1e-12)
    few = inspected(OneStepChoices(), learning_rate=0.5)
    assert few.n == 6
    assert not np.allclose(0.5 * few.values("dW2"), few.values("S2"))
