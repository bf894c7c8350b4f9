"""Runs: a fork, an approach and a crowd of threads all see the numbers of a fresh timeline."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import LAST_STEP, Experiment, Snapshot, Timeline
from pages.stage.runs import run_id, timeline
from tests.pages.shown import DIVERGING, counted, stacked

ROOT = Path(__file__).resolve().parents[3]
FULL = Experiment(dataset="moons", samples=40, hidden=(3,))
MINI = Experiment(
    dataset="arms", samples=45, hidden=(3, 2), optimizer="adam", batch_size=7, learning_rate=0.05
)


def assert_same(a: Snapshot, b: Snapshot) -> None:
    assert a.step == b.step
    assert a.learning_rate == b.learning_rate
    np.testing.assert_array_equal(a.row, b.row)
    for kind in ("weights", "gradient", "step"):
        for left, right in zip(stacked(a, kind), stacked(b, kind), strict=True):
            np.testing.assert_array_equal(left, right)


@pytest.mark.parametrize("experiment", [FULL, MINI], ids=["full batch", "mini-batches"])
@pytest.mark.parametrize("change", [1, 15, 16, 17, 500])
def test_a_changed_rate_gives_the_numbers_of_a_fresh_run(experiment: Experiment, change: int) -> None:
    timeline(experiment).at(500)
    changed = experiment.with_rate_from(change, 0.3)
    forked, fresh = timeline(changed), Timeline(changed)
    for step in (600, 0, 1, change - 1, change, change + 1, 499, 500, 700):
        assert_same(forked.at(step), fresh.at(step))
        np.testing.assert_array_equal(forked.history(step), fresh.history(step))


@settings(max_examples=12, deadline=None)
@given(
    reached=st.integers(0, 700),
    changes=st.lists(st.tuples(st.integers(1, 700), st.sampled_from([0.1, 0.5, 3.0])), max_size=4),
    steps=st.lists(st.integers(0, 800), min_size=1, max_size=6),
)
def test_forks_of_forks_are_fresh_runs(
    reached: int, changes: list[tuple[int, float]], steps: list[int]
) -> None:
    experiment, run = FULL, Timeline(FULL)
    run.at(reached)
    for change, rate in changes:
        following = experiment.with_rate_from(change, rate)
        run = run.fork(following, change)
        experiment = following
    fresh = Timeline(experiment)
    for step in steps:
        assert_same(run.at(step), fresh.at(step))
        np.testing.assert_array_equal(run.history(step), fresh.history(step))


def test_a_fork_leaves_its_origin_alone() -> None:
    origin = Timeline(FULL)
    before = origin.at(300)
    branch = origin.fork(FULL.with_rate_from(100, 5.0), 100)
    branch.at(400)
    assert_same(origin.at(300), before)
    assert_same(origin.at(400), Timeline(FULL).at(400))


def test_a_fork_spares_the_work_already_done() -> None:
    timeline(FULL).at(4000)
    with counted() as made:
        timeline(FULL.with_rate_from(4000, 0.1)).at(4010)
    assert made[0] < 200


def test_a_fork_before_an_overflow_outlives_it() -> None:
    diverging = timeline(DIVERGING)
    diverging.at(5000)
    assert diverging.divergence
    calmer = DIVERGING.with_rate_from(diverging.end - 2, 1e-5)
    assert_same(timeline(calmer).at(2000), Timeline(calmer).at(2000))
    assert timeline(calmer).divergence is None


@pytest.mark.parametrize(
    "other",
    [replace(FULL, seed=1), replace(FULL, learning_rate=0.5), FULL.with_rate_from(50, 0.1)],
    ids=["another seed", "another rate", "changed too early"],
)
def test_only_the_same_past_can_be_forked(other: Experiment) -> None:
    with pytest.raises(ValueError, match="the same until step 100"):
        Timeline(FULL).fork(other, 100)


# --- approach ------------------------------------------------------------------------------------


@pytest.mark.parametrize("experiment", [FULL, MINI], ids=["full batch", "mini-batches"])
def test_an_approach_gets_there_in_bounded_pieces(experiment: Experiment) -> None:
    run, reached = Timeline(experiment), [0]
    while reached[-1] < 1000:
        with counted(150):
            reached.append(run.approach(1000, most=100))
        assert reached[-2] < reached[-1] <= reached[-2] + 100
    assert_same(run.at(1000), Timeline(experiment).at(1000))
    np.testing.assert_array_equal(run.history(1000), Timeline(experiment).history(1000))


def test_an_approach_to_what_is_known_makes_nothing() -> None:
    run = Timeline(FULL)
    run.at(500)
    with counted(0):
        assert run.approach(200, most=10) == 200
        assert run.approach(500, most=10) == 500


def test_asking_for_the_past_between_two_approaches_loses_nothing() -> None:
    run = Timeline(FULL)
    run.approach(1000, most=400)
    run.at(3)
    assert run.approach(1000, most=400) == 800


def test_an_approach_ends_where_the_run_ends() -> None:
    run = Timeline(DIVERGING)
    for _ in range(100):
        if run.approach(LAST_STEP, most=200) == LAST_STEP:
            break
    assert run.divergence
    assert run.at(LAST_STEP).step == run.end == Timeline(DIVERGING).at(LAST_STEP).step


# --- sharing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("experiment", [FULL, MINI], ids=["full batch", "mini-batches"])
def test_threads_share_one_timeline(experiment: Experiment) -> None:
    steps = [0, 1, 5, 16, 77, 300, 301, 450]
    fresh = {step: Timeline(experiment).at(step) for step in steps}
    changed = experiment.with_rate_from(200, 0.01)
    forked = Timeline(changed).at(450)
    wrong: list[str] = []

    def ask(seed: int) -> None:
        try:
            for step in np.random.default_rng(seed).permutation(np.repeat(steps, 3)):
                assert_same(timeline(experiment).at(int(step)), fresh[int(step)])
                timeline(experiment).history(int(step))
                timeline(experiment).approach(int(step) + 20, most=10)
            assert_same(timeline(changed).at(450), forked)
        except BaseException as problem:
            wrong.append(repr(problem))

    threads = [Thread(target=ask, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []
    assert not any(thread.is_alive() for thread in threads)


def test_the_same_experiment_is_the_same_timeline() -> None:
    assert timeline(Experiment(samples=50)) is timeline(Experiment(samples=50))
    assert timeline(Experiment(samples=50)) is not timeline(Experiment(samples=60))


def test_a_run_has_the_same_name_in_every_process() -> None:
    code = "from core import Experiment as E; from pages.stage.runs import run_id; print(run_id(E(l2=0.1)))"
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={"PYTHONHASHSEED": seed, "PATH": ""}, capture_output=True, text=True, check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]  # fmt: skip
    assert told == [run_id(Experiment(l2=0.1))] * 2
    assert run_id(Experiment(l2=0.1)) != run_id(Experiment(l2=0.2))
