"""Runs that overflow, and a second opinion on where: every step, in numbers with 15 bits of exponent.

`numpy.longdouble` holds up to 10⁴⁹³²: what it computes leaves the range of floats only if it must.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import DATASETS, Experiment, Timeline
from core.run.fast_step import FastStep
from core.run.training import Batches
from tests.core.oracles import Array

HORIZON = 320
_LARGEST = np.finfo(float).max
_CHUNK = 80
_ACTIVATIONS = ("relu", "relu", "leaky", "linear", "sigmoid", "tanh")
_HIDDEN = ((), (1,), (2,), (1, 1), (3, 2), (2, 2, 2), (1, 2, 1, 2))
# In floats, as a network keeps its activations: a unit with A = 1 has the slope 0, though σ' is positive.
_FUNCTIONS = {
    "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
    "tanh": np.tanh,
    "relu": lambda Z: np.maximum(Z, 0),
    "leaky": lambda Z: np.maximum(Z, 0.01 * Z),
    "linear": lambda Z: Z,
}
_SLOPES = {
    "sigmoid": lambda A: A * (1 - A), "tanh": lambda A: 1 - A * A, "relu": np.sign,
    "leaky": lambda A: np.where(A > 0, 1, 0.01), "linear": np.ones_like,
}  # fmt: skip
Flags = NDArray[np.bool_]
Layers = Sequence[tuple[Array, Array]]


def violent(seed: int) -> Experiment:
    """Draw an experiment that probably overflows: lr · l2 > 12 grows the weights with every update."""
    rng = np.random.default_rng((seed, 13))

    def one(choices: Sequence[Any]) -> Any:
        return choices[rng.integers(len(choices))]

    rate = float(10 ** rng.uniform(1.1, 2))
    grows = rng.random() < 0.9
    later = ((int(rng.integers(1, 200)), float(10 ** rng.uniform(-1, 2))),)
    return Experiment(
        dataset=one(list(DATASETS)), samples=int(rng.integers(20, 40)), noise=float(rng.uniform(0, 0.5)),
        hidden=one(_HIDDEN), activation=one(_ACTIVATIONS), init=one(("normal", "xavier", "he")),
        optimizer=one(("sgd", "momentum") * 8 + ("rmsprop", "adam")), learning_rate=rate,
        schedule=later if rng.random() < 0.2 else (), batch_size=one((None, 1, 5)),
        l2=float(rng.uniform(12 / rate, 1)) if grows else one((0.0, 1.0, 0.01)),
        data_seed=int(rng.integers(1000)), seed=int(rng.integers(1000)),
    )  # fmt: skip


def true_ends(experiment: Experiment, horizon: int = HORIZON) -> tuple[set[int], int]:
    """Return the steps at which the run may end, and the one at which it must.

    It must end before the first step at which a parameter, a loss or a gradient is too large for a float;
    it may end before a step at which a Z is, which passes through softmax or ReLU as infinity or NaN.
    """
    run, may = Timeline(experiment), set()
    fast, batches = FastStep(experiment, run.train), Batches.of(experiment, len(run.train.y))
    for begin in range(0, horizon, _CHUNK):
        steps, thetas = range(begin, begin + _CHUNK), []
        for step in steps:
            thetas.append(fast.theta.copy())
            fast.run(step, step + 1)
        with np.errstate(all="ignore"):
            too_large, doubtful = _overflows(experiment, run, np.array(thetas), [*map(batches.at, steps)])
        must = begin + int(too_large.argmax()) if too_large.any() else begin + _CHUNK
        may |= {int(step) - 1 for step in begin + np.flatnonzero(doubtful) if step < must}
        if too_large.any():
            return may, must - 1
    return may, horizon


def _overflows(
    experiment: Experiment, run: Timeline, thetas: Array, drawn: list[NDArray[Any]]
) -> tuple[Flags, Flags]:
    """Return of each vector whether a parameter, loss or gradient is no float, and whether a Z is none."""
    layers, f = _layers(experiment, thetas.astype(np.longdouble)), experiment.activation
    Zs = [_pre_activations(layers, f, points.X) for points in (run.train, run.test)]
    losses = [_mean_losses(Z[-1], points.y) for Z, points in zip(Zs, (run.train, run.test), strict=True)]
    norms = np.zeros((len(thetas), len(layers)), dtype=np.longdouble)
    for size in {len(batch) for batch in drawn}:
        which = [i for i, batch in enumerate(drawn) if len(batch) == size]
        rows = np.array([drawn[i] for i in which])
        X, y = run.train.X[rows], run.train.y[rows]
        norms[which] = _gradient_norms([(W[which], b[which]) for W, b in layers], f, X, y, experiment.l2)
    numbers = np.column_stack([thetas, *losses, norms])
    passing = (
        slice(-1, None) if f in ("sigmoid", "tanh") else slice(None)
    )  # they turn infinity into 0 or ±1
    infinite = [~np.isfinite(Z).all(axis=(1, 2)) for each in Zs for Z in each[passing]]
    return ~(np.abs(numbers) <= _LARGEST).all(axis=1), np.any(infinite, axis=0)


def _layers(experiment: Experiment, thetas: Array) -> Layers:
    """Split vectors (m, p) into W (m, d, h) and b (m, h): unit after unit, its weights, then its bias."""
    layers, place = [], 0
    for d, h in pairwise(experiment.sizes):
        block = thetas[:, place : place + h * (d + 1)].reshape(-1, h, d + 1)
        layers.append((block[..., :-1].swapaxes(1, 2), block[..., -1]))
        place += h * (d + 1)
    return layers


def _pre_activations(layers: Layers, activation: str, X: Array) -> list[Array]:
    """Return Z (m, n, h) of each layer."""
    Z = [_as_floats(X @ layers[0][0] + layers[0][1][:, None])]
    for W, b in layers[1:]:
        Z.append(_as_floats(_activate(activation, Z[-1]) @ W + b[:, None]))
    return Z


def _activate(activation: str, Z: Array) -> Array:
    """Return A, rounded to floats, in the precision that products need."""
    return np.asarray(_FUNCTIONS[activation](Z.astype(float))).astype(np.longdouble)


def _as_floats(numbers: Array) -> Array:
    """Return numbers that a float cannot hold as infinities: Z and dA are kept as floats."""
    return np.where(np.abs(numbers) > _LARGEST, np.copysign(np.inf, numbers), numbers)


def _mean_losses(Z: Array, y: NDArray[Any]) -> Array:
    """Return the mean cross-entropy (m,) of Z (m, n, k)."""
    true = np.take_along_axis(Z, np.broadcast_to(y, Z.shape[:-1])[..., None], axis=-1)[..., 0]
    return np.asarray((np.logaddexp.reduce(Z, axis=-1) - true).mean(axis=-1))


def _gradient_norms(layers: Layers, activation: str, X: Array, y: NDArray[Any], l2: float) -> Array:
    """Return the norm (m, layers) of each layer's gradient on batches X (m, n, 2) of classes y (m, n)."""
    Z = _pre_activations(layers, activation, X)
    A = [_activate(activation, each) for each in Z[:-1]]
    delta = np.exp(Z[-1] - np.logaddexp.reduce(Z[-1], axis=-1)[..., None])
    delta -= np.arange(delta.shape[-1]) == y[..., None]
    delta /= y.shape[-1]
    norms = []
    for i in reversed(range(len(layers))):
        below = A[i - 1] if i else X
        dW = below.swapaxes(1, 2) @ delta + l2 * layers[i][0]
        norms.append(np.sqrt((dW**2).sum(axis=(1, 2)) + (delta.sum(axis=1) ** 2).sum(axis=1)))
        if i:
            delta = _as_floats(delta @ layers[i][0].swapaxes(1, 2)) * _SLOPES[activation](A[i - 1])
    return np.stack(norms[::-1], axis=1)
