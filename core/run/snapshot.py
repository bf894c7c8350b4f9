"""A snapshot: the state and the measures of a run at one step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array, IntArray
from core.network.backprop import Gradients, backward
from core.network.layers import Network, forward
from core.network.losses import accuracy
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.gradient_norms import norms_without_roundoff, roundoff_layers
from core.run.optimizers import State
from core.run.overflow import Divergence
from core.run.training import Batches, next_update, pack_pairs, unpack, unpack_pairs

_RECORD_BYTES = 6000  # the overhead of its arrays and records


@dataclass(frozen=True)
class Snapshot:
    """Hold the state of a run at one step, and the update that comes next.

    Attributes
    ----------
    step, epoch : int
        Updates made so far, and whole passes over the training set.
    network : Network
        After `step` updates.
    gradients : Gradients
        Of `network`, on the batch of the next update, the penalties' share included.
    norms : tuple of float
        The norm of each layer's gradient, 0 where the gradient is only round-off.
    train_loss, test_loss : float
        Mean loss of all training and all test points, without the penalties.
    train_accuracy, test_accuracy : float
        Fractions in [0, 1].
    learning_rate : float
        Of the next update.
    batch : (m,) array of int
        The training points of the next update.
    parameters, gradient, update : (p,) arrays
        The network's parameters, their gradient, and what the next update subtracts (lr · gradient for
        SGD, more for the other optimizers, 0 where a parameter is frozen), each as one vector in the order
        of `core.run.training.pack`.
    divergence : Divergence or None
        Set if the run overflows before the requested step.
    """

    step: int
    epoch: int
    network: Network
    gradients: Gradients
    norms: tuple[float, ...]
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    learning_rate: float
    batch: IntArray
    parameters: Array
    gradient: Array
    update: Array
    divergence: Divergence | None = None

    @cached_property
    def updates(self) -> tuple[tuple[Array, Array], ...]:
        """`update` as one (W (d, h), b (h,)) pair per layer."""
        return tuple(unpack_pairs(self.update, self.network.sizes))

    @cached_property
    def row(self) -> Array:
        """The run's history at this step.

        (5 + layers,): step, train loss, test loss, train accuracy, test accuracy, and `norms`.
        """
        measured = [self.train_loss, self.test_loss, self.train_accuracy, self.test_accuracy]
        return np.array([self.step, *measured, *self.norms])

    @property
    def nbytes(self) -> int:
        """About how many bytes it takes: most of them for the derivatives of each sample."""
        samples = sum(layer.dZ.nbytes + layer.dA.nbytes for layer in self.gradients.layers)
        # The network and its gradients hold the parameters and the gradient a second time.
        return int(samples + self.batch.nbytes + 5 * self.parameters.nbytes) + _RECORD_BYTES


def take_snapshot(
    experiment: Experiment,
    step: int,
    parameters: Array,
    memory: State,
    *,
    train: Dataset,
    test: Dataset,
    batch: IntArray | None = None,
) -> Snapshot:
    """Measure a run at `step` with the reference `forward` and `backward`.

    `parameters`, and what the optimizer remembers, are vectors in the order of `core.run.training.pack`.
    The next update takes the samples of `batch`, by default those of the experiment.
    """
    network = unpack(parameters, experiment)
    batches = Batches.of(experiment, len(train.y), step)
    full = batch is None and batches.size == batches.n
    batch = batches.at(step) if batch is None else batch
    whole, tested = forward(network, train.X), forward(network, test.X)
    trace, Y = (whole, train.Y) if full else (forward(network, train.X[batch]), train.Y[batch])
    gradients = backward(network, trace, Y, **experiment.penalties_at(step))
    gradient = pack_pairs([(layer.dW, layer.db) for layer in gradients.layers])
    rate = experiment.rate_at(step)
    update, _ = next_update(experiment, gradient, memory, step)
    norms = [layer.norm for layer in gradients.layers]
    return Snapshot(
        step=step,
        epoch=batches.epoch_at(step),
        network=network,
        gradients=gradients,
        norms=norms_without_roundoff(
            norms, lambda: roundoff_layers(experiment, step, network, trace, Y, gradients)
        ),
        train_loss=float(network.loss.mean(whole.Z[-1], train.Y)),
        test_loss=float(network.loss.mean(tested.Z[-1], test.Y)),
        train_accuracy=accuracy(whole.probabilities, train.y),
        test_accuracy=accuracy(tested.probabilities, test.y),
        learning_rate=rate,
        batch=batch,
        parameters=parameters,
        gradient=gradient,
        update=update,
    )
