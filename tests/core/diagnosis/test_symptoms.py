"""What is measured of a run, against definitions written out and cases worked by hand."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Diagnosis, Experiment, Layer, Network, Timeline, backward, diagnose, forward
from core.diagnosis.scale import factor_per_layer
from core.diagnosis.symptoms import Symptoms, symptoms_at
from core.diagnosis.units import dead_since, dead_units, layers_alike
from core.run.training import Batches
from core.vital_signs.slices import finish
from tests.core.strategies import experiments

NOISY = Experiment(dataset="moons", samples=60, hidden=(3,), batch_size=5, l2=0.01)
DYING = Experiment(dataset="spiral", hidden=(8, 8), activation="relu", init="he", learning_rate=100)


def symptoms(timeline: Timeline, step: int) -> Symptoms:
    return finish(symptoms_at(timeline, step))


def test_a_constant_answer_loses_the_entropy_of_the_classes() -> None:
    assert symptoms(Timeline(Experiment()), 0).guess_loss == pytest.approx(math.log(2))
    three = symptoms(Timeline(Experiment(dataset="blobs", samples=300)), 0)
    assert three.guess_loss == pytest.approx(math.log(3))
    assert three.guess_accuracy == pytest.approx(1 / 3)


def test_the_noise_is_that_of_the_batches_of_an_epoch() -> None:
    timeline = Timeline(NOISY)
    noisy, train = symptoms(timeline, 50), timeline.train
    network, batches = timeline.at(50).network, Batches.of(NOISY, len(train.y))
    whole = flat(network, train.X, train.Y)
    first = 50 - 50 % batches.per_epoch
    drawn = [batches.at(step) for step in range(first, first + batches.per_epoch)]
    each = [flat(network, train.X[batch], train.Y[batch]) - whole for batch in drawn]
    square = np.mean([np.dot(difference, difference) for difference in each])
    assert noisy.noise == pytest.approx(math.sqrt(square) / np.linalg.norm(whole))
    assert noisy.gradient_norm == pytest.approx(np.linalg.norm(whole))


def flat(network: Network, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    gradients = backward(network, forward(network, X), Y, l2=NOISY.l2)
    return np.concatenate([np.append(layer.dW, layer.db) for layer in gradients.layers])


def test_the_path_of_the_loss_is_read_step_by_step() -> None:
    timeline = Timeline(DYING)
    seen = symptoms(timeline, 200)
    losses = [timeline.at(step).train_loss for step in range(168, 201)]
    np.testing.assert_array_equal(seen.recent, losses)
    assert seen.rises == sum(b > a for a, b in pairwise(losses)) / 32
    assert seen.swing == max(abs(b - a) for a, b in pairwise(losses))
    assert seen.peak == max(timeline.at(step).train_loss for step in range(201))


def test_the_fall_is_the_slope_on_two_log_axes() -> None:
    timeline = Timeline(Experiment(dataset="gaussians"))
    now, earlier = (timeline.at(step).train_loss for step in (1000, 900))
    slope = -(math.log(now) - math.log(earlier)) / (math.log(1000) - math.log(900))
    assert symptoms(timeline, 1000).fall == pytest.approx(slope, rel=0.15)


def test_the_fall_of_a_loss_that_swings_is_that_of_its_medians() -> None:
    timeline = Timeline(NOISY)
    before, last = (
        np.median([timeline.at(step).train_loss for step in range(begin, end)])
        for begin, end in ((51, 76), (76, 101))
    )
    slope = -(math.log(last) - math.log(before)) / (math.log(87.5) - math.log(62.5))
    assert symptoms(timeline, 100).fall == pytest.approx(slope)


def test_units_die_at_the_step_that_is_named() -> None:
    timeline = Timeline(DYING)
    for layer in (1, 2):
        since = finish(dead_since(timeline, 200, layer))
        dead = [dead_units(timeline.at(step).network, timeline.train.X, layer) for step in range(201)]
        assert since == next(step for step in range(201) if all(dead[200] <= each for each in dead[step:]))
        assert since > 0


@pytest.mark.parametrize(
    ("W1", "b1", "W2", "alike"),
    [
        ([[0.0, 0.0], [0.0, 0.0]], [0.0, 0.0], [[0.0], [0.0]], (1,)),
        ([[0.3, 0.3], [0.5, 0.5]], [0.1, 0.1], [[2.0], [2.0]], (1,)),
        ([[0.3, 0.3], [0.5, 0.5]], [0.1, 0.1], [[2.0], [2.1]], ()),
        ([[0.3, 0.3], [0.5, 0.5]], [0.1, 0.2], [[2.0], [2.0]], ()),
        ([[0.3, 0.4], [0.5, 0.5]], [0.1, 0.1], [[2.0], [2.0]], ()),
        ([[0.0], [0.0]], [0.0], [[0.0]], (1,)),
        ([[0.3], [0.0]], [0.0], [[0.0]], ()),
    ],
)
def test_units_are_alike_if_all_their_weights_are(
    W1: list[list[float]], b1: list[float], W2: list[list[float]], alike: tuple[int, ...]
) -> None:
    out = Layer(np.array(W2), np.zeros(1), "softmax")
    assert layers_alike(Network((Layer(np.array(W1), np.array(b1), "sigmoid"), out))) == alike


def test_the_factor_per_layer_is_that_of_the_backward_signal() -> None:
    now = Timeline(Experiment(hidden=(8, 8, 8, 8))).at(0)
    first, last = (np.linalg.norm(now.gradients.layers[i].dZ) for i in (0, -1))
    assert factor_per_layer(now) == pytest.approx((first / last) ** 0.25)
    assert factor_per_layer(Timeline(Experiment()).at(0)) is None


def test_a_penalty_that_overshoots_multiplies_the_weights_by_what_is_said() -> None:
    timeline = Timeline(Experiment(learning_rate=3, l2=1))
    before, after = (timeline.at(step).network.layers[0].W for step in (399, 400))
    assert "1 − lr · λ = −2 in each update" in diagnose(timeline, 400, budget=0)[0].sentence
    np.testing.assert_allclose(after / before, -2, rtol=1e-9)


@pytest.mark.filterwarnings("error")
@settings(max_examples=40, deadline=None)
@given(experiments(learning_rate=st.floats(1e-5, 100.0)), st.integers(0, 300))
def test_any_run_gets_a_finding(experiment: Experiment, step: int) -> None:
    findings = diagnose(Timeline(experiment), step, budget=0.1)
    assert findings
    assert all(math.isfinite(number.value) for finding in findings for number in finding.evidence)
    assert len({finding.kind for finding in findings}) == len(findings)
    quiet = {Diagnosis.LEARNED, Diagnosis.NOTHING_WRONG}
    assert len(findings) == 1 or not quiet & {finding.kind for finding in findings}
