"""Work in slices: a generator that yields between them and returns a value at its end.

Whoever drives it may stop there, or let others take their turn.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Value = TypeVar("Value")
Slices = Generator[None, None, Value]


def finish(work: Slices[Value]) -> Value:
    """Do all of the work at once and return its value.

    >>> def three() -> Slices[int]:
    ...     yield
    ...     return 3
    >>> finish(three())
    3
    """
    while True:
        try:
            next(work)
        except StopIteration as done:
            value: Value = done.value
            return value
