"""A run says what it weighs: what is allocated for it, whatever makes it heavy."""

import gc
import tracemalloc

import pytest

from core import Experiment, Timeline

MEBIBYTE = 2**20
WIDE = {"samples": 1000, "test_fraction": 0.1, "hidden": (64,) * 4}
MANY_BATCHES = {
    "samples": 500, "test_fraction": 0.1, "hidden": (1,) * 4, "batch_size": 1, "optimizer": "adam",
}  # fmt: skip
EXPERIMENTS = {
    "the default": Experiment(),
    "450 batches": Experiment(**MANY_BATCHES, learning_rate=0.01),
    "900 batches": Experiment(samples=1000, test_fraction=0.1, hidden=(), batch_size=1),
    "all samples, wide": Experiment(**WIDE, learning_rate=0.1),
    "wide ReLU, three classes": Experiment(
        **WIDE, dataset="arms", activation="relu", init="he", optimizer="adam", learning_rate=0.001
    ),
    "wide, two sizes of batches": Experiment(
        **WIDE, batch_size=600, optimizer="momentum", learning_rate=0.01
    ),
}


def allocated(experiment: Experiment, step: int) -> tuple[Timeline, int]:
    """Return a run at a step, and how much is allocated for it."""
    Timeline(experiment).at(1)  # caches that all runs share
    gc.collect()
    before = tracemalloc.get_traced_memory()[0]
    run = Timeline(experiment)
    run.approach(step, most=step)
    run.at(step)
    gc.collect()
    return run, tracemalloc.get_traced_memory()[0] - before


@pytest.mark.parametrize(
    ("name", "step"),
    # Wide ones are slow, and heavy from the start.
    [(name, step) for name in EXPERIMENTS for step in ((0, 20) if "wide" in name else (0, 60, 700))],
)
def test_a_run_weighs_what_is_allocated_for_it(name: str, step: int) -> None:
    tracemalloc.start()
    try:
        run, held = allocated(EXPERIMENTS[name], step)
    finally:
        tracemalloc.stop()
    assert run.divergence is None
    assert 0.8 * held <= run.nbytes <= 1.25 * held, f"{run.nbytes:,} said, {held:,} held"


def test_a_run_does_not_weigh_more_for_having_many_batches() -> None:
    assert Timeline(EXPERIMENTS["450 batches"]).nbytes < MEBIBYTE / 4
