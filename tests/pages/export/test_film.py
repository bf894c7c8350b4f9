"""Films and jobs: which steps, what a page replays, and work that can be stopped."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from plotly.utils import PlotlyJSONEncoder

from pages.export import jobs
from pages.export.caption import caption
from pages.export.film import film_figures, film_steps, seconds_of
from pages.export.film_page import differences, rounded
from pages.export.formats import export
from pages.export.jobs import MOST_JOBS, CancelledError, Job, JobQueue
from pages.export.order import Order, read_order
from pages.export.pictures import PICTURES
from pages.export.turns import Report

MOVING = [name for name in PICTURES if name != "strip"]
KEY = (Order(), "gif")


def ordered(**link: str) -> Order:
    order, ignored = read_order({"step": "40", "mistake": "sign", **link})
    assert ignored == ()
    return order


# --- the plan ------------------------------------------------------------------------------------


def test_a_film_runs_evenly_from_its_first_step_to_the_one_stood_on() -> None:
    order = ordered(frames="5", **{"from": "20"}, fps="2")
    assert film_steps(order) == (20, 25, 30, 35, 40)
    assert seconds_of(order) == 3 / 2 + 2
    assert seconds_of(replace(order, sequence=replace(order.sequence, fps=1))) == 5
    assert film_steps(ordered(frames="200")) == tuple(range(41))


def test_what_has_no_film_is_said() -> None:
    with pytest.raises(ValueError, match="before the film's last step, 40; got 40"):
        film_steps(ordered(**{"from": "40"}))
    with pytest.raises(ValueError, match="strip shows many steps in one picture"):
        film_steps(ordered(figure="strip"))


# --- the page ------------------------------------------------------------------------------------


def parts(page: str) -> dict[str, Any]:
    text = page.partition('<script id="film" type="application/json">')[2].partition("</script>")[0]
    film: dict[str, Any] = json.loads(text)
    return film


def put(figure: Any, path: list[Any], value: Any) -> None:
    *way, last = path
    for key in way:
        figure = figure[key]
    if value is None and isinstance(figure, dict):
        del figure[last]
    else:
        figure[last] = value


def plain(figure: Any) -> Any:
    return json.loads(json.dumps(figure, cls=PlotlyJSONEncoder))


def close(one: Any, other: Any) -> bool:
    """Say whether two figures are the same but for the digits that a page leaves out."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float) and isinstance(other, (int, float)):
        return bool(np.isclose(one, other, rtol=1e-5, atol=1e-300))
    return bool(one == other)


@pytest.mark.parametrize("figure", MOVING)
def test_what_changes_from_frame_to_frame_makes_every_frame(figure: str) -> None:
    order = ordered(figure=figure, frames="4", phase="dW1")
    page = export(order, "html").decode()
    film = parts(page)
    assert film["steps"] == list(film_steps(order))
    now = film["figure"]
    for changes, frame in zip(film["changes"], film_figures(order), strict=True):
        for path, value in changes:
            put(now, path, value)
        assert close(now, plain(frame))


@pytest.mark.parametrize("figure", ["decision", "norms", "phase"])
def test_the_caption_of_a_page_is_true_at_each_frame(figure: str) -> None:
    order = ordered(figure=figure, frames="3", phase="dW1")
    film = parts(export(order, "html").decode())
    assert film["captions"] == [caption(order.at(step)).strip() for step in film_steps(order)]
    for step, words in zip((0, 20, 40), film["captions"], strict=True):
        assert f"Step {step}:" in words


def test_a_page_asks_for_nothing_from_elsewhere() -> None:
    page = export(ordered(frames="2"), "html").decode()
    head, _, rest = page.partition("<script>")
    assert "<link" not in head + rest.rpartition("</script>")[2]
    assert "src=" not in head
    assert page.count("<script") - page.count("</script>") <= page.count('"<script')


def test_differences_are_paths_to_what_is_new() -> None:
    before = {"a": [{"x": np.zeros(2), "y": 1}], "b": {"c": 1, "d": 2}}
    now = {"a": [{"x": np.ones(2), "y": 1}], "b": {"c": 1}}
    (first, value), second = differences(before, now)
    assert (first, value.tolist()) == (("a", 0, "x"), [1, 1])
    assert second == (("b", "d"), None)


def test_rounding_keeps_six_digits_and_what_is_no_number() -> None:
    assert rounded(np.array([[1 / 3, -2e-300], [0, 12345678]])).tolist() == [
        [0.333333, -2e-300],
        [0, 12345700],
    ]
    assert np.isnan(rounded(np.array([np.nan]))[0])


# --- jobs ----------------------------------------------------------------------------------------


def until(told: threading.Event, stop: threading.Event) -> Callable[[Report], bytes]:
    """Return work that goes on until `stop`, or until it is ended."""

    def work(tell: Report) -> bytes:
        done = 0
        while not stop.is_set():
            done += 1
            tell(done, 100)
            told.set()
            stop.wait(0.01)
        return b"file"

    return work


def begun(desk: JobQueue, ticket: str) -> tuple[Job, threading.Event]:
    told, stop = threading.Event(), threading.Event()
    job = desk.start(ticket, KEY, until(told, stop))
    return job, stop


def test_a_job_tells_how_far_it_is_and_gives_its_file_to_its_owner_alone() -> None:
    desk, told, stop = JobQueue(), threading.Event(), threading.Event()
    job = desk.start("mine", KEY, until(told, stop))
    assert told.wait(60)
    assert 0 < job.share < 1
    assert desk.job("theirs") is None
    stop.set()
    assert job.finished.wait(60)
    mine = desk.job("mine")
    assert mine is job
    assert (job.content, job.problem) == (b"file", None)


def test_a_cancelled_job_ends() -> None:
    desk, told, stop = JobQueue(), threading.Event(), threading.Event()
    job = desk.start("mine", KEY, until(told, stop))
    assert told.wait(60)
    desk.cancel("mine")
    assert job.finished.wait(60)
    assert (job.content, job.problem) == (None, "cancelled")
    assert desk.job("mine") is None


def test_a_job_that_nobody_asks_about_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_FORGOTTEN", 0.05)
    job, _ = begun(JobQueue(), "gone")
    assert job.finished.wait(60)
    assert job.problem == "cancelled"


def test_a_second_job_takes_the_place_of_the_first() -> None:
    desk = JobQueue()
    first, _ = begun(desk, "mine")
    second, stop = begun(desk, "mine")
    assert first.finished.wait(60)
    assert desk.job("mine") is second
    stop.set()
    assert second.finished.wait(60)


def test_when_too_many_wait_the_next_one_is_told() -> None:
    desk = JobQueue()
    waiting = [begun(desk, str(at)) for at in range(MOST_JOBS)]
    job, _ = begun(desk, "one more")
    assert job.finished.is_set()
    assert job.problem is not None
    assert "try again in a moment" in job.problem
    for each, stop in waiting:
        stop.set()
        assert each.finished.wait(60)


def test_finished_files_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_KEPT", 10)
    desk = JobQueue()
    for at in range(6):
        job = desk.start(str(at), KEY, lambda tell: b"four")
        assert job.finished.wait(60)
    kept = [at for at in range(6) if desk.job(str(at))]
    assert kept[-1] == 5
    assert len(kept) <= 3


@pytest.mark.parametrize(
    ("error", "told"), [(ValueError("no such"), "no such"), (KeyError("x"), "KeyError")]
)
def test_a_job_that_fails_says_why(error: Exception, told: str) -> None:
    def work(tell: Report) -> bytes:
        raise error

    job = JobQueue().start("mine", KEY, work)
    assert job.finished.wait(60)
    assert job.problem is not None
    assert told in job.problem


def test_work_hears_of_a_cancel_when_it_tells() -> None:
    job = Job(KEY)
    job.cancelled.set()
    with pytest.raises(CancelledError):
        job.report(1, 2)
