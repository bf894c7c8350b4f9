"""The calculation by hand that many know: its published numbers, to the last digit."""

import numpy as np
import pytest

from core import Experiment, Timeline, from_link, to_link
from core.arrays import Array
from core.run.worked_example import WORKED_EXAMPLE

BAD = [(), ((1.0, 2.0, 3.0),), ((1.0, 2.0, 1.0, 0.0), (1.0, 2.0)), ((1e4, 0.0, 1.0, 0.0),)]
ODD = ["1,2:3", "1,2", "1:2,3:4,5", "1,2:x,0", "1,2:1,0;", "", ";".join(["1,2:1,0"] * 13)]


def written(weights: Array) -> list[str]:
    return [f"{weight:.9f}" for weight in weights.ravel()]


def test_the_published_numbers_of_the_worked_example() -> None:
    run = Timeline(WORKED_EXAMPLE)
    now, after = run.at(0), run.at(1)
    first, last = now.gradients.layers
    assert f"{now.train_loss:.9f}" == "0.298371109"
    assert f"{last.dW[0, 0]:.9f}" == "0.082167041"
    assert f"{first.dW[0, 0]:.9f}" == "0.000438568"
    W1, W2 = (layer.W for layer in after.network.layers)
    assert [f"{w:.9f}" for w in W2.T.ravel()] == [
        "0.358916480",
        "0.408666186",
        "0.511301270",
        "0.561370121",
    ]
    assert [f"{w:.9f}" for w in W1.T.ravel()] == [
        "0.149780716",
        "0.199561432",
        "0.249751144",
        "0.299502287",
    ]
    # The calculation leaves the biases as they are.
    assert [layer.b.tolist() for layer in after.network.layers] == [[0.35, 0.35], [0.6, 0.6]]
    assert f"{after.train_loss:.9f}" == "0.291027774"


def test_the_worked_example_is_a_link() -> None:
    link = to_link(WORKED_EXAMPLE)
    assert from_link(link) == (WORKED_EXAMPLE, 0, ())
    assert len("&".join(f"{key}={value}" for key, value in link.items())) < 350


def test_all_samples_are_training_samples() -> None:
    rows = ((0.1, 0.2, 0.3, 0.4, 5.0), (1.0, -2.0, 0.0, 3.0, 0.0))
    run = Timeline(Experiment(dataset="by_hand", given_rows=rows, loss="squared_error", batch_size=1))
    np.testing.assert_array_equal(run.train.X, [[0.1, 0.2], [1.0, -2.0]])
    np.testing.assert_array_equal(run.train.Y, [[0.3, 0.4, 5.0], [0.0, 3.0, 0.0]])
    assert run.train.y.tolist() == [2, 1]
    assert not run.has_test
    assert run.experiment.sizes == (2, 4, 3)
    now = run.at(7)
    assert (now.test_loss, now.test_accuracy) == (now.train_loss, now.train_accuracy)
    assert Timeline(Experiment()).has_test


@pytest.mark.parametrize("rows", BAD)
def test_bad_samples_are_refused(rows: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"^given_rows must "):
        Experiment(dataset="by_hand", given_rows=rows)


@pytest.mark.parametrize("text", ODD)
def test_a_bad_text_is_named(text: str) -> None:
    experiment, _, ignored = from_link({"dataset": "by_hand", "given": text})
    assert experiment == Experiment(dataset="by_hand", loss="squared_error")
    assert [each.partition("=")[0] for each in ignored] == ["given", "objective"]


def test_cross_entropy_takes_one_hot_targets_alone() -> None:
    experiment, _, ignored = from_link({"dataset": "by_hand", "given": "1,2:0.5,0.7"})
    assert experiment.loss == "squared_error"
    assert ignored[0].startswith("objective=cross_entropy was ignored: ")
    for targets in ("0.3,0.7", "0,0", "1,1", "-1,1,1"):
        read = from_link({"dataset": "by_hand", "given": f"1,2:{targets}"})
        assert read[0].loss == "squared_error"
        assert read[2] == ignored
    assert from_link({"dataset": "by_hand", "given": "1,2:0,1,0;3,4:1,0,0"})[2] == ()
    with pytest.raises(ValueError, match="given_rows must have one-hot targets"):
        Timeline(Experiment(dataset="by_hand", given_rows=((1.0, 2.0, 0.5, 0.7),)))
