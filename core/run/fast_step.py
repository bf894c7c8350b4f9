"""The fast step: the same update as `reference_step`, without allocating an array.

At the usual sizes a training step is twenty NumPy calls on arrays of a few hundred numbers, and plain
NumPy spends most of its time on allocating them.  The fast step allocates every buffer once and prepares
the update as a flat list of (function, arguments).  Three choices make the calls cheap:

- samples are *columns*, so that each unit is one contiguous row;
- the bias is one more weight, on a constant input of ones: [W; b]ᵀ is one matrix ``V`` (h, d + 1);
- constants are arrays, too: NumPy has nothing to convert.

`tests/core/run/test_fast_step.py` proves it equal to the reference.
"""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from core.arrays import Array
from core.network.in_place import Call
from core.run.changes import change_steps, edits_by_step, frozen_at
from core.run.datasets import Dataset
from core.run.experiment import Experiment
from core.run.fast_gradient import gradient_calls, nbytes_of
from core.run.optimizers import ADAM_DECAY, EPSILON, MOMENTUM, OPTIMIZERS, RMSPROP_DECAY, State
from core.run.safe_range import largest_safe_squares
from core.run.training import Batches, blocks, pack, start


class FastStep:
    """Run the updates of an experiment in place.

    Attributes
    ----------
    theta : (p,) array
        All parameters in the order of `core.run.training.pack`; write to it to continue from another state.
    memory : tuple of (p,) arrays
        What the optimizer remembers, in the same order.
    is_safe : bool
        Whether the last `run` was so far from overflow that every number of each step is finite.
    is_always_safe : bool
        Whether that is known of all steps.
    """

    def __init__(self, experiment: Experiment, train: Dataset) -> None:
        self._experiment = experiment
        self._batches = Batches.of(experiment, len(train.y))
        self._penalties: dict[str, Array] = {}
        self._most_squares = largest_safe_squares(experiment)
        self.is_always_safe = self._most_squares is None
        self.is_safe = True
        self.theta = pack(start(experiment))
        self._changes, self._edits = change_steps(experiment), edits_by_step(experiment)
        self._frozen = frozen_at(experiment, 0)
        self.memory = tuple(np.zeros_like(self.theta) for _ in range(OPTIMIZERS[experiment.optimizer][0]))
        self._gradient = np.zeros_like(self.theta)
        self._rate = np.zeros_like(self.theta)
        self._unbias = np.ones_like(self.theta)  # Adam's 1/√(1 − β₂ᵗ)
        n = self._batches.n
        self._inputs = np.vstack([train.X.T, np.ones(n), train.Y.T])  # (d + 1 + k, n)
        self._share = _shares(self._batches)
        self._ordered = self._inputs.copy()
        self._ordered[-train.n_classes :] *= self._share
        self._epoch = 0 if self._batches.per_epoch == 1 else -1
        # Calls are prepared for each size of a batch, not for each batch: an epoch may have hundreds.
        update = self._update_calls()
        self._prepared: dict[int, tuple[Array, list[Call]]] = {}
        sizes = {min(size or n, n) for size in experiment.values_of("batch_size")}
        for rows in {rows for size in sizes for rows in (size, (n - 1) % size + 1)}:
            batch = self._ordered if rows == n else self._ordered[:, :rows].copy()
            calls = gradient_calls(experiment, self.theta, self._gradient, batch)
            self._prepared[rows] = batch, calls + update

    @property
    def nbytes(self) -> int:
        """About how many bytes all of it takes."""
        own = (self._inputs, self._share, self._ordered, *self.memory, self._unbias, self._rate)
        return sum(array.nbytes for array in own) + sum(
            nbytes_of(calls) for _, calls in self._prepared.values()
        )

    def state(self) -> tuple[Array, State]:
        """Return copies of `theta` and `memory`."""
        return self.theta.copy(), tuple(array.copy() for array in self.memory)

    def restore(self, state: tuple[Array, State]) -> None:
        """Continue from what `state` returned."""
        self.theta[:], memory = state
        for mine, theirs in zip(self.memory, memory, strict=True):
            mine[:] = theirs

    def run(self, step: int, stop: int) -> None:
        """Make the updates that lead from `step` to `stop`."""
        adam = self._experiment.optimizer == "adam"
        n = self._batches.n
        squares_of, most, squares = self.theta.dot, self._most_squares, 0.0
        with np.errstate(all="ignore"):  # the caller looks for overflow, once per stretch
            while step < stop:
                end = self._begin_stretch(step, stop)
                per_epoch, size, start = self._batches.per_epoch, self._batches.size, self._batches.start
                batch, calls = self._prepared[size]
                for at in range(step, end):
                    if adam:
                        self._correct_bias(at)
                    if per_epoch > 1:
                        begin = (at - start) % per_epoch * size
                        batch, calls = self._prepared[min(size, n - begin)]
                        batch[...] = self._ordered[:, begin : begin + size]
                    for function, arguments in calls:
                        function(*arguments)
                    if most:
                        squares += squares_of(self.theta)
                step = end
                if step in self._edits:
                    places, values = self._edits[step]
                    self.theta[places] = values
                    squares += squares_of(self.theta)
        self.is_safe = not most or bool(squares <= most)

    def _begin_stretch(self, step: int, stop: int) -> int:
        """Prepare for `step`; return how far nothing chosen and no order of samples changes."""
        run = self._experiment
        if run.batch_schedule and (batches := Batches.of(run, self._batches.n, step)) != self._batches:
            self._batches, self._share, self._epoch = batches, _shares(batches), -1
        if run.l2_schedule or run.l1_schedule:
            for name, strengths in self._penalties.items():
                strengths[:] = self._of_weights(run.value_at(name, step))
        if run.frozen:
            self._frozen[:] = frozen_at(run, step)
        self._rate.fill(run.rate_at(step))
        ends = [stop, *self._changes[bisect_right(self._changes, step) :][:1]]
        epoch = 0
        if (per_epoch := self._batches.per_epoch) > 1:
            epoch = self._batches.epoch_at(step)
            ends.append(step + per_epoch - (step - self._batches.start) % per_epoch)
        if epoch != self._epoch:
            self._shuffle(epoch)
        return min(ends)

    def _correct_bias(self, step: int) -> None:
        t = step + 1
        self._rate.fill(self._experiment.rate_at(step) / (1 - ADAM_DECAY[0] ** t))
        self._unbias.fill(1 / np.sqrt(1 - ADAM_DECAY[1] ** t))

    def _shuffle(self, epoch: int) -> None:
        """Put the samples in the order of an epoch."""
        np.take(self._inputs, self._batches.order(epoch), axis=1, out=self._ordered)
        self._ordered[-self._experiment.sizes[-1] :] *= self._share
        self._epoch = epoch

    def _of_weights(self, strength: float) -> Array:
        """Return the strength of a penalty for each parameter: biases pay none."""
        strengths = np.full_like(self.theta, strength)
        for block in blocks(strengths, self._experiment.sizes):
            block[:, -1] = 0.0
        return strengths

    def _update_calls(self) -> list[Call]:
        """Return the calls that move `theta` by the optimizer's step."""
        theta, g, rate = self.theta, self._gradient, self._rate
        step = np.empty_like(theta)

        def full(value: float) -> Array:
            return np.full_like(theta, value)

        calls: list[Call] = []
        if any(self._experiment.values_of("l2")):
            decay = self._penalties["l2"] = self._of_weights(self._experiment.l2)
            calls += [(np.multiply, (theta, decay, step)), (np.add, (g, step, g))]
        if any(self._experiment.values_of("l1")):
            pull = self._penalties["l1"] = self._of_weights(self._experiment.l1)
            calls += [(np.sign, (theta, step)), (np.multiply, (step, pull, step)), (np.add, (g, step, g))]
        if self._experiment.optimizer == "sgd":
            calls += [(np.multiply, (g, rate, step))]
        elif self._experiment.optimizer == "momentum":
            (v,) = self.memory
            calls += [
                (np.multiply, (v, full(MOMENTUM), v)),
                (np.add, (v, g, v)),
                (np.multiply, (v, rate, step)),
            ]
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
        if self._experiment.frozen:
            calls.append((np.putmask, (step, self._frozen, 0.0)))
        return [*calls, (np.subtract, (theta, step, theta))]


def _shares(batches: Batches) -> Array:
    """Return what each sample (n,) counts: each batch divides by its own size, the mean's 1/n."""
    places = np.arange(batches.n) // batches.size
    return np.asarray(1.0 / np.bincount(places)[places])


def _average(average: Array, a: Array, b: Array, keep: Array, admit: Array, spare: Array) -> list[Call]:
    """Return the calls of average ← keep · average + admit · a · b."""
    return [
        (np.multiply, (average, keep, average)),
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
