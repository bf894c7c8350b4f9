import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.figures import alternatives
from pages.figures.words import fmt, listed, percent, short, sub

_BACK = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def read(text):
    return float(text.translate(_BACK).replace("×10", "e"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (-0.0123456, "−0.01235"),
        (123.456, "123.5"),
        (99999.6, "100000"),
        (1e-5, "1×10⁻⁵"),
        (-2.5e7, "−2.5×10⁷"),
        (float("nan"), "not a number"),
        (float("-inf"), "−∞"),
        (9.9999e-5, "0.0001"),
    ],
)
def test_fmt(value, text):
    assert fmt(value) == text


@given(st.floats(-1e12, 1e12).filter(lambda v: abs(v) > 1e-12))
def test_fmt_keeps_four_digits(value):
    assert read(fmt(value)) == pytest.approx(value, rel=5.01e-4)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_fmt_never_writes_a_hyphen(value):
    assert "-" not in fmt(value)


def test_small_words():
    assert short(0.0123456) == "0.012"
    assert percent(0.985) == "98.5\u00a0%"
    assert percent(1) == "100\u00a0%"
    assert sub("x", 12) == "x₁₂"
    assert [listed(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_alternatives_say_the_numbers():
    text = alternatives.alt_decision(
        step=7, n_classes=2, train_accuracy=0.9, test_accuracy=0.8, shares=[0.25, 0.75]
    )
    assert "step 7" in text
    assert "class 0 25\u00a0% and class 1 75\u00a0%" in text
    assert re.search(r"90\s% .* 80\s%", text)
    text = alternatives.alt_curves(
        step=3, train_loss=0.5, test_loss=0.6, train_accuracy=1, test_accuracy=0.5
    )
    assert "0.5 on training data, 0.6 on test data" in text
    assert "layer 2 0.25" in alternatives.alt_norms(step=1, values=[1, 0.25])


def test_alternatives_of_vital_signs_say_the_numbers():
    assert alternatives.alt_ratios(step=5, values=[0.001, math.inf]) == (
        "Update ratio ‖ΔW‖/‖W‖ at step 5: layer 1 0.001 and layer 2 ∞."
    )
    shares = alternatives.alt_saturation(step=5, saturated=[0.5, 1], dead=[0, 0.25]).replace("\u00a0", " ")
    assert shares == (
        "Saturated units at step 5: layer 1 50 % and layer 2 100 %. "
        "Dead units: layer 1 0 % and layer 2 25 %."
    )
    assert "no hidden layer" in alternatives.alt_saturation(step=5, saturated=[], dead=[])
    known = alternatives.alt_sharpness(step=5, sharpness=0.85, threshold=2.0, named="2/lr")
    assert known == "The sharpness at step 5 is 0.85; an update overshoots beyond 2/lr = 2."
    unknown = alternatives.alt_sharpness(
        step=5, sharpness=math.nan, threshold=math.nan, named="none is known"
    )
    assert unknown == "The sharpness at step 5 overflows; none is known."


def test_alternatives_name_the_largest_entry():
    M = np.array([[0.1, -3.0], [2.0, 0.0]])
    text = alternatives.alt_heatmaps(step=1, names=["dW1"], matrices=[M])
    assert "dW1: the largest entry in absolute value is −3, in row 1, column 2." in text
    text = alternatives.alt_network(step=1, widths=(2, 2), weights=[M])
    assert "layers of 2 and 2 units" in text
    assert " W1: the largest" in text
    assert " dW1: the largest" in alternatives.alt_network(step=1, widths=(2, 2), weights=[M], symbol="dW")
