"""The tuned twin of `reference_step`: the same update, nothing allocated.

At the sizes that people pick here a training step is twenty NumPy calls on arrays of a few hundred
numbers, and textbook NumPy spends most of its time on making those arrays.  The twin makes every buffer
once and writes the step as a flat list of (function, arguments), which it then simply calls.  Three
more habits make the calls cheap, and the file hard to read without this paragraph:

- samples are *columns* inside, so that each unit is one contiguous row;
- the bias is one more weight, on a constant input of ones: [W; b]ᵀ is one matrix ``V`` (h, d + 1);
- constants are arrays, too: NumPy has nothing to convert.

`tests/core/test_twin.py` proves it equal to the reference.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.arrays import Array
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.optimizers import ADAM_DECAY, EPSILON, MOMENTUM, OPTIMIZERS, RMSPROP_DECAY, State
from core.run.training import Batches, blocks, pack, start

_ONE = np.array(1.0)

Call = tuple[Callable[..., Any], tuple[Any, ...]]


class FastStep:
    """Run the updates of an experiment in place.

    Attributes
    ----------
    theta : (p,) array
        All parameters in the order of `core.run.training.pack`; set its content to continue from elsewhere.
    memory : tuple of (p,) arrays
        What the optimizer remembers, in the same order.
    """

    def __init__(self, experiment: Experiment, train: Dataset) -> None:
        self._experiment = experiment
        self._batches = Batches.of(experiment, len(train.y))
        self.theta = pack(start(experiment))
        self.memory = tuple(np.zeros_like(self.theta) for _ in range(OPTIMIZERS[experiment.optimizer][0]))
        self._is_sigmoid = experiment.activation == "sigmoid"
        self._negated = np.zeros_like(self.theta)
        self._gradient = np.zeros_like(self.theta)
        self._rate = np.zeros_like(self.theta)
        self._unbias = np.ones_like(self.theta)  # Adam's 1/√(1 − β₂ᵗ)
        self._load_samples(train)
        update = self._update_calls()
        n, size = self._batches.n, self._batches.size
        self._steps = [
            self._gradient_calls(begin, min(begin + size, n)) + update for begin in range(0, n, size)
        ]

    def state(self) -> tuple[Array, State]:
        """Return copies of `theta` and `memory`."""
        return self.theta.copy(), tuple(array.copy() for array in self.memory)

    def restore(self, state: tuple[Array, State]) -> None:
        """Go on from what `state` returned."""
        self.theta[:], memory = state
        for mine, theirs in zip(self.memory, memory, strict=True):
            mine[:] = theirs

    def run(self, step: int, stop: int) -> None:
        """Make the updates that lead from `step` to `stop`."""
        adam = self._experiment.optimizer == "adam"
        with np.errstate(all="ignore"):  # overflow is looked for by the caller, once per stretch
            while step < stop:
                end = self._stretch_end(step, stop)
                self._shuffle(step // self._batches.per_epoch)
                self._rate.fill(self._experiment.rate_at(step))
                for at in range(step, end):
                    if adam:
                        self._correct_bias(at)
                    for function, arguments in self._steps[at % self._batches.per_epoch]:
                        function(*arguments)
                step = end

    def _stretch_end(self, step: int, stop: int) -> int:
        """Return how far one learning rate and, with mini-batches, one epoch's order last."""
        ends = [stop, *(at for at, _ in self._experiment.schedule if at > step)]
        if len(self._steps) > 1:
            ends.append((step // len(self._steps) + 1) * len(self._steps))
        return min(ends)

    def _correct_bias(self, step: int) -> None:
        t = step + 1
        self._rate.fill(self._experiment.rate_at(step) / (1 - ADAM_DECAY[0] ** t))
        self._unbias.fill(1 / np.sqrt(1 - ADAM_DECAY[1] ** t))

    # --- samples ---------------------------------------------------------------------------------

    def _load_samples(self, train: Dataset) -> None:
        n = len(train.y)
        self._all_inputs = np.vstack([train.X.T, np.ones(n)])  # (d + 1, n)
        self._all_targets = train.Y.T.copy()  # (k, n)
        self._inputs = self._all_inputs.copy()
        # Each batch divides by its own size: the mean's 1/n, per place in the epoch.
        places = np.arange(n) // self._batches.size
        self._share = 1.0 / np.bincount(places)[places]  # (n,)
        self._targets = self._all_targets * self._share
        self._epoch = -1

    def _shuffle(self, epoch: int) -> None:
        if len(self._steps) == 1 or epoch == self._epoch:
            return
        order = self._batches.order(epoch)
        np.take(self._all_inputs, order, axis=1, out=self._inputs)
        np.take(self._all_targets, order, axis=1, out=self._targets)
        np.multiply(self._targets, self._share, self._targets)
        self._epoch = epoch

    # --- the list of calls -----------------------------------------------------------------------

    def _gradient_calls(self, begin: int, end: int) -> list[Call]:
        """Return the calls that leave the mean gradient of samples begin … end in `_gradient`."""
        sizes, n = self._experiment.sizes, end - begin
        weights, gradients = blocks(self.theta, sizes), blocks(self._gradient, sizes)
        targets, share = self._targets[:, begin:end], self._share[begin:end]
        A = self._inputs[:, begin:end]  # (d + 1, n), then (h + 1, n) a layer
        activations = [A]
        calls: list[Call] = []
        if self._is_sigmoid:
            calls.append((np.negative, (self.theta, self._negated)))
        for index in range(len(weights) - 1):
            A = np.ones((len(weights[index]) + 1, n))
            calls += self._layer(index, activations[-1], A[:-1])
            activations.append(A)
        output = _two_classes if len(targets) == 2 else _many_classes
        dA = np.empty((len(A) - 1, n)) if len(weights) > 1 else None
        calls += output(weights[-1], A, targets, share, gradients[-1], dA)
        for index in range(len(weights) - 2, -1, -1):
            assert dA is not None
            calls += [*self._chain(dA, activations[index + 1][:-1])]
            calls.append((dA.dot, (activations[index].T, gradients[index])))
            if index:
                dZ, dA = dA, np.empty((len(activations[index]) - 1, n))
                calls.append((weights[index][:, :-1].T.dot, (dZ, dA)))
        return calls

    def _layer(self, index: int, A_prev: Array, A: Array) -> list[Call]:
        """Return the calls of A = f(V A_prev) for hidden layer `index`."""
        if self._is_sigmoid:  # 1 / (1 + e^−Z), the sign already on the few weights
            minus_V = blocks(self._negated, self._experiment.sizes)[index]
            return [
                (minus_V.dot, (A_prev, A)),
                (np.exp, (A, A)),
                (np.add, (A, _ONE, A)),
                (np.divide, (_ONE, A, A)),
            ]
        V = blocks(self.theta, self._experiment.sizes)[index]
        if self._experiment.activation == "tanh":
            return [(V.dot, (A_prev, A)), (np.tanh, (A, A))]
        return [(V.dot, (A_prev, A)), (partial(np.maximum, out=A), (A, np.zeros_like(A)))]

    def _chain(self, dA: Array, A: Array) -> list[Call]:
        """Return the calls that turn dA into dZ = dA · f'(Z) in place."""
        slope = np.empty_like(A)
        if self._is_sigmoid:
            find: list[Call] = [(np.subtract, (_ONE, A, slope)), (np.multiply, (slope, A, slope))]
        elif self._experiment.activation == "tanh":
            find = [(np.multiply, (A, A, slope)), (np.subtract, (_ONE, slope, slope))]
        else:
            find = [(np.sign, (A, slope))]  # A ≥ 0, so its sign is ReLU'(Z)
        return [*find, (np.multiply, (dA, slope, dA))]

    def _update_calls(self) -> list[Call]:
        """Return the calls that move `theta` by the optimizer's step."""
        theta, g, rate = self.theta, self._gradient, self._rate
        step = np.empty_like(theta)

        def full(value: float) -> Array:
            return np.full_like(theta, value)

        calls: list[Call] = []
        if self._experiment.l2:
            decay = full(self._experiment.l2)
            for block in blocks(decay, self._experiment.sizes):
                block[:, -1] = 0.0  # biases pay no penalty
            calls += [(np.multiply, (theta, decay, step)), (np.add, (g, step, g))]
        if self._experiment.optimizer == "sgd":
            calls += [(np.multiply, (g, rate, step))]
        elif self._experiment.optimizer == "momentum":
            (v,) = self.memory
            calls += [*_decay(v, full(MOMENTUM)), (np.add, (v, g, v)), (np.multiply, (v, rate, step))]
        elif self._experiment.optimizer == "rmsprop":
            (s,) = self.memory
            calls += _average(s, g, g, full(RMSPROP_DECAY), full(1 - RMSPROP_DECAY), step)
            calls += _divide_by_root(g, s, full(1.0), full(EPSILON), rate, step)
        else:
            m, s = self.memory
            one = full(1.0)
            calls += _average(m, g, one, full(ADAM_DECAY[0]), full(1 - ADAM_DECAY[0]), step)
            calls += _average(s, g, g, full(ADAM_DECAY[1]), full(1 - ADAM_DECAY[1]), step)
            calls += _divide_by_root(m, s, self._unbias, full(EPSILON), rate, step)
        return [*calls, (np.subtract, (theta, step, theta))]


def _two_classes(
    V: Array, A: Array, targets: Array, share: Array, G: Array, dA: Array | None
) -> list[Call]:
    """Return the calls of the softmax output of two classes, forward and back.

    Only the difference of the two units matters: softmax of two is the sigmoid of it, their gradients
    are each other's negatives, and what goes back is one row times the difference of their weights.
    `targets` is Y/n and `share` 1/n per sample, so that dividing by n costs no call.
    """
    difference, dZ0 = np.empty_like(V[0]), np.empty_like(share)
    calls: list[Call] = [
        (np.subtract, (V[0], V[1], difference)),
        (difference.dot, (A, dZ0)),
        (np.exp, (dZ0, dZ0)),
        (np.add, (dZ0, _ONE, dZ0)),
        (np.divide, (share, dZ0, dZ0)),  # A of class 1, over n
        (np.subtract, (targets[1], dZ0, dZ0)),
        (A.dot, (dZ0, G[0])),
        (np.negative, (G[0], G[1])),
    ]
    # An outer product; as a matrix product it takes a third of what broadcasting does.
    back: Call = (difference[:-1, None].dot, (dZ0[None], dA))
    return calls if dA is None else [*calls, back]


def _many_classes(
    V: Array, A: Array, targets: Array, share: Array, G: Array, dA: Array | None
) -> list[Call]:
    """Return the calls of the softmax output of three or more classes; see `_two_classes`."""
    Z, top = np.empty_like(targets, order="C"), np.empty_like(share)
    calls: list[Call] = [
        (V.dot, (A, Z)),
        (np.copyto, (top, Z[0])),
        *[(partial(np.maximum, out=top), (top, row)) for row in Z[1:]],
        (np.subtract, (Z, top, Z)),
        (np.exp, (Z, Z)),
        (np.ones(len(Z)).dot, (Z, top)),
        (np.divide, (share, top, top)),
        (np.multiply, (Z, top, Z)),
        (np.subtract, (Z, targets, Z)),
        (Z.dot, (A.T, G)),
    ]
    return calls if dA is None else [*calls, (V[:, :-1].T.dot, (Z, dA))]


def _decay(average: Array, keep: Array) -> list[Call]:
    return [(np.multiply, (average, keep, average))]


def _average(average: Array, a: Array, b: Array, keep: Array, admit: Array, spare: Array) -> list[Call]:
    """Return the calls of average ← keep · average + admit · a · b."""
    return [
        *_decay(average, keep),
        (np.multiply, (a, b, spare)),
        (np.multiply, (spare, admit, spare)),
        (np.add, (average, spare, average)),
    ]


def _divide_by_root(
    top: Array, square: Array, unbias: Array, epsilon: Array, rate: Array, step: Array
) -> list[Call]:
    """Return the calls of step ← rate · top / (unbias · √square + ε)."""
    return [
        (np.sqrt, (square, step)),
        (np.multiply, (step, unbias, step)),
        (np.add, (step, epsilon, step)),
        (np.divide, (top, step, step)),
        (np.multiply, (step, rate, step)),
    ]
