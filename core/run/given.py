"""Given points: data that nothing draws at random.  They are one's own, from a link, or measurements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.run.iris import iris
from core.run.point_text import (
    LEAST_CLASSES,
    LEAST_POINTS,
    LONGEST_TEXT,
    MOST_CLASSES,
    MOST_POINTS,
    GivenPoints,
    make_points,
    read_points,
)

OWN, IRIS = "own", "iris"
GIVEN = (IRIS, OWN)
"""The names of datasets whose points are given."""

STARTER = (
    "plane:-1.2,-1.2_1.2,1.2__-.8,-.6_-.5,-.9_-.6,-.3_.6,.8_.9,.4_.5,.3"
    "__-.7,.7_-.3,.5_-.6,.3_.7,-.7_.4,-.4_.8,-.3__12"
)
"""Twelve points to begin with: two classes in opposite corners."""

_BYTES_A_POINT, _BYTES_BESIDE = 14, 120  # 200 points then fit in 3 KB


@dataclass(frozen=True)
class PointText:
    """Allow the text of some points (`core.run.point_text`)."""

    @property
    def allowed(self) -> str:
        """How many, and the form."""
        return (
            f"{LEAST_POINTS} to {MOST_POINTS} points x,y_x,y in {LEAST_CLASSES} to {MOST_CLASSES} classes "
            "with __ between them, at last their number"
        )

    def validate(self, value: object) -> str:
        """Return the canonical text of the points."""
        if not isinstance(value, str):
            raise TypeError(f"must be text, {self.allowed}; got {type(value).__name__}")
        try:
            return read_points(value).text
        except ValueError as problem:
            shown = value if len(value) <= 40 else value[:40] + "…"
            raise ValueError(f"must be {self.allowed}; got {shown!r}: {problem}") from None

    def write(self, value: str) -> str:
        """Return the text."""
        return value

    def read(self, text: str) -> str:
        """Return the canonical text of the points."""
        return self.validate(text)


def given_points(dataset: str, points: str, columns: str) -> GivenPoints | None:
    """Return the points of a dataset that is given; None for one that is drawn at random."""
    if dataset == IRIS:
        return iris(columns)
    return read_points(points) if dataset == OWN else None


def short_points(
    X: ArrayLike,
    y: ArrayLike,
    *,
    names: Sequence[str] = (),
    axes: Sequence[str] = (),
    plane: Sequence[float] = (),
) -> GivenPoints:
    """Return points rounded to so few decimals that a link can hold them.

    Each coordinate keeps four digits of its span, or three if the text would be long; two are the least.

    Raises
    ------
    ValueError
        As `make_points` does, and if no rounding makes the text short enough.

    >>> short_points([[0, 0], [1, 1], [1 / 3, 2e6], [0, 1e6]], [0, 0, 1, 1]).text
    '0,0_1,0__.333,2e6_0,1e6__4'
    """
    exact = np.asarray(X, dtype=float).reshape(-1, 2)
    usual = _BYTES_A_POINT * len(exact) + _BYTES_BESIDE
    for digits, most in ((4, usual), (3, LONGEST_TEXT), (2, LONGEST_TEXT)):
        rounded = np.column_stack([_rounded(x, digits) for x in exact.T]) if exact.size else exact
        points = make_points(rounded, y, names=names, axes=axes, plane=plane)
        if len(points.text) <= most:
            return points
    raise ValueError("points whose numbers have too many digits for a link")


def fewer_points(points: GivenPoints, most: int) -> GivenPoints:
    """Return some of the points: at most `most`, two of each class, and of the others as large a share.

    >>> fewer_points(read_points("0,0_1,1_2,2_3,3_4,4_5,5__0,1_0,2__8"), 5).text
    '0,0_2,2_5,5__0,1_0,2__5'
    """
    sizes = np.bincount(points.y)
    share = max(0.0, (most - 2 * len(sizes)) / max(1, len(points.y) - 2 * len(sizes)))
    chosen: list[int] = []
    for label, size in enumerate(sizes.tolist()):
        first, wanted = int(np.argmax(points.y == label)), 2 + math.floor(share * (size - 2))
        chosen += (first + np.linspace(0, size - 1, wanted).round().astype(int)).tolist()
    return make_points(
        points.X[chosen], points.y[chosen], names=points.names, axes=points.axes, plane=points.plane
    )


def _rounded(x: Array, digits: int) -> list[float]:
    """Return numbers to as many decimals as give their span that many digits."""
    span = float(np.ptp(x)) or float(np.abs(x).max()) or 1.0
    decimals = digits - 1 - math.floor(math.log10(span)) if math.isfinite(span) else 0
    return [round(float(value), decimals) for value in x]
