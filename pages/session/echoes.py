"""Old values of widgets that the browser sends once more.

Each message of the browser carries the values of all widgets.  One that was on its way when the state
changed a widget brings the old value again, which is no wish of the reader's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

_LAST = 2.0
"""Seconds in which an echo may come."""
_ANYTHING = object()


@dataclass
class Echoes:
    """Hold what widgets showed before the state gave them another value, and when."""

    _kept: dict[str, tuple[object, float]] = field(default_factory=dict)

    def expect(self, key: str, shown: object) -> None:
        """Expect the value that a widget showed until now."""
        if not self._is_echo(key, _ANYTHING):
            self._kept[key] = shown, monotonic()

    def expect_anything(self, key: str) -> None:
        """Expect any value: a widget follows another one, which changes faster than messages arrive."""
        self._kept[key] = _ANYTHING, monotonic()

    def found(self, key: str, value: object) -> bool:
        """Return whether a value that came is an echo; one value is an echo once."""
        is_echo = self._is_echo(key, value)
        if not self._is_echo(key, _ANYTHING):
            self._kept.pop(key, None)
        return is_echo

    def _is_echo(self, key: str, value: object) -> bool:
        expected, at = self._kept.get(key, (None, float("-inf")))
        return monotonic() - at <= _LAST and (expected is _ANYTHING or expected == value)
