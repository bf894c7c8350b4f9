"""The gradient check is itself checked: it passes what is right and catches what is wrong."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core import Gradients, backward, check_gradients, forward, numeric_gradients, relative_error
from tests.core.oracles import Array, case, every_net_with, gap, parameter_differences

GOOD, BAD = 1e-7, 1e-6
NET = case("tanh", 3, 3)
LAYERS = range(len(NET.weights))
Fault = Callable[[Array], Array]


def gradients(l2: float = 0.0) -> Gradients:
    return backward(NET.network, forward(NET.network, NET.X), NET.Y, l2=l2)


def injected_bug(layer: int, name: str, fault: Fault) -> Gradients:
    true = gradients()
    layers = list(true.layers)
    layers[layer] = replace(layers[layer], **{name: fault(getattr(layers[layer], name).copy())})
    return replace(true, layers=tuple(layers))


def errors(wrong: Gradients) -> tuple[float, ...]:
    return check_gradients(NET.network, NET.X, NET.Y, gradients=wrong)


def one_entry_off(G: Array) -> Array:
    G.flat[np.abs(G).argmax()] *= 1.001
    return G


def one_sign_flipped(G: Array) -> Array:
    G.flat[np.abs(G).argmax()] *= -1
    return G


FAULTS: list[Fault] = [
    one_entry_off,
    one_sign_flipped,
    lambda G: 1.001 * G,
    lambda G: -G,
    lambda G: 0 * G,
    lambda G: len(NET.y) * G,
]
NAMES = ["one entry off", "one sign flipped", "all off", "negated", "missing", "a sum, no mean"]


@every_net_with("l2", 0.2, 0.0)
def test_true_gradients_pass(activation: str, depth: int, classes: int, loss: str, l2: float) -> None:
    net = case(activation, depth, classes, loss=loss)
    result = check_gradients(net.network, net.X, net.Y, l2=l2)
    assert len(result) == depth + 1
    assert max(result) < GOOD


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
@pytest.mark.parametrize("name", ["dW", "db"])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_planted_error_is_caught_in_its_own_layer(layer: int, name: str, fault: Fault) -> None:
    result = errors(injected_bug(layer, name, fault))
    assert result[layer] > BAD
    assert max(result[i] for i in LAYERS if i != layer) < GOOD


def test_a_transposed_square_matrix_is_caught() -> None:
    result = errors(injected_bug(1, "dW", np.transpose))
    assert result[1] > BAD


def test_a_forgotten_penalty_is_caught() -> None:
    result = check_gradients(NET.network, NET.X, NET.Y, l2=0.01, gradients=gradients(l2=0.0))
    assert min(result) > BAD


def test_a_penalty_on_the_biases_is_caught() -> None:
    true = gradients(l2=0.01)
    layers = tuple(
        replace(layer, db=layer.db + 0.01 * b)
        for layer, (_, b) in zip(true.layers, NET.weights, strict=True)
    )
    wrong = replace(true, layers=layers)
    assert min(check_gradients(NET.network, NET.X, NET.Y, l2=0.01, gradients=wrong)) > BAD


def test_numeric_gradients_agree_with_a_second_set_of_differences() -> None:
    theirs = numeric_gradients(NET.network, NET.X, NET.Y, l2=0.1)
    for layer, (dW, db) in zip(theirs, parameter_differences(NET, 0.1), strict=True):
        assert gap(layer.dW, dW) < BAD
        assert gap(layer.db, db) < BAD


def test_numeric_gradients_get_better_with_a_smaller_epsilon() -> None:
    true = gradients().layers[0].dW
    coarse, fine = (
        gap(numeric_gradients(NET.network, NET.X, NET.Y, epsilon=e)[0].dW, true) for e in (1e-1, 1e-3)
    )
    assert fine < coarse / 1000


def test_the_check_leaves_the_network_alone() -> None:
    network = NET.network
    check_gradients(network, NET.X, NET.Y)
    for layer, (W, b) in zip(network.layers, NET.weights, strict=True):
        np.testing.assert_array_equal(layer.W, W)
        np.testing.assert_array_equal(layer.b, b)


def test_relative_error() -> None:
    a = np.array([3.0, 4.0])
    assert relative_error(a, a) == 0.0
    assert relative_error(np.zeros(2), np.zeros(2)) == 0.0
    assert relative_error(a, 1.01 * a) == pytest.approx(relative_error(1e-9 * a, 1.01e-9 * a))
    assert relative_error(a, -a) > relative_error(a, 1.01 * a) > relative_error(a, 1.001 * a) > 0
