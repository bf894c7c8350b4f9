"""Measure many steps at once.

`take_snapshot` measures one step with some sixty NumPy calls on arrays of a few hundred numbers, and most
of its time goes into the calls.  Here the same calls measure a batch of m steps: each array gets one more
axis in front, (m, …). Each number is computed by the same operations in the same order.

`tests/core/run/test_batched_snapshots.py` proves it equal to the reference, to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from core.arrays import Array, IntArray, norm
from core.network.activations import ACTIVATIONS
from core.network.backprop import Gradients, LayerGradients
from core.network.layers import Layer, Network, activate, forward
from core.network.loss_functions import LOSSES
from core.network.penalties import Penalties, penalty_gradient
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.gradient_norms import norms_without_roundoff, roundoff_layers
from core.run.optimizers import State
from core.run.snapshot import Snapshot
from core.run.training import Batches, blocks, next_update, pack_pairs

_NUMBERS = 2**16
"""About how many numbers an array holds at most: memory does not grow with the samples."""


def measure_rows(
    experiment: Experiment, thetas: Mapping[int, Array], *, train: Dataset, test: Dataset
) -> dict[int, Array]:
    """Return the `Snapshot.row` (5 + layers,) of some steps.

    Parameters
    ----------
    thetas : mapping of int to (p,) array
        The parameters at each step, in the order of `core.run.training.pack`.
    """
    rows: dict[int, Array] = {}
    for measured in _measure_all(experiment, thetas, train, test):
        table = np.column_stack([measured.steps, *measured.losses, *measured.accuracies, measured.norms])
        rows |= dict(zip(measured.steps, table, strict=True))
    return rows


def first_not_finite(
    experiment: Experiment, thetas: Mapping[int, Array], *, train: Dataset, test: Dataset
) -> int | None:
    """Return the first of some steps at which a parameter, a loss or a gradient is not finite."""
    rows = measure_rows(experiment, thetas, train=train, test=test)
    finite = {at: np.isfinite(rows[at]).all() and np.isfinite(thetas[at]).all() for at in sorted(thetas)}
    return next((at for at, each in finite.items() if not each), None)


def take_snapshots(
    experiment: Experiment,
    thetas: Mapping[int, Array],
    memories: Mapping[int, State],
    *,
    train: Dataset,
    test: Dataset,
) -> dict[int, Snapshot]:
    """Return what `take_snapshot` returns for each of some steps.

    Their arrays are views of shared arrays: one snapshot holds the memory of all.

    Parameters
    ----------
    thetas : mapping of int to (p,) array
    memories : mapping of int to tuple of (p,) arrays
        The parameters at each step, and what the optimizer remembers, in the order of
        `core.run.training.pack`.
    """
    return {
        step: _snapshot(measured, i, thetas[step], memories[step])
        for measured in _measure_all(experiment, thetas, train, test)
        for i, step in enumerate(measured.steps)
    }


@dataclass(frozen=True)
class _Measures:
    """Hold the measures of m steps.

    Attributes
    ----------
    layers : list of (W (m, d, h), b (m, h))
    losses, accuracies : two (m,) arrays each
        Of all training points, and of all test points.
    batches : list of (n,) arrays of int
        The training points of the next update, equally many at each step.
    gradients : list of LayerGradients
        Each array with the axis m in front.
    """

    experiment: Experiment
    train: Dataset
    steps: list[int]
    layers: list[tuple[Array, Array]]
    losses: tuple[Array, Array]
    accuracies: tuple[Array, Array]
    batches: list[IntArray]
    gradients: list[LayerGradients]

    @cached_property
    def norms(self) -> list[tuple[float, ...]]:
        """The norm of each layer's gradient at each step, 0 where the gradient is only round-off."""
        every = [[norm(w, b) for w, b in zip(each.dW, each.db, strict=True)] for each in self.gradients]
        return [
            norms_without_roundoff(norms, partial(self._roundoff_layers, i))
            for i, norms in enumerate(zip(*every, strict=True))
        ]

    def network(self, i: int) -> Network:
        """Return the network of the i-th step."""
        functions = self.experiment.activations
        return Network(
            tuple(Layer(W[i], b[i], f) for (W, b), f in zip(self.layers, functions, strict=True))
        )

    def gradients_at(self, i: int) -> Gradients:
        """Return the gradients of the i-th step."""
        return Gradients(
            tuple(LayerGradients(each.dW[i], each.db[i], each.dZ[i], each.dA[i]) for each in self.gradients)
        )

    def _roundoff_layers(self, i: int) -> list[bool]:
        step, Y = self.steps[i], self.train.Y[self.batches[i]]
        trace = forward(self.network(i), self.train.X[self.batches[i]])
        return roundoff_layers(self.experiment, step, self.network(i), trace, Y, self.gradients_at(i))

    @cached_property
    def packed(self) -> Array:
        """The gradients (m, p), in the order of `core.run.training.pack`."""
        return pack_pairs([(layer.dW, layer.db) for layer in self.gradients])


@dataclass(frozen=True)
class _Pass:
    """Hold a forward pass of m networks: X (n, d) or (m, n, d), and Z and A (m, n, h) of each layer."""

    X: Array
    Z: list[Array]
    A: list[Array]


def _snapshot(measured: _Measures, i: int, theta: Array, memory: State) -> Snapshot:
    step, gradient, experiment = measured.steps[i], measured.packed[i], measured.experiment
    rate = experiment.rate_at(step)
    update, _ = next_update(experiment, gradient, memory, step)
    return Snapshot(
        step=step,
        epoch=Batches.of(experiment, len(measured.train.y), step).epoch_at(step),
        network=measured.network(i),
        gradients=measured.gradients_at(i),
        norms=measured.norms[i],
        train_loss=float(measured.losses[0][i]),
        test_loss=float(measured.losses[1][i]),
        train_accuracy=float(measured.accuracies[0][i]),
        test_accuracy=float(measured.accuracies[1][i]),
        learning_rate=rate,
        batch=measured.batches[i],
        parameters=theta,
        gradient=gradient,
        update=update,
    )


def _measure_all(
    experiment: Experiment, thetas: Mapping[int, Array], train: Dataset, test: Dataset
) -> Iterator[_Measures]:
    """Measure steps together that have batches of one size and the same penalties."""
    most = max(1, _NUMBERS // ((len(train.y) + len(test.y)) * max(experiment.sizes)))
    drawn = {step: Batches.of(experiment, len(train.y), step).at(step) for step in thetas}
    kinds = {step: (len(drawn[step]), *experiment.penalties_at(step).values()) for step in thetas}
    for kind in dict.fromkeys(kinds.values()):
        steps = [step for step in thetas if kinds[step] == kind]
        for i in range(0, len(steps), most):
            some = {step: drawn[step] for step in steps[i : i + most]}
            yield _measure(experiment, np.stack([thetas[step] for step in some]), some, train, test)


def _measure(
    experiment: Experiment, thetas: Array, drawn: dict[int, IntArray], train: Dataset, test: Dataset
) -> _Measures:
    layers, names, mean = _layers(experiment, thetas), experiment.activations, LOSSES[experiment.loss].mean
    whole, tested = _forward(layers, names, train.X), _forward(layers, names, test.X)
    batches = list(drawn.values())
    if len(batches[0]) == len(train.y):
        passed, Y = whole, train.Y
    else:
        own = np.stack(batches)  # (m, n)
        passed, Y = _forward(layers, names, train.X[own]), train.Y[own]
    return _Measures(
        experiment=experiment,
        train=train,
        steps=list(drawn),
        layers=layers,
        losses=(mean(whole.Z[-1], train.Y), mean(tested.Z[-1], test.Y)),
        accuracies=(_accuracies(whole.A[-1], train.y), _accuracies(tested.A[-1], test.y)),
        batches=batches,
        gradients=_backward(experiment, layers, passed, Y, experiment.penalties_at(min(drawn))),
    )


def _layers(experiment: Experiment, thetas: Array) -> list[tuple[Array, Array]]:
    """Return W (m, d, h) and b (m, h) of each layer."""
    views = [block.swapaxes(-1, -2) for block in blocks(thetas, experiment.sizes)]  # [W; b], (m, d + 1, h)
    return [(np.ascontiguousarray(view[:, :-1]), np.ascontiguousarray(view[:, -1])) for view in views]


def _forward(layers: list[tuple[Array, Array]], names: Sequence[str], X: Array) -> _Pass:
    Zs: list[Array] = []
    As: list[Array] = []
    for name, (W, b) in zip(names, layers, strict=True):
        Zs.append((As[-1] if As else X) @ W + b[:, None])
        As.append(activate(name, Zs[-1]))
    return _Pass(X, Zs, As)


def _backward(
    experiment: Experiment,
    layers: list[tuple[Array, Array]],
    passed: _Pass,
    Y: Array,
    penalties: Penalties,
) -> list[LayerGradients]:
    """Return every derivative; `core.network.backprop` explains the lines."""
    derivative, inputs = ACTIVATIONS[experiment.activation].derivative, [passed.X, *passed.A[:-1]]
    dA, dZ = LOSSES[experiment.loss].gradients(passed.A[-1], Y)
    gradients: list[LayerGradients] = []
    for index in reversed(range(len(layers))):
        if index < len(layers) - 1:
            dZ = dA * derivative(passed.Z[index], passed.A[index])
        W = layers[index][0]
        # (m, d, n) @ (m, n, h) + (m, d, h) = (m, d, h)
        dW = inputs[index].swapaxes(-1, -2) @ dZ + penalty_gradient(W, **penalties)
        gradients.append(LayerGradients(dW, dZ.sum(axis=-2), dZ, dA))
        dA = dZ @ W.swapaxes(-1, -2)  # (m, n, h) @ (m, h, d) = (m, n, d)
    return gradients[::-1]


def _accuracies(P: Array, y: IntArray) -> Array:
    return np.asarray((P.argmax(axis=-1) == y).mean(axis=-1))
