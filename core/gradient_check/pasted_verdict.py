"""What is wrong with gradients that a learner's program printed.

A gradient is compared with the right one first, then with those that the known mistakes give
(`wrong_gradients`), then with the right one transposed or times a factor, and at last entry by entry.  A
mistake that would change a gradient that is right is out of the question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.gradient_check.pasted import PastedArray
from core.gradient_check.wrong_gradients import GradientCase, Named, gradients, wrong_gradients

_FEW = 4
"""Single entries that are named; of more, nothing is concluded."""
_COARSE = 0.02
"""The largest tolerance, relative to the largest entry, with which mistakes can be told apart."""


@dataclass(frozen=True)
class GradientVerdict:
    """Hold what was found about one gradient that was pasted.

    Attributes
    ----------
    name : str
        Such as ``"dW1"``; empty for an array that fits no gradient.
    is_right : bool
    found : str
        What is wrong, as a sentence without its full stop; empty if it is right.
    """

    name: str
    is_right: bool
    found: str = ""


def judge_pasted(
    pasted: Sequence[PastedArray], cases: Sequence[GradientCase], *, columns: bool = False
) -> tuple[int, list[GradientVerdict]]:
    """Judge gradients against each case, and return the place of the best case with its verdicts.

    Parameters
    ----------
    pasted : sequence of PastedArray
    cases : sequence of GradientCase
        At what they may have been computed; the first one counts if none fits better.
    columns : bool
        Whether samples are columns, so that each dW is transposed.

    Returns
    -------
    place : int
    verdicts : list of GradientVerdict
        From the output back, as the backward pass computes them.
    """
    judged = [_judged(pasted, case, columns) for case in cases]
    right = [sum(each.is_right for each in found) for found in judged]
    explained = [sum(map(_is_explained, found)) for found in judged]
    place = max(range(len(cases)), key=lambda at: (right[at], explained[at], -at))
    return place, sorted(judged[place], key=_order)


def _is_explained(verdict: GradientVerdict) -> bool:
    return not verdict.is_right and bool(verdict.found) and not verdict.found.startswith(_UNKNOWN)


def _order(verdict: GradientVerdict) -> tuple[int, bool]:
    return (-int(verdict.name[2:] or 0), verdict.name[1:2] == "b") if verdict.name else (1, True)


_UNKNOWN = "it differs, and no known mistake gives these numbers"


def _judged(pasted: Sequence[PastedArray], case: GradientCase, columns: bool) -> list[GradientVerdict]:
    right = gradients(case)
    named = list(_named([_by_rows(each) if columns else each for each in pasted], right))
    rights = {name for name, each in named if name and _is_given(each, right[name])}
    mistakes = [
        (what, found)
        for what, found in wrong_gradients(case)
        if all(_is_given(each, found[name]) for name, each in named if name in rights)
    ]
    wrong = sorted(mistakes, key=lambda mistake: -_explained(mistake[1], named))
    return [
        _verdict(name, each, right, wrong, case.n)
        if name
        else GradientVerdict("", False, _fits_nothing(each, right, columns))
        for name, each in named
    ]


def _explained(mistaken: Named, named: list[tuple[str, PastedArray]]) -> int:
    """Return how many of the arrays a mistake gives."""
    return sum(_is_given(each, mistaken[name]) for name, each in named if name)


def _is_given(given: PastedArray, expected: Array) -> bool:
    return _matches(_flat(given.values, expected), expected, _flat(given.tolerance, expected))


def _by_rows(given: PastedArray) -> PastedArray:
    return PastedArray(given.name, given.values.T, given.tolerance.T)


def _named(pasted: Sequence[PastedArray], right: Named) -> Iterator[tuple[str, PastedArray]]:
    """Yield each array with its name; one without a name gets the first whose shape fits."""
    taken = {each.name for each in pasted}
    free = sorted(right.keys() - taken, key=lambda name: (name[2:], name[1] == "b"))
    for given in pasted:
        name = given.name
        if not name:
            name = next((each for each in free if _fits(given.values, right[each])), "")
        if name in free:
            free.remove(name)
        yield (name if name in right else ""), given


def _fits(values: Array, right: Array) -> bool:
    return _flat(values, right).shape == right.shape


def _flat(values: Array, right: Array) -> Array:
    """Return a bias that was printed as a row or a column as a vector."""
    is_line = right.ndim == 1 and values.ndim == 2 and 1 in values.shape and values.size == right.size
    return values.ravel() if is_line else values


def _fits_nothing(given: PastedArray, right: Named, columns: bool) -> str:
    shapes = [f"{name} is {value.T.shape if columns else value.shape}" for name, value in right.items()]
    shape = given.values.T.shape if columns else given.values.shape
    what = f"{given.name} is no gradient of this network" if given.name else f"an array is {shape}"
    return f"{what}: {', '.join(sorted(shapes))}"


def _verdict(
    name: str, given: PastedArray, right: Named, wrong: list[tuple[str, Named]], n: int
) -> GradientVerdict:
    truth = right[name]
    values, tolerance = _flat(given.values, truth), _flat(given.tolerance, truth)
    if _matches(values, truth, tolerance):
        if tolerance.size and tolerance.max() > _COARSE * np.abs(truth).max() > 0:
            return GradientVerdict(name, False, "it has too few digits: print more of them")
        return GradientVerdict(name, True)
    mistakes = (what for what, each in wrong if _matches(values, _flat(each[name], truth), tolerance))
    if what := next(mistakes, "") or _transposed(values, truth, tolerance):
        return GradientVerdict(name, False, what)
    if values.shape != truth.shape:
        return GradientVerdict(name, False, f"its shape is {values.shape}, not {truth.shape}")
    found = _factor(values, truth, tolerance, n) or _entries(values, truth, tolerance) or _UNKNOWN
    return GradientVerdict(name, False, found)


def _matches(values: Array, expected: Array, tolerance: Array) -> bool:
    """Return whether numbers are the expected ones as far as they were printed."""
    return values.shape == expected.shape and not _differs(values, expected, tolerance).any()


def _differs(values: Array, expected: Array, tolerance: Array) -> Array:
    """Return which numbers are not the expected ones as far as they were printed."""
    room = tolerance * 1.001 + 1e-5 * np.abs(expected) + 1e-12
    return np.asarray(~(np.abs(values - expected) <= room))


def _transposed(values: Array, truth: Array, tolerance: Array) -> str:
    return "it is transposed" if _matches(values.T, truth, tolerance.T) and values.ndim == 2 else ""


def _factor(values: Array, truth: Array, tolerance: Array, n: int) -> str:
    """Return by which factor all entries are off; empty if there is none."""
    size = float((truth * truth).sum())
    factor = float((values * truth).sum()) / size if size else 0.0
    if not factor or truth.size < 2 or not _matches(values, factor * truth, tolerance):
        return ""
    known = {-1.0: "the sign is wrong", float(n): f"it is n = {n} times too large: 1/n is missing"}
    known |= {1.0 / n: f"it is n = {n} times too small: 1/n enters twice"}
    for each, what in known.items():
        if abs(factor - each) <= 1e-3 * abs(each):
            return what
    return f"every entry is {factor:.4g} times the right one"


def _entries(values: Array, truth: Array, tolerance: Array) -> str:
    """Return which few entries are off; empty if many are."""
    places = np.argwhere(_differs(values, truth, tolerance))
    if len(places) > min(_FEW, truth.size // 2):
        return ""
    told = [
        f"{_place(at)} is {values[tuple(at)]:.4g}, not {truth[tuple(at)]:.4g}" for at in places.tolist()
    ]
    return f"{'one entry is' if len(told) == 1 else 'some entries are'} wrong: {'; '.join(told)}"


def _place(at: list[int]) -> str:
    """Return the place of an entry, counted from 1."""
    return f"row {at[0] + 1}, column {at[1] + 1}" if len(at) == 2 else f"entry {at[0] + 1}"
