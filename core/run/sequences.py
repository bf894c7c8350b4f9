"""Fields with several values: numbers, widths, names, and changes of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.run.fields import Kind, Whole


@dataclass(frozen=True)
class Numbers:
    """Allow a tuple of no whole number, or `least` to `most`, each within `each`: ``8,8`` or ``none``."""

    most: int
    each: Whole
    noun: str = "numbers"
    least: int = 1

    @property
    def allowed(self) -> str:
        """How many, and the range of each."""
        count = f"up to {self.most}" if self.least < self.most else f"{self.most}"
        return f"none, or {count} {self.noun} from {self.each.low} to {self.each.high}"

    def validate(self, value: object) -> tuple[int, ...]:
        """Return the numbers as a tuple of int."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence of {self.allowed}; got {type(value).__name__}")
        if value and not self.least <= len(value) <= self.most:
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
class Names:
    """Allow `least` to `most` of some names, each once; written with commas, or ``none``."""

    names: tuple[str, ...]
    noun: str
    least: int = 0
    most: int | None = None

    @property
    def allowed(self) -> str:
        """How many, and what they name; all of them would make a long notice."""
        count = f"{self.least} to {self.most} {self.noun}" if self.most else f"none, or {self.noun}"
        return f"{count}, such as {','.join(self.names[:2])}"

    def validate(self, value: object) -> tuple[str, ...]:
        """Return the names as a tuple."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence, {self.allowed}; got {type(value).__name__}")
        if unknown := [name for name in value if name not in self.names]:
            raise ValueError(f"must be {self.allowed}; got {unknown[0]!r}")
        if len(set(value)) < len(value):
            raise ValueError(f"must be {self.allowed}, each once")
        if not self.least <= len(value) <= (self.most or len(value)):
            raise ValueError(f"must be {self.allowed}; got {len(value)}")
        return tuple(value)

    def write(self, value: tuple[str, ...]) -> str:
        """Return the names with commas, or ``none``."""
        return ",".join(value) or "none"

    def read(self, text: str) -> tuple[str, ...]:
        """Return the names."""
        return self.validate(() if text == "none" else text.split(","))


Changes = tuple[tuple[int, Any], ...]
"""The changes of a number while a run goes on: (step, value) by rising step."""


@dataclass(frozen=True)
class Schedule:
    """Allow changes of a number: ``(step, value)`` by rising step; written ``0.03@200,0.01@400``."""

    most: int
    step: Whole
    value: Kind
    noun: str = "rate"

    @property
    def allowed(self) -> str:
        """The form and the ranges."""
        return (
            f"up to {self.most} changes {self.noun}@step by rising step, "
            f"step {self.step.allowed}, {self.noun} {self.value.allowed}"
        )

    def validate(self, value: object) -> Changes:
        """Return the changes as a tuple of (int, value)."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence of pairs; got {type(value).__name__}")
        if len(value) > self.most:
            raise ValueError(f"must be {self.allowed}; got {len(value)} changes")
        changes = tuple(self._change(pair) for pair in value)
        steps = [step for step, _ in changes]
        if any(after <= before for before, after in pairwise(steps)):
            raise ValueError(f"must be {self.allowed}; got steps {steps}")
        return changes

    def _change(self, pair: object) -> tuple[int, Any]:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise TypeError(f"must be a sequence of pairs (step, {self.noun}); got {pair!r}")
        step = self.step.validate(pair[0])
        if step is None:
            raise TypeError("must have a step in each change; got None")
        return step, self.value.validate(pair[1])

    def write(self, value: Changes) -> str:
        """Return the changes as ``rate@step``, with commas."""
        return ",".join(f"{self.value.write(new)}@{step}" for step, new in value)

    def read(self, text: str) -> Changes:
        """Return the changes."""
        if not text:
            return ()
        pairs = [part.split("@") for part in text.split(",", self.most + 1)]
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError(f"must be {self.allowed}")
        return self.validate([(self.step.read(step), self.value.read(new)) for new, step in pairs])
