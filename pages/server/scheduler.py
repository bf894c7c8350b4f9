"""Scheduler: one session computes at a time, and the session served least goes first.

Python runs one thread at a time.  A hundred sessions that compute at once pass it back and forth and all
finish late.  In turns each finishes as soon as it can, and a session that wants much, or without pause,
waits for the others instead of they for it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock
from time import thread_time

from pages.server.metrics import METRICS


@dataclass(eq=False)
class _Waiter:
    session: str
    since: float
    ticket: int
    begin: float = 0.0
    called: Event = field(default_factory=Event)


class Scheduler:
    """Share a few places fairly (start-time fair queueing).

    A session's work begins, on a clock that all share, where its last work ended, or now if that is past.
    The earliest beginning goes first.  So no session saves up turns, and one that was served less waits
    for no more than the work under way.

    Parameters
    ----------
    places : int
        How many compute at a time.
    clock : callable
        Measures work: seconds of processor by default, so that waiting is not counted.

    Attributes
    ----------
    other_work : float
        Work done so far for requests that were not for frames to play.

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
        self.other_work = 0.0

    @contextmanager
    def turn(self, session: str, *, is_playing: bool = False) -> Iterator[None]:
        """Wait for a place, and hold it."""
        waiter = self._wait(session)
        before = self._clock()
        try:
            yield
        finally:
            work = self._clock() - before
            self.other_work += 0 if is_playing else work
            self._leave(waiter, work)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def _wait(self, session: str) -> _Waiter:
        with self._lock:
            waiter = _Waiter(session, self._now, next(self._tickets))
            self._waiting.append(waiter)
            self._call()
        waiter.called.wait()
        return waiter

    def _leave(self, waiter: _Waiter, work: float) -> None:
        with self._lock:
            self._free += 1
            self._ends[waiter.session] = waiter.begin + work
            self._ends = {session: end for session, end in self._ends.items() if end > self._now}
            self._call()

    def _call(self) -> None:
        """Call who is next while there is a place; the lock is held."""
        while self._free and self._waiting:
            for waiter in self._waiting:
                waiter.begin = max(waiter.since, self._ends.get(waiter.session, 0.0))
            first = min(self._waiting, key=lambda waiter: (waiter.begin, waiter.ticket))
            self._waiting.remove(first)
            self._now = max(self._now, first.begin)
            self._free -= 1
            first.called.set()


turns = Scheduler(1)
METRICS.show("waiting", "Computations that wait for their turn.", lambda: turns.waiting)
