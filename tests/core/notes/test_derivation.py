"""The derivation: every step equals what finite differences measure, whatever the network."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ACTIVATIONS, LOSSES, Case, Experiment, Timeline
from core.network.backprop import backward
from core.network.layers import forward
from core.notes import derivation, in_numbers, in_symbols

RUNS = {
    f"{loss}, {activation}, {hidden}": Experiment(
        loss=loss, activation=activation, hidden=hidden, samples=40, dataset="blobs"
    )
    for loss in LOSSES
    for activation in ACTIVATIONS
    for hidden in ((), (3,), (4, 3))
}
every_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS.keys())


def case_of(experiment: Experiment, step: int = 7, **at: int) -> Case:
    run = Timeline(experiment)
    return Case.of(run.at(step).network, run.train.X, run.train.Y, **at)


@every_run
def test_every_step_is_what_is_measured(experiment: Experiment) -> None:
    case = case_of(experiment, sample=3, i=2, j=0)
    verdicts = {step.title: step.compared(case) for step in derivation(case)}
    found = {title: each for title, each in verdicts.items() if each}
    assert len(found) >= 8
    # On a kink, and where both sides are 0 but for round-off, there is nothing to measure.
    assert not [title for title, each in found.items() if each.holds is False]
    if ACTIVATIONS[experiment.activation].kink is None:
        assert all(each.holds for each in found.values())


@every_run
def test_the_lines_of_the_batch_are_the_backward_pass(experiment: Experiment) -> None:
    run = Timeline(experiment)
    network, case = run.at(7).network, case_of(experiment)
    layers = backward(network, forward(network, run.train.X), run.train.Y).layers[-2:]
    values = {step.title: step.value(step.at(case)) for step in derivation(case) if step.value}
    parts = [step for step in derivation(case) if step.part]
    assert [step.title for step in parts] == (["dW2", "dW1"] if experiment.hidden else ["dW2"])
    for step in parts:
        assert step.of_part
        column = case.i if step.title == "dW2" else case.unit
        assert np.allclose(step.of_part(step.at(case)), values[step.title][:, column], rtol=1e-12, atol=0)
    names = {"2": layers[-1], "1": layers[0]} if experiment.hidden else {"2": layers[-1]}
    for at, layer in names.items():
        for name in ("dZ", "dW", "db"):
            assert np.allclose(values[f"{name}{at}"], getattr(layer, name), rtol=1e-12, atol=1e-15)
    assert ("dA1" in values) is bool(experiment.hidden)


@every_run
def test_a_planted_fault_is_noticed(experiment: Experiment) -> None:
    case = case_of(experiment, sample=3, i=2, j=0)
    steps = derivation(case)
    for step in steps:
        if step.value and step.oracle and (right := step.compared(case)) and right.holds:
            side = step.of_part or step.value
            wrong = replace(step, of_part=lambda c, side=side: side(c) * 1.001 + 1e-4).compared(case)
            assert wrong
            assert wrong.holds is False, step.title


@given(st.sampled_from(list(RUNS.values())), st.integers(0, 2), st.integers(0, 2))
@settings(max_examples=30, deadline=None)
def test_the_latex_is_whole_in_symbols_and_in_numbers(experiment: Experiment, i: int, j: int) -> None:
    case = case_of(experiment, i=i, j=j)
    for step in derivation(case):
        assert all((step.section, step.title, step.says))
        assert " = " in step.lines[0]
        for line in step.lines:
            for text in (in_symbols(line), in_numbers(line, step.at(case))):
                assert text.count("{") == text.count("}")
                assert text.count(r"\Bigl") == text.count(r"\Bigr")
                assert not re.search(r"<\w+>|nan", text)
