"""What holds for every network, every batch and every link."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    Experiment,
    Gradients,
    backward,
    cross_entropy,
    forward,
    from_link,
    initial_network,
    objective,
    one_hot,
    to_link,
)
from tests.core.oracles import Case, case, gap
from tests.core.strategies import experiments, rates, schedules, seeds

few = settings(deadline=None, max_examples=60)
KEYS = [
    *["data", "columns", "scaling", "jitter", "given"],
    *["dataset", "samples", "noise", "test", "hidden", "activation", "objective", "features"],
    *["init", "optimizer"],
    *[
        "lr",
        "schedule",
        "edit",
        "freeze",
        "batch",
        "batch_schedule",
        "l2",
        "l2_schedule",
        "l1",
        "l1_schedule",
        "data_seed",
        "seed",
        "step",
    ],
]
nets = st.builds(
    case,
    st.sampled_from(["sigmoid", "tanh", "relu", "leaky", "linear"]),
    st.integers(0, 4),
    st.sampled_from([2, 3]),
    st.integers(1, 9),
)
# Text that nearly is a value finds more than text that is nothing at all.
nearly = st.from_regex(r"\A[-+]?[0-9a-z.,@_ ]{0,12}\Z") | st.sampled_from(
    [
        *["nan", "inf", "-inf", "1e999", "0", "-1", "1e-400", "9" * 400, "none", "None", "True"],
        *["0.1@5,0.2@5", "0.1@", "@3", "0.03@200,0.01@100", "8,,8", "1_000", "٣", "0x10"],
        *["W1:1,1=2@0;W1:1,1=3@0", "W9:1,1=0@3", "W1=1@0", "b1:1=@2", "W1;b3@4-2", "W2:7,7", "W1@1-5"],
        *["", " 3 ", "\0"],
    ]
)


def gradients(net: Case, l2: float = 0.0) -> Gradients:
    return backward(net.network, forward(net.network, net.X), net.Y, l2=l2)


def taken(net: Case, rows: np.ndarray) -> Case:
    return Case(net.weights, net.activation, net.X[rows], net.y[rows])


def assert_same_parameters(a: Gradients, b: Gradients) -> None:
    for left, right in zip(a.layers, b.layers, strict=True):
        assert gap(left.dW, right.dW) < 1e-12
        assert gap(left.db, right.db) < 1e-12


@few
@given(nets, seeds)
def test_the_order_of_the_samples_does_not_matter(net: Case, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(net.y))
    before, after = gradients(net), gradients(taken(net, order))
    assert_same_parameters(before, after)
    for left, right in zip(before.layers, after.layers, strict=True):
        np.testing.assert_allclose(left.dZ[order], right.dZ, rtol=1e-10, atol=1e-14)


@few
@given(nets, st.integers(2, 4))
def test_a_batch_repeated_has_the_same_mean_loss_and_gradients(net: Case, times: int) -> None:
    again = taken(net, np.tile(np.arange(len(net.y)), times))
    once, more = (objective(c.network, c.X, c.Y, l2=0.1) for c in (net, again))
    np.testing.assert_allclose(once, more, rtol=1e-12)
    assert_same_parameters(gradients(net, 0.1), gradients(again, 0.1))


@few
@given(nets)
def test_a_batch_is_the_mean_of_its_samples(net: Case) -> None:
    alone = [gradients(taken(net, np.array([i]))) for i in range(len(net.y))]
    for i, layer in enumerate(gradients(net).layers):
        assert gap(layer.dW, np.mean([g.layers[i].dW for g in alone], axis=0)) < 1e-12


@few
@given(nets)
def test_a_gradient_has_the_shape_of_its_own_thing(net: Case) -> None:
    trace = forward(net.network, net.X)
    result = backward(net.network, trace, net.Y)
    for layer, grad, Z, A in zip(net.network.layers, result.layers, trace.Z, trace.A, strict=True):
        assert grad.dW.shape == layer.W.shape
        assert grad.db.shape == layer.b.shape
        assert grad.dZ.shape == Z.shape == (len(net.y), layer.b.size)
        assert grad.dA.shape == A.shape == Z.shape
        assert {grad.dW.dtype, grad.db.dtype, grad.dZ.dtype, grad.dA.dtype} == {np.dtype(float)}


@few
@given(nets)
def test_the_output_gradient_sums_to_zero_over_the_classes(net: Case) -> None:
    dZ = gradients(net).layers[-1].dZ
    np.testing.assert_allclose(dZ.sum(axis=1), 0, atol=1e-15)


@few
@given(st.integers(2, 4), st.lists(st.integers(0, 1), min_size=1, max_size=9))
def test_one_hot(n_classes: int, labels: list[int]) -> None:
    Y = one_hot(np.array(labels), n_classes)
    assert Y.shape == (len(labels), n_classes)
    np.testing.assert_array_equal(Y.sum(axis=1), 1)
    np.testing.assert_array_equal(Y.argmax(axis=1), labels)
    np.testing.assert_allclose(cross_entropy(np.full(Y.shape, 1 / n_classes), Y), np.log(n_classes))


@few
@given(st.sampled_from(["zeros", "normal", "xavier", "he"]), seeds, st.lists(st.integers(1, 9)))
def test_an_initial_network_has_the_sizes_asked_for(init: str, seed: int, inner: list[int]) -> None:
    sizes = (2, *inner[:4], 3)
    rngs = (np.random.default_rng(seed) for _ in range(2))
    one, two = (initial_network(sizes, activation="tanh", init=init, rng=r) for r in rngs)
    assert [layer.W.shape for layer in one.layers] == list(pairwise(sizes))
    assert [layer.activation for layer in one.layers] == ["tanh"] * (len(sizes) - 2) + ["softmax"]
    for a, b in zip(one.layers, two.layers, strict=True):
        np.testing.assert_array_equal(a.W, b.W)
        np.testing.assert_array_equal(a.b, np.zeros(a.W.shape[1]))
        assert np.any(a.W) == (init != "zeros")


@few
@given(experiments(), st.integers(0, 10_000))
def test_an_experiment_survives_its_own_link(experiment: Experiment, step: int) -> None:
    link = to_link(experiment, step)
    assert set(link) <= set(KEYS)
    assert all(isinstance(value, str) for value in link.values())
    assert from_link(link) == (experiment, step, ())
    assert hash(from_link(link)[0]) == hash(experiment)


def test_the_defaults_need_no_words() -> None:
    assert to_link(Experiment()) == {}
    assert from_link({}) == (Experiment(), 0, ())


def test_a_link_is_readable() -> None:
    experiment = Experiment(
        dataset="spiral", hidden=(8, 8), learning_rate=0.25, schedule=((200, 0.03), (400, 0.01))
    )
    link = to_link(experiment, 240)
    assert link["dataset"] == "spiral"
    assert link["hidden"] == "8,8"
    assert link["schedule"] == "0.03@200,0.01@400"
    assert link["step"] == "240"
    assert to_link(Experiment(hidden=()))["hidden"] == "none"


@few
@given(schedules, rates)
def test_rates_survive_to_the_last_bit(schedule: tuple[tuple[int, float], ...], rate: float) -> None:
    experiment = Experiment(learning_rate=rate, schedule=schedule)
    back = from_link(to_link(experiment))[0]
    assert back.learning_rate.hex() == rate.hex()
    assert [(s, r.hex()) for s, r in back.schedule] == [(s, r.hex()) for s, r in schedule]


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=6), st.text(max_size=20) | nearly))
def test_no_text_in_a_link_can_raise(link: dict[str, str]) -> None:
    experiment, step, ignored = from_link(link)
    assert isinstance(experiment, Experiment)
    assert isinstance(step, int)
    assert step >= 0
    assert all(str(notice) for notice in ignored)
    assert from_link(to_link(experiment, step)) == (experiment, step, ())


@few
@given(st.sampled_from([k for k in KEYS if k != "batch"]), experiments(), st.integers(0, 99))
def test_one_bad_value_is_named_and_the_rest_holds(key: str, experiment: Experiment, step: int) -> None:
    good = to_link(experiment, step)
    bad = {**good, key: "no such value"}
    kept, kept_step, ignored = from_link(bad)
    without = {name: value for name, value in good.items() if name != key}
    # A network of other sizes may lack a weight that is edited or frozen.
    *expected, lacking = from_link(without)
    assert len(ignored) == 1 + len(lacking)
    assert key in str(ignored[0])
    assert ignored[1:] == lacking
    assert [kept, kept_step] == expected
