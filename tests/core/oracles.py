"""A second opinion on the mathematics, written from the formulae alone.

Nothing here calls `core` to compute: `core` is imported for its types and names only. A network is a plain
list of (W, b), and a derivative is a difference of two losses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core import LOSSES, Layer, Network, Trace

Array = NDArray[np.floating[Any]]
Weights = Sequence[tuple[Array, Array]]

ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda Z: 0.5 * (1.0 + np.tanh(0.5 * Z)),
    "tanh": np.tanh,
    "relu": lambda Z: np.where(Z > 0, Z, 0.0),
    "leaky": lambda Z: np.where(Z > 0, Z, Z / 100),
    "linear": lambda Z: 1.0 * Z,
}
SLOPES: dict[str, Callable[[Array], Array]] = {
    "sigmoid": lambda Z: 0.25 / np.cosh(0.5 * Z) ** 2,
    "tanh": lambda Z: 1.0 / np.cosh(Z) ** 2,
    "relu": lambda Z: np.where(Z > 0, 1.0, 0.0),
    "leaky": lambda Z: np.where(Z > 0, 1.0, 0.01),
    "linear": np.ones_like,
}
HIDDEN = (3, 3, 4, 3)
SHAPES = [("sigmoid", 0), *product(ACTIVATIONS, range(1, 5))]
"""Activation and number of hidden layers; without a hidden layer no activation is used."""
NETS = [(*shape, classes, loss) for shape in SHAPES for classes in (2, 3) for loss in LOSSES]
every_net = pytest.mark.parametrize(("activation", "depth", "classes", "loss"), NETS)


def every_net_with(name: str, penalties: Any, *others: Any) -> pytest.MarkDecorator:
    """Test every net with some penalties, and one net with each of the others: no net treats them apart."""
    cases = [(*net, penalties) for net in NETS] + [("tanh", 2, 3, "cross_entropy", each) for each in others]
    return pytest.mark.parametrize(("activation", "depth", "classes", "loss", name), cases)


@dataclass(frozen=True)
class Case:
    """A small network with a batch, in plain arrays."""

    weights: Weights
    activation: str
    X: Array
    y: NDArray[np.integer[Any]]
    loss: str = "cross_entropy"

    @property
    def Y(self) -> Array:
        return np.asarray(np.eye(self.weights[-1][1].size)[self.y])

    @property
    def network(self) -> Network:
        return network_of(self.weights, self.activation, self.loss)


OUTPUTS = {"cross_entropy": "softmax", "squared_error": "sigmoid"}


def network_of(weights: Weights, activation: str, loss: str = "cross_entropy") -> Network:
    names = [activation] * (len(weights) - 1) + [OUTPUTS[loss]]
    return Network(tuple(Layer(W, b, name) for (W, b), name in zip(weights, names, strict=True)))


def weights_of(network: Network) -> Weights:
    return [(layer.W.copy(), layer.b.copy()) for layer in network.layers]


def pre_activations(weights: Weights, activation: str, X: Array) -> list[Array]:
    Z: list[Array] = [X @ weights[0][0] + weights[0][1]]
    for W, b in weights[1:]:
        Z.append(ACTIVATIONS[activation](Z[-1]) @ W + b)
    return Z


def loss_from(case: Case, Z: Array, layer: int) -> float:
    """Return the mean loss when the pre-activation of `layer` is `Z`."""
    for W, b in case.weights[layer + 1 :]:
        Z = ACTIVATIONS[case.activation](Z) @ W + b
    if case.loss == "squared_error":
        return loss_from_activation(case, ACTIVATIONS["sigmoid"](Z), len(case.weights) - 1)
    return float(np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(case.y)), case.y]))


def loss_from_activation(case: Case, A: Array, layer: int) -> float:
    """Return the mean loss when the activation of `layer` is `A`."""
    if layer == len(case.weights) - 1:
        if case.loss == "squared_error":
            return float(np.sum((A - case.Y) ** 2) / (2 * len(A)))
        return float(-np.mean(np.log(A[np.arange(len(case.y)), case.y])))
    W, b = case.weights[layer + 1]
    return loss_from(case, A @ W + b, layer + 1)


def penalised_loss(case: Case, l2: float, l1: float = 0.0) -> float:
    W, b = case.weights[0]
    penalty = sum(float((W * W).sum()) for W, _ in case.weights)
    sizes = sum(float(np.abs(W).sum()) for W, _ in case.weights)
    return loss_from(case, case.X @ W + b, 0) + 0.5 * l2 * penalty + l1 * sizes


def differences(f: Callable[[Array], float], x: Array, epsilon: float = 1e-5) -> Array:
    """Return df/dx by central differences; `x` itself is left alone."""
    slope = np.empty_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = epsilon
        slope[index] = (f(x + step) - f(x - step)) / (2 * epsilon)
    return slope


def parameter_differences(case: Case, l2: float, l1: float = 0.0) -> Weights:
    """Return (dW, db) of every layer by central differences."""

    def loss_with(layer: int, W: Array, b: Array) -> float:
        weights = [*case.weights[:layer], (W, b), *case.weights[layer + 1 :]]
        return penalised_loss(replace(case, weights=weights), l2, l1)

    def of_layer(i: int) -> tuple[Array, Array]:
        W, b = case.weights[i]
        dW = differences(lambda V: loss_with(i, V, b), W)
        return dW, differences(lambda c: loss_with(i, W, c), b)

    return [of_layer(i) for i in range(len(case.weights))]


def gradients_of(case: Case, l2: float = 0.0, l1: float = 0.0) -> Weights:
    """Return (dW, db) of every layer by the chain rule, one sample at a time."""
    total = [(l2 * W + l1 * np.sign(W), np.zeros_like(b)) for W, b in case.weights]
    for x, label in zip(case.X, case.y, strict=True):
        Z = [z[0] for z in pre_activations(case.weights, case.activation, x[None])]
        if case.loss == "squared_error":
            out = ACTIVATIONS["sigmoid"](Z[-1])
            delta = (out - np.eye(len(out))[label]) * SLOPES["sigmoid"](Z[-1])
        else:
            delta = np.exp(Z[-1] - np.logaddexp.reduce(Z[-1]))
            delta[label] -= 1.0
        for i in reversed(range(len(Z))):
            below = ACTIVATIONS[case.activation](Z[i - 1]) if i else x
            dW, db = total[i]
            dW += np.outer(below, delta) / len(case.y)
            db += delta / len(case.y)
            if i:
                delta = (case.weights[i][0] @ delta) * SLOPES[case.activation](Z[i - 1])
    return total


def longer_pass(network: Network, X: Array) -> tuple[Network, Trace]:
    """Return a network and its forward pass with 64 instead of 53 bits."""
    functions: dict[str, Callable[[Array], Array]] = {
        "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
        "tanh": np.tanh,
        "relu": lambda Z: np.maximum(Z, 0),
        "leaky": lambda Z: np.where(Z > 0, Z, 0.01 * Z),
        "linear": lambda Z: Z,
        "softmax": lambda Z: (E := np.exp(Z - Z.max(axis=1, keepdims=True))) / E.sum(axis=1, keepdims=True),
    }
    layers, Z, A = [], [], [X.astype(np.longdouble)]
    for each in network.layers:
        layers.append(Layer(each.W.astype(np.longdouble), each.b.astype(np.longdouble), each.activation))
        Z.append(A[-1] @ layers[-1].W + layers[-1].b)
        A.append(functions[each.activation](Z[-1]))
    return Network(tuple(layers)), Trace(X=A[0], Z=tuple(Z), A=tuple(A[1:]))


def gap(a: Array, b: Array) -> float:
    """Return |a - b| / (|a| + |b|), and 0 where both vanish."""
    assert a.shape == b.shape
    scale = float(np.linalg.norm(a) + np.linalg.norm(b))
    return float(np.linalg.norm(a - b)) / scale if scale > 0 else 0.0


@cache
def case(activation: str, depth: int, classes: int, n: int = 7, loss: str = "cross_entropy") -> Case:
    """Return a case fit for differences: no Z on ReLU's kink, no probability near zero."""
    sizes = (2, *HIDDEN[:depth], classes)
    for seed in range(10_000):
        candidate = _draw(activation, sizes, n, seed)
        *inner, Z = pre_activations(candidate.weights, activation, candidate.X)
        smooth = all(np.abs(z).min() > 1e-3 and (z > 0).any() for z in inner)
        if smooth and np.ptp(Z, axis=1).max() < 4:
            return replace(candidate, loss=loss)
    raise AssertionError("no seed gives a case fit for differences")


def _draw(activation: str, sizes: tuple[int, ...], n: int, seed: int) -> Case:
    rng = np.random.default_rng(seed)
    weights = [(rng.normal(size=(d, h)), rng.normal(size=h)) for d, h in pairwise(sizes)]
    return Case(weights, activation, rng.normal(size=(n, 2)), np.arange(n) % sizes[-1])
