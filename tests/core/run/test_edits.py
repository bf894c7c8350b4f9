"""Weights of one's own: what is set by hand is set at its step, what is frozen stays as it is."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from core import OPTIMIZERS, Experiment, Timeline, from_link, reference_run, to_link
from core.run.changes import (
    change_steps,
    edits_at,
    fitting,
    from_start,
    frozen_at,
    frozen_names,
    with_edit,
    with_freeze,
)
from core.run.edits import place_of
from core.run.training import pack
from tests.core.oracles import gap

EDITED = Experiment(
    samples=60,
    hidden=(3, 2),
    learning_rate=0.1,
    schedule=((20, 0.05),),
    edits=((0, "W1:2,1", 0.35), (20, "b3:2", -1.5), (20, "W2:3,2", 2.0), (33, "W1:2,1", -0.5)),
    frozen=(("W1:1,3", 0, None), ("b2", 7, 20), ("W3", 25, None)),
)


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("batch_size", [None, 7])
def test_the_fast_run_is_the_readable_one(optimizer: str, batch_size: int | None) -> None:
    experiment = replace(EDITED, optimizer=optimizer, batch_size=batch_size)
    run = Timeline(experiment)
    for step in (0, 1, 19, 20, 21, 26, 33, 40):
        reference = reference_run(experiment, step)
        assert gap(run.at(step).parameters, pack(reference)) < 1e-12


@pytest.mark.parametrize("batch_size", [None, 7])
def test_any_order_of_asking_gives_the_same_bits(batch_size: int | None) -> None:
    experiment = replace(EDITED, optimizer="momentum", batch_size=batch_size)
    steps = [0, 1, 6, 7, 19, 20, 21, 24, 25, 32, 33, 34, 300]
    fresh = {step: Timeline(experiment).at(step) for step in steps}
    run, walked = Timeline(experiment), Timeline(experiment).walk(steps)
    for step in np.random.default_rng(0).permutation(np.repeat(steps, 3)):
        now = run.at(int(step))
        np.testing.assert_array_equal(now.parameters, fresh[int(step)].parameters)
        np.testing.assert_array_equal(now.update, fresh[int(step)].update)
    for now in walked:
        np.testing.assert_array_equal(now.parameters, fresh[now.step].parameters)
        np.testing.assert_array_equal(now.update, fresh[now.step].update)
    np.testing.assert_array_equal(run.history(300), Timeline(experiment).history(300))


def test_the_picture_of_a_step_has_what_was_set_there() -> None:
    run = Timeline(EDITED)
    first, second, third = (layer.W for layer in run.at(20).network.layers)
    assert (second[2, 1], run.at(20).network.layers[2].b[1]) == (2.0, -1.5)
    assert (run.at(0).network.layers[0].W[1, 0], run.at(33).network.layers[0].W[1, 0]) == (0.35, -0.5)
    plain = Timeline(replace(EDITED, edits=EDITED.edits[:1])).at(20)
    same = [
        np.array_equal(a.W, b.W)
        for a, b in zip(plain.network.layers, run.at(20).network.layers, strict=True)
    ]
    assert same == [True, False, True]
    assert first.shape == (2, 3)
    assert third.shape == (2, 2)


def test_what_is_frozen_shows_its_gradient_and_does_not_move() -> None:
    run = Timeline(replace(EDITED, optimizer="adam"))
    weights = [run.at(step).network.layers for step in range(40)]
    for step, (now, after) in enumerate(pairwise(weights)):
        mask = frozen_at(EDITED, step)
        assert (run.at(step).update[mask] == 0).all()
        assert (now[0].W[0, 2], run.at(step).gradients.layers[0].dW[0, 2] != 0) == (after[0].W[0, 2], True)
        assert np.array_equal(now[1].b, after[1].b) == (7 <= step < 20)
        assert np.array_equal(now[2].W, after[2].W) == (step >= 25)


@pytest.mark.parametrize("step", [0, 5, 20, 33])
def test_a_fork_continues_from_what_is_shared(step: int) -> None:
    parent = Timeline(EDITED)
    parent.history(60)
    child = with_edit(EDITED, step, "b1:1", 0.7)
    fork, fresh = parent.fork(child, step), Timeline(child)
    np.testing.assert_array_equal(fork.history(60), fresh.history(60))
    np.testing.assert_array_equal(fork.at(step).parameters, fresh.at(step).parameters)
    with pytest.raises(ValueError, match="must be the same until step"):
        parent.fork(child, step + 1)


def test_a_change_keeps_what_came_before_and_drops_what_came_later() -> None:
    changed = with_edit(EDITED, 20, "b3:2", 4.0)
    assert edits_at(changed, 20) == ((20, "W2:3,2", 2.0), (20, "b3:2", 4.0))
    assert (changed.schedule, changed.edits[:1], len(changed.edits)) == (
        EDITED.schedule,
        EDITED.edits[:1],
        3,
    )
    assert changed.frozen == (("W1:1,3", 0, None), ("b2", 7, 20))
    assert with_edit(changed, 20, "b3:2", None).edits == ((0, "W1:2,1", 0.35), (20, "W2:3,2", 2.0))
    assert EDITED.with_rate_from(20, 0.3).edits == EDITED.edits[:3]
    assert with_edit(EDITED, 10, "b1:1", 0.0).frozen == (("W1:1,3", 0, None), ("b2", 7, None))


def test_freezing_and_going_on() -> None:
    frozen = with_freeze(Experiment(), 240, "W1", is_frozen=True)
    assert frozen.frozen == (("W1", 240, None),)
    assert with_freeze(frozen, 300, "W1", is_frozen=True) == frozen
    assert with_freeze(frozen, 240, "W1", is_frozen=False) == Experiment()
    thawed = with_freeze(frozen, 300, "W1", is_frozen=False)
    assert [frozen_names(thawed, step) for step in (239, 240, 299, 300)] == [(), ("W1",), ("W1",), ()]
    assert change_steps(thawed) == (240, 300)
    assert to_link(thawed) == {"freeze": "W1@240-300"}
    assert from_start(thawed, 250).frozen == (("W1", 0, None),)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("edits", value) for value in (((0, "W1", 1.0),), ((0, "W1:1", 1.0),), ((-1, "b1:1", 1.0),))],
        *[("edits", ((0, "b1:1", value),)) for value in (np.nan, 1e4, "1")],
        *[("edits", value) for value in (((0, "W0:1,1", 1.0),), ((0, "b1:1"),), "W1:1,1=2@0")],
        ("edits", ((3, "b1:1", 1.0), (3, "b1:1", 2.0))),
        *[("frozen", value) for value in ((("W1", 4, 2),), (("V1", 0, None),), (("W1",),), ("W1",))],
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_by_name(field: str, value: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=f"^{field} must "):
        Experiment(**{field: value})


def test_a_link_tells_which_weights_the_network_lacks() -> None:
    link = {"hidden": "3", "edit": "W1:2,4=1@0;W1:2,3=1@0", "freeze": "W3;b2:9;b2", "step": "4"}
    experiment, step, ignored = from_link(link)
    assert experiment == Experiment(hidden=(3,), edits=((0, "W1:2,3", 1.0),), frozen=(("b2", 0, None),))
    assert step == 4
    assert ignored == (
        "edit=W1:2,4 was ignored: a 2-3-2 network has no such weight.",
        "freeze=b2:9 W3 was ignored: a 2-3-2 network has no such weight.",
    )


def test_a_weight_that_the_network_lacks_cannot_be_run() -> None:
    lacking = Experiment(edits=((0, "W1:2,9", 1.0),))
    with pytest.raises(
        ValueError, match="edits and frozen must name parameters of a 2-4-2 network; got W1:2,9"
    ):
        Timeline(lacking)
    assert fitting(lacking) == Experiment()
    with pytest.raises(ValueError, match="got b3"):
        with_freeze(Experiment(), 0, "b3", is_frozen=True)


def test_names_mean_the_parameters_of_a_layer() -> None:
    network = Timeline(Experiment(hidden=(3, 2))).at(0).network
    marked = pack(network)
    for at, layer in enumerate(network.layers, start=1):
        np.testing.assert_array_equal(marked[place_of(f"W{at}").indices(network.sizes)], layer.W.ravel())
        np.testing.assert_array_equal(marked[place_of(f"b{at}").indices(network.sizes)], layer.b)
        assert marked[place_of(f"W{at}:2,1").indices(network.sizes)] == layer.W[1, 0]
