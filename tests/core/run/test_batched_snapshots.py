"""Steps measured in a stack are what each is alone, to the last bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import Experiment, Timeline
from core.run import batched_snapshots as measuring
from core.run.batched_snapshots import measure_rows
from tests.core.strategies import experiments

STEPS = [0, 1, 2, 5, 17, 18, 40]


def assert_same(experiment: Experiment, steps: list[int]) -> None:
    run = Timeline(experiment)
    snapshots = {step: run.at(step) for step in steps}
    thetas = {step: snapshot.parameters for step, snapshot in snapshots.items()}
    measured = measure_rows(experiment, thetas, train=run.train, test=run.test)
    assert measured.keys() == snapshots.keys()
    for walked, (step, alone) in zip(Timeline(experiment).walk(steps), snapshots.items(), strict=True):
        np.testing.assert_array_equal(measured[step], alone.row)
        for name in ("row", "norms", "parameters", "gradient", "update", "batch"):
            np.testing.assert_array_equal(getattr(walked, name), getattr(alone, name))
        for mine, theirs in zip(walked.gradients.layers, alone.gradients.layers, strict=True):
            np.testing.assert_array_equal(mine.dZ, theirs.dZ)
            np.testing.assert_array_equal(mine.dA, theirs.dA)


@settings(deadline=None)
@given(experiments(), st.lists(st.integers(0, 60), min_size=1, max_size=5, unique=True).map(sorted))
def test_a_stack_is_measured_as_each_alone(experiment: Experiment, steps: list[int]) -> None:
    with np.errstate(all="ignore"):
        end = Timeline(experiment).at(steps[-1]).step
        assert_same(experiment, [step for step in steps if step <= end] or [0])


@pytest.mark.parametrize("hidden", [(), (1,), (16,), (8, 8), (3, 5, 7)])
@pytest.mark.parametrize("batch_size", [None, 1, 12])
@pytest.mark.parametrize("dataset", ["circles", "blobs"])
def test_it_holds_for_all_sizes(hidden: tuple[int, ...], batch_size: int | None, dataset: str) -> None:
    assert_same(Experiment(dataset=dataset, hidden=hidden, batch_size=batch_size, l2=0.01), STEPS)


def test_it_holds_when_a_stack_does_not_take_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "_NUMBERS", 200 * 4 * 3)
    assert_same(Experiment(batch_size=12), STEPS)


@pytest.mark.parametrize("batch_size", [None, 12])
def test_it_holds_where_a_gradient_is_only_roundoff(batch_size: int | None) -> None:
    assert_same(Experiment(init="zeros", hidden=(4, 4), batch_size=batch_size), STEPS)
