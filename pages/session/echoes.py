"""Old values of widgets that the browser sends once more.

Each message of the browser carries the values of all widgets.  One that was on its way when the state
changed a widget brings an old value again, which is no wish of the reader's.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from time import monotonic

_LAST = 2.0
"""Seconds in which an echo may come."""


@dataclass
class Echoes:
    """Hold what widgets showed a moment ago, and when."""

    _replaced: dict[str, tuple[object, float]] = field(default_factory=dict)
    _passed: dict[str, dict[Hashable, float]] = field(default_factory=dict)

    def expect(self, key: str, shown: object) -> None:
        """Expect, once, the value that the state replaced by another one."""
        self._replaced[key] = shown, monotonic()

    def expect_each(self, key: str, *values: Hashable) -> None:
        """Expect values of a widget that follows another one, which changes faster than messages arrive."""
        recent = {value: at for value, at in self._passed.get(key, {}).items() if _is_recent(at)}
        self._passed[key] = recent | dict.fromkeys(values, monotonic())

    def found(self, key: str, value: object) -> bool:
        """Return whether a value that came is an echo."""
        replaced, at = self._replaced.pop(key, (None, float("-inf")))
        passed = self._passed.get(key, {})
        return (replaced == value and _is_recent(at)) or any(
            value == each and _is_recent(then) for each, then in passed.items()
        )


def _is_recent(at: float) -> bool:
    return monotonic() - at <= _LAST
