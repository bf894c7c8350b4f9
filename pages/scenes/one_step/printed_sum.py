"""The sum that makes one cell, written out, and the cells that it is made of.

The board does the same in the browser (`expressions.js` and `cell_sums.js` of `pages/frontend/matrices`):
an expression of `cell_sums` can be written with any number of digits, and worked out from the digits that
it is written with, as a reader with a pocket calculator would.
"""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from core.arrays import Array
from pages.figures.words import DIGITS, fmt
from pages.scenes.one_step.cell_sums import Expression

_ALL = 17  # digits with which a printed number is exactly the stored number
_EVERY = 10**9  # terms: all of them
_STEEPEST = 300  # a larger exponential is not printed: its sum is written in another way
_MANY = 12  # terms; more of them are never written in full
_FEWER = (6, 4, 3, 2)  # of a longer sum are written, in turn; the others are one number

Cell = tuple[str, int, int]
"""The name of a matrix, a row and a column, from 0."""


@dataclass(frozen=True)
class _Part:
    """Hold an expression: its text with so many digits and terms, and the value of this text."""

    text: Callable[[int, int], str]
    value: Callable[[int, int], float]
    terms: int = 1


def sum_texts(
    ways: Sequence[Expression], at: tuple[int, int], value: float, values: Mapping[str, Array]
) -> list[str]:
    """Return how a cell is computed, the longest text first: in full, then with some terms left out.

    Parameters
    ----------
    ways : sequence of Expression
        The first that gives the value is written.
    at : (row, column)
        Of the cell, from 0.
    value : float
        The number in it.
    values : mapping of str to (r, c) array
        The matrices.
    """
    places = dict(zip("ij", at, strict=True))
    with np.errstate(all="ignore"):
        parts = [_read(way, places, values) for way in ways]
        most = max(part.terms for part in parts)
        counts = [] if most > _MANY else [_EVERY]
        counts += [terms for terms in _FEWER if most > terms + 1]
        return [f"{_agreeing(parts, value, terms)} = {fmt(value)}" for terms in counts]


def cells_of(way: Expression, at: tuple[int, int]) -> list[Cell]:
    """Return the cells in an expression, each once."""
    return list(dict.fromkeys(_cells(way, dict(zip("ij", at, strict=True)))))


def place_of(place: Any, at: Mapping[str, int]) -> int | None:
    """Return a row or column: a number, an index, or a list in which an index is looked up."""
    if isinstance(place, str):
        return at[place]
    if not isinstance(place, dict):
        return None if place is None else int(place)
    ((index, choices),) = place.items()
    return int(choices[at[index]])


def _agreeing(parts: Sequence[_Part], value: float, terms: int) -> str:
    """Return the first part that gives the value, with the digits that this takes, and so many terms.

    Where terms cancel to the last bit, the rounding error of float64 is one more term.
    """
    if not np.isfinite(value):
        return parts[0].text(DIGITS, terms)
    for part in parts:
        if fmt(part.value(_ALL, terms)) == fmt(value):
            digits = range(DIGITS, _ALL)
            enough = (d for d in digits if fmt(part.value(d, terms)) == fmt(value))
            return part.text(next(enough, _ALL), terms)
    near = next((part for part in parts if np.isfinite(part.value(_ALL, terms))), parts[0])
    error = _number(value - near.value(_ALL, terms))
    return _chain("+", operator.add, [near, error]).text(_ALL, terms)


def _read(node: Any, at: Mapping[str, int], values: Mapping[str, Array]) -> _Part:
    """Return an expression of `cell_sums`; `at` holds the indices."""
    if not isinstance(node, list):
        return _number(float(node))
    sign, *rest = node
    if sign == "cell":
        return _number(float(values[rest[0]][place_of(rest[1], at), place_of(rest[2], at)]))
    parts = [_read(each, now, values) for each, now in _unrolled(rest, at)]
    return _OPERATORS[sign](parts) if sign in _OPERATORS else _call(sign, parts)


def _unrolled(nodes: Sequence[Any], at: Mapping[str, int]) -> Iterator[tuple[Any, Mapping[str, int]]]:
    """Yield arguments with their indices, a repeated one once for each m."""
    for node in nodes:
        if isinstance(node, list) and node[0] == "each":
            yield from ((node[2], {**at, "m": m}) for m in range(node[1]))
        else:
            yield node, at


def _cells(node: Any, at: Mapping[str, int]) -> Iterator[Cell]:
    if not isinstance(node, list):
        return
    if node[0] == "cell":
        row, column = place_of(node[2], at), place_of(node[3], at)
        assert row is not None
        assert column is not None
        yield node[1], row, column
        return
    for each, now in _unrolled(node[1:], at):
        yield from _cells(each, now)


def _number(x: float) -> _Part:
    return _Part(lambda d, _: fmt(x, d), lambda d, _: float(f"{x:.{d - 1}e}") if np.isfinite(x) else x)


def _chain(sign: str, apply: Callable[[float, float], float], parts: Sequence[_Part]) -> _Part:
    """Return terms or factors in a row; of a sum of too many terms, some."""

    def shown(terms: int) -> Sequence[_Part]:
        return _some(parts, terms) if sign == "+" and len(parts) > terms + 1 else parts

    return _Part(
        lambda d, n: f" {sign} ".join(_bracketed(part.text(d, n)) for part in shown(n)),
        lambda d, n: reduce(apply, (part.value(d, n) for part in shown(n))),
        max(len(parts) if sign == "+" else 1, *(part.terms for part in parts)),
    )


def _some(parts: Sequence[_Part], terms: int) -> Sequence[_Part]:
    """Return the first terms, as a picture draws the first rows, and the others as one number."""
    left = [part.value(_ALL, _EVERY) for part in parts[terms:]]
    rest = _number(reduce(operator.add, left))
    more = _Part(lambda d, n: f"… {len(left)} more ({rest.text(d, n)})", rest.value)
    return [*parts[:terms], more]


def _difference(parts: Sequence[_Part]) -> _Part:
    if len(parts) == 1:
        (a,) = parts
        return _Part(lambda d, n: f"−{a.text(d, n)}", lambda d, n: -a.value(d, n), a.terms)
    return _chain("−", operator.sub, parts)


def _quotient(parts: Sequence[_Part]) -> _Part:
    a, b = parts
    return _Part(
        lambda d, n: f"{a.text(d, n)} / {b.text(d, n)}",
        lambda d, n: float(np.float64(a.value(d, n)) / np.float64(b.value(d, n))),
        max(a.terms, b.terms),
    )


def _parenthesis(parts: Sequence[_Part]) -> _Part:
    (a,) = parts
    return _Part(lambda d, n: f"({a.text(d, n)})", a.value, a.terms)


def _call(name: str, parts: Sequence[_Part]) -> _Part:
    def value(d: int, n: int) -> float:
        arguments = [part.value(d, n) for part in parts]
        if name == "max":
            return max(arguments)
        if name == "exp" and arguments[0] > _STEEPEST:
            return float("nan")
        return float(getattr(np, name)(arguments[0]))

    return _Part(lambda d, n: f"{name}({', '.join(part.text(d, n) for part in parts)})", value)


_OPERATORS: dict[str, Callable[[Sequence[_Part]], _Part]] = {
    "+": lambda parts: _chain("+", operator.add, parts),
    "·": lambda parts: _chain("·", operator.mul, parts),
    "−": _difference,
    "/": _quotient,
    "()": _parenthesis,
    "=": lambda parts: _number(parts[0].value(_ALL, _EVERY)),
    ">": lambda parts: _number(float(parts[0].value(_ALL, _EVERY) > parts[1].value(_ALL, _EVERY))),
}


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("−") else text
