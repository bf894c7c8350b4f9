"""Penalties and the batch size that change while a run goes on."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

from core import Experiment, Timeline, from_link, numeric_gradients, reference_run, to_link
from core.run.changes import change_steps, from_start
from core.run.training import Batches, pack
from tests.core.oracles import gap
from tests.core.run.test_optimizers import assert_same, loss_of, parameters_of, torch_optimizer

torch.set_num_threads(1)

L2, L1, SIZES = {0: 0.02, 4: 0.1, 9: 0.0}, {0: 0.0, 6: 0.01, 11: 0.003}, {0: 8, 3: 20, 10: 34}
CHANGING = Experiment(
    samples=50, hidden=(4, 3), activation="tanh", learning_rate=0.05, batch_size=8,
    l2=0.02, l2_schedule=((4, 0.1), (9, 0.0)), l1_schedule=((6, 0.01), (11, 0.003)),
    batch_schedule=((3, 20), (10, None)),
)  # fmt: skip
STEPS = 14


def at(table: Mapping[int, Any], step: int) -> Any:
    return table[max(first for first in table if first <= step)]


@pytest.mark.parametrize("name", ["sgd", "momentum", "rmsprop", "adam"])
def test_the_path_is_that_of_pytorch_with_other_penalties_and_batches(name: str) -> None:
    run = Timeline(replace(CHANGING, optimizer=name))
    parameters = parameters_of(run.at(0).network)
    groups: list[dict[str, object]] = [{"params": parameters[i::2], "lr": 0.05} for i in (0, 1)]
    optimizer = torch_optimizer(name, groups)
    for step in range(STEPS):
        rows = run.at(step).batch
        assert len(rows) in (at(SIZES, step), 34 % at(SIZES, step))
        optimizer.param_groups[0]["weight_decay"] = at(L2, step)
        optimizer.zero_grad()
        loss = loss_of(parameters, run.train.X[rows], run.train.y[rows])
        loss = loss + at(L1, step) * sum(W.abs().sum() for W in parameters[::2])
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        assert_same(parameters, run.at(step + 1).network)


@pytest.mark.parametrize("step", [0, 3, 4, 6, 9, 10, 11])
def test_the_gradient_has_the_penalties_of_its_step(step: int) -> None:
    run = Timeline(CHANGING)
    now = run.at(step)
    X, Y = run.train.X[now.batch], run.train.Y[now.batch]
    numeric = numeric_gradients(now.network, X, Y, l2=at(L2, step), l1=at(L1, step))
    for ours, theirs in zip(now.gradients.layers, numeric, strict=True):
        assert gap(ours.dW, theirs.dW) < 1e-6
        assert gap(ours.db, theirs.db) < 1e-6


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_fast_run_is_the_readable_one(optimizer: str) -> None:
    experiment = replace(CHANGING, optimizer=optimizer)
    run = Timeline(experiment)
    for step in (3, 4, 5, 9, 10, 11, 12, 30):
        assert gap(run.at(step).parameters, pack(reference_run(experiment, step))) < 1e-12


def test_any_order_of_asking_gives_the_same_bits() -> None:
    steps = [0, 2, 3, 4, 9, 10, 11, 40]
    fresh = {step: Timeline(CHANGING).at(step) for step in steps}
    run = Timeline(CHANGING)
    walked = {now.step: now for now in Timeline(CHANGING).walk(steps)}
    for step in [11, 3, 40, 10, 9, 2, 4, 0]:
        for now in (run.at(step), walked[step]):
            np.testing.assert_array_equal(now.parameters, fresh[step].parameters)
            np.testing.assert_array_equal(now.update, fresh[step].update)
            np.testing.assert_array_equal(now.row, fresh[step].row)
            assert now.epoch == fresh[step].epoch


def test_a_new_batch_size_begins_a_new_epoch() -> None:
    run = Timeline(replace(CHANGING, batch_schedule=((3, 20), (10, 10), (12, 10))))
    snapshots = [run.at(step) for step in range(18)]
    assert [now.epoch for now in snapshots] == [0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 5, 5, 6, 6, 6, 6]
    sizes = [len(now.batch) for now in snapshots]
    assert sizes == [8, 8, 8, 20, 14, 20, 14, 20, 14, 20, 10, 10, 10, 4, 10, 10, 10, 4]
    for epoch in (1, 2, 3, 5, 6):
        visited = np.concatenate([now.batch for now in snapshots if now.epoch == epoch])
        np.testing.assert_array_equal(np.sort(visited), np.arange(34))
    orders = [run.at(step).batch for step in (0, 3, 5, 10)]
    assert not any(np.array_equal(a[:8], b[:8]) for a, b in pairwise(orders))


def test_all_samples_are_one_batch_however_large_the_size() -> None:
    batches = Batches.of(Experiment(batch_schedule=((5, 1000), (9, 7))), 20, 8)
    assert (batches.size, batches.start, batches.epoch_at(8)) == (20, 0, 8)


@pytest.mark.parametrize("step", [1, 63, 64, 100, 128])
@pytest.mark.parametrize(("name", "value"), [("l2", 0.3), ("l1", 0.1), ("batch_size", 7)])
def test_a_change_in_mid_run_continues_what_is_computed(name: str, value: Any, step: int) -> None:
    parent = Timeline(Experiment(samples=50))
    parent.history(200)
    child = parent.experiment.with_value_from(name, step, value)
    fork, fresh = parent.fork(child, step), Timeline(child)
    np.testing.assert_array_equal(fork.history(200), fresh.history(200))
    np.testing.assert_array_equal(fork.at(step).gradient, fresh.at(step).gradient)
    np.testing.assert_array_equal(fork.at(step - 1).row, parent.at(step - 1).row)
    assert not np.array_equal(fork.at(step).gradient, parent.at(step).gradient)


@pytest.mark.parametrize(
    ("name", "key", "values"), [("l2", "l2", (0.0, 0.1, 0.3)), ("batch_size", "batch", (None, 10, 1))]
)
def test_a_change_keeps_what_came_before_and_drops_what_came_later(
    name: str, key: str, values: tuple[Any, Any, Any]
) -> None:
    none, some, more = values
    once = Experiment().with_value_from(name, 20, some)
    assert once == Experiment(**{f"{key}_schedule": ((20, some),)})
    twice = once.with_rate_from(30, 0.3).with_value_from(name, 30, more)
    assert [twice.value_at(name, step) for step in (0, 19, 20, 29, 30)] == [none, none, some, some, more]
    assert change_steps(twice) == (20, 30)
    assert twice.with_value_from(name, 30, some) == once.with_rate_from(30, 0.3)
    assert twice.with_value_from(name, 25, more) == once.with_value_from(name, 25, more)
    assert twice.with_value_from(name, 0, some) == Experiment(**{name: some})
    assert from_start(twice, 25) == Experiment(**{name: some})
    assert from_link(to_link(twice, 40)) == (twice, 40, ())


def test_the_link_is_readable() -> None:
    link = to_link(CHANGING)
    assert link["l2_schedule"] == "0.1@4,0@9"
    assert link["batch_schedule"] == "20@3,full@10"
    _, _, ignored = from_link({"l1_schedule": "2@5", "batch_schedule": "0@5"})
    allowed = (
        "it must be up to 64 changes {0}@step by rising step, step a whole number from 1 to 1000000, {0}"
    )
    size, penalty = (allowed.format(noun) for noun in ("size", "penalty"))
    assert ignored == (
        f"batch_schedule=0@5 was ignored: {size} a whole number from 1 to 1000, or full.",
        f"l1_schedule=2@5 was ignored: {penalty} a number from 0 to 1.",
    )
