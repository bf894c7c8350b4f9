"""Nothing is said of runs that do well: they reach what eight seeds reach."""

from collections import Counter

from tests.core.diagnosis.healthy import COUNT, healthy_runs, is_healthy, misjudged

EVERY = 5  # `python -m tests.core.diagnosis.healthy` takes all of them: some two minutes of processor
MOST = 0.02


def test_healthy_runs_are_left_alone() -> None:
    runs = healthy_runs()[::EVERY]
    wrong = [run for run in runs if misjudged(*run)]
    assert len(wrong) <= MOST * len(runs), wrong


def test_the_runs_are_healthy_and_various() -> None:
    runs = healthy_runs()
    assert len(runs) == COUNT == len(set(runs))
    assert all(is_healthy(*run) for run in runs[:: 8 * EVERY])
    for name in ("dataset", "activation", "optimizer", "batch_size"):
        assert len(Counter(getattr(experiment, name) for experiment, _ in runs)) >= 3, name
