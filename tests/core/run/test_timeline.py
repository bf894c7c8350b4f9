"""A run is a pure function: the same step is the same snapshot, however it was reached."""

import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core import LAST_STEP, Experiment, Snapshot, Timeline
from core.run import timeline as timelines
from tests.core.oracles import Array, Case, gap, gradients_of, loss_from, pre_activations, weights_of

MINI = Experiment(
    dataset="moons", samples=60, hidden=(5,), activation="tanh", optimizer="adam",
    learning_rate=0.02, batch_size=8, l2=0.001,
)  # fmt: skip
SHRUNK = Experiment(samples=40, learning_rate=10.0, l2=1.0)
WILD = Experiment(samples=40, hidden=(8, 8), activation="relu", init="normal", learning_rate=10.0, l2=0.5)
FULL = Experiment(dataset="arms", samples=60, hidden=(4, 3), optimizer="momentum")
SCALARS = ("step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")


def arrays(snapshot: Snapshot) -> list[Array]:
    layers = zip(snapshot.network.layers, snapshot.gradients.layers, snapshot.updates, strict=True)
    found: list[Array] = [snapshot.batch.astype(float)]
    for layer, grad, update in layers:
        found += [layer.W, layer.b, grad.dW, grad.db, grad.dZ, grad.dA, *update]
    return found


def assert_identical(a: Snapshot, b: Snapshot) -> None:
    for name in (*SCALARS, "learning_rate", "divergence"):
        assert getattr(a, name) == getattr(b, name), name
    for left, right in zip(arrays(a), arrays(b), strict=True):
        np.testing.assert_array_equal(left, right)


def as_case(run: Timeline, now: Snapshot, rows: NDArray[np.integer[Any]]) -> Case:
    weights, data = weights_of(now.network), run.train
    return Case(weights, run.experiment.activation, data.X[rows], data.y[rows])


@pytest.mark.parametrize("experiment", [MINI, FULL], ids=["mini-batches", "full batch"])
def test_a_change_of_rate_is_met_from_wherever_the_run_stands(experiment: Experiment) -> None:
    changing = replace(experiment, schedule=((302, 0.5), (303, 0.125), (313, 0.25)))
    straight = Timeline(changing).at(320)
    # So late that rows are thinned, and a run goes several steps without stopping.
    for pause in range(299, 315):
        run = Timeline(changing)
        run.at(pause)
        assert_identical(run.at(320), straight)


@pytest.mark.parametrize("experiment", [MINI, FULL], ids=["mini-batches", "full batch"])
def test_the_order_of_asking_does_not_matter(experiment: Experiment) -> None:
    steps = [0, 1, 2, 3, 63, 64, 65, 127, 500, 999, 1000, 1001]
    fresh = {step: Timeline(experiment).at(step) for step in steps}
    rng, run = np.random.default_rng(0), Timeline(experiment)
    for step in rng.permutation(np.repeat(steps, 3)):
        assert_identical(run.at(int(step)), fresh[int(step)])


def test_stepping_back_is_stepping_forward_backwards() -> None:
    run, other = Timeline(MINI), Timeline(MINI)
    forwards = [run.at(step) for step in range(150)]
    for snapshot in reversed(forwards):
        assert_identical(other.at(snapshot.step), snapshot)


def test_a_snapshot_stays_as_it_was() -> None:
    run = Timeline(MINI)
    kept = run.at(10)
    copies = [array.copy() for array in arrays(kept)]
    run.at(400)
    run.at(11)
    for before, after in zip(copies, arrays(kept), strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("experiment", [MINI, FULL], ids=["mini-batches", "full batch"])
@pytest.mark.parametrize("step", [0, 1, 7, 200])
def test_a_snapshot_says_what_is_true_of_its_network(experiment: Experiment, step: int) -> None:
    run = Timeline(experiment)
    now = run.at(step)
    for data, loss, accuracy in (
        (run.train, now.train_loss, now.train_accuracy),
        (run.test, now.test_loss, now.test_accuracy),
    ):
        whole = Case(weights_of(now.network), experiment.activation, data.X, data.y)
        Z = pre_activations(whole.weights, whole.activation, whole.X)
        assert loss == pytest.approx(loss_from(whole, Z[0], 0), rel=1e-12)
        assert accuracy == pytest.approx(np.mean(Z[-1].argmax(axis=1) == data.y), rel=1e-15)
    expected = gradients_of(as_case(run, now, now.batch), experiment.l2, experiment.l1)
    for layer, (dW, db) in zip(now.gradients.layers, expected, strict=True):
        assert gap(layer.dW, dW) < 1e-11
        assert gap(layer.db, db) < 1e-11


def test_plain_descent_is_followed_step_by_step() -> None:
    experiment = replace(MINI, optimizer="sgd", learning_rate=0.3, l2=0.01)
    run = Timeline(experiment)
    weights = weights_of(run.at(0).network)
    for step in range(60):
        rows = run.at(step).batch
        batch = Case(weights, "tanh", run.train.X[rows], run.train.y[rows])
        slopes = zip(weights, gradients_of(batch, 0.01), strict=True)
        weights = [(W - 0.3 * dW, b - 0.3 * db) for (W, b), (dW, db) in slopes]
    for (W, b), layer in zip(weights, run.at(60).network.layers, strict=True):
        assert gap(W, layer.W) < 1e-11
        assert gap(b, layer.b) < 1e-11


def test_a_schedule_takes_effect_exactly_at_its_step() -> None:
    plain = Timeline(replace(MINI, optimizer="sgd", learning_rate=0.25))
    changed = Timeline(
        replace(MINI, optimizer="sgd", learning_rate=0.25, schedule=((70, 0.5), (90, 0.125)))
    )
    for step in (0, 69):
        assert_identical(plain.at(step), changed.at(step))
    before, after = plain.at(70), changed.at(70)
    assert [changed.at(s).learning_rate for s in (69, 70, 89, 90)] == [0.25, 0.5, 0.5, 0.125]
    for a, b in zip(before.network.layers, after.network.layers, strict=True):
        np.testing.assert_array_equal(a.W, b.W)
    for (dW, db), (eW, eb) in zip(before.updates, after.updates, strict=True):
        np.testing.assert_allclose(2 * dW, eW, rtol=1e-13)
        np.testing.assert_allclose(2 * db, eb, rtol=1e-13)
    assert not np.array_equal(plain.at(71).network.layers[0].W, changed.at(71).network.layers[0].W)


@pytest.mark.parametrize("batch_size", [1, 8, 10])
def test_an_epoch_visits_every_sample_once_in_an_order_of_its_own(batch_size: int) -> None:
    run = Timeline(replace(MINI, batch_size=batch_size))
    n = len(run.train.y)
    per_epoch = -(-n // batch_size)
    orders = []
    for epoch in range(3):
        now = [run.at(epoch * per_epoch + i) for i in range(per_epoch)]
        assert {s.epoch for s in now} == {epoch}
        assert [len(s.batch) for s in now[:-1]] == [batch_size] * (per_epoch - 1)
        assert len(now[-1].batch) == n - batch_size * (per_epoch - 1)
        orders.append(np.concatenate([s.batch for s in now]))
        np.testing.assert_array_equal(np.sort(orders[-1]), np.arange(n))
    assert not np.array_equal(orders[0], orders[1])
    assert not np.array_equal(orders[1], orders[2])
    assert not np.array_equal(orders[0], np.arange(n))


def test_a_full_batch_is_every_sample_and_an_epoch() -> None:
    run = Timeline(FULL)
    for step in (0, 1, 40):
        now = run.at(step)
        np.testing.assert_array_equal(np.sort(now.batch), np.arange(len(run.train.y)))
        assert now.epoch == now.step == step


def test_the_seed_moves_weights_and_batches_but_no_data() -> None:
    one, two = Timeline(MINI), Timeline(replace(MINI, seed=MINI.seed + 1))
    np.testing.assert_array_equal(one.train.X, two.train.X)
    np.testing.assert_array_equal(one.test.X, two.test.X)
    np.testing.assert_array_equal(one.train.y, two.train.y)
    a, b = one.at(0), two.at(0)
    assert not np.array_equal(a.network.layers[0].W, b.network.layers[0].W)
    assert not np.array_equal(a.batch, b.batch)


@pytest.mark.parametrize(
    "change",
    [{"data_seed": 7}, {"noise": 0.3}, {"samples": 90}, {"batch_size": 4}, {"learning_rate": 1.0}],
    ids=lambda change: next(iter(change)),
)
def test_weights_at_the_start_depend_on_the_seed_alone(change: dict[str, Any]) -> None:
    one, two = Timeline(MINI), Timeline(replace(MINI, **change))
    for a, b in zip(one.at(0).network.layers, two.at(0).network.layers, strict=True):
        np.testing.assert_array_equal(a.W, b.W)
        np.testing.assert_array_equal(a.b, b.b)


def test_the_data_seed_moves_the_data_but_no_batches() -> None:
    one, two = Timeline(MINI), Timeline(replace(MINI, data_seed=7))
    assert not np.array_equal(one.train.X, two.train.X)
    for step in (0, 5, 30):
        np.testing.assert_array_equal(one.at(step).batch, two.at(step).batch)


def test_the_training_set_does_not_depend_on_the_network() -> None:
    one, two = Timeline(MINI), Timeline(replace(MINI, hidden=(2, 2), init="he", l2=0.0))
    np.testing.assert_array_equal(one.train.X, two.train.X)
    np.testing.assert_array_equal(one.test.y, two.test.y)


def test_a_long_run_keeps_a_bounded_memory() -> None:
    def held(step: int) -> int:
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        run = Timeline(replace(MINI, hidden=(24,)))
        run.at(step)
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before

    tracemalloc.start()
    try:
        held(100)
        short, long = held(4_096), held(32_768)
    finally:
        tracemalloc.stop()
    # Eight times the steps, and nothing like eight times the memory.
    assert long < 2.5 * short + 200_000
    assert long < 20_000_000


def test_what_is_walked_over_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def noting(measure: Callable[..., Any]) -> Callable[..., Any]:
        def note(experiment: Experiment, thetas: dict[int, Array], *rest: Any, **more: Any) -> Any:
            measured.extend(thetas)
            return measure(experiment, thetas, *rest, **more)

        return note

    for name in ("take_snapshots", "measure_rows"):
        monkeypatch.setattr(timelines, name, noting(getattr(timelines, name)))
    run = Timeline(MINI)
    run.at(300)  # as the scale of colours does: computed, and no rows are kept
    monkeypatch.setattr(timelines, "take_snapshot", lambda *_, **__: pytest.fail("measured again"))
    for first in (1, 33, 65):
        run.walk(range(first, first + 32))
        run.history(first + 31)
    assert sorted(measured) == [*range(1, 97)]


@pytest.mark.parametrize("experiment", [MINI, FULL])
def test_a_walk_is_what_each_step_alone_is(experiment: Experiment) -> None:
    steps = [0, 0, 7, 8, 100, 131, 300]
    for step, walked in zip(steps, Timeline(experiment).walk(steps), strict=True):
        assert_identical(walked, Timeline(experiment).at(step))


@pytest.mark.parametrize("stride", [1, 8, 97])
@pytest.mark.parametrize("experiment", [SHRUNK, WILD])
def test_a_walk_past_the_end_of_a_run_stops_there(experiment: Experiment, stride: int) -> None:
    end = Timeline(experiment).at(LAST_STEP)
    run, steps = Timeline(experiment), range(0, end.step + 3 * stride + 3, stride)
    for step, walked in zip(steps, run.walk(steps), strict=True):
        assert_identical(walked, Timeline(experiment).at(step))
    assert run.divergence == end.divergence
    np.testing.assert_array_equal(run.history(LAST_STEP), Timeline(experiment).history(LAST_STEP))


def test_a_run_that_overflows_and_comes_back_has_an_end_all_the_same() -> None:
    comes_back = Experiment(
        dataset="gaussians", samples=40, noise=0.5, hidden=(2,), activation="relu", init="he", l2=1.0,
        learning_rate=100.0, schedule=((117, 1.0),), batch_size=5, data_seed=27, seed=321,
    )  # fmt: skip
    run = Timeline(comes_back)
    run.history(144)  # step 72 is not finite, this one is again
    walked = run.walk([42, 59, 76, 93, 161])
    assert [snapshot.step for snapshot in walked] == [42, 59, 71, 71, 71]


@pytest.mark.parametrize("step", [-1, 1.5, "3", None])
def test_a_bad_step_is_refused(step: object) -> None:
    with pytest.raises((ValueError, TypeError), match="step"):
        Timeline(MINI).at(step)  # type: ignore[arg-type]
