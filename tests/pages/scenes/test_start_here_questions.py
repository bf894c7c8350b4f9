"""The questions of Start here: what is called right holds in the run, and what is called wrong does not."""

import re
from dataclasses import replace

import numpy as np
import pytest

from core import Experiment, Network, Timeline, backward, forward, kind_of
from core.arrays import Array
from pages.scenes.start_here import questions
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.chapters import CHAPTERS
from pages.scenes.start_here.choices import StartHereChoices
from pages.scenes.start_here.questions import KEYS, ChapterQuestion
from tests.pages.scenes.test_start_here_words import RUNS

every_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS.keys())


def asked(experiment: Experiment) -> list[ChapterQuestion]:
    return [chapter.question(BatchAtStep(Timeline(experiment), 5)) for chapter in CHAPTERS]


def test_the_keys_of_the_link_are_those_of_the_options() -> None:
    keys = [option.key for run in RUNS.values() for each in asked(run) for option in each.options]
    assert {*keys} == {*KEYS} == {*kind_of(StartHereChoices, "replies").names}
    for run in RUNS.values():
        keys = [option.key for each in asked(run) for option in each.options]
        assert len({*keys}) == len(keys)


@every_run
def test_each_has_three_options_in_few_words(experiment: Experiment) -> None:
    places = []
    for each in asked(experiment):
        assert len(each.options) == 3
        assert each.text.endswith(("?", "out."))
        assert len(each.text.split()) <= 25
        assert all(len(option.reply.split()) <= 32 for option in each.options)
        assert len({option.label for option in each.options}) == 3
        places.append(each.options.index(each.answer))
    assert len({*places}) == 3


def test_it_is_over_with_the_answer_or_with_the_second_miss() -> None:
    question = asked(Experiment())[3]
    assert question.answer.key == "same"
    over = {
        (): False, ("doubled",): False, ("same",): True, ("doubled", "same"): True,
        ("halved", "doubled"): True, ("rows", "per_unit"): False,
    }  # fmt: skip
    assert {replies: question.is_over(replies) for replies in over} == over
    assert [option.key for option in question.chosen(("halved", "rows", "doubled"))] == [
        "halved",
        "doubled",
    ]


@every_run
def test_a_bias_has_as_many_numbers_as_the_answer_says(experiment: Experiment) -> None:
    batch = BatchAtStep(Timeline(experiment), 5)
    labels = {option.key: option.label for option in questions.hidden(batch).options}
    first = batch.snapshot.network.layers[0]
    sizes = {"per_unit": first.b.size, "per_weight": first.W.size, "per_sample": batch.n}
    assert {key: int(re.match(r"\d+", label)[0]) for key, label in labels.items()} == sizes  # type: ignore[index]
    assert questions.hidden(batch).answer.key == "per_unit"


def outputs(experiment: Experiment, Z: Array) -> Array:
    if experiment.loss == "squared_error":
        return np.asarray(1 / (1 + np.exp(-Z)))
    return np.asarray(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))


@every_run
def test_adding_one_to_each_z_does_what_the_answer_says(experiment: Experiment) -> None:
    batch = BatchAtStep(Timeline(experiment), 5)
    change = outputs(experiment, batch.trace.Z[-1] + 1) - outputs(experiment, batch.trace.Z[-1])
    key = questions.output(batch).answer.key
    assert (key == "unchanged") is bool(np.abs(change).max() < 1e-12)
    assert (key == "all_grow") is bool((change > 0).all())


@every_run
def test_a_doubled_batch_has_the_same_gradients(experiment: Experiment) -> None:
    batch = BatchAtStep(Timeline(experiment), 5)
    network = batch.snapshot.network
    once = backward(network, batch.trace, batch.Y)
    twice = backward(
        network, forward(network, np.vstack([batch.trace.X] * 2)), np.vstack([batch.Y, batch.Y])
    )
    for a, b in zip(once.layers, twice.layers, strict=True):
        assert np.allclose(a.dW, b.dW, rtol=1e-12, atol=1e-15)
    assert questions.output_gradients(batch).answer.key == "same"


@every_run
def test_without_weights_in_layer_2_only_the_gradients_before_it_are_zero(experiment: Experiment) -> None:
    batch = BatchAtStep(Timeline(experiment), 5)
    answer = questions.hidden_gradients(batch).answer.key
    if not experiment.hidden:
        assert answer == "transposed"
        return
    first, second, *others = batch.snapshot.network.layers
    alive = replace(second, W=np.zeros_like(second.W), b=np.full_like(second.b, 0.5))
    network = Network((first, alive, *others))
    gradients = backward(network, forward(network, batch.trace.X), batch.Y)
    zero = [not (each.dW.any() or each.db.any()) for each in gradients.layers[:2]]
    assert zero == [True, False]
    assert answer == "first_layer"
