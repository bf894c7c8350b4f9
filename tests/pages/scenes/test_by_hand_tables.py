"""The tables of a calculation by hand become the run that has their numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core import Experiment, Timeline
from core.run.worked_example import WORKED_EXAMPLE
from pages.scenes.one_step.by_hand_tables import experiment_of, layer_tables, samples_table, sizes_of
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.message import step_message
from pages.stage.frames import readout_of


def tables_of(run: Experiment, outputs: int = 2) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    return samples_table(run, outputs), layer_tables(Timeline(run).at(0).network, sizes_of(run))


def test_the_tables_of_the_worked_example_give_it_back() -> None:
    samples, layers = tables_of(WORKED_EXAMPLE)
    assert samples.columns.tolist() == ["x₁", "x₂", "target 1", "target 2"]
    assert layers[0].index.tolist() == ["x₁", "x₂", "b₁"]
    assert layers[1].columns.tolist() == ["class 0", "class 1"]
    again = experiment_of(WORKED_EXAMPLE, 0.5, samples, layers)
    assert again == replace(WORKED_EXAMPLE, frozen=())


def test_other_numbers_are_what_the_run_begins_with() -> None:
    samples = pd.DataFrame([[1, 2, 0.3, 0.4, -5], [0, 1, 1, 0, 0]])
    layers = [pd.DataFrame(np.arange(12.0).reshape(3, 4)), pd.DataFrame(-np.arange(15.0).reshape(5, 3))]
    run = experiment_of(Experiment(activation="tanh", optimizer="adam"), 0.1, samples, layers)
    now = Timeline(run).at(0)
    assert (run.activation, run.optimizer, run.learning_rate) == ("tanh", "adam", 0.1)
    for table, layer in zip(layers, now.network.layers, strict=True):
        np.testing.assert_array_equal(table.to_numpy(), np.vstack([layer.W, layer.b]))
    numbers, (V1, V2) = samples.to_numpy(), [table.to_numpy() for table in layers]
    A = 1 / (1 + np.exp(-(np.tanh(numbers[:, :2] @ V1[:2] + V1[2]) @ V2[:4] + V2[4])))
    expected = 0.5 * np.square(A - numbers[:, 2:]).sum(axis=1).mean()
    assert now.train_loss == pytest.approx(expected, rel=1e-12)


def test_a_large_network_begins_with_the_worked_example() -> None:
    for hidden in ((8,), (4, 4)):
        assert sizes_of(Experiment(hidden=hidden)) == (2, 2, 2)
    samples = samples_table(Experiment(), 3)
    layers = layer_tables(Timeline(Experiment()).at(0).network, (2, 2, 3))
    assert samples.to_numpy().tolist() == [[0.05, 0.1, 0.01, 0.99, 0.0]]
    assert not any(table.to_numpy().any() for table in layers)


def test_what_is_missing_is_named() -> None:
    samples, layers = tables_of(WORKED_EXAMPLE)
    with pytest.raises(ValueError, match="there is no sample"):
        experiment_of(WORKED_EXAMPLE, 0.5, samples[:0], layers)
    thirteen = pd.concat([samples] * 13)
    with pytest.raises(ValueError, match=r"^there are 13 samples, and 12 are allowed$"):
        experiment_of(WORKED_EXAMPLE, 0.5, thirteen, layers)
    assert len(experiment_of(WORKED_EXAMPLE, 0.5, thirteen[:12], layers).given_rows) == 12
    huge = {"samples": (samples * 1e5, layers), "W₁": (samples, [layers[0] * 1e5, layers[1]])}
    for name, tables in huge.items():
        words = f"each number in the table of {name} must be a number from -1000 to 1000"
        with pytest.raises(ValueError, match=f"^{words}$"):
            experiment_of(WORKED_EXAMPLE, 0.5, *tables)
    layers[1].iloc[0, 0] = None
    with pytest.raises(ValueError, match="the table of W₂ has an empty cell"):
        experiment_of(WORKED_EXAMPLE, 0.5, samples, layers)


def test_every_number_of_the_step_is_on_the_board() -> None:
    run = Timeline(WORKED_EXAMPLE)
    message = step_message(run, 0, OneStepChoices(), "light")
    matrices = {name: np.asarray(each["values"]) for name, each in message["matrices"].items()}
    np.testing.assert_allclose(matrices["Z1"], [[0.3775, 0.3925]])
    np.testing.assert_allclose(matrices["A2"], [[0.75136507, 0.772928465]], rtol=1e-8)
    np.testing.assert_allclose(matrices["loss"], [[0.298371109]], rtol=1e-8)
    np.testing.assert_allclose(matrices["dW2"][0, 0], 0.082167041, rtol=1e-8)
    np.testing.assert_allclose(matrices["W2 next"][0, 0], 0.35891648, rtol=1e-8)
    np.testing.assert_allclose(matrices["W1 next"][0, 0], 0.149780716, rtol=1e-8)
    said = next(phase["sentence"] for phase in message["phases"] if phase["key"] == "data")
    assert said.endswith("Its targets, row 1 of Y, are (0.01, 0.99).")
    assert readout_of(run.at(0), has_test=run.has_test) == (
        "step 0 · epoch 0 · rate 0.5 · loss 0.2984 · accuracy 100\u00a0% · no test points"
    )
