"""One equation as a record: what the page draws, the tests prove and a notebook may use.

A right-hand side is a function from a `Case` to an array, its LaTeX a text with symbols in angle
brackets, and the oracle measures the left-hand side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.arrays import Array
from core.notes.case import Case
from core.notes.measured import Measured

Side = Callable[[Case], Array]
Oracle = Callable[[Case], Measured]


class ShapesError(ValueError):
    """Say that the factors of a printed product have shapes that do not fit."""


def product(*factors: Array) -> Array:
    """Multiply factors from left to right, as a line that only sets them side by side says.

    Raises
    ------
    ShapesError
        If the shapes of two neighbours do not fit, naming all of them.

    >>> import numpy as np
    >>> product(np.ones(2), np.ones(4))
    Traceback (most recent call last):
    ...
    core.notes.record.ShapesError: (2) · (4)
    """
    result = factors[0]
    for factor in factors[1:]:
        try:
            result = result * factor
        except ValueError:
            raise ShapesError(" · ".join(shape_text(each) for each in factors)) from None
    return result


def shape_text(value: Array) -> str:
    """Return a shape as it is written on the page: ``(4 × 2)``, or ``()`` for a number."""
    return f"({' × '.join(map(str, value.shape))})"


@dataclass(frozen=True)
class Aside:
    """Hold the same line taken beyond its scope, or back within it.

    Attributes
    ----------
    where : str
        Completes "Taken …".
    side, oracle : callable
        Both sides there.
    is_beyond : bool
        Whether the notes never claim it there.
    """

    where: str
    side: Side
    oracle: Oracle
    is_beyond: bool = True


def same_case(case: Case) -> Case:
    """Return the case as it is."""
    return case


@dataclass(frozen=True, kw_only=True)
class Equation:
    r"""Hold one ``=`` of the notes, or one that they leave out.

    Attributes
    ----------
    key : str
        A slug, unique.
    number : str or None
        The notes' own number.
    section, title, says : str
        The section, the name, and the explanation.
    left, right, fixed : str
        LaTeX with symbols as ``<A2i>``: the left side, the right side as printed ("" where the notes have
        none), and the whole line as corrected ("" where the printed one needs no correction).
    batch, shapes : str
        The same for a whole batch in LaTeX, and its shapes in the letters n, d, h and k.
    printed, corrected : callable or None
        The right sides as functions of a case.
    oracle : callable
        The left side, measured.
    at : callable
        The case for which the line claims to hold: i = j, i ≠ j, or any.
    scope, fault, notation : str
        Where alone the line is right; why it fails; what is only a matter of notation.
    aside : Aside or None
        The line outside of its scope.
    needs_hidden : bool
        Whether it speaks of A1.
    needs_softmax : bool
        Whether it holds with softmax and cross-entropy only, not with the squared error.
    with_sigmoids : str
        Why a line with a fault holds as printed if the outputs are sigmoids.
    """

    key: str
    number: str | None = None
    section: str
    title: str
    says: str
    left: str
    right: str = ""
    fixed: str = ""
    batch: str
    shapes: str
    printed: Side | None = None
    corrected: Side | None = None
    oracle: Oracle
    at: Callable[[Case], Case] = same_case
    scope: str = ""
    fault: str = ""
    notation: str = ""
    aside: Aside | None = None
    needs_hidden: bool = False
    needs_softmax: bool = False
    with_sigmoids: str = ""

    @property
    def is_in_the_notes(self) -> bool:
        """Whether the notes have this line."""
        return self.printed is not None
