"""Every optimiser against PyTorch's own, over several steps of a real run."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from core import OPTIMIZERS, Experiment, Network, Snapshot, Timeline
from tests.core.oracles import Array, gap

torch.set_num_threads(1)

STEPS = 12
PROTOTYPE = Experiment(
    samples=50,
    hidden=(4, 3),
    activation="tanh",
    learning_rate=0.05,
    batch_size=8,
    l2=0.02,
    schedule=((5, 0.02),),
)
Parameters = list[torch.Tensor]


def torch_optimizer(name: str, groups: Iterable[dict[str, object]]) -> torch.optim.Optimizer:
    if name == "sgd":
        return torch.optim.SGD(groups)
    if name == "momentum":
        return torch.optim.SGD(groups, momentum=0.9)
    if name == "rmsprop":
        return torch.optim.RMSprop(groups, alpha=0.9, eps=1e-8)
    return torch.optim.Adam(groups, betas=(0.9, 0.999), eps=1e-8)


def parameters_of(network: Network) -> Parameters:
    arrays = [p for layer in network.layers for p in (layer.W, layer.b)]
    return [torch.tensor(p, requires_grad=True) for p in arrays]


def loss_of(parameters: Parameters, X: Array, y: NDArray[np.integer[Any]]) -> torch.Tensor:
    A = torch.tensor(X)
    *inner, (W, b) = zip(parameters[::2], parameters[1::2], strict=True)
    for V, c in inner:
        A = torch.tanh(A @ V + c)
    return torch.nn.functional.cross_entropy(A @ W + b, torch.tensor(y))


def step(optimizer: torch.optim.Optimizer, p: Parameters, now: Snapshot, run: Timeline) -> None:
    for group in optimizer.param_groups:
        group["lr"] = now.learning_rate
    optimizer.zero_grad()
    loss_of(p, run.train.X[now.batch], run.train.y[now.batch]).backward()  # type: ignore[no-untyped-call]
    optimizer.step()


def assert_same(parameters: Parameters, network: Network) -> None:
    mine = [p for layer in network.layers for p in (layer.W, layer.b)]
    for theirs, ours in zip(parameters, mine, strict=True):
        assert gap(theirs.detach().numpy(), ours) < 1e-9


@pytest.mark.parametrize("dataset", ["moons", "arms"])
@pytest.mark.parametrize("name", ["sgd", "momentum", "rmsprop", "adam"])
def test_the_same_path_as_pytorch(name: str, dataset: str) -> None:
    run = Timeline(replace(PROTOTYPE, optimizer=name, dataset=dataset))
    parameters = parameters_of(run.at(0).network)
    penalised = {"params": parameters[::2], "weight_decay": 0.02, "lr": 1.0}
    optimizer = torch_optimizer(name, [penalised, {"params": parameters[1::2], "lr": 1.0}])
    for k in range(STEPS):
        step(optimizer, parameters, run.at(k), run)
        assert_same(parameters, run.at(k + 1).network)


@pytest.mark.parametrize("name", ["sgd", "momentum", "rmsprop", "adam"])
def test_the_update_shown_is_the_update_made(name: str) -> None:
    run = Timeline(replace(PROTOTYPE, optimizer=name))
    for k in range(STEPS):
        now, after = run.at(k), run.at(k + 1)
        for old, new, (dW, db) in zip(now.network.layers, after.network.layers, now.updates, strict=True):
            np.testing.assert_allclose(old.W - dW, new.W, rtol=1e-12, atol=1e-14)
            np.testing.assert_allclose(old.b - db, new.b, rtol=1e-12, atol=1e-14)


def test_the_first_update_of_each_in_plain_words() -> None:
    """From rest: sgd and momentum take lr*g; rmsprop lr*g/sqrt(0.1 g^2); adam lr*sign(g)."""
    rules: dict[str, Callable[[Array], Array]] = {
        "sgd": lambda g: 0.05 * g,
        "momentum": lambda g: 0.05 * g,
        "rmsprop": lambda g: 0.05 * g / (np.sqrt(0.1) * np.abs(g) + 1e-8),
        "adam": lambda g: 0.05 * g / (np.abs(g) + 1e-8),
    }
    for name, rule in rules.items():
        now = Timeline(replace(PROTOTYPE, optimizer=name)).at(0)
        for layer, (dW, db) in zip(now.gradients.layers, now.updates, strict=True):
            np.testing.assert_allclose(dW, rule(layer.dW), rtol=1e-9)
            np.testing.assert_allclose(db, rule(layer.db), rtol=1e-9)


def test_the_names() -> None:
    assert set(OPTIMIZERS) == {"sgd", "momentum", "rmsprop", "adam"}
