"""What a bug does to training: two networks are trained and compared.

Both start at the current step and train as the run does, with its optimizer, rates, penalties, batches and
frozen weights: one with the correct backward pass, one with the bug.  Their optimizers remember nothing at
first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core import forward
from core.arrays import Array
from core.gradient_check.backward_pass import BackwardPass
from core.run.changes import frozen_at
from core.run.cost import seconds_per_readable_step
from core.run.optimizers import OPTIMIZERS, Rule, initial_state
from core.run.training import Batches, pack, pack_pairs, unpack
from pages.scenes.gradient_check.bugs import backward_pass_of
from pages.scenes.gradient_check.checked_run import CheckedRun
from pages.scenes.gradient_check.choices import NONE
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


def race(checked_run: CheckedRun, mistake: str) -> Race:
    """Return the losses of both networks from the step of `checked_run` on."""
    return Race(_descended(checked_run, NONE), _descended(checked_run, mistake))


def _descended(checked_run: CheckedRun, name: str) -> Array:
    key = (checked_run.experiment, checked_run.snapshot.step, name)
    return _losses.get(key, lambda: descend(checked_run, backward_pass_of(name), _steps(checked_run)))


def _steps(checked_run: CheckedRun) -> int:
    """Return how many steps can be trained within a fixed time."""
    run = replace(checked_run.experiment, batch_size=None, batch_schedule=())  # the loss is of all
    step = seconds_per_readable_step(run)
    return int(np.clip(_SECONDS / step, FEWEST_STEPS, MOST_STEPS))


def descend(checked_run: CheckedRun, backward_pass: BackwardPass, steps: int) -> Array:
    """Return the training loss before each of `steps` updates and after the last, while it is finite."""
    train, network = checked_run.timeline.train, checked_run.snapshot.network
    experiment, first = checked_run.experiment, checked_run.snapshot.step
    rule = _rule(experiment.optimizer, backward_pass)
    theta = pack(network)
    g, memory = np.zeros_like(theta), initial_state(experiment.optimizer, theta)
    losses: list[float] = []
    with np.errstate(all="ignore"):  # with a bug, a network can overflow
        for step in range(first, first + steps + 1):
            whole = forward(network, train.X)
            losses.append(float(network.loss.mean(whole.Z[-1], train.Y)))
            if not np.isfinite(losses[-1]):
                return np.array(losses[:-1])
            batch = Batches.of(experiment, len(train.y), step).at(step)
            trace = whole if len(batch) == len(train.y) else forward(network, train.X[batch])
            rate, penalties = experiment.rate_at(step), experiment.penalties_at(step)
            gradients = backward_pass.gradients(network, trace, train.Y[batch], rate=rate, **penalties)
            new = pack_pairs([(layer.dW, layer.db) for layer in gradients.layers])
            g = g + new if backward_pass.accumulates else new
            subtracted, memory = rule(g, memory, rate, step - first + 1)
            theta = theta - np.where(frozen_at(experiment, step), 0.0, subtracted)
            network = unpack(theta, experiment)
    return np.array(losses)


def _rule(optimizer: str, backward_pass: BackwardPass) -> Rule:
    return backward_pass.adam if optimizer == "adam" else OPTIMIZERS[optimizer][1]
