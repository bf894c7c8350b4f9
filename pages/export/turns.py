"""Turns: how the work of an export is done, at once or a slice at a time.

A server that many share gives an export its turns, so that one visitor does not block the others.  Only
computing takes a turn: nobody waits while a picture is painted in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from core import Timeline

Value = TypeVar("Value")

Report = Callable[[int, int], None]
"""Called with how many of how many frames, pictures or rows are done; what it raises ends the work."""


def unheard(done: int, count: int) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Turns:
    """Hold what does a slice of work, and what computes a run up to a step."""

    do: Callable[[Callable[[], Any]], Any]
    approach: Callable[[Timeline, int], object]


AT_ONCE = Turns(lambda work: work(), Timeline.at)

_turns: ContextVar[Turns] = ContextVar("turns", default=AT_ONCE)


@contextmanager
def taking(turns: Turns) -> Iterator[None]:
    """Do all work of this thread in these turns."""
    token = _turns.set(turns)
    try:
        yield
    finally:
        _turns.reset(token)


def in_turn(run: Timeline, step: int, work: Callable[[], Value]) -> Value:
    """Do a slice of work on a run, which is first computed up to a step."""
    turns = _turns.get()
    turns.approach(run, step)
    value: Value = turns.do(work)
    return value
