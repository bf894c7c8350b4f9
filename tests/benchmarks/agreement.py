"""How long a run and its program stay together: of random runs, how many print the same, to every digit.

Two ways of adding up differ in the last bit; what a run makes of it depends on its optimizer and its rate.
The runs are of the kind that people choose: usual learning rates, one to three hidden layers or none.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np

from core import DATASETS, Experiment, Timeline, program, program_output
from tests.benchmarks.report import Figure, machine, parser, publish

RATES = {
    "sgd": (0.1, 0.3, 1.0),
    "momentum": (0.03, 0.1),
    "rmsprop": (0.003, 0.01),
    "adam": (0.003, 0.01, 0.03),
}
STEPS = (100, 1000, 5000)
RUNS = 40
TOLERANCE = 1e-12


def experiments(optimizer: str) -> Iterator[Experiment]:
    """Yield runs of one optimizer, always the same ones."""
    rng = np.random.default_rng(0)
    widths = ((), (4,), (8,), (8, 8), (4, 4, 4))
    for seed in range(RUNS):
        yield Experiment(
            optimizer=optimizer,
            learning_rate=float(rng.choice(RATES[optimizer])),
            dataset=str(rng.choice(DATASETS)),
            hidden=widths[rng.integers(len(widths))],
            activation=str(rng.choice(["sigmoid", "tanh", "relu"])),
            init=str(rng.choice(["normal", "xavier", "he"])),
            batch_size=[None, None, 10][rng.integers(3)],
            l2=float(rng.choice([0.0, 0.0, 0.001])),
            data_seed=seed,
            seed=seed,
        )


def compare(run: Timeline, step: int) -> tuple[bool, bool]:
    """Return whether a run's program prints the same, and whether it leaves the same weights."""
    out = io.StringIO()
    space: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(out):
        exec(compile(program(run, step), "program", "exec"), space)
    layers = enumerate(run.at(step).network.layers, start=1)
    gaps = [np.abs(space[f"{n}{at}"] - getattr(layer, n)).max() for at, layer in layers for n in "Wb"]
    return out.getvalue().strip() == program_output(run, step), bool(max(gaps) <= TOLERANCE)


def figures(optimizer: str) -> Iterator[Figure]:
    runs = [Timeline(chosen) for chosen in experiments(optimizer)]
    for step in STEPS:
        found = np.array([compare(run, step) for run in runs])
        digits, weights = 100 * found.mean(axis=0)
        yield Figure(f"{optimizer}, {step:,} steps: every printed digit is the same", digits, "%")
        yield Figure(f"{optimizer}, {step:,} steps: every weight within 1e-12", weights, "%")


def main() -> None:
    options = parser(__doc__).parse_args()
    warnings.simplefilter("ignore")
    found = [figure for optimizer in RATES for figure in figures(optimizer)]
    publish(found, as_json=options.json, where=machine())


if __name__ == "__main__":
    main()
