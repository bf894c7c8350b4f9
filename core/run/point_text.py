"""Points of one's own as text: short decimals that a link can hold, and a reader for text of any kind.

``0.5,1_0.7,1.2__2,3_2.1,3.3__4`` is two classes of two points x₁,x₂, and how many points there are, by
which a text that was cut off is noticed.  A class may have a name (``setosa@5.1,3.5_…``).  In front may
stand the names of the axes (``axes:petal length,petal width``) and two corners of the plane on which the
points were drawn (``plane:-1.2,-1.2_1.2,1.2``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, IntArray

LEAST_POINTS, MOST_POINTS = 4, 1000
LEAST_CLASSES, MOST_CLASSES = 2, 6
LARGEST = 1e9
LONGEST_NAME = 24
LONGEST_TEXT = 16_000
"""A link with the longest text is shorter than 16 KB."""

_LEAST_OF_A_CLASS = 2  # one to learn from, and one to test
_NUMBER = re.compile(r"-?([0-9]{1,12}(\.[0-9]{0,17})?|\.[0-9]{1,17})(e-?[0-9]{1,2})?", re.ASCII)
_LONGEST_WHOLE = 4  # digits of a number that is written with its zeros
_IN_NAMES = " .-+/()%°²³µ'"


@dataclass(frozen=True)
class GivenPoints:
    """Hold points in the units of who gave them.

    Attributes
    ----------
    X : (n, 2) array
        Coordinates, class by class.
    y : (n,) array of int
        Classes from 0, none without a point.
    names : tuple of str
        One for each class; their numbers, if they have no names.
    axes : tuple of str
        The names of the two coordinates; empty if they have none.
    plane : tuple of float
        The least x₁ and x₂ and the largest of the plane on which they were drawn; empty otherwise.
    """

    X: Array
    y: IntArray
    names: tuple[str, ...]
    axes: tuple[str, ...] = ()
    plane: tuple[float, ...] = ()

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return len(self.names)

    @property
    def called(self) -> tuple[str, ...]:
        """The names of the classes; empty if they have none but their numbers."""
        return () if self.names == tuple(map(str, range(self.n_classes))) else self.names

    @cached_property
    def text(self) -> str:
        """The canonical text: equal points have equal texts."""
        parts = [f"axes:{','.join(self.axes)}"] if self.axes else []
        if self.plane:
            parts.append(f"plane:{_pair(self.plane[:2])}_{_pair(self.plane[2:])}")
        for label, name in enumerate(self.names):
            points = "_".join(map(_pair, self.X[self.y == label].tolist()))
            parts.append(points if name == str(label) else f"{name}@{points}")
        return "__".join([*parts, str(len(self.y))])


def read_points(text: str) -> GivenPoints:
    """Return the points that a text means.

    Raises
    ------
    ValueError
        For any other text; the message says what is wrong with it.

    >>> read_points("0.5,1_0.7,1.2__2,3_2.1,3.3__4").y.tolist()
    [0, 0, 1, 1]
    >>> read_points("0.5,1_0.7,1.2__2,3_2.1,3.3__4").text
    '.5,1_.7,1.2__2,3_2.1,3.3__4'
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"more than {LONGEST_TEXT:,} characters")
    return _read(text)


@lru_cache(maxsize=32)
def _read(text: str) -> GivenPoints:
    *parts, count = text.split("__")
    axes: tuple[str, ...] = ()
    plane: tuple[float, ...] = ()
    if parts and parts[0].startswith("axes:"):
        axes = tuple(parts.pop(0).removeprefix("axes:").split(","))
    if parts and parts[0].startswith("plane:"):
        low, high = _numbers(parts.pop(0).removeprefix("plane:"), "the plane has two corners")[:2]
        plane = (*low, *high)
    if not LEAST_CLASSES <= len(parts) <= MOST_CLASSES:
        raise ValueError(f"{len(parts)} classes")
    names, groups = [], []
    for label, part in enumerate(parts):
        name, at, numbers = part.rpartition("@")
        names.append(name if at else str(label))
        groups.append(_numbers(numbers, f"class {label} has at least {_LEAST_OF_A_CLASS} points"))
    sizes = [len(group) for group in groups]
    if count != str(sum(sizes)):
        raise ValueError(f"{sum(sizes)} points where {count[:12]!r} were announced")
    made = np.array([pair for group in groups for pair in group])
    return make_points(made, np.repeat(np.arange(len(sizes)), sizes), names=names, axes=axes, plane=plane)


def make_points(
    X: ArrayLike,
    y: ArrayLike,
    *,
    names: Sequence[str] = (),
    axes: Sequence[str] = (),
    plane: Sequence[float] = (),
) -> GivenPoints:
    """Return points of classes 0, 1, …, checked, in the order of their classes.

    Raises
    ------
    ValueError
        If they are too few or too many, a class has fewer than two, a number is too large, or a name is not
        plain text of at most `LONGEST_NAME` characters.
    """
    coordinates, labels = np.asarray(X, dtype=float).reshape(-1, 2) + 0.0, np.asarray(y, dtype=int)
    if not LEAST_POINTS <= len(labels) <= MOST_POINTS or len(coordinates) != len(labels):
        raise ValueError(f"{len(labels)} points, not {LEAST_POINTS} to {MOST_POINTS}")
    sizes = np.bincount(labels) if labels.min() >= 0 else np.zeros(1)
    if not LEAST_CLASSES <= len(sizes) <= MOST_CLASSES:
        raise ValueError(f"{len(sizes)} classes, not {LEAST_CLASSES} to {MOST_CLASSES}")
    if sizes.min() < _LEAST_OF_A_CLASS:
        raise ValueError(f"a class with fewer than {_LEAST_OF_A_CLASS} points")
    if not (np.abs(coordinates) <= LARGEST).all():
        raise ValueError(f"a number beyond {LARGEST:g}")
    called = tuple(names) or tuple(map(str, range(len(sizes))))
    _check_names(called, len(sizes), "class")
    _check_names(tuple(axes), 2 if axes else 0, "axis")
    if plane and not _is_plane(tuple(plane)):
        raise ValueError("a plane without area")
    order = np.argsort(labels, kind="stable")
    coordinates, labels = coordinates[order], labels[order]
    coordinates.flags.writeable = labels.flags.writeable = False
    return GivenPoints(coordinates, labels, called, tuple(axes), tuple(map(float, plane)))


def _is_plane(plane: tuple[float, ...]) -> bool:
    is_small = len(plane) == 4 and max(map(abs, plane)) <= LARGEST
    return is_small and plane[0] < plane[2] and plane[1] < plane[3]


def is_plain_name(name: str) -> bool:
    """Return whether a text can be the name of a class or an axis: a picture shows it as it is.

    >>> is_plain_name("petal length (cm)"), is_plain_name("<b>")
    (True, False)
    """
    return (
        0 < len(name) <= LONGEST_NAME
        and all(letter.isalnum() or letter in _IN_NAMES for letter in name)
        and name == " ".join(name.split())
    )


def _check_names(names: tuple[str, ...], count: int, what: str) -> None:
    if len(names) != count or len(set(names)) < count or not all(map(is_plain_name, names)):
        raise ValueError(f"names of the {what} that are not {count} different plain texts")


def _numbers(text: str, wanted: str) -> list[tuple[float, float]]:
    """Return the pairs of numbers in a text, at least two."""
    pairs = [part.split(",", 2) for part in text.split("_", MOST_POINTS)]
    if len(pairs) < _LEAST_OF_A_CLASS:
        raise ValueError(wanted)
    for pair in pairs:
        if len(pair) != 2 or not all(map(_NUMBER.fullmatch, pair)):
            raise ValueError(f"{','.join(pair)[:24]!r} where a point x,y belongs")
    return [(float(x), float(y)) for x, y in pairs]


def _pair(pair: Sequence[float]) -> str:
    return ",".join(map(short_number, pair))


def short_number(value: float) -> str:
    """Return the shortest text that reads back to a number.

    >>> [short_number(value) for value in (0.5, -0.25, 3.0, 1e-05, 128000.0, 9000.0)]
    ['.5', '-.25', '3', '1e-5', '128e3', '9000']
    """
    text = repr(value + 0.0).removesuffix(".0").replace("e-0", "e-")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    zeros = len(digits) - len(digits.rstrip("0"))
    if digits.isdigit() and len(digits) > _LONGEST_WHOLE and zeros > 1:
        digits = f"{digits[:-zeros]}e{zeros}"
    return sign + (digits[1:] if digits.startswith("0.") else digits)
