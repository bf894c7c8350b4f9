"""Training: the initial network, one update, and a readable loop over many.

`reference_step` is the readable update.  The timeline runs a faster version of it
(`core.run.fast_step`); a test proves the two equal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from core.arrays import Array, IntArray
from core.network.backprop import Gradients, backward
from core.network.layers import Layer, Network, forward, initial_network
from core.run.changes import frozen_at, needs_squared_error, set_by_hand
from core.run.datasets import Dataset, by_hand_dataset, given_dataset, make_dataset, train_test_split
from core.run.experiment import Experiment
from core.run.optimizers import OPTIMIZERS, State, initial_state
from core.run.rows import BY_HAND
from core.run.scaling import UNSCALED, Scaling, fit_scaling

# One generator per purpose: drawing more from one does not change another.
_DATA, _SPLIT, _INIT, _BATCHES = range(4)


def data(experiment: Experiment) -> tuple[Dataset, Dataset]:
    """Return the training and the test points of an experiment; the same, if none are for testing."""
    if experiment.dataset == BY_HAND:
        if needs_squared_error(experiment):
            raise ValueError("given_rows must have one-hot targets (one 1, the rest 0) for cross-entropy")
        points = by_hand_dataset(experiment.given_rows).scaled(_with_features(UNSCALED, experiment))
        return points, points
    rng = np.random.default_rng((experiment.data_seed, _DATA))
    given = experiment.given
    if given:
        dataset = given_dataset(given, jitter=experiment.jitter, rng=rng)
    else:
        dataset = make_dataset(
            experiment.dataset, n_samples=experiment.samples, noise=experiment.noise, rng=rng
        )
    train, test = train_test_split(
        dataset,
        test_fraction=experiment.test_fraction,
        rng=np.random.default_rng((experiment.data_seed, _SPLIT)),
    )
    scaling = _with_features(fit_scaling(experiment.scaling, train.X) if given else UNSCALED, experiment)
    return train.scaled(scaling), test.scaled(scaling)


def _with_features(scaling: Scaling, experiment: Experiment) -> Scaling:
    return replace(scaling, features=experiment.features) if experiment.features else scaling


def start(experiment: Experiment) -> Network:
    """Return the network before the first update, with the parameters that are set by hand then."""
    network = initial_network(
        experiment.sizes,
        activation=experiment.activation,
        init=experiment.init,
        rng=np.random.default_rng((experiment.seed, _INIT)),
        loss=experiment.loss,
    )
    return _edited(experiment, network, 0) if experiment.edits else network


def _edited(experiment: Experiment, network: Network, step: int) -> Network:
    theta = pack(network)
    set_by_hand(experiment, theta, step)
    return unpack(theta, experiment)


@dataclass(frozen=True)
class Batches:
    """Say which samples each update uses.

    An epoch visits every sample once, in a new random order each epoch; the last batch of an epoch is
    short if the size does not divide the number of samples.

    Attributes
    ----------
    n : int
        Training samples.
    size : int
        Samples in a full batch, at most n.
    seed : int
        The seed of the orders.
    start, first_epoch : int
        The step from which the size is this, and the epoch that begins there.
    """

    n: int
    size: int
    seed: int
    start: int = 0
    first_epoch: int = 0

    @classmethod
    def of(cls, experiment: Experiment, n: int, step: int = 0) -> Batches:
        """Make the batches of an experiment with `n` training samples, of the size at `step`."""
        batches = cls(n, min(experiment.batch_size or n, n), experiment.seed)
        for at, size in experiment.batch_schedule:
            if at <= step and min(size or n, n) != batches.size:
                # The epoch that the change cuts short has ended.
                batches = cls(n, min(size or n, n), experiment.seed, at, batches.epoch_at(at - 1) + 1)
        return batches

    @property
    def per_epoch(self) -> int:
        """Updates in one epoch."""
        return -(-self.n // self.size)

    def epoch_at(self, step: int) -> int:
        """Return how many epochs have ended before the update from `step`."""
        return self.first_epoch + (step - self.start) // self.per_epoch

    def order(self, epoch: int) -> IntArray:
        """Return the samples (n,) in the order in which `epoch` visits them."""
        return np.arange(self.n) if self.size == self.n else _order(self.n, self.seed, epoch)

    def at(self, step: int) -> IntArray:
        """Return the samples of the update from `step`."""
        epoch, index = self.epoch_at(step), (step - self.start) % self.per_epoch
        return self.order(epoch)[index * self.size : (index + 1) * self.size]


@lru_cache(maxsize=64)
def _order(n: int, seed: int, epoch: int) -> IntArray:
    order = np.random.default_rng((seed, _BATCHES, epoch)).permutation(n)
    order.flags.writeable = False
    return order


def pack(network: Network) -> Array:
    """Return all parameters as one vector.

    Layer after layer, unit after unit: the unit's weights, then its bias.  That is [W; b]ᵀ row by row.
    """
    return pack_pairs([(layer.W, layer.b) for layer in network.layers])


def pack_pairs(pairs: list[tuple[Array, Array]]) -> Array:
    """Return pairs shaped as W (..., d, h) and b (..., h) as vectors (..., p), in the order of `pack`."""
    both = [
        np.concatenate([W, b[..., None, :]], axis=-2).swapaxes(-1, -2) for W, b in pairs
    ]  # (..., h, d + 1)
    return np.concatenate([block.reshape(*block.shape[:-2], -1) for block in both], axis=-1)


def blocks(vector: Array, sizes: Sequence[int]) -> list[Array]:
    """Return one view [W; b]ᵀ (..., h, d + 1) per layer of vectors (..., p) in the order of `pack`."""
    views, begin = [], 0
    for d, h in pairwise(sizes):
        block = vector[..., begin : begin + h * (d + 1)]
        views.append(block.reshape(*vector.shape[:-1], h, d + 1))
        begin += h * (d + 1)
    return views


def unpack_pairs(vector: Array, sizes: Sequence[int]) -> list[tuple[Array, Array]]:
    """Return fresh (W (d, h), b (h,)) pairs from a vector: the inverse of `pack_pairs`."""
    return [(block[:, :-1].T.copy(), block[:, -1].copy()) for block in blocks(vector, sizes)]


def unpack(vector: Array, experiment: Experiment) -> Network:
    """Return an experiment's network with these parameters: the inverse of `pack`."""
    pairs = unpack_pairs(vector, experiment.sizes)
    functions = experiment.activations
    return Network(tuple(Layer(W, b, function) for (W, b), function in zip(pairs, functions, strict=True)))


def batch_gradients(experiment: Experiment, network: Network, train: Dataset, step: int) -> Gradients:
    """Return the gradients that the update leaving `step` uses, the penalties included."""
    batch = Batches.of(experiment, len(train.y), step).at(step)
    penalties = experiment.penalties_at(step)
    return backward(network, forward(network, train.X[batch]), train.Y[batch], **penalties)


def next_update(experiment: Experiment, gradient: Array, memory: State, step: int) -> tuple[Array, State]:
    """Return what the update that leaves `step` subtracts, and what the optimizer remembers then.

    A frozen parameter stays as it is; the optimizer remembers its gradient all the same.
    """
    _, rule = OPTIMIZERS[experiment.optimizer]
    update, memory = rule(gradient, memory, experiment.rate_at(step), step + 1)
    return np.where(frozen_at(experiment, step), 0.0, update) if experiment.frozen else update, memory


def reference_step(
    experiment: Experiment, network: Network, memory: State, train: Dataset, step: int
) -> tuple[Network, State]:
    """Make one update: gradients of the batch, the optimizer's step, subtract, set what is set by hand.

    Parameters
    ----------
    network, memory : Network, State
        At `step`; `memory` is what the optimizer remembers, as vectors in the order of
        `pack`.

    Returns
    -------
    (network, memory) at ``step + 1``.
    """
    gradients = batch_gradients(experiment, network, train, step)
    g = pack_pairs([(layer.dW, layer.db) for layer in gradients.layers])
    update, memory = next_update(experiment, g, memory, step)
    theta = pack(network) - update
    set_by_hand(experiment, theta, step + 1)
    return unpack(theta, experiment), memory


def reference_run(experiment: Experiment, steps: int) -> Network:
    """Train for `steps` updates the readable way and return the network.

    >>> reference_run(Experiment(), 3).sizes
    (2, 4, 2)
    """
    train, _ = data(experiment)
    network = start(experiment)
    memory = initial_state(experiment.optimizer, pack(network))
    for step in range(steps):
        network, memory = reference_step(experiment, network, memory, train, step)
    return network
