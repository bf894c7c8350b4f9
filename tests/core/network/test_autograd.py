"""Backward against PyTorch's automatic differentiation, to ten digits."""

import numpy as np
import torch

from core import backward, forward
from tests.core.oracles import Array, Case, case, every_net_with, gap

torch.set_num_threads(1)

FUNCTIONS = {
    "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "leaky": torch.nn.LeakyReLU(0.01), "linear": torch.nn.Identity(),
}  # fmt: skip
Tape = list[dict[str, torch.Tensor]]


def tape(net: Case, l2: float, l1: float) -> Tape:
    """Run the network in PyTorch and return W, b, Z and A of every layer, with their gradients."""
    A = torch.tensor(net.X)
    layers: Tape = []
    for i, (W, b) in enumerate(net.weights):
        V, c = (torch.tensor(p, requires_grad=True) for p in (W, b))
        Z = A @ V + c
        last = i == len(net.weights) - 1
        out = torch.sigmoid(Z) if net.loss == "squared_error" else torch.softmax(Z, dim=1)
        A = out if last else FUNCTIONS[net.activation](Z)
        Z.retain_grad()
        A.retain_grad()
        layers.append({"W": V, "b": c, "Z": Z, "A": A})
    Y = torch.tensor(net.Y)
    if net.loss == "squared_error":
        loss = 0.5 * torch.nn.functional.mse_loss(A, Y, reduction="sum") / len(Y)
    else:
        loss = -(Y * torch.log(A)).sum(dim=1).mean()
    penalty = sum(0.5 * l2 * (layer["W"] ** 2).sum() + l1 * layer["W"].abs().sum() for layer in layers)
    (loss + penalty).backward()  # type: ignore[no-untyped-call]
    return layers


def gradient(tensor: torch.Tensor) -> Array:
    assert tensor.grad is not None
    return np.asarray(tensor.grad.numpy())


@every_net_with("penalties", (0.05, 0.03), (0.0, 0.0), (0.05, 0.0), (0.0, 0.03))
def test_every_derivative(
    activation: str, depth: int, classes: int, loss: str, penalties: tuple[float, float]
) -> None:
    net, (l2, l1) = case(activation, depth, classes, loss=loss), penalties
    mine = backward(net.network, forward(net.network, net.X), net.Y, l2=l2, l1=l1)
    for layer, theirs in zip(mine.layers, tape(net, l2, l1), strict=True):
        for name in ("W", "b", "Z", "A"):
            assert gap(getattr(layer, f"d{name}"), gradient(theirs[name])) <= 1e-10, name
