"""What was built, judged as a careful engineer would: exact, a factor, wrong numbers, a wrong shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.drill.evaluation import Part, evaluate, value_of
from core.drill.exercise import DrillLine, Exercise, Tiles
from core.drill.expression import form_of, read_expression

RIGHT, UNFINISHED, ERROR, SHAPE, FACTOR, NUMBERS = (
    "right", "unfinished", "error", "shape", "factor", "numbers",
)  # fmt: skip

_SAME = 1e-9
_FACTORS = {"n": "no_mean", "1/n": "mean_twice", "−1": "sign", "−n": "sign", "−1/n": "sign"}


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Hold what is to be said of a line.

    Attributes
    ----------
    kind : str
        `RIGHT`, `UNFINISHED`, `ERROR`, `SHAPE`, `FACTOR` or `NUMBERS`.
    misconception : str
        One of `MISCONCEPTIONS`; empty if none is known for what was built.
    detail : str
        What is not finished, NumPy's error, or the factor: ``"n"``, ``"0.5"``.
    known : str
        The quantity whose numbers these are, transposed if it ends with ``.T``; empty if none.
    entries : int
        How many entries are right, if the shape is.
    parts : tuple of Part
        What NumPy computed, in its order.
    """

    kind: str
    misconception: str = ""
    detail: str = ""
    known: str = ""
    entries: int = 0
    parts: tuple[Part, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the line is right."""
        return self.kind == RIGHT

    @property
    def value(self) -> Array | None:
        """What the line computes."""
        return value_of(self.parts)


def judge_line(exercise: Exercise, line: DrillLine, built: Tiles) -> Judgement:
    """Return what is to be said of a line with `built` in its gap; never raise."""
    values = exercise.problem.values
    expression = read_expression(line.whole(built))
    parts = evaluate(expression, values)
    if expression.problem:
        return Judgement(kind=UNFINISHED, detail=expression.problem, parts=parts)
    value = value_of(parts)
    if value is not None and _is_same(value, line.expected):
        return Judgement(kind=RIGHT, parts=parts)
    factor = "" if value is None else _factor(value, line.expected, exercise.problem.sizes["n"])
    name = _misconception(line, form_of(expression), value, values) or _FACTORS.get(factor, "")
    if value is None:
        error = next(part.error for part in parts if part.error)
        return Judgement(kind=ERROR, misconception=name, detail=error, parts=parts)
    known = _known(value, line, values)
    if value.shape != line.expected.shape:
        return Judgement(kind=SHAPE, misconception=name, known=known, parts=parts)
    if factor:
        return Judgement(kind=FACTOR, misconception=name, detail=factor, parts=parts)
    entries = int(np.isclose(value, line.expected, rtol=_SAME, atol=0).sum())
    return Judgement(kind=NUMBERS, misconception=name, known=known, entries=entries, parts=parts)


def _is_same(a: Array, b: Array) -> bool:
    """Return whether two arrays are equal up to round-off."""
    return a.shape == b.shape and bool(np.abs(a - b).max() <= _SAME * np.abs(b).max())


def _misconception(line: DrillLine, form: str, value: Array | None, values: Mapping[str, Array]) -> str:
    """Return the misconception whose line was built, or whose numbers these are."""
    found = ""
    for name, tiles in line.mistakes:
        wrong = read_expression(tiles)
        if form_of(wrong) == form:
            return name
        if value is not None and not found:
            computed = value_of(evaluate(wrong, values))
            if computed is not None and _is_same(value, computed):
                found = name
    return found


def _factor(value: Array, expected: Array, n: int) -> str:
    """Return the number that `expected` was multiplied by, or "" if it is no multiple."""
    if value.shape != expected.shape:
        return ""
    largest = np.unravel_index(np.abs(expected).argmax(), expected.shape)
    with np.errstate(all="ignore"):
        ratio = float(value[largest] / expected[largest])
        if not ratio or not np.isfinite(ratio) or not _is_same(value, ratio * expected):
            return ""
    names = {"n": n, "1/n": 1 / n, "−1": -1, "−n": -n, "−1/n": -1 / n, "n²": n**2, "1/n²": n**-2}
    near = (name for name, number in names.items() if np.isclose(ratio, number, rtol=_SAME, atol=0))
    return next(near, f"{ratio:.4g}")


def _known(value: Array, line: DrillLine, values: Mapping[str, Array]) -> str:
    """Return whose numbers these are: the answer's, transposed, or those of another quantity."""
    return next((name for name, array in _named(line, values) if _is_same(value, array)), "")


def _named(line: DrillLine, values: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    yield f"{line.target}.T", line.expected.T
    for name, array in values.items():
        if name != line.target:
            yield name, array
            yield f"{name}.T", array.T
