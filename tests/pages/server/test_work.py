"""Work: bounded slices, ended when nobody wants them, and no two threads that wait for one another."""

import pytest

from core import LAST_STEP, Experiment, Timeline
from pages.server import scheduler
from pages.server.cache import LRUCache
from pages.server.work import SLICE, Steps, Task, approach, compute, steps_of

HEAVY = Experiment(samples=500, hidden=(32, 32, 32, 32), optimizer="adam")


class LeftError(Exception):
    """The tab was closed."""


def counting(n: int) -> Steps[str]:
    for i in range(n):
        yield i, n
    return "done"


def slow(n: int, clock: list[float]) -> Steps[str]:
    for i in range(n):
        clock[0] += SLICE
        yield i, n
    return "done"


def test_work_in_steps_returns_its_result() -> None:
    assert steps_of("a", counting(5), lambda done, of: None) == "done"


def test_progress_is_told_between_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, told = [0.0], []
    monkeypatch.setattr("pages.server.work.monotonic", lambda: clock[0])
    assert steps_of("a", slow(6, clock), lambda done, of: told.append((done, of))) == "done"
    assert told == [(1, 6), (3, 6), (5, 6)]


def test_who_leaves_ends_the_work() -> None:
    run = Timeline(HEAVY)

    def leave(reached: int, step: int) -> None:
        raise LeftError

    with pytest.raises(LeftError):
        approach("a", run, LAST_STEP, leave)
    assert 0 < run.frontier < 2000
    assert scheduler.turns.waiting == 0


def test_a_run_gets_to_its_step_and_says_so_on_the_way() -> None:
    run, told = Timeline(HEAVY), []
    assert approach("a", run, 1000, lambda reached, step: told.append((reached, step))) == 1000
    assert told
    assert told == sorted(told)
    assert all(step == 1000 for _, step in told)
    assert run.frontier == 1000


def test_within_a_turn_all_of_it_is_done_at_once() -> None:
    def fail(done: int, of: int) -> None:
        raise AssertionError

    assert compute("a", lambda: steps_of("a", counting(5), fail)) == "done"


def test_a_task_goes_on_where_another_session_left_it(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("pages.server.work.monotonic", lambda: clock[0])
    task = Task(slow(6, clock))

    def leave(done: int, of: int) -> None:
        raise LeftError

    with pytest.raises(LeftError):
        steps_of("a", task, leave)
    told: list[int] = []
    assert steps_of("b", task, lambda done, of: told.append(done)) == "done"
    assert told == [3, 5]


def test_a_task_that_failed_fails_for_all() -> None:
    def fail() -> Steps[str]:
        yield 0, 1
        raise ValueError("no")

    task = Task(fail())
    for session in "ab":
        with pytest.raises(ValueError, match="no"):
            steps_of(session, task, lambda done, of: None)


def test_a_turn_is_never_taken_while_an_entry_is_made() -> None:
    cache: LRUCache[int] = LRUCache(4)
    with pytest.raises(RuntimeError, match="before the cache entry"):
        cache.get("a", lambda: compute("a", lambda: 7))
    assert compute("a", lambda: cache.get("a", lambda: compute("a", lambda: 7))) == 7


def test_work_that_is_not_for_frames_is_counted_apart() -> None:
    clock = [0.0]
    queue = scheduler.Scheduler(1, lambda: clock[0])
    for is_playing in (True, False, True):
        with queue.turn("a", is_playing=is_playing):
            clock[0] += 1
    assert queue.other_work == 1
