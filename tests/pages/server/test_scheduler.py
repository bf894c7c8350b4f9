"""Scheduler: who has had least goes first. Order and units of work are counted, never seconds."""

from threading import Event, Thread

import pytest

from pages.server.scheduler import Scheduler, turns
from pages.server.work import compute


class Work:
    """A clock that only work moves, and a place where all wait until everybody has asked."""

    def __init__(self, places: int = 1) -> None:
        self.done = 0.0
        self.order: list[str] = []
        self.turns = Scheduler(places, lambda: self.done)

    def ask(self, who: str, units: float) -> None:
        with self.turns.turn(who):
            self.order.append(who)
            self.done += units

    def all(self, *asked: tuple[str, float]) -> list[str]:
        """Serve what was asked while somebody else was computing; return the order."""
        held, free = Event(), Event()

        def hold() -> None:
            with self.turns.turn("the first"):
                held.set()
                free.wait(60)

        threads = [Thread(target=hold)]
        threads[0].start()
        held.wait(60)
        for i, (who, units) in enumerate(asked):
            threads.append(Thread(target=self.ask, args=(who, units)))
            threads[-1].start()
            while self.turns.waiting <= i:
                assert threads[-1].is_alive()
        free.set()
        for thread in threads:
            thread.join(10)
        return self.order


def test_a_heavy_neighbour_is_waited_for_once() -> None:
    work = Work()
    work.ask("heavy", 100)
    order = work.all(("heavy", 100), ("heavy", 100), ("light", 1), ("light", 1))
    assert order[1:3] == ["light", "light"]


def test_a_neighbour_who_asks_without_pause_is_served_after_those_who_asked_less() -> None:
    work = Work()
    for _ in range(50):
        work.ask("hammer", 1)
    order = work.all(*[("hammer", 1)] * 3, ("other", 1), ("another", 1))
    assert order[50:52] == ["other", "another"]


def test_nobody_saves_up_turns() -> None:
    work = Work()
    work.ask("absent", 1)
    for _ in range(20):
        work.ask("busy", 1)
    order = work.all(*[("absent", 1)] * 4, *[("busy", 1)] * 4)
    assert "busy" in order[21:24]


def test_equals_alternate_whatever_they_asked_first() -> None:
    order = Work().all(*[("a", 1)] * 3, *[("b", 1)] * 3)
    assert sorted(order[:3]) in (["a", "a", "b"], ["a", "b", "b"])


def test_work_that_fails_gives_its_place_back() -> None:
    work = Work()
    with pytest.raises(ZeroDivisionError), work.turns.turn("a"):
        _ = 1 // 0
    work.ask("b", 1)
    assert work.order == ["b"]


def test_what_is_past_is_forgotten() -> None:
    work = Work()
    for i in range(100):
        work.ask(f"session {i}", 1)
        work.ask("one", 1)
    assert len(work.turns._ends) < 110


def test_a_turn_within_a_turn_does_not_wait_for_itself() -> None:
    assert compute("a", lambda: compute("a", lambda: 7)) == 7
    assert turns.waiting == 0
