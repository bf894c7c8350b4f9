"""One full-batch training step: the app's tuned step against textbook NumPy, interleaved.

Both compute the same float64 numbers; that is asserted before anything is timed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np

from core import Experiment
from core.arrays import Array
from core.run.datasets import Dataset, make_dataset
from core.run.fast_step import FastStep
from core.run.training import pack_pairs, start
from tests.benchmarks.report import Figure, machine, parser, publish

CASES = (((4,), 200, 5.0), ((8, 8), 500, 3.5))
STEPS, BLOCKS = 200, 80
RATE = 0.5


@dataclass
class Textbook:
    """A sigmoid network with softmax and cross-entropy, as a textbook writes it: every array is new."""

    X: Array
    Y: Array
    Ws: list[Array]
    bs: list[Array]

    def run(self, step: int, stop: int) -> None:
        for _ in range(step, stop):
            self._update()

    def _update(self) -> None:
        A = self._forward()
        dZ = (A[-1] - self.Y) / len(self.Y)
        for i in reversed(range(len(self.Ws))):
            dW, db = A[i].T @ dZ, dZ.sum(axis=0)
            if i:
                dZ = (dZ @ self.Ws[i].T) * A[i] * (1 - A[i])
            self.Ws[i] = self.Ws[i] - RATE * dW
            self.bs[i] = self.bs[i] - RATE * db

    def _forward(self) -> list[Array]:
        A = [self.X]
        for W, b in zip(self.Ws[:-1], self.bs[:-1], strict=True):
            A.append(1 / (1 + np.exp(-(A[-1] @ W + b))))
        Z = A[-1] @ self.Ws[-1] + self.bs[-1]
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        return [*A, E / E.sum(axis=1, keepdims=True)]


def pair(hidden: tuple[int, ...], n: int) -> tuple[Textbook, FastStep]:
    """Return the two, on the same `n` training points and from the same first weights."""
    experiment = Experiment(hidden=hidden, learning_rate=RATE)
    points: Dataset = make_dataset("circles", n_samples=n, noise=0.1, rng=np.random.default_rng(0))
    layers = start(experiment).layers
    textbook = Textbook(
        points.X, np.eye(2)[points.y], [layer.W for layer in layers], [layer.b for layer in layers]
    )
    return textbook, FastStep(experiment, points)


def assert_equal(textbook: Textbook, fast: FastStep, steps: int) -> None:
    """Make `steps` updates with both and stop if any parameter differs by more than 1e-12."""
    textbook.run(0, steps)
    fast.run(0, steps)
    theirs = pack_pairs(list(zip(textbook.Ws, textbook.bs, strict=True)))
    np.testing.assert_allclose(fast.theta, theirs, rtol=1e-12, atol=1e-12)


def microseconds(run: Callable[[int, int], None]) -> float:
    """Return the time of one step, the mean over a block."""
    began = perf_counter()
    run(0, STEPS)
    return (perf_counter() - began) / STEPS * 1e6


def compare(hidden: tuple[int, ...], n: int, target: float) -> list[Figure]:
    textbook, fast = pair(hidden, n)
    assert_equal(textbook, fast, 50)
    times = [(microseconds(textbook.run), microseconds(fast.run)) for _ in range(BLOCKS)]
    plain, tuned = (median(column) for column in zip(*times, strict=True))
    name = f"{'-'.join(map(str, (2, *hidden, 2)))}, {n} points"
    return [
        Figure(f"{name}: textbook NumPy", plain, "µs"),
        Figure(f"{name}: tuned step", tuned, "µs"),
        Figure(f"{name}: ratio", median(a / b for a, b in times), "×", at_least=target),
    ]


def main() -> None:
    options = parser(__doc__).parse_args()
    figures = [figure for case in CASES for figure in compare(*case)]
    publish(figures, as_json=options.json, where=machine())


if __name__ == "__main__":
    main()
