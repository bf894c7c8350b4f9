"""The history: a thinned record whose every row is a snapshot's own numbers."""

import numpy as np
import pytest

from core import HISTORY_ROWS, Experiment, Snapshot, Timeline
from tests.core.oracles import Array

EXPERIMENT = Experiment(
    dataset="blobs", samples=40, hidden=(3, 3), activation="tanh", batch_size=10, learning_rate=0.1
)
# Where the spacing doubles: just before, at, and just after.
AROUND = [HISTORY_ROWS * k + d for k in (1, 2, 4) for d in (-1, 0, 1)]


def expected_steps(step: int) -> list[int]:
    gap = 1
    while step / gap > HISTORY_ROWS:
        gap *= 2
    multiples = [*range(0, step + 1, gap)]
    return sorted({*multiples, *(at - 1 for at in multiples if at), step})


def row(now: Snapshot) -> list[float]:
    norms = [float(np.sqrt((layer.dW**2).sum() + (layer.db**2).sum())) for layer in now.gradients.layers]
    scalars = [now.train_loss, now.test_loss, now.train_accuracy, now.test_accuracy]
    return [float(now.step), *scalars, *norms]


def assert_rows(run: Timeline, history: Array) -> None:
    for line in history[:: max(1, len(history) // 25)]:
        np.testing.assert_allclose(line, row(run.at(int(line[0]))), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("step", [0, 1, 2, *AROUND, 3001])
def test_the_rows_follow_the_rule(step: int) -> None:
    history = Timeline(EXPERIMENT).history(step)
    assert history[:, 0].tolist() == expected_steps(step)
    assert history.shape[1] == 5 + 3
    assert len(history) <= 2 * HISTORY_ROWS + 1


@pytest.mark.parametrize("step", [0, 3, 600, 2049])
def test_every_row_is_the_snapshot_of_its_step(step: int) -> None:
    assert_rows(Timeline(EXPERIMENT), Timeline(EXPERIMENT).history(step))


def test_a_loss_that_swings_with_every_step_is_seen_to_swing() -> None:
    run = Timeline(Experiment(hidden=(8,), activation="relu", learning_rate=70.0))
    every = np.array([run.at(step).train_loss for step in range(400, 521)])
    assert np.abs(np.diff(every)).min() > 0.2 * np.ptp(every)
    history = run.history(520)
    kept = history[history[:, 0] >= 400, 1]
    assert len(kept) < len(every) / 2
    assert np.ptp(kept) > 0.9 * np.ptp(every)


def test_the_order_of_asking_does_not_matter() -> None:
    steps = [700, 3, 2000, *AROUND, 0, 1999, 2000, 700]
    run = Timeline(EXPERIMENT)
    for step in steps:
        np.testing.assert_array_equal(run.history(step), Timeline(EXPERIMENT).history(step))


def test_a_history_handed_out_is_nobody_elses() -> None:
    run = Timeline(EXPERIMENT)
    first = run.history(20)
    kept = first.copy()
    if first.flags.writeable:
        first[:] = -1.0
    np.testing.assert_array_equal(run.history(20), kept)
