"""Work: what takes time is done in turns, a slice at a time, so nobody waits long.

One rule keeps threads from waiting for one another: take the turn first, then the cache entry.  So entries
are made by the one session whose turn it is, and `compute` refuses the other order.
"""

from collections.abc import Callable
from contextvars import ContextVar
from time import monotonic
from typing import TypeVar

from core import Timeline
from core.run.cost import seconds_per_step
from pages.server import scheduler
from pages.server.admission import wait_for_rate
from pages.server.cache import is_making_entry

Value = TypeVar("Value")
Progress = Callable[[int, int], None]

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


def do_slice(session: str, work: Callable[[], Value]) -> Value:
    """Do a slice of a session's long work, when it is the session's turn; within a turn, at once."""
    return work() if _in_turn.get() else _take_turn(session, work)


def draw_frames(session: str, work: Callable[[], Value]) -> Value:
    """Draw frames for a session's stage, when it is the session's turn; within a turn, at once."""
    return work() if _in_turn.get() else _take_turn(session, work, is_playing=True)


def approach(session: str, run: Timeline, step: int, progress: Progress) -> int:
    """Compute a run up to a step, in slices, and return the step reached: `step` or the run's end.

    Between slices, `progress` gets the step reached and the step to reach.  What it raises ends the work.
    """
    while (reached := _take_turn(session, lambda: _slice(run, step))) < min(step, run.end):
        progress(reached, step)
    return min(reached, run.end)


def _slice(run: Timeline, step: int) -> int:
    """Compute a run on the way to a step for about `SLICE` seconds; return the step reached."""
    until = monotonic() + SLICE
    most = max(1, int(SLICE / 4 / seconds_per_step(run.experiment)))
    while (reached := run.approach(step, most=most)) < min(step, run.end) and monotonic() < until:
        pass
    return reached


def _take_turn(session: str, work: Callable[[], Value], is_playing: bool = False) -> Value:
    if is_making_entry():
        raise RuntimeError("a turn is taken before the cache entry that it makes, never while making one")
    with scheduler.turns.turn(session, is_playing=is_playing):
        token = _in_turn.set(True)
        try:
            return work()
        finally:
            _in_turn.reset(token)
