"""What a user may choose: one small record per kind of value.

A record knows the bounds of a field and the three things everyone asks of them: is this value allowed
(`validate`), how is it written in a link (`write`), and what does this text mean (`read`).  Widgets read
the bounds from the same record, so they are declared once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
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
    """Return a dataclass field with its bounds and its key in a link beside it."""
    return field(default=default, metadata={"kind": kind, "key": key})


def kind_of(record: type[Any], name: str) -> Any:
    """Return the bounds that stand beside the field called `name`.

    >>> from core.run.experiment import Experiment
    >>> kind_of(Experiment, "samples").low
    20
    """
    return _field(record, name).metadata["kind"]


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
class Numbers:
    """Allow a tuple of 0 to `most` whole numbers, each within `each`; written ``8,8`` or ``none``."""

    most: int
    each: Whole
    noun: str = "numbers"

    @property
    def allowed(self) -> str:
        """How many, and the range of each."""
        return f"none, or up to {self.most} {self.noun} from {self.each.low} to {self.each.high}"

    def validate(self, value: object) -> tuple[int, ...]:
        """Return the numbers as a tuple of int."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence of {self.allowed}; got {type(value).__name__}")
        if len(value) > self.most:
            raise ValueError(f"must be {self.allowed}; got {len(value)} {self.noun}")
        return tuple(number for each in value if (number := self.each.validate(each)) is not None)

    def write(self, value: tuple[int, ...]) -> str:
        """Return the numbers with commas, or ``none``."""
        return ",".join(map(str, value)) or "none"

    def read(self, text: str) -> tuple[int, ...]:
        """Return the numbers."""
        if text == "none":
            return ()
        parts = text.split(",", self.most + 1)
        if len(parts) > self.most:
            raise ValueError(f"must be {self.allowed}")
        return self.validate(tuple(self.each.read(part) for part in parts))


@dataclass(frozen=True)
class Widths(Numbers):
    """Allow a tuple of layer widths."""

    noun: str = "widths"


@dataclass(frozen=True)
class Schedule:
    """Allow changes of a rate: ``(step, rate)`` by rising step; written ``0.03@200,0.01@400``."""

    most: int
    step: Whole
    rate: Real

    @property
    def allowed(self) -> str:
        """The form and the ranges."""
        return (
            f"up to {self.most} changes rate@step by rising step, "
            f"step {self.step.allowed}, rate {self.rate.allowed}"
        )

    def validate(self, value: object) -> tuple[tuple[int, float], ...]:
        """Return the changes as a tuple of (int, float)."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence of pairs; got {type(value).__name__}")
        if len(value) > self.most:
            raise ValueError(f"must be {self.allowed}; got {len(value)} changes")
        changes = tuple(self._change(pair) for pair in value)
        steps = [step for step, _ in changes]
        if any(after <= before for before, after in pairwise(steps)):
            raise ValueError(f"must be {self.allowed}; got steps {steps}")
        return changes

    def _change(self, pair: object) -> tuple[int, float]:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise TypeError(f"must be a sequence of pairs (step, rate); got {pair!r}")
        step = self.step.validate(pair[0])
        if step is None:
            raise TypeError("must have a step in each change; got None")
        return step, self.rate.validate(pair[1])

    def write(self, value: tuple[tuple[int, float], ...]) -> str:
        """Return the changes as ``rate@step``, with commas."""
        return ",".join(f"{self.rate.write(rate)}@{step}" for step, rate in value)

    def read(self, text: str) -> tuple[tuple[int, float], ...]:
        """Return the changes."""
        if not text:
            return ()
        pairs = [part.split("@") for part in text.split(",", self.most + 1)]
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError(f"must be {self.allowed}")
        return self.validate([(self.step.read(step), self.rate.read(rate)) for rate, step in pairs])
