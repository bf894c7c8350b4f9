"""What a bug does to training: two networks are trained and compared.

Both start at the current step and take SGD steps with the learning rate and the batches of the run: one
with the correct backward pass, one with the bug.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core import Network, Trace, forward, softmax_cross_entropy
from core.arrays import Array
from core.network.layers import Layer
from core.run.cost import seconds_per_readable_step
from core.run.training import Batches
from pages.scenes.gradient_check.bench import Bench
from pages.scenes.gradient_check.mistakes import MISTAKES
from pages.scenes.gradient_check.recipe import RIGHT, Recipe
from pages.server.cache import LRUCache

MOST_STEPS, FEWEST_STEPS = 60, 8
_SECONDS = 0.03
_FALLS = 0.999
_losses: LRUCache[Array] = LRUCache(512)


@dataclass(frozen=True)
class Race:
    """Hold the training loss (s,) of both networks from the current step on, each while it is finite."""

    right: Array
    wrong: Array

    @property
    def falls(self) -> bool:
        """Whether the loss still decreases with the bug."""
        return bool(self.wrong[-1] < _FALLS * self.wrong[0])


def race(bench: Bench, mistake: str) -> Race:
    """Return the losses of both networks from the step of `bench` on."""
    return Race(_descended(bench, "", RIGHT), _descended(bench, mistake, MISTAKES[mistake].recipe))


def _descended(bench: Bench, name: str, recipe: Recipe) -> Array:
    key = (bench.experiment, bench.snapshot.step, name)
    return _losses.get(key, lambda: descend(bench, recipe, _steps(bench)))


def _steps(bench: Bench) -> int:
    """Return how many steps can be trained within a fixed time."""
    step = seconds_per_readable_step(replace(bench.experiment, batch_size=None))  # the loss is of all
    return int(np.clip(_SECONDS / step, FEWEST_STEPS, MOST_STEPS))


def descend(bench: Bench, recipe: Recipe, steps: int) -> Array:
    """Return the training loss before each of `steps` updates and after the last, while it is finite."""
    train, network = bench.timeline.train, bench.snapshot.network
    batches = Batches.of(bench.experiment, len(train.y))
    first = bench.snapshot.step
    losses: list[float] = []
    with np.errstate(all="ignore"):  # with a bug, a network can overflow
        for step in range(first, first + steps + 1):
            whole = forward(network, train.X)
            losses.append(softmax_cross_entropy(whole.Z[-1], train.Y))
            if not np.isfinite(losses[-1]):
                return np.array(losses[:-1])
            batch = batches.at(step)
            trace = whole if len(batch) == len(train.y) else forward(network, train.X[batch])
            network = _updated(bench, network, trace, train.Y[batch], recipe)
    return np.array(losses)


def _updated(bench: Bench, network: Network, trace: Trace, Y: Array, recipe: Recipe) -> Network:
    """Return the network after one SGD step on a batch."""
    rate = bench.snapshot.learning_rate
    gradients = recipe.gradients(network, trace, Y, l2=bench.experiment.l2, rate=rate)
    return Network(
        tuple(
            Layer(layer.W - rate * d.dW, layer.b - rate * d.db, layer.activation)
            for layer, d in zip(network.layers, gradients.layers, strict=True)
        )
    )
