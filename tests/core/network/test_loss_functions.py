"""Every record of a loss: derivatives, shares and best constant; and a step that many know by heart."""

from collections.abc import Callable

import numpy as np
import pytest

from core import LOSSES, Layer, Network, backward, forward, initial_network, objective
from core.network.loss_functions import LOSS_OF_OUTPUT
from tests.core.oracles import OUTPUTS, Array, differences, gap

every_loss = pytest.mark.parametrize("name", LOSSES)
ACTIVATE: dict[str, Callable[[Array], Array]] = {
    "softmax": lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=-1)[..., None]),
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(0.5 * Z)),
}


def drawn(name: str, k: int = 3, n: int = 5) -> tuple[Array, Array]:
    """Return Z and targets: one-hot, or for the squared error any numbers."""
    rng = np.random.default_rng(k)
    Z, Y = 2 * rng.standard_normal((n, k)), np.eye(k)[np.arange(n) % k]
    return Z, Y if name == "cross_entropy" else rng.uniform(-0.5, 1.5, (n, k))


def test_every_loss_has_its_own_output() -> None:
    assert {name: loss.output for name, loss in LOSSES.items()} == OUTPUTS
    assert len(LOSS_OF_OUTPUT) == len(LOSSES)
    for name, loss in LOSSES.items():
        made = initial_network(
            (2, 4, 3), activation="tanh", init="he", rng=np.random.default_rng(0), loss=name
        )
        assert made.loss is loss


@every_loss
@pytest.mark.parametrize("k", [2, 3])
def test_the_gradients_are_differences_of_the_mean(name: str, k: int) -> None:
    loss, (Z, Y) = LOSSES[name], drawn(name, k)
    A = ACTIVATE[loss.output](Z)
    dA, dZ = loss.gradients(A, Y)
    assert gap(dZ, differences(lambda z: float(loss.mean(z, Y)), Z)) < 1e-8
    of_A = {
        "cross_entropy": lambda a: float(-(Y * np.log(a)).sum() / len(Y)),
        "squared_error": lambda a: float(((a - Y) ** 2).sum() / (2 * len(Y))),
    }[name]
    assert gap(dA, differences(of_A, A, 1e-6)) < 1e-7
    np.testing.assert_allclose({"A": dA, "Z": dZ}[loss.error_of], (A - Y) / len(Y), rtol=1e-12)


@every_loss
def test_the_mean_is_that_of_the_samples(name: str) -> None:
    loss, (Z, Y) = LOSSES[name], drawn(name)
    assert loss.mean(Z, Y) == pytest.approx(loss.of_samples(Z, Y).mean(), rel=1e-14)
    stacked = loss.mean(np.stack([Z, 2 * Z]), Y)
    np.testing.assert_array_equal(stacked, [loss.mean(Z, Y), loss.mean(2 * Z, Y)])


@every_loss
@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_shares_sum_to_one_and_keep_the_order(name: str, kind: type) -> None:
    loss, (Z, _) = LOSSES[name], drawn(name)
    A = ACTIVATE[loss.output](Z).astype(kind)
    shares = loss.shares(A)
    assert shares.dtype == kind
    np.testing.assert_allclose(shares.sum(axis=-1), 1, rtol=1e-6)
    np.testing.assert_array_equal(shares.argsort(axis=-1), A.argsort(axis=-1))


def test_shares_of_outputs_that_are_all_zero_are_equal() -> None:
    np.testing.assert_array_equal(LOSSES["squared_error"].shares(np.zeros((1, 2))), [[0.5, 0.5]])


@every_loss
@pytest.mark.parametrize("p", [(0.5, 0.5), (0.8, 0.2), (0.2, 0.3, 0.5)])
def test_no_constant_output_has_a_smaller_loss(name: str, p: tuple[float, ...]) -> None:
    loss, rng, k = LOSSES[name], np.random.default_rng(0), len(p)
    Y = np.repeat(np.eye(k), np.round(10 * np.array(p)).astype(int), axis=0)
    least = loss.of_constant(Y)
    best = np.log(p) if name == "cross_entropy" else np.log(np.array(p) / (1 - np.array(p)))
    assert loss.mean(np.tile(best, (10, 1)), Y) == pytest.approx(least, rel=1e-12)
    for _ in range(20):
        constant = best + rng.standard_normal(k)
        assert loss.mean(np.tile(constant, (10, 1)), Y) > least


def test_the_worked_example_of_the_textbooks() -> None:
    """2-2-2, sigmoid in both layers, E = Σ ½(target − output)²; the targets are no classes."""
    network = Network(
        (
            Layer(np.array([[0.15, 0.25], [0.20, 0.30]]), np.array([0.35, 0.35]), "sigmoid"),
            Layer(np.array([[0.40, 0.50], [0.45, 0.55]]), np.array([0.60, 0.60]), "sigmoid"),
        )
    )
    X, Y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    assert objective(network, X, Y) == pytest.approx(0.298371109, abs=5e-10)
    gradients = backward(network, forward(network, X), Y)
    first, last = (layer.dW[0, 0] for layer in gradients.layers)
    assert last == pytest.approx(0.082167041, abs=5e-10)
    assert first == pytest.approx(0.000438568, abs=5e-10)
    assert 0.40 - 0.5 * last == pytest.approx(0.35891648, abs=5e-9)
    assert 0.15 - 0.5 * first == pytest.approx(0.149780716, abs=5e-10)


def test_a_confident_mistake_learns_slowly_with_the_squared_error() -> None:
    Z, Y = np.array([[9.0, -9.0]]), np.array([[0.0, 1.0]])
    dZ = {name: loss.gradients(ACTIVATE[loss.output](Z), Y)[1] for name, loss in LOSSES.items()}
    assert np.abs(dZ["cross_entropy"]).min() > 0.999
    assert np.abs(dZ["squared_error"]).max() < 2e-4


def test_an_unknown_loss_is_named() -> None:
    with pytest.raises(ValueError, match="loss must be one of cross_entropy, squared_error; got 'hinge'"):
        initial_network((2, 2), activation="tanh", init="he", rng=np.random.default_rng(0), loss="hinge")
