"""The sweep, the selection and the verdict: a gradient check for every ε at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import (
    LOSSES,
    SCHEMES,
    Experiment,
    Layer,
    Network,
    Timeline,
    backward,
    forward,
    initial_network,
    judge,
    numeric_gradients,
    one_hot,
    select,
    sweep,
)
from core.gradient_check.selection import FEW_UNITS, MOST_ENTRIES

GRID = tuple(10.0**-e for e in range(13, 0, -1))


def case(sizes=(2, 4, 3), activation="tanh", n=12, seed=0, loss="cross_entropy"):
    rng = np.random.default_rng(seed)
    network = initial_network(sizes, activation=activation, init="xavier", rng=rng, loss=loss)
    X = rng.normal(size=(n, sizes[0]))
    return network, X, one_hot(rng.integers(0, sizes[-1], n), sizes[-1])


def analytic(network, X, Y, selection, l2=0.0):
    return selection.of(backward(network, forward(network, X), Y, l2=l2))


@given(
    sizes=st.lists(st.integers(1, 5), min_size=1, max_size=3).map(lambda hidden: (2, *hidden, 2)),
    activation=st.sampled_from(["sigmoid", "tanh"]),
    l2=st.sampled_from([0.0, 0.3]),
    l1=st.sampled_from([0.0, 0.2]),
    seed=st.integers(0, 99),
    loss=st.sampled_from(list(LOSSES)),
)
@settings(max_examples=30, deadline=None)
def test_the_sweep_measures_what_one_nudge_after_another_measures(sizes, activation, l2, l1, seed, loss):
    network, X, Y = case(sizes, activation, seed=seed, loss=loss)
    done = sweep(network, X, Y, epsilons=[1e-4], l2=l2, l1=l1)
    one_by_one = numeric_gradients(network, X, Y, l2=l2, l1=l1, epsilon=1e-4)
    for ours, theirs in zip(done.slopes("central"), one_by_one, strict=True):
        np.testing.assert_allclose(ours[0], np.vstack([theirs.dW, theirs.db]), atol=1e-10)


def test_a_loss_known_by_hand():
    # One weight, two classes: L(w) = log(1 + e^{-2w}) for x = 1, W = (w, -w), true class 0.
    w = 0.3
    network = Network((Layer(np.array([[w, -w]]), np.zeros(2), "softmax"),))
    done = sweep(network, np.ones((1, 1)), np.array([[1.0, 0.0]]), epsilons=[1e-6])
    slope = -1 / (1 + np.exp(2 * w))  # dL/dW[0, 0], with W[0, 1] held
    assert done.slopes("central")[0][0, 0, 0] == pytest.approx(slope, abs=1e-9)
    assert done.slopes("forward")[0][0, 0, 0] == pytest.approx(slope, abs=1e-5)


@pytest.mark.parametrize(("scheme", "order"), [("central", 2), ("forward", 1)])
def test_truncation_falls_with_its_order(scheme, order):
    network, X, Y = case()
    done = sweep(network, X, Y, epsilons=[1e-2, 1e-3])
    ours = analytic(network, X, Y, done.selection)
    coarse, fine = (error.max() for error in done.errors(ours, scheme))
    assert coarse / fine == pytest.approx(10**order, rel=0.3)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_error_is_u_shaped(scheme, precision):
    network, X, Y = case()
    done = sweep(network, X, Y, epsilons=GRID, precision=precision)
    errors = done.errors(analytic(network, X, Y, done.selection), scheme).max(axis=1)
    best = errors.argmin()
    assert 0 < best < len(GRID) - 1
    assert errors[0] > 100 * errors[best]
    assert errors[-1] > 10 * errors[best]


def test_fewer_digits_measure_worse():
    network, X, Y = case()
    best = []
    for precision in ("float64", "float32"):
        done = sweep(network, X, Y, epsilons=GRID, precision=precision)
        best.append(done.errors(analytic(network, X, Y, done.selection), "central").max(axis=1).min())
    assert best[1] > 1000 * best[0]


@given(
    hidden=st.lists(st.integers(1, 64), max_size=4),
    rows=st.integers(1, 800),
    perturbations=st.integers(3, 60),
)
def test_the_selection_is_bounded_spread_and_whole_for_small_networks(hidden, rows, perturbations):
    sizes = (2, *hidden, 3)
    chosen = select(sizes, rows, perturbations=perturbations)
    assert 1 <= chosen.rows <= rows
    assert chosen.count <= MOST_ENTRIES
    if chosen.total <= MOST_ENTRIES:
        assert chosen.count == chosen.total
    for width, units in zip(sizes, chosen.units, strict=True):
        assert units[0] == 0
        assert units[-1] == width - 1
        assert len(units) >= min(width, FEW_UNITS)


def test_a_right_gradient_is_never_called_wrong_and_a_wrong_one_is():
    network, X, Y = case()
    done = sweep(network, X, Y, epsilons=GRID)
    right = analytic(network, X, Y, done.selection)
    told = judge(right, done, scheme="central", precision="float64")
    assert {verdict.reason for at in told for verdict in at} <= {"agrees", "truncation", "round-off"}
    assert any(all(verdict.holds for verdict in at) for at in told)
    wrong = [right[0] * 1.001, *right[1:]]
    told = judge(wrong, done, scheme="central", precision="float64")
    assert not any(at[0].holds for at in told)
    assert "wrong" in {at[0].reason for at in told}


def test_a_kink_is_told_apart_from_a_mistake():
    network, X, Y = case(activation="relu", n=4)
    W = network.layers[0].W.copy()
    b = -(X[0] @ W)  # sample 0 stands on the kink of every unit
    network = Network((Layer(W, b, "relu"), *network.layers[1:]))
    done = sweep(network, X, Y, epsilons=GRID)
    told = judge(analytic(network, X, Y, done.selection), done, scheme="central", precision="float64")
    assert "wrong" not in {at[0].reason for at in told}


@pytest.mark.parametrize("hidden", [(4, 4), (2, 2, 2, 2), (10, 10, 10, 10)])
@pytest.mark.parametrize("init", ["normal", "he"])
def test_kinks_of_several_samples_do_not_make_a_right_gradient_wrong(hidden, init):
    for seed in range(5):
        run = Timeline(Experiment(hidden=hidden, activation="relu", init=init, seed=seed))
        for step in (0, 2):
            now, X, Y = run.at(step).network, run.train.X, run.train.Y
            done = sweep(now, X, Y, epsilons=GRID)
            right = analytic(now, X, Y, done.selection)
            for scheme in SCHEMES:
                told = judge(right, done, scheme=scheme, precision="float64")
                assert "wrong" not in {verdict.reason for verdict in told[0]}, (seed, step, scheme)


def test_bad_arguments_are_named():
    network, X, Y = case()
    with pytest.raises(ValueError, match="epsilons must be > 0"):
        sweep(network, X, Y, epsilons=[1e-3, 0.0])
    with pytest.raises(ValueError, match="precision"):
        sweep(network, X, Y, epsilons=[1e-3], precision="float16")
    with pytest.raises(ValueError, match="scheme"):
        sweep(network, X, Y, epsilons=[1e-3]).slopes("sideways")


@pytest.mark.parametrize("scheme", ["central", "forward"])
@pytest.mark.parametrize(("hidden", "seed"), [((4, 4), 1), ((4, 4), 2), ((8, 8, 8, 8), 2)])
def test_a_small_gradient_is_not_called_wrong_for_the_round_off_of_the_loss(
    hidden: tuple[int, ...], seed: int, scheme: str
) -> None:
    timeline = Timeline(Experiment(hidden=hidden, samples=60, seed=seed))
    now, X, Y = timeline.at(300), timeline.train.X, timeline.train.Y
    done = sweep(now.network, X, Y, epsilons=GRID)
    right = backward(now.network, forward(now.network, X), Y)
    verdicts = judge(done.selection.of(right), done, scheme=scheme, precision="float64")
    assert "wrong" not in {each.reason for at in verdicts for each in at}
    slightly = [1.1 * M for M in done.selection.of(right)]
    verdicts = judge(slightly, done, scheme=scheme, precision="float64")
    assert {each.reason for at in verdicts for each in at} == {"wrong"}
    assert all(each.tolerance < {"central": 1e-4, "forward": 0.03}[scheme] for each in verdicts[0])
