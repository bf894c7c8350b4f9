"""A run ends at its last finite step: a function of the run, whatever was asked before, and true."""

import os

import numpy as np
import pytest

from core import LAST_STEP, Experiment, Snapshot, Timeline
from tests.core.run.violent import HORIZON, true_ends, violent

# 200 take some 15 seconds.
RUNS, AT_ONCE = int(os.environ.get("VIOLENT_RUNS", "60")), 20
# Ended at step 96 or at 92, as it was asked.
WAVERING = Experiment(
    dataset="blobs", samples=20, hidden=(1, 1), activation="relu", optimizer="momentum",
    learning_rate=30, l2=0.5, batch_size=1, seed=683, data_seed=5071,
)  # fmt: skip
GROWING = Experiment(learning_rate=3, l2=1)


def assert_finite(snapshot: Snapshot, end: int, asked: int) -> None:
    assert snapshot.step == min(asked, end)
    assert (snapshot.divergence is not None) == (asked > end)
    assert np.isfinite(snapshot.row).all()
    assert np.isfinite(snapshot.parameters).all()
    assert np.isfinite(snapshot.gradient).all()


def ask(run: Timeline, end: int, rng: np.random.Generator) -> None:
    """Ask a run for something near or before its end, or beyond."""
    step = int(rng.integers(min(end, HORIZON) + 20))
    match rng.integers(5):
        case 0:
            assert_finite(run.at(step), end, step)
        case 1:
            steps = sorted(int(each) for each in rng.integers(step + 1, size=5))
            for asked, snapshot in zip(steps, run.walk(steps), strict=True):
                assert_finite(snapshot, end, asked)
        case 2:
            reached = run.approach(step, most=50)
            assert reached <= step
        case 3:
            history = run.history(step)
            assert history[-1, 0] == min(step, end)
            assert np.isfinite(history).all()
        case _:
            step = max(step, 1)
            changed = run.experiment.with_rate_from(step, 0.5)
            fork, fresh = run.fork(changed, step), Timeline(changed)
            there = min(step + 30, HORIZON)
            assert fork.at(there).step == fresh.at(there).step
            assert fork.divergence == fresh.divergence


def assert_ends(experiment: Experiment, seed: int) -> bool:
    """Check a run's end, asked for in several orders; return whether it ends."""
    fresh = Timeline(experiment)
    may, must = true_ends(experiment)
    end = fresh.at(HORIZON).step
    assert end == must or end in may, (experiment, fresh.divergence)
    ends = fresh.divergence is not None
    if not ends:
        end = LAST_STEP
    history = fresh.history(HORIZON)
    assert np.isfinite(history).all()
    for order in range(2):
        rng, run = np.random.default_rng((seed, order)), Timeline(experiment)
        for _ in range(3):
            ask(run, end, rng)
        run.at(HORIZON)
        assert run.divergence == fresh.divergence
        np.testing.assert_array_equal(run.history(HORIZON), history)
    return ends


@pytest.mark.parametrize("first", range(0, RUNS, AT_ONCE))
def test_violent_runs_asked_in_random_orders(first: int) -> None:
    ended = [assert_ends(violent(seed), seed) for seed in range(first, first + AT_ONCE)]
    assert sum(ended) > AT_ONCE / 2


def test_the_end_does_not_depend_on_what_was_asked() -> None:
    straight, stepped, walked, first = (Timeline(WAVERING) for _ in range(4))
    straight.at(200)
    for step in range(110):
        stepped.at(step)
    walked.walk(range(0, 200, 7))
    first.at(37)
    first.history(180)
    ends = {run.divergence for run in (straight, stepped, walked, first)}
    assert len(ends) == 1
    assert None not in ends


def test_a_run_goes_on_while_everything_is_finite() -> None:
    run = Timeline(GROWING)
    # Each update doubles the weights and turns their sign.
    assert run.at(1015).divergence is None
    end = run.at(LAST_STEP)
    assert end.divergence is not None
    assert 1015 < end.step < 1030
    assert np.abs(end.parameters).max() > 2.0**1020
    assert np.isfinite(run.history(end.step)).all()
    assert end.divergence.quantity in ("W", "Z")
