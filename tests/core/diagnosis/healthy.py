"""Healthy runs drawn at random: `python -m tests.core.diagnosis.healthy` diagnoses all of them.

A run is healthy if it reaches 95 % of the training accuracy that the best of eight seeds reaches at the
same step, and that is at least 85 %.  `--draw` draws 200 anew and writes their links to healthy.txt.
"""

import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import numpy as np

from core import DATASETS, Experiment, Timeline, diagnose, from_link, to_link
from core.diagnosis.finding import HEALTHY

LINKS = Path(__file__).with_suffix(".txt")
COUNT = 200
_RATES = {"sgd": (0.03, 3.0), "momentum": (0.003, 0.3), "rmsprop": (0.001, 0.03), "adam": (0.001, 0.1)}


def draw(rng: np.random.Generator) -> tuple[Experiment, int]:
    """Draw a run with settings that people choose, and a step from 100 to 3,000."""
    activation, optimizer = (str(rng.choice(names)) for names in (["sigmoid", "tanh", "relu"], [*_RATES]))
    low, high = np.log10(_RATES[optimizer])
    experiment = Experiment(
        dataset=str(rng.choice(DATASETS)),
        samples=int(rng.integers(60, 400)),
        noise=round(float(rng.uniform(0, 0.3)), 2),
        hidden=tuple(map(int, rng.integers(2, 17, rng.integers(1, 4)))),
        activation=activation,
        init="he" if activation == "relu" else str(rng.choice(["xavier", "xavier", "normal"])),
        optimizer=optimizer,
        learning_rate=float(f"{10 ** rng.uniform(low, high):.1g}"),
        batch_size=rng.choice([None, None, 10, 20, 50]),
        l2=float(rng.choice([0, 0, 0, 1e-4, 1e-3])),
        data_seed=int(rng.integers(1000)),
        seed=int(rng.integers(8)),
    )
    return experiment, int(10 ** rng.uniform(2, 3.5))


def is_healthy(experiment: Experiment, step: int) -> bool:
    """Return whether a run reaches 95 % of what eight seeds reach."""
    right = {
        seed: Timeline(replace(experiment, seed=seed)).at(step).train_accuracy
        for seed in {*range(8), experiment.seed}
    }
    return max(right.values()) >= 0.85 and right[experiment.seed] >= 0.95 * max(right.values())


def healthy_runs() -> list[tuple[Experiment, int]]:
    """Return the runs in the file."""
    read = [from_link(dict(parse_qsl(link))) for link in LINKS.read_text().splitlines()]
    return [(experiment, step) for experiment, step, _ in read]


def misjudged(experiment: Experiment, step: int) -> list[str]:
    """Return what is found wrong about a run."""
    found = diagnose(Timeline(experiment), step)
    return [f"{each.kind}: {each.sentence}" for each in found if each.kind not in HEALTHY]


def _draw_all() -> None:
    rng, links = np.random.default_rng(13), []
    while len(links) < COUNT:
        experiment, step = draw(rng)
        if is_healthy(experiment, step):
            links.append(urlencode(to_link(experiment, step), safe=","))
            LINKS.write_text("\n".join(links) + "\n")


def _diagnose_all() -> None:
    runs, wrong = healthy_runs(), 0
    for experiment, step in runs:
        assert is_healthy(experiment, step)
        if found := misjudged(experiment, step):
            wrong += 1
            print(urlencode(to_link(experiment, step), safe=","), *found, sep="\n    ")
    print(f"{wrong} of {len(runs)} healthy runs have a finding")


if __name__ == "__main__":
    _draw_all() if sys.argv[1:] == ["--draw"] else _diagnose_all()
