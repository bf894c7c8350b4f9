"""Weights of one's own: parameters that a run sets by hand, and parameters that it freezes.

A parameter is named as the screen shows it, all counted from 1: ``W1:2,3`` is row 2 (an input) and
column 3 (a unit) of W1, ``b1:3`` the bias of that unit; ``W1`` and ``b1`` are all of a layer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from core.arrays import IntArray
from core.run.fields import Real, Whole

_NAME = re.compile(r"([Wb])([1-9][0-9]?)(?::([1-9][0-9]{0,2}(?:,[1-9][0-9]{0,2})?))?", re.ASCII)

Edit = tuple[int, str, float]
Freeze = tuple[str, int, int | None]


class ParameterPlace(NamedTuple):
    """Say which parameters a name means; they sort in the order of the layers.

    Attributes
    ----------
    layer : int
    letter : {"W", "b"}
    row, column : int
        Counted from 1.  A bias has no row, 0; the name of a whole W or b has neither.
    """

    layer: int
    letter: str
    row: int
    column: int

    @property
    def is_single(self) -> bool:
        """Whether it is one parameter."""
        return self.column > 0

    def indices(self, sizes: Sequence[int]) -> IntArray:
        """Return the places in the vector of `core.run.training.pack`; none if the network lacks them.

        >>> place_of("W1:2,1").indices((2, 4, 2)).tolist(), place_of("b9").indices((2, 4, 2)).tolist()
        ([1], [])
        """
        if self.layer >= len(sizes):
            return np.empty(0, dtype=int)
        begin = sum(h * (d + 1) for d, h in pairwise(sizes[: self.layer]))
        d, h = sizes[self.layer - 1 : self.layer + 1]
        block = begin + np.arange(h * (d + 1)).reshape(h, d + 1).T  # [W; b]
        rows = block[:-1] if self.letter == "W" else block[-1:]
        if not self.is_single:
            return rows.ravel()
        row = max(self.row, 1)
        return rows[row - 1 : row, self.column - 1 : self.column].ravel()


def place_of(name: object) -> ParameterPlace:
    """Return the parameters that a name means.

    Raises
    ------
    TypeError, ValueError
        For anything but a name.

    >>> place_of("W1:2,3")
    ParameterPlace(layer=1, letter='W', row=2, column=3)
    """
    if not isinstance(name, str):
        raise TypeError(f"must name parameters, such as W1:2,3 or b1; got {type(name).__name__}")
    return _place_of(name)


@lru_cache(maxsize=1024)  # an experiment validates all its names each time that it is changed
def _place_of(name: str) -> ParameterPlace:
    found = _NAME.fullmatch(name)
    letter, layer, entry = found.groups() if found else ("", "", None)
    numbers = [int(each) for each in (entry or "").split(",") if each]
    if not found or (numbers and len(numbers) != {"W": 2, "b": 1}[letter]):
        raise ValueError(f"must name parameters, such as W1:2,3 or b1; got {name!r}")
    row, column = [0] * (2 - len(numbers)) + numbers
    return ParameterPlace(int(layer), letter, row, column)


@dataclass(frozen=True)
class Edits:
    """Allow values set by hand: ``(step, name, value)``; written ``W1:2,1=0.35@0;b1:2=0.1@240``."""

    most: int
    step: Whole
    value: Real

    @property
    def allowed(self) -> str:
        """The form and the ranges."""
        return f"up to {self.most} edits such as W1:2,1=0.35@240;b1:2=0@0, {self.value.allowed}"

    def validate(self, value: object) -> tuple[Edit, ...]:
        """Return the edits by rising step, those of one step in the order of the layers."""
        edits = [self._edit(each) for each in _items(value, self.most, self.allowed)]
        if len({(step, name) for step, name, _ in edits}) < len(edits):
            raise ValueError(f"must be {self.allowed}; each parameter once a step")
        return tuple(sorted(edits, key=lambda edit: (edit[0], place_of(edit[1]))))

    def _edit(self, item: object) -> Edit:
        step, name, value = _parts(item, 3, "(step, name, value)")
        if not place_of(name).is_single:
            raise ValueError(f"must set one parameter each, such as W1:2,1; got {name!r}")
        return _step(self.step, step), name, self.value.validate(value)

    def write(self, value: tuple[Edit, ...]) -> str:
        """Return the edits, with semicolons."""
        return ";".join(f"{name}={self.value.write(number)}@{step}" for step, name, number in value)

    def read(self, text: str) -> tuple[Edit, ...]:
        """Return the edits."""
        return self.validate([self._read(part) for part in _split(text, self.most, self.allowed)])

    def _read(self, text: str) -> tuple[int | None, str, float]:
        name, _, rest = text.partition("=")
        value, _, step = rest.partition("@")
        return self.step.read(step), name, self.value.read(value)


@dataclass(frozen=True)
class Freezes:
    """Allow frozen parameters: ``(name, first, stop)``, for the updates that leave steps first … stop − 1.

    Without a stop they stay frozen; written ``W1``, ``W1:2,1@240`` and ``b2@240-300``, with semicolons.
    """

    most: int
    step: Whole

    @property
    def allowed(self) -> str:
        """The form."""
        return f"up to {self.most} names such as W1;b2:1@240;W2:1,1@240-300 (from step 240, to step 300)"

    def validate(self, value: object) -> tuple[Freeze, ...]:
        """Return what is frozen, in the order of the layers."""
        items = [self._freeze(each) for each in _items(value, self.most, self.allowed)]
        return tuple(sorted(dict.fromkeys(items), key=_order))

    def _freeze(self, item: object) -> Freeze:
        name, first, stop = _parts(item, 3, "(name, first, stop)")
        place_of(name)
        begin, end = _step(self.step, first), None if stop is None else _step(self.step, stop)
        if end is not None and end <= begin:
            raise ValueError(f"must end after they begin; got {name!r} from {begin} to {end}")
        return name, begin, end

    def write(self, value: tuple[Freeze, ...]) -> str:
        """Return the names with their steps."""
        return ";".join(map(_written, value))

    def read(self, text: str) -> tuple[Freeze, ...]:
        """Return what is frozen."""
        return self.validate([self._read(part) for part in _split(text, self.most, self.allowed)])

    def _read(self, text: str) -> tuple[str, int | None, int | None]:
        name, at, steps = text.partition("@")
        first, to, stop = steps.partition("-")
        return name, self.step.read(first) if at else 0, self.step.read(stop) if to else None


def _order(freeze: Freeze) -> tuple[ParameterPlace, int, float]:
    name, first, stop = freeze
    return place_of(name), first, math.inf if stop is None else stop


def _written(freeze: Freeze) -> str:
    name, first, stop = freeze
    end = "" if stop is None else f"-{stop}"
    return f"{name}@{first}{end}" if first or end else name


def _items(value: object, most: int, allowed: str) -> Sequence[Any]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise TypeError(f"must be a sequence of {allowed}; got {type(value).__name__}")
    if len(value) > most:
        raise ValueError(f"must be {allowed}; got {len(value)}")
    return value


def _parts(item: object, count: int, form: str) -> Sequence[Any]:
    if not isinstance(item, Sequence) or isinstance(item, str) or len(item) != count:
        raise TypeError(f"must be a sequence of {form}; got {item!r}")
    return item


def _step(kind: Whole, step: object) -> int:
    if (number := kind.validate(step)) is None:
        raise TypeError("must have a step each; got None")
    return number


def _split(text: str, most: int, allowed: str) -> list[str]:
    parts = text.split(";", most + 1) if text else []
    if len(parts) > most:
        raise ValueError(f"must be {allowed}")
    return parts
