"""What a user may choose: one small record per kind of value.

A record holds the bounds of a field and does three things with them: it checks a value (`validate`), writes
it into a link (`write`) and reads it from one (`read`).  Widgets read the bounds from the same record.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

_WHOLE = re.compile(r"[+-]?[0-9]{1,12}", re.ASCII)
_REAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", re.ASCII)
_LONGEST_NUMBER = 32


class Kind(Protocol):
    """Describe what one field may hold."""

    @property
    def allowed(self) -> str:
        """Say in words which values are allowed."""

    def validate(self, value: Any) -> Any:
        """Return the value in its canonical type; raise TypeError or ValueError."""

    def write(self, value: Any) -> str:
        """Return the text of a valid value, such that ``read(write(v)) == v``."""

    def read(self, text: str) -> Any:
        """Return the value that a text means; raise ValueError for any other text."""


def declare(default: Any, kind: Kind, key: str) -> Any:
    """Return a dataclass field with its bounds and its key in a link."""
    return field(default=default, metadata={"kind": kind, "key": key})


def kind_of(record: type[Any], name: str) -> Any:
    """Return the bounds of the field called `name`.

    >>> from core.run.experiment import Experiment
    >>> kind_of(Experiment, "samples").low
    20
    """
    return _field(record, name).metadata["kind"]


def is_allowed(record: type[Any], name: str, value: object) -> bool:
    """Say whether the field called `name` may hold a value.

    >>> from core.run.experiment import Experiment
    >>> is_allowed(Experiment, "samples", 100), is_allowed(Experiment, "samples", "many")
    (True, False)
    """
    try:
        kind_of(record, name).validate(value)
    except (TypeError, ValueError):
        return False
    return True


def key_of(record: type[Any], name: str) -> str:
    """Return the link's key of the field called `name`.

    >>> from core.run.experiment import Experiment
    >>> key_of(Experiment, "learning_rate")
    'lr'
    """
    return str(_field(record, name).metadata["key"])


def default_of(record: type[Any], name: str) -> Any:
    """Return the default of the field called `name`."""
    return _field(record, name).default


def _field(record: type[Any], name: str) -> Any:
    return next(item for item in fields(record) if item.name == name)


@dataclass(frozen=True)
class Choice:
    """Allow one of several names."""

    names: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The names."""
        return "one of " + ", ".join(self.names)

    def validate(self, value: object) -> str:
        """Return the name if it is known."""
        if not isinstance(value, str):
            raise TypeError(f"must be text, {self.allowed}; got {type(value).__name__}")
        if value not in self.names:
            raise ValueError(f"must be {self.allowed}; got {value!r}")
        return value

    def write(self, value: str) -> str:
        """Return the name."""
        return value

    def read(self, text: str) -> str:
        """Return the name if it is known."""
        return self.validate(text)


@dataclass(frozen=True)
class OneOf:
    """Allow one of several whole numbers."""

    numbers: tuple[int, ...]

    @property
    def allowed(self) -> str:
        """The numbers."""
        return "one of " + ", ".join(map(str, self.numbers))

    def validate(self, value: object) -> int:
        """Return the number if it is one of them."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"must be {self.allowed}; got {type(value).__name__}")
        if value not in self.numbers:
            raise ValueError(f"must be {self.allowed}; got {value}")
        return value

    def write(self, value: int) -> str:
        """Return the digits."""
        return str(value)

    def read(self, text: str) -> int:
        """Return the number if it is one of them."""
        if not _WHOLE.fullmatch(text):
            raise ValueError(f"must be {self.allowed}")
        return self.validate(int(text))


@dataclass(frozen=True)
class Whole:
    """Allow whole numbers from `low` to `high`, both included; `none` names the absence of one."""

    low: int
    high: int
    none: str | None = None

    @property
    def allowed(self) -> str:
        """The range."""
        return f"a whole number from {self.low} to {self.high}" + (f", or {self.none}" if self.none else "")

    def validate(self, value: object) -> int | None:
        """Return the number as int, or None where `none` is allowed."""
        if value is None and self.none:
            return None
        if isinstance(value, bool) or not hasattr(value, "__index__"):
            raise TypeError(f"must be {self.allowed}; got {type(value).__name__}")
        number = int(value.__index__())
        if not self.low <= number <= self.high:
            raise ValueError(f"must be {self.allowed}; got {number}")
        return number

    def write(self, value: int | None) -> str:
        """Return the digits, or the name of absence."""
        return str(self.none) if value is None else str(value)

    def read(self, text: str) -> int | None:
        """Return the number, or None for the name of absence."""
        if self.none and text == self.none:
            return None
        if not _WHOLE.fullmatch(text):
            raise ValueError(f"must be {self.allowed}")
        return self.validate(int(text))


@dataclass(frozen=True)
class Real:
    """Allow finite numbers from `low` to `high`, both included."""

    low: float
    high: float

    @property
    def allowed(self) -> str:
        """The range."""
        return f"a number from {self.low:g} to {self.high:g}"

    def validate(self, value: object) -> float:
        """Return the number as float."""
        if isinstance(value, bool) or not hasattr(value, "__float__"):
            raise TypeError(f"must be {self.allowed}; got {type(value).__name__}")
        number = float(value.__float__())
        if not (math.isfinite(number) and self.low <= number <= self.high):
            raise ValueError(f"must be {self.allowed}; got {number:g}")
        return number + 0.0  # −0.0 becomes 0.0: equal values must be written alike

    def write(self, value: float) -> str:
        """Return the shortest text that reads back to the same float."""
        return repr(value).removesuffix(".0")

    def read(self, text: str) -> float:
        """Return the number."""
        if len(text) > _LONGEST_NUMBER or not _REAL.fullmatch(text):
            raise ValueError(f"must be {self.allowed}")
        return self.validate(float(text))


@dataclass(frozen=True)
class NameOrWhole:
    """Allow one of several names or a whole number; `old` is the first name's in older links."""

    names: tuple[str, ...]
    whole: Whole
    old: str

    @property
    def allowed(self) -> str:
        """The names and the range."""
        return f"{', '.join(self.names)}, or {self.whole.allowed}"

    def validate(self, value: object) -> str | int | None:
        """Return the name if it is known, or the number as int."""
        if isinstance(value, str):
            if value not in self.names:
                raise ValueError(f"must be {self.allowed}; got {value!r}")
            return value
        return self.whole.validate(value)

    def write(self, value: str | int) -> str:
        """Return the name or the digits."""
        return str(value)

    def read(self, text: str) -> str | int | None:
        """Return the name or the number."""
        if text == self.old:
            return self.names[0]
        return text if text in self.names else self.whole.read(text)
