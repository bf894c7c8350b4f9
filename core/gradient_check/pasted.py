"""Gradients as a program printed them: NumPy, PyTorch or lists, with or without commas and names.

The text is read number by number; nothing in it is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array

LONGEST_PASTED = 200_000
_NUMBER = re.compile(r"([-+−]?)(?:(\d+\.?\d*|\.\d+)(?:[eE]([-+]?\d{1,3}))?|(nan|inf))", re.ASCII)
_NAME = re.compile(r"\b(?:d([Wb])_?(\d)|([Wb])_?(\d)\.grad)\b")
_FACTOR = re.compile(r"(?<![\w.])(\d+\.?\d*(?:[eE][-+]?\d{1,3})?)\s*\*\s*$", re.ASCII)
_SEPARATORS = re.compile(r"[\s,;]*")


@dataclass(frozen=True)
class PastedArray:
    """Hold an array that was pasted.

    Attributes
    ----------
    name : str
        As it stands before the array, such as ``"dW1"``; empty without one.
    values : array
    tolerance : array
        How far each number may be from the one that was printed: half a unit of its last digit.
    """

    name: str
    values: Array
    tolerance: Array


def read_pasted(text: str) -> list[PastedArray]:
    r"""Read arrays that a program printed.

    Raises
    ------
    ValueError
        If it holds no array, or one that cannot be read; says which and why.

    >>> [(each.name, each.values.tolist()) for each in read_pasted("dW1 = [[1. 2.5]\\n [3. 4. ]]")]
    [('dW1', [[1.0, 2.5], [3.0, 4.0]])]
    """
    if len(text) > LONGEST_PASTED:
        raise ValueError(f"The text has {len(text):,} characters; at most {LONGEST_PASTED:,} are read.")
    found = [_array(name, body, factor) for name, body, factor in _bracketed(text)]
    if not found:
        raise ValueError("There is no array in it: paste what print(dW1) shows, with its brackets.")
    names = [each.name for each in found if each.name]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"{twice[0]} is there twice: paste each gradient once.")
    return found


def _bracketed(text: str) -> Iterator[tuple[str, str, float]]:
    """Yield the name, the text in brackets, and the factor in front, of each array."""
    end = 0
    while (start := text.find("[", end)) >= 0:
        before, depth, stop = text[end:start], 0, len(text)
        for at in range(start, len(text)):
            depth += (text[at] == "[") - (text[at] == "]")
            if not depth:
                stop = at + 1
                break
        names = list(_NAME.finditer(before))
        name = "d" + "".join(part for part in names[-1].groups() if part) if names else ""
        if depth:
            raise ValueError(f"{_called(name)} is cut off: a bracket is not closed.")
        factor = _FACTOR.search(before)
        yield name, text[start:stop], float(factor[1]) if factor else 1.0
        end = stop


def _called(name: str) -> str:
    return name or "An array"


def _array(name: str, body: str, factor: float) -> PastedArray:
    if "..." in body or "…" in body:
        raise ValueError(
            f"{_called(name)} is shortened with …, so its numbers are not all there. Print it whole: call "
            "np.set_printoptions(threshold=100_000) first, or the same of torch."
        )
    rows = [_numbers(name, row) for row in re.findall(r"\[([^\[\]]*)\]", body)]
    if len({len(row) for row in rows}) > 1 or not rows or not rows[0]:
        raise ValueError(f"{_called(name)} has rows of different lengths, or no numbers.")
    decimals = max(each.decimals for row in rows for each in row)
    values = np.array([[each.value for each in row] for row in rows]) * factor
    tolerance = np.array([[each.tolerance(decimals) for each in row] for row in rows]) * factor
    if not np.isfinite(values).all():
        raise ValueError(f"{_called(name)} contains nan or inf: no gradient can be compared with it.")
    is_row = body.count("[") == 1
    return PastedArray(name, values[0] if is_row else values, tolerance[0] if is_row else tolerance)


@dataclass(frozen=True)
class _Literal:
    """Hold a printed number: its value, its digits after the point, and its power of ten."""

    value: float
    decimals: int
    power: int

    def tolerance(self, decimals: int) -> float:
        """Return half a unit of the last digit; programs trim zeros at the end, so the array tells it."""
        return float(f"0.5e{self.power - decimals}") if decimals else 0.0


def _numbers(name: str, row: str) -> list[_Literal]:
    found, at = [], _SEPARATORS.match(row)
    place = at.end() if at else 0
    while place < len(row):
        number = _NUMBER.match(row, place)
        if not number:
            word = row[place : place + 12].split(maxsplit=1)[0]
            raise ValueError(f"{_called(name)} holds {word!r}, which is not a number.")
        found.append(_literal(number))
        between = _SEPARATORS.match(row, number.end())
        place = between.end() if between else number.end()
    return found


def _literal(number: re.Match[str]) -> _Literal:
    sign, digits, power, word = number.groups()
    value = float(f"{digits}e{power or 0}") if digits else float(word)
    decimals = len(digits.partition(".")[2]) if digits else 0
    return _Literal(-value if sign in ("-", "−") else value, decimals, int(power or 0))
