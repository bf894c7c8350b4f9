"""Scheduler: few compute at a time, and who has had least goes first.

Python runs one thread at a time.  A hundred sessions that compute at once pass it back and forth and all
finish late; in turns each finishes as soon as it can, and a session that asks for much, or without
pause, waits for the others instead of they for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock
from time import thread_time
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(eq=False)
class _Waiter:
    who: str
    since: float
    ticket: int
    begin: float = 0.0
    called: Event = field(default_factory=Event)


class Scheduler:
    """Share a few places fairly (start-time fair queueing).

    A session's work begins, on a clock that all share, where its last work ended, or now if that is past;
    the earliest beginning goes first.  So nobody saves up turns, and nobody who has had less waits for
    more than the work under way.

    Parameters
    ----------
    places : int
        How many compute at a time.
    clock : callable
        Measures work: seconds of processor by default, so that waiting is not counted.

    References
    ----------
    Goyal, Vin, Cheng: Start-time fair queueing (1996).
    """

    def __init__(self, places: int, clock: Callable[[], float] = thread_time) -> None:
        self._free = places
        self._clock = clock
        self._lock = Lock()
        self._tickets = count()
        self._waiting: list[_Waiter] = []
        self._now = 0.0
        self._ends: dict[str, float] = {}

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Wait for a place, and hold it."""
        waiter = self._wait(who)
        before = self._clock()
        try:
            yield
        finally:
            self._leave(waiter, self._clock() - before)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def _wait(self, who: str) -> _Waiter:
        with self._lock:
            waiter = _Waiter(who, self._now, next(self._tickets))
            self._waiting.append(waiter)
            self._call()
        waiter.called.wait()
        return waiter

    def _leave(self, waiter: _Waiter, work: float) -> None:
        with self._lock:
            self._free += 1
            self._ends[waiter.who] = waiter.begin + work
            self._ends = {who: end for who, end in self._ends.items() if end > self._now}
            self._call()

    def _call(self) -> None:
        """Call who is next while there is a place; the lock is held."""
        while self._free and self._waiting:
            for waiter in self._waiting:
                waiter.begin = max(waiter.since, self._ends.get(waiter.who, 0.0))
            first = min(self._waiting, key=lambda waiter: (waiter.begin, waiter.ticket))
            self._waiting.remove(first)
            self._now = max(self._now, first.begin)
            self._free -= 1
            first.called.set()


turns = Scheduler(1)
_session: ContextVar[str] = ContextVar("session", default="")
_holds: ContextVar[bool] = ContextVar("holds", default=False)


@contextmanager
def on_behalf_of(session: str) -> Iterator[None]:
    """Let what is computed here count as work for a session."""
    token = _session.set(session)
    try:
        yield
    finally:
        _session.reset(token)


def in_turn(work: Callable[[], Value]) -> Value:
    """Return what `work` returns, done when it is the session's turn; within a turn, at once."""
    if _holds.get():
        return work()
    with turns.turn(_session.get()):
        token = _holds.set(True)
        try:
            return work()
        finally:
            _holds.reset(token)
