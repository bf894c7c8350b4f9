"""The tuned run and the readable one: the same program written twice, the same numbers."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core import LOSSES, Experiment, Network, Timeline, reference_run
from tests.core.oracles import SHAPES, gap
from tests.core.strategies import divides_rounding, experiments, schedules

TOLERANCE = 1e-12
# Zero weights make some gradients cancel exactly; dividing by their own size, as rmsprop and
# adam do, would then compare rounding with rounding.
# Columns of more features make more of that rounding; the other tests have them.
started = experiments(init=st.sampled_from(["normal", "xavier", "he"]), features=st.just(()))
early = st.integers(1, 5)
fixed = settings(deadline=None, max_examples=150, derandomize=True)


def assert_same(a: Network, b: Network, floor: float = 0.0) -> None:
    for left, right in zip(a.layers, b.layers, strict=True):
        assert left.activation == right.activation
        mine = np.concatenate([left.W, left.b[None]])
        theirs = np.concatenate([right.W, right.b[None]])
        assert gap(mine, theirs) <= TOLERANCE or np.abs(mine - theirs).max() <= floor


@fixed
@given(started, early)
def test_a_few_steps_of_anything(experiment: Experiment, steps: int) -> None:
    # Where samples cancel, a gradient is pure rounding, some 1e-17; rmsprop and adam divide it by
    # their epsilon of 1e-8 and step by rate * 1e-9.
    adaptive = experiment.optimizer in ("rmsprop", "adam")
    floor = 1e-9 * max(experiment.values_of("learning_rate")) if adaptive else 1e-15
    run = Timeline(experiment)
    assume(not divides_rounding(run, steps))
    assert_same(run.at(steps).network, reference_run(experiment, steps), floor)


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
@pytest.mark.parametrize(("activation", "depth"), SHAPES)
@pytest.mark.parametrize(("dataset", "batch_size"), [("moons", None), ("arms", 7)])
def test_every_kind_of_step(
    optimizer: str, activation: str, depth: int, dataset: str, batch_size: int | None, loss: str
) -> None:
    experiment = Experiment(
        dataset=dataset, samples=60, hidden=(4, 3, 5, 4)[:depth], activation=activation,
        optimizer=optimizer, learning_rate=0.05, batch_size=batch_size, l2=0.01, l1=0.003,
        features=("x1sq", "x1x2") if batch_size else (),
        loss=loss,
        schedule=((2, 0.03),),
        batch_schedule=((2, batch_size and 11), (4, None if batch_size else 9)),
        l2_schedule=((3, 0.0), (4, 0.05)), l1_schedule=((1, 0.0), (4, 0.02)),
    )  # fmt: skip
    for steps in (1, 3, 5):
        assert_same(Timeline(experiment).at(steps).network, reference_run(experiment, steps))


# The sign of a weight that is only rounding is rounding: with zeros an L1 penalty would compare that.
@fixed
@given(
    experiments(optimizer=st.just("sgd"), schedule=schedules, l1=st.just(0.0), l1_schedule=st.just(())),
    early,
)
def test_plain_descent_from_any_start_zeros_too(experiment: Experiment, steps: int) -> None:
    assert_same(Timeline(experiment).at(steps).network, reference_run(experiment, steps), floor=1e-15)


def test_they_start_from_the_same_place() -> None:
    experiment = Experiment(seed=3)
    for a, b in zip(
        Timeline(experiment).at(0).network.layers,
        reference_run(experiment, 0).layers,
        strict=True,
    ):
        np.testing.assert_array_equal(a.W, b.W)


def test_they_stay_together_for_several_epochs() -> None:
    experiment = Experiment(samples=40, batch_size=8, l2=0.001, learning_rate=0.1)
    for steps in (10, 20, 40):
        mine, theirs = Timeline(experiment).at(steps).network, reference_run(experiment, steps)
        for a, b in zip(mine.layers, theirs.layers, strict=True):
            assert gap(a.W, b.W) < 1e-10
