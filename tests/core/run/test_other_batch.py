"""Another batch: with the run's own samples it is the run's own step, with others it is theirs."""

import numpy as np
import pytest

from core import Experiment, Timeline, backward, forward
from core.run import other_batch
from core.run.optimizers import OPTIMIZERS
from core.run.other_batch import with_batch


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_run_s_own_batch_makes_the_run_s_own_step(optimizer: str) -> None:
    run = Experiment(
        optimizer=optimizer, batch_size=10, learning_rate=0.05, l2=0.01, frozen=(("W1", 3, None),)
    )
    timeline = Timeline(run)
    own = timeline.at(7)
    now, after = with_batch(timeline, 7, own.batch)
    assert after is not None
    np.testing.assert_array_equal(now.update, own.update)
    np.testing.assert_allclose(after.parameters, Timeline(run).at(8).parameters, rtol=1e-12)
    assert after.train_loss == pytest.approx(timeline.at(8).train_loss, rel=1e-12)


def test_the_update_is_that_of_the_samples_chosen_and_the_run_stays_as_it_is() -> None:
    timeline = Timeline(Experiment(learning_rate=0.5))
    own, chosen = timeline.at(40), np.array([5, 80, 3])
    now, after = with_batch(timeline, 40, chosen)
    X, Y = timeline.train.X[chosen], timeline.train.Y[chosen]
    made = backward(own.network, forward(own.network, X), Y)
    assert after is not None
    for at, (dW, db) in enumerate((layer.dW, layer.db) for layer in made.layers):
        old, new = own.network.layers[at], after.network.layers[at]
        np.testing.assert_allclose(new.W, old.W - 0.5 * dW, rtol=1e-12)
        np.testing.assert_allclose(new.b, old.b - 0.5 * db, rtol=1e-12)
    assert now.train_loss == own.train_loss
    assert now.batch.tolist() == [5, 80, 3]
    np.testing.assert_array_equal(timeline.at(40).update, own.update)
    np.testing.assert_array_equal(
        timeline.at(41).parameters, Timeline(timeline.experiment).at(41).parameters
    )


def test_it_ends_where_the_update_overflows_and_at_the_last_step(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Experiment(learning_rate=100, activation="relu", hidden=(8, 8), l2=1)
    timeline = Timeline(run)
    end = timeline.at(1000)
    assert end.divergence
    now, after = with_batch(timeline, 1000, np.array([0]))
    assert now.step == end.step
    assert after is None
    monkeypatch.setattr(other_batch, "LAST_STEP", 5)
    assert with_batch(Timeline(Experiment()), 5, np.array([0]))[1] is None
