"""The rows of vital signs: each number is core's, whatever was asked before, and the work is bounded."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import Experiment, Snapshot, Timeline, layer_signs, sharpness, sharpness_threshold
from pages.stage import sign_history as histories
from pages.stage.look import Look
from pages.stage.sign_history import SIGN_ROWS, SignHistory, sign_spacing
from tests.pages.shown import Array, asked, batch_of, opened, picture_of

ADAM = Experiment(dataset="arms", samples=60, hidden=(3, 2), activation="relu", optimizer="adam", init="he")
MINI = Experiment(dataset="moons", samples=60, hidden=(4,), batch_size=9, l2=0.01, learning_rate=0.1)
MOMENTUM = Experiment(dataset="blobs", samples=40, hidden=(), optimizer="momentum", schedule=((50, 0.5),))
RUNS = pytest.mark.parametrize("experiment", [ADAM, MINI, MOMENTUM], ids=["adam", "mini", "momentum"])
KINDS = pytest.mark.parametrize("kind", ["ratio", "saturation", "sharpness"])


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        histories, "_histories", type(histories._histories)(2**20, lambda each: each.nbytes)
    )


def expected(experiment: Experiment, kind: str, step: int) -> list[float]:
    """Return a row from a run of its own."""
    run = Timeline(experiment)
    now: Snapshot = run.at(step)
    signs = layer_signs(now, run.train)
    values: dict[str, list[Any]] = {
        "ratio": [sign.update_ratio for sign in signs],
        "saturation": [*(s.saturated for s in signs[:-1]), *(s.dead for s in signs[:-1])],
        "sharpness": [
            sharpness(now.network, run.train.X, run.train.Y, l2=experiment.l2),
            sharpness_threshold(experiment, step) or np.nan,
        ],
    }
    return [float(step), *map(float, values[kind])]


def check(rows: Array, experiment: Experiment, kind: str) -> None:
    for row in rows:
        np.testing.assert_array_equal(row, expected(experiment, kind, int(row[0])))


def test_the_spacing_leaves_few_rows_and_is_that_of_the_browser() -> None:
    for step in (0, 31, 32, 33, 64, 65, 1000, 99_999):
        spacing = sign_spacing(step)
        assert step <= SIGN_ROWS * spacing
        assert spacing == 1 or step > SIGN_ROWS * spacing // 2


@RUNS
@KINDS
def test_a_history_is_core_s_and_a_function_of_the_step(experiment: Experiment, kind: str) -> None:
    once, often = SignHistory(experiment, kind), SignHistory(experiment, kind)
    for step in (100, 7, 61, 0):
        rows, reached = often.upto(step)
        assert reached == step
        assert rows[:, 0].tolist() == [*range(0, step, sign_spacing(step)), step]
        check(rows, experiment, kind)
    np.testing.assert_array_equal(once.upto(61)[0], often.upto(61)[0])


@KINDS
def test_a_long_history_is_computed_in_parts(kind: str) -> None:
    history, reached, parts = SignHistory(MINI, kind), -1, 0
    while reached < 40:
        rows, now = history.upto(40, most=5)
        assert now > reached
        assert rows[:, 0].tolist() == ([*range(0, now + 1, 2)] if now < 40 else [*range(0, 40, 2), 40])
        reached, parts = now, parts + 1
    assert parts == 4
    check(rows, MINI, kind)


@RUNS
@KINDS
@pytest.mark.parametrize("stride", [1, 8])
def test_the_rows_of_a_batch_are_core_s_and_few(experiment: Experiment, kind: str, stride: int) -> None:
    picture = picture_of(experiment, Look(signs=kind))
    size = opened(picture)["scene"]["size"]
    most = size // {"ratio": 4, "saturation": 4, "sharpness": 16}[kind]
    for index in (0, 3, 40):
        batch = batch_of(picture, index, stride)
        rows = np.array(batch["sparse"])
        assert len(rows) <= most
        assert {int(row[0]) for row in rows} <= set(batch["steps"])
        check(rows, experiment, kind)
        assert index or len(rows) == most


@RUNS
@KINDS
def test_the_exact_picture_has_its_history_dots_and_words(experiment: Experiment, kind: str) -> None:
    step = 77
    answer = asked(picture_of(experiment, Look(signs=kind)), exact=True, at=step)
    rows = np.array(answer["sparse"])
    assert rows[:, 0].tolist() == [*range(0, step, 4), step]
    check(rows, experiment, kind)
    row = expected(experiment, kind, step)[1:]
    patches = [patch for patch in answer["exact"]["patches"] if patch["figure"] == "norms"]
    label = answer["exact"]["labels"]["norms"]
    if not row:
        assert (patches, label) == ([], "The network has no hidden layer: no unit can saturate.")
        return
    *ticks, dots = patches
    assert [each["traces"] for each in ticks] == [[]] * (kind != "saturation")
    shown = [np.array(values, dtype=float) for values in dots["update"]["y"]]
    if kind == "saturation":
        np.testing.assert_array_equal(shown[0], row)
    else:
        np.testing.assert_array_equal(np.where(shown[1] == 0, 0, shown[0]), row)
    assert f"step {step}" in label
    if kind == "sharpness":
        assert f"{row[0]:.4g}" in label
        known = {
            ADAM: "is known for Adam",
            MINI: "is known for mini-batches",
            MOMENTUM: "2(1 + β)/lr = 7.6",
        }
        assert known[experiment] in label


def test_nobody_pays_for_what_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a sign was computed")

    monkeypatch.setattr(SignHistory, "row", refuse)
    picture = picture_of(MINI)
    assert "sparse" not in asked(picture, exact=True, history=True, at=20)
    assert len(batch_of(picture, 0, 8)["sparse"]) == 0


def test_a_slow_history_is_pending_until_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SignHistory, "most", 10)
    picture = picture_of(MINI, Look(signs="sharpness"))
    reached = -1
    for _ in range(2):
        answer = asked(picture, exact=True, at=30)
        assert "exact" not in answer
        assert answer["pending"]["step"] == 30
        assert reached < answer["pending"]["reached"] < 30
        reached = answer["pending"]["reached"]
    answer = asked(picture, exact=True, at=30)
    assert "pending" not in answer
    assert answer["exact"]["step"] == 30
    assert len(answer["sparse"]) == 31


def test_a_run_that_overflows_has_a_history_up_to_its_end() -> None:
    violent = Experiment(activation="relu", init="he", learning_rate=10.0, l2=1.0, samples=40)
    for kind in ("ratio", "saturation", "sharpness"):
        answer = asked(picture_of(violent, Look(signs=kind)), exact=True, history=True, at=10**5)
        while "pending" in answer:
            answer = asked(picture_of(violent, Look(signs=kind)), exact=True, history=True, at=10**5)
        end = answer["exact"]["step"]
        assert answer["sparse"][-1][0] == end < 10**5
        check(np.array(answer["sparse"])[-3:], violent, kind)


def test_a_row_weighs_what_it_takes() -> None:
    history = SignHistory(replace(MINI, hidden=(3, 3, 3)), "ratio")
    empty = history.nbytes
    rows, _ = history.upto(32)
    assert history.nbytes - empty >= rows.nbytes
    assert len(history._rows) <= SIGN_ROWS + 1


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_an_update_that_is_only_roundoff_has_the_ratio_zero(optimizer: str) -> None:
    experiment = Experiment(init="zeros", hidden=(4, 4), optimizer=optimizer)
    rows, _ = SignHistory(experiment, "ratio").upto(20)
    assert len(rows) == 21
    assert not rows[:, 1:].any()
