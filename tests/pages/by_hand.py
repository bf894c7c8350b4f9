"""What the tests of One step share: runs, ways to open them up, and a pass of them written out by hand."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core import Experiment, Network, Timeline, backward, forward
from core.run.optimizers import OPTIMIZERS, initial_state
from core.run.training import data, pack, pack_pairs, reference_step, start, unpack, unpack_pairs
from pages.scenes.one_step import OneStepChoices, step_message

Array = NDArray[np.float64]

RUNS = {
    "the notes' network": Experiment(),
    "no hidden layer": Experiment(hidden=()),
    "no hidden layer, three classes, one at a time": Experiment(dataset="blobs", hidden=(), batch_size=1),
    "deep, relu, batches, adam, l2": Experiment(
        dataset="arms", hidden=(6, 3), activation="relu", batch_size=16, optimizer="adam",
        learning_rate=0.03, l2=0.01, l1=0.005, features=("x1x2", "sinx1"),
    ),
    "tanh, momentum": Experiment(
        dataset="moons", hidden=(5,), activation="tanh", optimizer="momentum", learning_rate=0.1
    ),
    "four layers, rmsprop": Experiment(
        dataset="blobs", hidden=(3, 4, 5, 6), optimizer="rmsprop", learning_rate=0.01, samples=60
    ),
    "squared error": Experiment(loss="squared_error"),
    "squared error, three classes, deep, relu": Experiment(
        dataset="arms", hidden=(5, 4), activation="relu", batch_size=16, loss="squared_error", l2=0.01
    ),
    "squared error, no hidden layer": Experiment(dataset="blobs", hidden=(), loss="squared_error"),
    "saturated": Experiment(dataset="xor", hidden=(8,), activation="tanh", learning_rate=3.0),
    "zeros": Experiment(init="zeros", activation="tanh"),
    "wide": Experiment(hidden=(64, 64), samples=60, activation="relu", init="he", learning_rate=0.1),
}  # fmt: skip
GRADIENT = str.maketrans("Ss", "Gg")
DIVERGING = Experiment(learning_rate=100, activation="relu", hidden=(8, 8), l2=1)
OPENED = {
    "six rows": OneStepChoices(),
    "three columns": OneStepChoices(count=3, picked=(7, 5), convention="columns"),
    "the whole batch": OneStepChoices(whole="yes"),
    "a few as the batch": OneStepChoices(whole="taken", count=5, picked=(8,)),
}
every_run = pytest.mark.parametrize("experiment", RUNS.values(), ids=RUNS.keys())
every_view = pytest.mark.parametrize("choices", OPENED.values(), ids=OPENED.keys())


@dataclass
class Pass:
    """A forward and a backward pass of the samples shown, written out by hand; rows are samples."""

    named: dict[str, Array]
    samples: list[int]
    y: list[int]
    steps: dict[str, Array]
    losses: tuple[float, float]
    rows_first: bool

    def entry(self, text: str) -> float:
        """Return the number of an entry by what it is called, in whatever order its places stand."""
        name, places = plain(text.partition("[")[0]), text.partition("[")[2].rstrip("]").split(", ")
        values = self.steps[name] if name[0] in "SsGg" else self.named[name]
        at = [self.place(place) for place in (places if self.rows_first else places[::-1])]
        return float(values[tuple(at)] if values.shape[0] > 1 or len(at) == 2 else values[0, at[0]])

    def in_order(self, left: float, right: float) -> tuple[float, float]:
        """Return two factors as their product is written: samples as columns turn it round."""
        return (left, right) if self.rows_first else (right, left)

    def place(self, text: str) -> int:
        word, _, number = text.partition(" ")
        if word == "sample":
            return self.samples.index(int(number) - 1)
        if word == "class":
            return int(number)
        return int(number) - 1 if word == "unit" else int(plain(text)[1:]) - 1


def plain(text: str) -> str:
    """Return a symbol as its name in code."""
    return text.translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789"))


@dataclass
class Taken:
    """The update that takes some samples as its batch, replayed without the timeline."""

    updates: list[tuple[Array, Array]]
    network: Network
    train_loss: float


def taken(experiment: Experiment, step: int, samples: list[int]) -> Taken:
    """Return the next update of a run that is the experiment up to a step, and then takes the samples."""
    train, _ = data(experiment)
    network = start(experiment)
    memory = initial_state(experiment.optimizer, pack(network))
    for at in range(step):
        network, memory = reference_step(experiment, network, memory, train, at)
    trace = forward(network, train.X[samples])
    made = backward(network, trace, train.Y[samples], l2=experiment.l2, l1=experiment.l1)
    g = pack_pairs([(layer.dW, layer.db) for layer in made.layers])
    rule = OPTIMIZERS[experiment.optimizer][1]
    subtracted, _ = rule(g, memory, experiment.rate_at(step), step + 1)
    later = unpack(pack(network) - subtracted, experiment)
    loss = later.loss.mean(forward(later, train.X).Z[-1], train.Y)
    return Taken(unpack_pairs(subtracted, experiment.sizes), later, float(loss))


def by_hand(timeline: Timeline, step: int, choices: OneStepChoices) -> Pass:
    experiment, now = timeline.experiment, timeline.at(step)
    chosen = now.batch if choices.whole == "yes" else by_turns(timeline.train.y, choices)
    later = timeline.at(now.step + 1)
    after = Taken(list(now.updates), later.network, later.train_loss)
    if choices.whole == "taken":
        after = taken(experiment, now.step, [int(i) for i in chosen])
    X, y = timeline.train.X[chosen], timeline.train.y[chosen]
    n, last = len(X), len(now.network.layers)
    Y = np.array([[float(c == k) for k in range(experiment.sizes[-1])] for c in y])
    named: dict[str, Array] = {"X": X, "Y": Y, "A0": X}
    for i, layer in enumerate(now.network.layers, start=1):
        Z = named[f"A{i - 1}"] @ layer.W + layer.b
        A = output(experiment, Z) if i == last else bent(experiment, Z)
        named |= {f"W{i}": layer.W, f"b{i}": layer.b[None], f"Z{i}": Z, f"A{i}": A}
        named |= {
            f"next W{i}": after.network.layers[i - 1].W,
            f"next b{i}": after.network.layers[i - 1].b[None],
        }
    A, is_squared = named[f"A{last}"], experiment.loss == "squared_error"
    named["l"] = -np.log(A[np.arange(n), y])[:, None]
    named[f"dZ{last}"] = (A - Y) / n
    if is_squared:
        named["l"] = ((A - Y) ** 2).sum(axis=1, keepdims=True) / 2
        named[f"dA{last}"] = (A - Y) / n
        named[f"dZ{last}"] = named[f"dA{last}"] * A * (1 - A)
    named["loss"] = named["l"].mean(axis=0, keepdims=True)
    for i in range(last, 0, -1):
        if i < last:
            named[f"dA{i}"] = named[f"dZ{i + 1}"] @ named[f"W{i + 1}"].T
            named[f"dZ{i}"] = named[f"dA{i}"] * slope(experiment, named[f"Z{i}"])
        named[f"dW{i}"] = named[f"A{i - 1}"].T @ named[f"dZ{i}"] + experiment.l2 * named[f"W{i}"]
        named[f"dW{i}"] += experiment.l1 * np.sign(named[f"W{i}"])
        named[f"db{i}"] = named[f"dZ{i}"].sum(axis=0, keepdims=True)
    steps = {f"S{i}": S for i, (S, _) in enumerate(after.updates, start=1)}
    steps |= {f"s{i}": s[None] for i, (_, s) in enumerate(after.updates, start=1)}
    if experiment.optimizer == "sgd":  # then the step is lr times the gradient of the run's own batch
        steps |= {name.translate(GRADIENT): S / now.learning_rate for name, S in steps.items()}
    rows_first = choices.convention == "rows"
    losses = now.train_loss, after.train_loss
    return Pass(named, [int(i) for i in chosen], [int(c) for c in y], steps, losses, rows_first)


def by_turns(y: NDArray[np.integer[Any]], choices: OneStepChoices) -> list[int]:
    """Return the samples shown: those picked, then the first left of each class in turn."""
    rest = {int(c): [i for i in range(len(y)) if y[i] == c] for c in np.unique(y)}
    turns = []
    while any(rest.values()):
        turns += [members.pop(0) for members in rest.values() if members]
    picked = list(dict.fromkeys(point - 1 for point in choices.picked if point <= len(y)))
    return [*picked, *(i for i in turns if i not in picked)][: choices.count]


def output(experiment: Experiment, Z: Array) -> Array:
    if experiment.loss == "squared_error":
        return np.asarray(1 / (1 + np.exp(-Z)))
    return np.asarray(np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True))


def bent(experiment: Experiment, Z: Array) -> Array:
    functions = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: z * (z > 0),
        "leaky": lambda z: z * np.where(z > 0, 1, 0.01), "linear": lambda z: z,
    }  # fmt: skip
    return np.asarray(functions[experiment.activation](Z))


def slope(experiment: Experiment, Z: Array) -> Array:
    slopes = {
        "sigmoid": lambda z: bent(experiment, z) * (1 - bent(experiment, z)),
        "tanh": lambda z: 1 - np.tanh(z) ** 2,
        "relu": lambda z: (z > 0).astype(float),
        "leaky": lambda z: np.where(z > 0, 1, 0.01),
        "linear": np.ones_like,
    }
    return np.asarray(slopes[experiment.activation](Z))


def phases_of(
    experiment: Experiment, choices: OneStepChoices, step: int
) -> tuple[Timeline, dict[str, Any]]:
    timeline = Timeline(experiment)
    return timeline, step_message(timeline, step, choices, "light")
