"""LRU cache: results that all sessions share, in bounded memory, each made once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextvars import ContextVar
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np

Value = TypeVar("Value")

_is_making: ContextVar[bool] = ContextVar("is_making", default=False)


def is_making_entry() -> bool:
    """Return whether the caller is making an entry of a cache, for which others may wait."""
    return _is_making.get()


class LRUCache(Generic[Value]):
    """Keep the results of pure functions; the least recently used makes room.

    Only pure results belong here, because all sessions share a cache.

    Parameters
    ----------
    most : int
        Bound on the total weight.
    weigh : callable
        The weight of a value, for instance its bytes; 1 each by default.
    grows : bool
        Whether a value may change its weight.  It is then weighed again when it is found, and all are
        weighed again when one is put in.

    Attributes
    ----------
    found, made : int
        How often a value was there, and how often it had to be made.
    """

    def __init__(
        self, most: int, weigh: Callable[[Value], int] = lambda value: 1, *, grows: bool = False
    ) -> None:
        self._most = most
        self._weigh = weigh
        self._grows = grows
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._weights: dict[Hashable, int] = {}
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}
        self.found = 0
        self.made = 0

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of `key`, made by `make` if it is not there.

        When several threads want the same missing value at once, one makes it and the others wait.
        """
        if (value := self.find(key)) is not None:
            return value
        with self._lock:
            making = self._making.setdefault(key, Lock())
        with making:
            if (value := self.find(key)) is not None:
                return value
            token = _is_making.set(True)
            try:
                value = make()
                self._put(key, value)
            finally:
                _is_making.reset(token)
                self._making.pop(key, None)
        return value

    def find(self, key: Hashable) -> Value | None:
        """Return the value of `key` if it is there, which counts as a use."""
        with self._lock:
            if (value := self._values.get(key)) is not None:
                self._values.move_to_end(key)
                self.found += 1
                if self._grows:
                    self._settle([key])
            return value

    def peek(self, key: Hashable) -> Value | None:
        """Return the value of `key` if it is there, and leave its place in the order of use."""
        with self._lock:
            return self._values.get(key)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._weights.clear()

    @property
    def weight(self) -> int:
        """The total weight of what is kept."""
        with self._lock:
            return sum(self._weights.values())

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._values)

    def _put(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._values[key] = value
            self.made += 1
            self._settle(self._values if self._grows else [key])

    def _settle(self, keys: Iterable[Hashable]) -> None:
        """Weigh some values again, and drop the least recently used until the rest is within the bound."""
        self._weights |= {key: self._weigh(self._values[key]) for key in keys}
        total = sum(self._weights.values())
        while total > self._most and len(self._values) > 1:
            key, _ = self._values.popitem(last=False)
            total -= self._weights.pop(key)


def weigh_message(value: Any) -> int:
    """Return about how many bytes a message takes: nested dictionaries and lists of arrays and texts."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes) + 100
    if isinstance(value, Mapping):
        return 200 + sum(100 + weigh_message(each) for each in value.values())
    if isinstance(value, list | tuple):
        return 60 + sum(8 + weigh_message(each) for each in value)
    return 60 + (len(value) if isinstance(value, str | bytes) else 0)
