"""The vital signs of layers, against the formulae and cases worked by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ACTIVATIONS, Experiment, Layer, Network, Timeline, layer_signs, unit_slopes
from core.run.training import reference_run
from core.vital_signs.layers import SATURATED_BELOW, update_ratio
from tests.core.oracles import SLOPES, pre_activations, weights_of
from tests.core.strategies import experiments


def one_layer(biases: list[float], activation: str) -> Network:
    """Return a network of one input whose hidden units have weight 1 and these biases."""
    h = len(biases)
    hidden = Layer(np.ones((1, h)), np.array(biases), activation)
    return Network((hidden, Layer(np.ones((h, 2)), np.zeros(2), "softmax")))


@settings(max_examples=40)
@given(experiments(edits=st.just(())))  # an edit moves a weight, but is no update
def test_every_sign_is_what_its_formula_says(experiment: Experiment) -> None:
    run = Timeline(experiment)
    now = run.at(3)
    signs = layer_signs(now, run.train)
    Z = pre_activations(weights_of(now.network), experiment.activation, run.train.X)
    after = reference_run(experiment, now.step + 1)
    assert len(signs) == len(now.network.layers)
    for i, (layer, sign) in enumerate(zip(now.network.layers, signs, strict=True)):
        own = now.gradients.layers[i]
        assert sign.gradient_norm == pytest.approx(
            math.sqrt((own.dW**2).sum() + (own.db**2).sum()), rel=1e-12
        )
        size = math.sqrt((layer.W**2).sum())
        # Zero weights move by round-off: RMSProp and Adam divide it by its own size, L1 takes its sign.
        is_amplified = experiment.optimizer in ("rmsprop", "adam") or experiment.l1 > 0
        is_roundoff = experiment.init == "zeros" and is_amplified
        if size > 1e-9 and not is_roundoff:
            moved = math.sqrt(((after.layers[i].W - layer.W) ** 2).sum())
            assert sign.update_ratio == pytest.approx(moved / size, rel=1e-6, abs=1e-13)
        if i == len(signs) - 1:
            assert (sign.saturated, sign.dead, sign.mean_slope) == (None, None, None)
        else:
            slopes = SLOPES[experiment.activation](Z[i])
            steepest = {"sigmoid": 0.25}.get(experiment.activation, 1.0)
            assert sign.saturated == np.mean(slopes.mean(axis=0) < 0.05 * steepest)
            assert sign.dead == np.mean((slopes == 0).all(axis=0))
            assert sign.mean_slope == pytest.approx(slopes.mean(), rel=1e-12)


def test_relu_units_by_hand() -> None:
    """Of 40 samples −20 … 19, units with these biases are active on 39, 19, 1 and none."""
    X = np.arange(-20.0, 20.0)[:, None]
    slopes = unit_slopes(one_layer([19.5, -0.5, -18.5, -19.0], "relu"), X)
    np.testing.assert_array_equal(slopes[0], np.array([39, 19, 1, 0]) / 40)


def test_sigmoid_units_by_hand() -> None:
    """At Z = 0 the slope is ¼; at Z = ±6 it is 0.00247, 1 % of that; at 800 it is 0 in floats."""
    X = np.zeros((2, 1))
    run = Timeline(Experiment())
    network = one_layer([0.0, 6.0, -6.0, 800.0], "sigmoid")
    now = replace(run.at(0), network=network, update=np.zeros(18))
    hidden, _ = layer_signs(now, replace(run.train, X=X))
    assert (hidden.saturated, hidden.dead) == (0.75, 0.25)
    assert hidden.mean_slope == pytest.approx((0.25 + 2 * 0.002466509) / 4, rel=1e-6)


def test_a_unit_that_switches_between_both_ends_is_saturated_by_its_mean() -> None:
    """Saturated on 39 of 40 samples, ¼ on one: the mean is half of the limit."""
    X = np.array([[-300.0], [0.0], *[[300.0]] * 38])
    (slopes,) = unit_slopes(one_layer([0.0], "sigmoid"), X)
    assert slopes[0] == 0.25 / 40 < SATURATED_BELOW * ACTIVATIONS["sigmoid"].steepest


def test_the_ratio_of_zero_weights() -> None:
    zeros, ones = np.zeros((2, 2)), np.ones((2, 2))
    assert update_ratio(zeros, ones) == math.inf
    assert update_ratio(zeros, zeros) == 0.0
    assert update_ratio(ones, zeros) == 0.0
    signs = layer_signs((run := Timeline(Experiment(init="zeros", batch_size=3))).at(0), run.train)
    assert [sign.update_ratio for sign in signs] == [0.0, math.inf]


def test_huge_weights_do_not_overflow() -> None:
    assert update_ratio(np.full((3, 3), 1e200), np.full((3, 3), 1e190)) == pytest.approx(1e-10, rel=1e-14)


def test_signs_are_of_all_training_samples_whatever_the_batch() -> None:
    experiment = Experiment(batch_size=5, activation="relu", hidden=(8,))
    run = Timeline(experiment)
    whole = Timeline(replace(experiment, batch_size=None))
    mini, full = layer_signs(run.at(0), run.train)[0], layer_signs(whole.at(0), whole.train)[0]
    assert (mini.saturated, mini.dead, mini.mean_slope) == (full.saturated, full.dead, full.mean_slope)
    assert mini.gradient_norm != full.gradient_norm
