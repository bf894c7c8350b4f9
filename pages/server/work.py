"""Work: what takes time is done in turns, a slice at a time, so nobody waits long.

One rule keeps threads from waiting for one another: take the turn first, then the cache entry.  So entries
are made by the one session whose turn it is, and `compute` refuses the other order.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextvars import ContextVar
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar

from core import Timeline
from core.run.cost import seconds_per_step
from pages.server import scheduler
from pages.server.admission import wait_for_rate
from pages.server.cache import is_making_entry

Value = TypeVar("Value")
Progress = Callable[[int, int], None]
Steps = Generator[tuple[int, int], None, Value]
"""Work that can be interrupted: yields how much is done and of how much, and returns its result."""

SLICE = 0.08
"""Seconds of a turn of work that can be interrupted."""

_in_turn: ContextVar[bool] = ContextVar("in_turn", default=False)


def compute(session: str, work: Callable[[], Value]) -> Value:
    """Do some work for a request of a session, when it is the session's turn, and return its result.

    Within a turn it is done at once.
    """
    if _in_turn.get():
        return work()
    wait_for_rate(session)
    return _take_turn(session, work)


def draw_frames(session: str, work: Callable[[], Value]) -> Value:
    """Draw frames for a session's stage, when it is the session's turn; within a turn, at once."""
    return work() if _in_turn.get() else _take_turn(session, work, is_playing=True)


def approach(session: str, run: Timeline, step: int, progress: Progress) -> int:
    """Compute a run up to a step, in slices, and return the step reached: `step` or the run's end.

    Between slices, `progress` gets the step reached and the step to reach.  What it raises ends the work.
    """
    return steps_of(session, _approach(run, step), progress)


def steps_of(session: str, work: Steps[Value] | Task[Value], progress: Progress) -> Value:
    """Return the result of work in steps, done in slices; between them, `progress` gets how far it is.

    What `progress` raises ends the work.  Several sessions may share one `Task`.
    """
    task = work if isinstance(work, Task) else Task(work)
    while not compute_slice(session, task):
        progress(*task.progress)
    return task.result


def compute_slice(session: str, task: Task[Value]) -> bool:
    """Take a task further for one turn; return whether it is done.  Within a turn, do all of it."""
    if _in_turn.get():
        return task.advance(float("inf"))
    return task.is_done or _take_turn(session, lambda: task.advance(SLICE))


class Task(Generic[Value]):
    """Work in steps that goes on from where it was left, whoever takes it further.

    Kept in a cache, it is shared by all who wait for its result.
    """

    def __init__(self, steps: Steps[Value]) -> None:
        self._steps = steps
        self._lock = Lock()
        self._results: list[Value] = []
        self._problem: Exception | None = None
        self.progress = (0, 1)

    @property
    def is_done(self) -> bool:
        """Whether there is a result."""
        return bool(self._results)

    @property
    def result(self) -> Value:
        """What the work returned."""
        return self._results[0]

    def advance(self, seconds: float) -> bool:
        """Go on for about so many seconds; return whether it is done."""
        until = monotonic() + seconds
        with self._lock:
            while not self.is_done:
                self._step()
                if monotonic() > until:
                    break
        return self.is_done

    def _step(self) -> None:
        if self._problem:
            raise self._problem
        try:
            self.progress = next(self._steps)
        except StopIteration as end:
            self._results.append(end.value)
        except Exception as problem:
            self._problem = problem
            raise


def _approach(run: Timeline, step: int) -> Steps[int]:
    most = max(1, int(SLICE / 4 / seconds_per_step(run.experiment)))
    while (reached := run.approach(step, most=most)) < min(step, run.end):
        yield reached, step
    return min(reached, run.end)


def _take_turn(session: str, work: Callable[[], Value], is_playing: bool = False) -> Value:
    if is_making_entry():
        raise RuntimeError("a turn is taken before the cache entry that it makes, never while making one")
    with scheduler.turns.turn(session, is_playing=is_playing):
        token = _in_turn.set(True)
        try:
            return work()
        finally:
            _in_turn.reset(token)
