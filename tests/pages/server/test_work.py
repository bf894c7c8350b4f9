"""Work: bounded slices, ended when nobody wants them, and no two threads that wait for one another."""

import pytest

from core import LAST_STEP, Experiment, Timeline
from pages.server import scheduler
from pages.server.cache import LRUCache
from pages.server.work import approach, compute

HEAVY = Experiment(samples=500, hidden=(32, 32, 32, 32), optimizer="adam")


class LeftError(Exception):
    """The tab was closed."""


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
