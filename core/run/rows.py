"""Samples entered by hand: two inputs and a target for each output, as in a calculation on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.run.fields import Real

Row = tuple[float, ...]

BY_HAND = "by_hand"
"""The name of the dataset that they make: all of them are training samples."""

EXAMPLE: tuple[Row, ...] = ((0.05, 0.1, 0.01, 0.99),)
"""The sample of the best-known calculation by hand, which is in many courses."""

INPUTS = 2
LEAST_OUTPUTS, MOST_OUTPUTS = 2, 6


def are_one_hot(rows: Sequence[Row]) -> bool:
    """Return whether the targets of each sample are one 1 and zeros, as cross-entropy needs them.

    >>> are_one_hot([(0, 0, 1, 0), (0, 0, 0, 1)]), are_one_hot(EXAMPLE)
    (True, False)
    """
    targets = [row[INPUTS:] for row in rows]
    return all(sorted(each) == [0.0] * (len(each) - 1) + [1.0] for each in targets)


@dataclass(frozen=True)
class Rows:
    """Allow samples of two inputs and 2 to 6 targets, equally many each: ``0.05,0.1:0.01,0.99;…``."""

    most: int
    value: Real

    @property
    def allowed(self) -> str:
        """The form and the ranges."""
        return (
            f"1 to {self.most} samples x1,x2:target,target with semicolons, "
            f"{LEAST_OUTPUTS} to {MOST_OUTPUTS} targets each, {self.value.allowed}"
        )

    def validate(self, value: object) -> tuple[Row, ...]:
        """Return the samples, each as its inputs and then its targets."""
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise TypeError(f"must be a sequence of samples; got {type(value).__name__}")
        if not 1 <= len(value) <= self.most:
            raise ValueError(f"must be {self.allowed}; got {len(value)} samples")
        rows = tuple(self._row(each) for each in value)
        counts = {len(row) - INPUTS for row in rows}
        if len(counts) > 1 or not LEAST_OUTPUTS <= min(counts) <= MOST_OUTPUTS:
            raise ValueError(f"must be {self.allowed}; got {sorted(counts)} targets")
        return rows

    def _row(self, item: object) -> Row:
        if isinstance(item, str) or not isinstance(item, Sequence):
            raise TypeError(f"must be a sequence of samples (x1, x2, target, target); got {item!r}")
        return tuple(self.value.validate(each) for each in item)

    def write(self, value: tuple[Row, ...]) -> str:
        """Return the samples, with semicolons."""
        return ";".join(f"{self._numbers(row[:INPUTS])}:{self._numbers(row[INPUTS:])}" for row in value)

    def _numbers(self, numbers: Row) -> str:
        return ",".join(map(self.value.write, numbers))

    def read(self, text: str) -> tuple[Row, ...]:
        """Return the samples."""
        parts = text.split(";", self.most + 1)
        halves = [part.split(":") for part in parts]
        if len(parts) > self.most or any(len(half) != 2 or half[0].count(",") != 1 for half in halves):
            raise ValueError(f"must be {self.allowed}")
        most = INPUTS + MOST_OUTPUTS
        numbers = [f"{inputs},{targets}".split(",", most) for inputs, targets in halves]
        return self.validate([tuple(map(self.value.read, each)) for each in numbers])
