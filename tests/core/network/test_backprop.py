"""Backward against central differences, and against one step worked by hand."""

from functools import partial

import numpy as np
import pytest

import core
from core import backward, cross_entropy, forward, objective, softmax
from core.network.losses import sample_losses
from tests.core.oracles import (
    ACTIVATIONS,
    Case,
    case,
    differences,
    every_net,
    every_net_with,
    gap,
    gradients_of,
    loss_from,
    loss_from_activation,
    parameter_differences,
    pre_activations,
)


@every_net
def test_forward_keeps_every_z_and_a(activation: str, depth: int, classes: int, loss: str) -> None:
    net = case(activation, depth, classes, loss=loss)
    trace = forward(net.network, net.X)
    Z = pre_activations(net.weights, activation, net.X)
    np.testing.assert_array_equal(trace.X, net.X)
    for mine, theirs in zip(Z, trace.Z, strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-12, atol=1e-14)
    for z, a in zip(Z[:-1], trace.A[:-1], strict=True):
        np.testing.assert_allclose(a, ACTIVATIONS[activation](z), rtol=1e-12, atol=1e-15)
    P = np.exp(Z[-1] - np.logaddexp.reduce(Z[-1], axis=1, keepdims=True))
    if loss == "squared_error":
        P = ACTIVATIONS["sigmoid"](Z[-1])
    np.testing.assert_allclose(trace.A[-1], P, rtol=1e-12)


@every_net_with("penalties", (0.3, 0.2), (0.0, 0.0), (0.3, 0.0), (0.0, 0.2))
def test_parameter_gradients(
    activation: str, depth: int, classes: int, loss: str, penalties: tuple[float, float]
) -> None:
    net, (l2, l1) = case(activation, depth, classes, loss=loss), penalties
    gradients = backward(net.network, forward(net.network, net.X), net.Y, l2=l2, l1=l1)
    expected = parameter_differences(net, l2, l1)
    for layer, (dW, db) in zip(gradients.layers, expected, strict=True):
        assert gap(layer.dW, dW) <= 1e-6
        assert gap(layer.db, db) <= 1e-6


@every_net
def test_every_dz_and_da(activation: str, depth: int, classes: int, loss: str) -> None:
    net = case(activation, depth, classes, loss=loss)
    trace = forward(net.network, net.X)
    gradients = backward(net.network, trace, net.Y)
    for i, layer in enumerate(gradients.layers):
        dZ = differences(partial(loss_from, net, layer=i), trace.Z[i])
        dA = differences(partial(loss_from_activation, net, layer=i), trace.A[i], 1e-6)
        assert gap(layer.dZ, dZ) <= 1e-6
        assert gap(layer.dA, dA) <= 1e-6


@every_net
def test_the_chain_rule_one_sample_at_a_time(activation: str, depth: int, classes: int, loss: str) -> None:
    net = case(activation, depth, classes, loss=loss)
    gradients = backward(net.network, forward(net.network, net.X), net.Y, l2=0.1)
    for layer, (dW, db) in zip(gradients.layers, gradients_of(net, 0.1), strict=True):
        assert gap(layer.dW, dW) <= 1e-12
        assert gap(layer.db, db) <= 1e-12


def test_the_penalty_reaches_weights_but_neither_biases_nor_activations() -> None:
    net = case("tanh", 2, 3)
    trace = forward(net.network, net.X)
    plain, penalised = (backward(net.network, trace, net.Y, l2=l2) for l2 in (0.0, 0.7))
    for (W, _), bare, full in zip(net.weights, plain.layers, penalised.layers, strict=True):
        np.testing.assert_allclose(full.dW - bare.dW, 0.7 * W, rtol=1e-12, atol=1e-14)
        for name in ("db", "dZ", "dA"):
            np.testing.assert_array_equal(getattr(full, name), getattr(bare, name))


def test_the_objective_is_the_mean_loss_plus_half_the_squared_weights() -> None:
    net = case("sigmoid", 1, 2)
    squares = sum(float((W**2).sum()) for W, _ in net.weights)
    bare = loss_from(net, pre_activations(net.weights, "sigmoid", net.X)[0], 0)
    assert objective(net.network, net.X, net.Y) == pytest.approx(bare, rel=1e-13)
    penalised = objective(net.network, net.X, net.Y, l2=0.2)
    assert penalised == pytest.approx(bare + 0.1 * squares, rel=1e-13)
    sizes = sum(float(np.abs(W).sum()) for W, _ in net.weights)
    penalised = objective(net.network, net.X, net.Y, l2=0.2, l1=0.3)
    assert penalised == pytest.approx(bare + 0.1 * squares + 0.3 * sizes, rel=1e-13)


def test_the_oracles_have_every_activation() -> None:
    assert ACTIVATIONS.keys() == core.ACTIVATIONS.keys()


def test_relu_has_slope_zero_at_zero() -> None:
    weights = [(np.zeros((2, 3)), np.zeros(3)), (np.ones((3, 2)), np.zeros(2))]
    net = Case(weights, "relu", np.ones((1, 2)), np.array([0]))
    hidden = backward(net.network, forward(net.network, net.X), net.Y).layers[0]
    np.testing.assert_array_equal(hidden.dZ, np.zeros((1, 3)))


def test_backward_leaves_network_and_trace_alone() -> None:
    net = case("relu", 3, 3)
    network = net.network
    trace = forward(network, net.X)
    kept = [array.copy() for array in (*trace.Z, *trace.A)]
    backward(network, trace, net.Y, l2=0.5)
    for before, after in zip(kept, (*trace.Z, *trace.A), strict=True):
        np.testing.assert_array_equal(before, after)
    for layer, (W, b) in zip(network.layers, net.weights, strict=True):
        np.testing.assert_array_equal(layer.W, W)
        np.testing.assert_array_equal(layer.b, b)


def test_softmax_of_huge_values_is_exact() -> None:
    Z = np.array(
        [[1e4, 0.0], [-1e4, -1e4], [1e300, -1e300], [1e308, 1e308], [1e308, -1e308], [710.0, 711.0]]
    )
    upper = 1 / (1 + np.exp(-1.0))
    expected = [[1.0, 0.0], [0.5, 0.5], [1.0, 0.0], [0.5, 0.5], [1.0, 0.0], [1 - upper, upper]]
    np.testing.assert_allclose(softmax(Z), expected, rtol=1e-14)


def test_the_loss_of_a_sample_is_that_of_its_class_wherever_it_is_a_float() -> None:
    Z = np.array([[8e307, -8e307], [-1e308, 1e308], [1e308, 1e308]])
    Y = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    np.testing.assert_allclose(sample_losses(Z, Y), [1.6e308, 0.0, np.log(2)], rtol=1e-14)


@pytest.mark.parametrize("size", [30.0, 700.0, 1e3, 1e6])
def test_a_confidently_wrong_network_has_a_finite_loss_and_an_exact_gradient(size: float) -> None:
    weights = [(np.array([[size, 0.0], [0.0, 0.0]]), np.zeros(2))]
    net = Case(weights, "sigmoid", np.array([[1.0, 0.0]]), np.array([1]))
    loss = objective(net.network, net.X, net.Y)
    assert np.isfinite(loss)
    # A probability cannot be smaller than the smallest float: beyond 708 nats the loss may stop.
    assert loss == pytest.approx(size, rel=1e-9) if size < 708 else loss >= 708
    dZ = backward(net.network, forward(net.network, net.X), net.Y).layers[0].dZ
    np.testing.assert_allclose(dZ, [[1.0, -1.0]], rtol=1e-9)


def test_cross_entropy_is_a_mean() -> None:
    P = np.array([[0.5, 0.5], [0.25, 0.75]])
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    expected = -(np.log(0.5) + np.log(0.75)) / 2
    assert cross_entropy(P, Y) == pytest.approx(expected, rel=1e-15)
