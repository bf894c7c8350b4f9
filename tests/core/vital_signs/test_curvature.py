"""Products with the Hessian, against differences of gradients and PyTorch's Hessian."""

from dataclasses import replace
from itertools import pairwise
from warnings import catch_warnings, simplefilter

import numpy as np
import pytest
import torch

from core import ACTIVATIONS, hessian_vector_product
from core.run.training import pack_pairs, unpack_pairs
from tests.core.oracles import SLOPES, Array, Case, case, differences, every_net_with, gap, gradients_of

torch.set_num_threads(1)

FUNCTIONS = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "leaky": torch.nn.LeakyReLU(0.01), "linear": torch.nn.Identity(),
}  # fmt: skip


def sizes_of(net: Case) -> tuple[int, ...]:
    return (net.X.shape[1], *(b.size for _, b in net.weights))


def directions(net: Case, count: int) -> Array:
    size = sum((d + 1) * h for d, h in pairwise(sizes_of(net)))
    return np.random.default_rng(1).standard_normal((count, size))


def gradient_at(net: Case, theta: Array, l2: float) -> Array:
    """Return the gradient by the chain rule of the oracles, one sample at a time."""
    moved = replace(net, weights=unpack_pairs(theta, sizes_of(net)))
    return pack_pairs(list(gradients_of(moved, l2)))


def torch_hessian(net: Case, l2: float) -> Array:
    """Return the Hessian (p, p) of the objective by automatic differentiation in float64."""
    X, Y = torch.tensor(net.X), torch.tensor(net.Y)

    def objective(theta: torch.Tensor) -> torch.Tensor:
        A, begin, squares = X, 0, torch.zeros((), dtype=torch.float64)
        for index, (d, h) in enumerate(pairwise(sizes_of(net))):
            block = theta[begin : begin + h * (d + 1)].reshape(h, d + 1)
            begin += h * (d + 1)
            Z = A @ block[:, :-1].T + block[:, -1]
            A = Z if index == len(net.weights) - 1 else FUNCTIONS[net.activation](Z)
            squares = squares + (block[:, :-1] ** 2).sum()
        if net.loss == "squared_error":
            return 0.5 * ((torch.sigmoid(A) - Y) ** 2).sum(dim=1).mean() + 0.5 * l2 * squares
        return -(Y * torch.log_softmax(A, dim=1)).sum(dim=1).mean() + 0.5 * l2 * squares

    theta = torch.tensor(pack_pairs(list(net.weights)))
    with catch_warnings():
        simplefilter("ignore", DeprecationWarning)  # PyTorch's own use of torch.jit
        return np.asarray(torch.func.hessian(objective)(theta).numpy())


@every_net_with("l2", 0.3, 0.0)
def test_products_are_differences_of_gradients(
    activation: str, depth: int, classes: int, loss: str, l2: float
) -> None:
    net = case(activation, depth, classes, loss=loss)
    theta, epsilon = pack_pairs(list(net.weights)), 1e-5
    for v in directions(net, 3):
        after, before = (gradient_at(net, theta + s * epsilon * v, l2) for s in (1, -1))
        product = hessian_vector_product(net.network, net.X, net.Y, v, l2=l2)
        assert gap(product, (after - before) / (2 * epsilon)) <= 1e-6


@every_net_with("l2", 0.05, 0.0)
def test_all_columns_are_the_hessian_of_pytorch(
    activation: str, depth: int, classes: int, loss: str, l2: float
) -> None:
    net = case(activation, depth, classes, loss=loss)
    H = torch_hessian(net, l2)
    assert gap(hessian_vector_product(net.network, net.X, net.Y, np.eye(len(H)), l2=l2), H) <= 1e-10


def test_many_directions_are_each_direction_alone() -> None:
    net = case("tanh", 2, 3)
    V = directions(net, 6).reshape(2, 3, -1)
    together = hessian_vector_product(net.network, net.X, net.Y, V, l2=0.1)
    for index in np.ndindex(2, 3):
        alone = hessian_vector_product(net.network, net.X, net.Y, V[index], l2=0.1)
        np.testing.assert_allclose(together[index], alone, rtol=1e-12, atol=1e-15)


def test_a_relu_on_its_kink_passes_no_curvature() -> None:
    weights = [(np.zeros((2, 3)), np.zeros(3)), (np.ones((3, 2)), np.zeros(2))]
    net = Case(weights, "relu", np.ones((1, 2)), np.array([0]))
    H = hessian_vector_product(net.network, net.X, net.Y, np.eye(17))
    expected = np.zeros((17, 17))
    biases = [9 + 3, 9 + 4 + 3]  # of the two output units, after their three weights
    expected[np.ix_(biases, biases)] = [[0.25, -0.25], [-0.25, 0.25]]
    np.testing.assert_array_equal(H, expected)


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_second_derivatives_are_differences_of_slopes(activation: str) -> None:
    f, Z = ACTIVATIONS[activation], np.array([-6.0, -2.0, -0.3, 0.2, 1.0, 3.0, 7.0])
    found = f.second_derivative(Z, f.function(Z))
    slopes = [differences(lambda z: float(SLOPES[activation](z)[0]), Z[[i]])[0] for i in range(len(Z))]
    np.testing.assert_allclose(found, slopes, rtol=1e-6, atol=1e-10)


@pytest.mark.parametrize("shape", [(16,), (18,), (17, 1), ()])
def test_a_direction_of_another_size_is_refused(shape: tuple[int, ...]) -> None:
    net = Case(
        [(np.ones((2, 3)), np.ones(3)), (np.ones((3, 2)), np.ones(2))],
        "tanh",
        np.ones((4, 2)),
        np.zeros(4, int),
    )
    with pytest.raises(ValueError, match=r"V must have shape \(\.\.\., 17\), that of the parameters; got"):
        hessian_vector_product(net.network, net.X, net.Y, np.ones(shape))
