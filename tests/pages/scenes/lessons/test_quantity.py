"""Quantities of runs: what they are, against core, and that any text is read or refused."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import Experiment, Timeline, unit_slopes
from pages.scenes.lessons.evaluation import holds, links_in, value_of
from pages.scenes.lessons.measured_run import changed_link, measured
from pages.scenes.lessons.quantity import read_condition, read_quantity

LINK = "dataset=circles&hidden=4,3&batch=7&lr=0.3&step=40"
EXPERIMENT = Experiment(hidden=(4, 3), batch_size=7, learning_rate=0.3)
NOW = Timeline(EXPERIMENT).at(40)
TRAIN = Timeline(EXPERIMENT).train


def value(text: str) -> float:
    return value_of(text, LINK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dW1[x2, unit 3]", NOW.gradients.layers[0].dW[1, 2]),
        ("W2[unit 4, unit 1]", NOW.network.layers[1].W[3, 0]),
        ("b3[class 1]", NOW.network.layers[2].b[1]),
        ("db2[unit 3]", NOW.gradients.layers[1].db[2]),
        ("norm2", NOW.norms[1]),
        ("train_loss", NOW.train_loss),
        ("test_accuracy", NOW.test_accuracy),
        ("n", 7.0),
        ("h1 * 10 + h2", 43.0),
        ("lr", 0.3),
        ("step", 40.0),
        ("2 - 3 - 4", -5.0),
        ("2 - 3 * 4 / (1 + 1)", -4.0),
        ("-lr", -0.3),
        ("sum(dZ3[class 0])", NOW.gradients.layers[2].db[0]),
        ("max(abs(W1))", np.abs(NOW.network.layers[0].W).max()),
        ("sum(A2[unit 2] * dZ3[class 1])", NOW.gradients.layers[2].dW[1, 1]),
        ("parameters", NOW.parameters.size),
    ],
)  # fmt: skip
def test_a_quantity_is_what_core_computes(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected, rel=1e-12)


def test_a_sample_is_named_by_its_place_in_the_training_set() -> None:
    at = int(NOW.batch[3])
    assert value(f"X[sample {at + 1}, x1]") == TRAIN.X[at, 0]
    absent = next(number for number in range(1, 100) if number - 1 not in NOW.batch)
    with pytest.raises(ValueError, match=f"X has no sample {absent}"):
        value(f"X[sample {absent}, x1]")


def test_the_derivative_of_the_activation_has_the_axes_of_z() -> None:
    link = "dataset=circles&step=40"
    slopes = unit_slopes(measured(link).snapshot.network, measured(link).timeline.train.X)
    assert value_of("mean(slope1[unit 2])", link) == pytest.approx(slopes[0][1])


def test_a_link_in_brackets_changes_the_run_for_one_name() -> None:
    later = Timeline(Experiment(hidden=(4, 3), batch_size=7, learning_rate=3.0)).at(60)
    assert value("train_loss(lr=3&step=60) / train_loss") == later.train_loss / NOW.train_loss
    assert links_in(read_quantity("train_loss(lr=3&step=60) / n"), LINK) == (
        changed_link(LINK, "lr=3&step=60"), LINK,
    )  # fmt: skip


def test_what_is_set_by_hand_is_added_to_what_is() -> None:
    link = "dataset=circles&edit=b1:1=2@0;b1:2=5@0"
    assert value_of("b1[unit 1](edit=b1:2=3@0) + b1[unit 2](edit=b1:2=3@0)", link) == 5.0


@pytest.mark.parametrize(
    ("text", "is_true"),
    [
        ("n = 7", True),
        ("n != 7", False),
        ("n > 7", False),
        ("n >= 7 and h2 < h1", True),
        ("sum(A3) = n", True),
        ("train_loss(step=0) > train_loss and n < 3", False),
    ],
)
def test_a_condition_holds_or_not(text: str, is_true: bool) -> None:
    assert holds(text, LINK) is is_true


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ends where a quantity is expected"),
        ("2 *", "ends where a quantity is expected"),
        ("(2", "lacks a closing bracket"),
        ("2 3", "cannot be read from “3” on"),
        ("dW1[x2, unit 3", "cannot be read"),
        ("sum 3", "sum needs a quantity in brackets"),
        ("W1[row 2]", "“row 2” is no place"),
        ("((((((((((((((((((((((1))))))))))))))))))))))", "too many brackets"),
        ("__import__", "cannot be read"),
        ("W9", "this run has no W9; it has n, d"),
        ("W1[class 1]", "W1 has no class of its own: it is features by units of layer 1"),
        ("W1[x3, unit 1]", "W1 has no x 3"),
        ("W1", "is 8 numbers; name one entry, or sum them"),
        ("W1 * W2", "do not fit together"),
        ("1 / 0", "is not a finite number"),
        ("log(0)", "is not a finite number"),
        ("loss(lr=much)", "lr=much was ignored"),
        ("loss(step=999999)", "steps up to 20000"),
        ("1 and 2", "cannot be read from “and 2” on"),
        ("and", "where a quantity is expected"),
    ],
)
def test_another_text_is_refused_with_the_reason(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", r"\(")):
        value(text)


@pytest.mark.parametrize("text", ["n", "n < 3 < 4", "W1 < W2", "n < 3 and"])
def test_a_condition_compares_two_numbers(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # one of several sentences
        holds(text, LINK)


WORDS = st.sampled_from(["sum", "(", ")", "[", "]", "W1", "x1", "unit 1", ",", "+", "-", "/", "*", "<", "=",
                         "and", "1", "0.5", "n", "(lr=3)", "{", "٣", "exp", " ", "9" * 30])  # fmt: skip


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (read_quantity, read_condition):
        with suppress(ValueError):
            read(text)
