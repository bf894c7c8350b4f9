"""PyTorch and central differences, where losses, features, penalties, depths and classes meet.

Each pair of choices occurs in some case; all of them together would be 320.
"""

from collections.abc import Sequence
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
import torch

from core import Experiment, Timeline, check_gradients
from core.arrays import Array
from tests.core.oracles import gap

torch.set_num_threads(1)

FEATURES: dict[tuple[str, ...], Any] = {
    (): lambda x, y: [x, y],
    ("x1sq", "x1x2", "sinx2"): lambda x, y: [x, y, x * x, x * y, np.sin(y)],
}
CHOICES = {
    "loss": ("cross_entropy", "squared_error"),
    "features": tuple(FEATURES),
    "l2": (0.0, 0.03),
    "l1": (0.0, 0.01),
    "depth": (0, 1, 2, 3, 4),
    "dataset": ("moons", "arms"),
}
# A row of indices for each case: loss, features, l2, l1, depth, dataset.
ROWS = ("000000", "111101", "010110", "101011", "001121", "110020", "100131", "011030", "011141", "100040")
CASES = [
    {name: values[int(at)] for (name, values), at in zip(CHOICES.items(), row, strict=True)} for row in ROWS
]
RATE, STEPS = 0.3, 3


def experiment_of(case: dict[str, Any]) -> Experiment:
    fields = {name: value for name, value in case.items() if name != "depth"}
    hidden = (5, 3, 4, 3)[: case["depth"]]
    return Experiment(hidden=hidden, activation="tanh", samples=40, learning_rate=RATE, seed=3, **fields)


def test_every_pair_of_choices_has_a_case() -> None:
    for (one, values), (other, others) in combinations(CHOICES.items(), 2):
        assert {(case[one], case[other]) for case in CASES} == set(product(values, others)), (one, other)


@pytest.mark.parametrize("case", CASES, ids=ROWS)
def test_the_run_is_that_of_pytorch_and_its_gradient_that_of_differences(case: dict[str, Any]) -> None:
    run = Timeline(experiment_of(case))
    X = np.column_stack(FEATURES[case["features"]](*run.train.X[:, :2].T))
    parameters = [torch.tensor(M, requires_grad=True) for M in both(run.at(0).network.layers, "W", "b")]
    optimizer = torch.optim.SGD(parameters, lr=RATE)
    for step in range(STEPS + 1):
        now = run.at(step)
        for ours, theirs in zip(both(now.network.layers, "W", "b"), parameters, strict=True):
            assert gap(ours, theirs.detach().numpy()) < 1e-11
        optimizer.zero_grad()
        loss_of(case, parameters, X, run.train.y).backward()  # type: ignore[no-untyped-call]
        for ours, theirs in zip(both(now.gradients.layers, "dW", "db"), parameters, strict=True):
            assert theirs.grad is not None
            assert gap(ours, theirs.grad.numpy()) < 1e-10
        optimizer.step()
    now, penalties = run.at(STEPS), {"l2": case["l2"], "l1": case["l1"]}
    assert max(check_gradients(now.network, X, run.train.Y, **penalties)) < 1e-6


def both(layers: Sequence[Any], weights: str, biases: str) -> list[Array]:
    return [getattr(layer, name) for layer in layers for name in (weights, biases)]


def loss_of(case: dict[str, Any], parameters: list[torch.Tensor], X: Array, y: Array) -> torch.Tensor:
    A = torch.tensor(X)
    *inner, (W, b) = zip(parameters[::2], parameters[1::2], strict=True)
    for V, c in inner:
        A = torch.tanh(A @ V + c)
    Z, targets = A @ W + b, torch.tensor(y)
    if case["loss"] == "cross_entropy":
        loss = torch.nn.functional.cross_entropy(Z, targets)
    else:
        one_hot = torch.nn.functional.one_hot(targets).double()
        loss = 0.5 * (torch.sigmoid(Z) - one_hot).square().sum(1).mean()
    weights = parameters[::2]
    loss = loss + case["l2"] / 2 * sum(W.square().sum() for W in weights)
    return loss + case["l1"] * sum(W.abs().sum() for W in weights)
