"""Two losses, one sample: the numbers of the table are those of the sample, for any run."""

import re
from html import unescape

import numpy as np
import pytest

from core import Experiment, Timeline
from pages.figures.words import fmt
from pages.scenes.one_step import OneStepChoices
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.phrases import farthest
from pages.scenes.one_step.two_losses import two_losses
from tests.browser.journeys import sums
from tests.pages.by_hand import Array, every_run

ROW = re.compile(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>')


def row(values: Array) -> str:
    return f"({', '.join(fmt(value) for value in values)})"


@every_run
@pytest.mark.parametrize("step", [0, 37])
def test_the_numbers_are_those_of_the_sample_with_the_largest_error(
    experiment: Experiment, step: int
) -> None:
    inspected = InspectedStep(Timeline(experiment), step, OneStepChoices())
    text = unescape(two_losses(inspected))
    found = re.search(r"<p>Sample (\d+) is of class (\d+);", text)
    assert found
    at = [index + 1 for index in inspected.chosen.tolist()].index(int(found[1]))
    last, Y = inspected.depth, inspected.values("Y")
    errors = np.abs(inspected.values(f"A{last}") - Y)
    assert errors[at].max() == pytest.approx(errors.max(), rel=1e-9)
    Z, y = inspected.values(f"Z{last}")[at], Y[at]
    assert int(found[2]) == int(y.argmax())
    P, A = np.exp(Z) / np.exp(Z).sum(), 1 / (1 + np.exp(-Z))
    rows = {name: (ours, theirs) for name, ours, theirs in ROW.findall(text)}
    slope, left = A * (1 - A), (A - y) * A * (1 - A)
    wanted = [(Z, Z), (P, A), (P - y, A - y), (None, slope), (P - y, left)]
    for cells, pair in zip(rows.values(), wanted, strict=False):
        for cell, values in zip(cells, pair, strict=True):
            assert cell == ("cancels" if values is None else row(values))
    product = re.search(r"sigmoid: (.*?) = (\S+)\. ", text)
    assert product
    assert sums.adds_up(f"{product[1]} = {product[2]}")
    c = int(farthest(inspected.values(f"A{last}")[at] - y))
    how_many = abs((P - y)[c] / left[c])
    said = f"Cross-entropy's gradient is {fmt(how_many, 2)} times as large."
    assert (said in text) == (how_many > 1 and fmt(how_many, 2) != "1")


def test_the_squared_error_may_have_the_larger_gradient() -> None:
    rows, edits = ((0.5, 0.5, 1.0, 0.0),), ((0, "b1:1", -0.7), (0, "b1:2", -4.0))
    run = Experiment(dataset="by_hand", given_rows=rows, hidden=(), init="zeros", edits=edits)
    text = two_losses(InspectedStep(Timeline(run), 0, OneStepChoices()))
    assert "times" not in text
    assert "it has the largest error of the inspected samples" in text


def test_a_confident_mistake_is_called_one() -> None:
    run = Experiment(dataset="circles", learning_rate=10.0)
    inspected = InspectedStep(Timeline(run), 300, OneStepChoices(whole="yes"))
    text = two_losses(inspected)
    assert "The network prefers a wrong class here" in text
    ratio = re.search(r"Cross-entropy's gradient is (\S+) times as large\.", text)
    assert ratio
    assert sums.evaluate(ratio[1]) > 4
