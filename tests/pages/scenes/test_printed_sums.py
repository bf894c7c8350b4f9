"""Every sum, product and quotient that a sentence prints holds as it is printed, for any run and step."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ACTIVATIONS, DATASETS, LOSSES, OPTIMIZERS, Experiment, Timeline
from pages.scenes.one_step import OneStepChoices
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS
from tests.browser.journeys import sums
from tests.pages.by_hand import phases_of
from tests.pages.scenes.printed import arithmetic
from tests.pages.shown import batch_of, picture_of

experiments = st.builds(
    Experiment,
    dataset=st.sampled_from(DATASETS),
    samples=st.just(60),
    hidden=st.lists(st.integers(1, 5), max_size=3).map(tuple),
    activation=st.sampled_from([name for name in ACTIVATIONS if name != "softmax"]),
    loss=st.sampled_from(list(LOSSES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    learning_rate=st.sampled_from([0.003, 0.1, 1.0, 3.0]),
    batch_size=st.sampled_from([None, 1, 7]),
    l2=st.sampled_from([0.0, 0.01]),
    l1=st.sampled_from([0.0, 0.02]),
    seed=st.integers(0, 99),
)
steps = st.integers(0, 200)
many = settings(max_examples=60, deadline=None)


def assert_holds(text: str) -> int:
    """Evaluate everything that a text prints; return how much it was."""
    claims = arithmetic(text)
    for claim in claims:
        assert sums.adds_up(claim), (claim, text)
    return len(claims)


@many
@given(experiments, steps)
def test_in_start_here(experiment: Experiment, step: int) -> None:
    batch = BatchAtStep(Timeline(experiment), step)
    assert sum(assert_holds(chapter.numbers(batch)) for chapter in CHAPTERS)


@many
@given(experiments, steps, st.sampled_from(["no", "yes"]), st.sampled_from(["rows", "columns"]))
def test_in_one_step(experiment: Experiment, step: int, whole: str, convention: str) -> None:
    choices = OneStepChoices(whole=whole, convention=convention)
    shown = phases_of(experiment, choices, step)[1]
    texts = [phase["sentence"] for phase in shown["phases"]]
    texts += [phase["question"]["because"] for phase in shown["phases"] if phase["question"]]
    texts += [sample["words"] for sample in shown["samples"]]
    assert sum(assert_holds(text) for text in texts)


@pytest.mark.parametrize("rate", [0.07, 1.0, 3.0])
@pytest.mark.parametrize("seed", range(4))
def test_in_the_sentence_of_each_frame(rate: float, seed: int) -> None:
    experiment = Experiment(learning_rate=rate, seed=seed, samples=60)
    for index in range(3):
        for text in batch_of(picture_of(experiment), index)["text"]["sentence"]:
            assert assert_holds(text) or text.startswith("Before training")


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("W₁[x₁, unit 1] moves most: −4.67 − 1 × 0.002713 = −4.672.", ["−4.67 − 1 · 0.002713 = −4.672"]),
        ("dZ1 = dA1 × A1 (1 − A1) = 0.003992 × 0.2293 = 0.0009156.", ["0.003992 · 0.2293 = 0.0009156"]),
    ],
)
def test_a_sum_that_does_not_hold_is_found(text: str, claims: list[Any]) -> None:
    assert arithmetic(text) == claims
    assert not any(sums.adds_up(claim) for claim in claims)
