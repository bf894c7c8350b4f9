"""A shelf: results kept for everybody, in bounded memory, each made once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")


class LRUCache(Generic[Value]):
    """Keep the results of pure functions, the least recently used making room.

    Only pure results belong here: a shelf is shared by all sessions.

    Parameters
    ----------
    most : int
        Bound on the total weight.
    weigh : callable
        The weight of a value, for instance its bytes; 1 each by default.

    Attributes
    ----------
    found, made : int
        How often a value was there, and how often it had to be made.
    """

    def __init__(self, most: int, weigh: Callable[[Value], int] = lambda value: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._weight = 0
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}
        self.found = 0
        self.made = 0
        _shelves.add(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of `key`, made by `make` if it is not there.

        When several threads ask for the same missing value at once, one makes it and the others wait.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                self.found += 1
                return self._values[key]
            making = self._making.setdefault(key, Lock())
        with making:
            if (value := self.peek(key)) is None:
                try:
                    value = make()
                    self._put(key, value)
                finally:
                    self._making.pop(key, None)
            else:
                self.found += 1
        return value

    def peek(self, key: Hashable) -> Value | None:
        """Return the value of `key` if it is there."""
        with self._lock:
            return self._values.get(key)

    def clear(self) -> None:
        """Forget everything; it is made again when somebody asks."""
        with self._lock:
            self._values.clear()
            self._weight = 0

    @property
    def weight(self) -> int:
        """The total weight of what is kept."""
        return self._weight

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._values)

    def _put(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._drop(self._values.pop(key, None))
            self._values[key] = value
            self.made += 1
            self._weight += self._weigh(value)
            while self._weight > self._most and len(self._values) > 1:
                self._drop(self._values.popitem(last=False)[1])

    def _drop(self, value: Value | None) -> None:
        if value is not None:
            self._weight -= self._weigh(value)


_shelves: WeakSet[LRUCache[Any]] = WeakSet()


def clear_caches() -> None:
    """Forget what is on any shelf, as when nobody is here any more."""
    for shelf in list(_shelves):
        shelf.clear()
