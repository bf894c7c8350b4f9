"""No slice of a diagnosis takes long, however far the run: its work is counted, not timed."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from core import Diagnosis, Experiment, Timeline, diagnosis_in_slices
from core.diagnosis.replays import approach
from core.run import batched_snapshots, checkpoints, timeline
from core.run.cost import seconds_per_readable_step, seconds_per_step
from core.run.fast_step import FastStep
from core.vital_signs import sharpness
from core.vital_signs.slices import finish

WIDE = {"hidden": (32, 32), "activation": "relu", "init": "he", "samples": 300}
DIES = Experiment(**WIDE, dataset="spiral", learning_rate=100)
NOISY = Experiment(dataset="moons", learning_rate=3, batch_size=1)
# It overshoots on any machine; its numbers depend on how the matrix product of the machine rounds.
STEEP = Experiment(dataset="moons", activation="tanh", hidden=(16,), learning_rate=60)
MEMORIZES = Experiment(
    **WIDE | {"samples": 60},
    dataset="moons",
    noise=0.5,
    test_fraction=0.5,
    optimizer="adam",
    learning_rate=0.02,
)
MOST = 0.04
"""Estimated seconds of a slice: half of a turn, which ends with the slice in which its time runs out."""


class Meter:
    """Count the work since it was last read, in the seconds that `core.run.cost` estimates."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seconds, self.products = 0.0, 0
        self._patch = patch
        self._count(FastStep, "run", self._updates)
        self._count(batched_snapshots, "_measure", self._rows)
        self._count(timeline, "take_snapshot", lambda experiment, *_: seconds_per_readable_step(experiment))
        self._count(sharpness, "gradient_along", self._product)

    def _count(self, where: Any, name: str, cost: Callable[..., float]) -> None:
        own = getattr(where, name)

        def counted(*given: Any, **named: Any) -> Any:
            self.seconds += cost(*given)
            return own(*given, **named)

        self._patch.setattr(where, name, counted)

    @staticmethod
    def _updates(fast: FastStep, begin: int, end: int) -> float:
        return (end - begin) * seconds_per_step(fast._experiment)

    @staticmethod
    def _rows(experiment: Experiment, thetas: Any, *_: Any) -> float:
        return len(thetas) * seconds_per_readable_step(experiment)

    def _product(self, network: Any, trace: Any, gradients: Any, V: Any) -> float:
        self.products += 1
        sizes = network.sizes
        adds = 6 * len(trace.X) * sum(d * h for d, h in pairwise(sizes))
        return adds * max(1, V.size // V.shape[-1]) / 3e9

    def read(self) -> float:
        """Return the seconds, and begin at 0 again."""
        seconds, self.seconds = self.seconds, 0.0
        return seconds


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """Count, on runs that keep as few checkpoints as the heaviest ones do."""
    monkeypatch.setattr(checkpoints, "CHECKPOINT_BYTES", 60_000)
    return Meter(monkeypatch)


@pytest.mark.parametrize(
    ("experiment", "step", "kind"),
    [
        (DIES, 1500, Diagnosis.DEAD),
        (NOISY, 3000, Diagnosis.BATCH_NOISE),
        (STEEP, 3000, Diagnosis.OVERSHOOTING),
        (MEMORIZES, 1500, Diagnosis.OVERFITTING),
    ],
)
def test_no_slice_takes_long(meter: Meter, experiment: Experiment, step: int, kind: Diagnosis) -> None:
    run = Timeline(experiment)
    finish(approach(run, step + 500))
    meter.read()
    slices, seconds, products, kinds = diagnosis_in_slices(run, step, budget=0.3), [], [], None
    while kinds is None:
        try:
            next(slices)
        except StopIteration as done:
            kinds = [finding.kind for finding in done.value]
        seconds.append(meter.read())
        products.append(meter.products)
        meter.products = 0
    assert kind in kinds
    assert sum(seconds) > 5 * MOST
    assert max(seconds) <= MOST
    assert max(products) <= 1
    assert sum(products) > 5 or kind is not Diagnosis.OVERSHOOTING
