"""The examination: one side computed, the other measured, and their relative error.

Three results are possible.  A line holds if the relative error is at most `TOLERANCE`.  It fails if it is
larger, or if its shapes do not fit.  It is undecided if the difference is within the round-off of the
measurement, or if there is nothing to compare.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.gradient_check.differences import relative_error
from core.notes.case import Case
from core.notes.measured import Measured
from core.notes.record import Equation, ShapesError, Side, shape_text

TOLERANCE = 1e-6
"""The largest relative error ‖a − b‖ / (‖a‖ + ‖b‖) of a line that holds."""

NO_HIDDEN = "this network has no hidden layer, so there is no A1"


@dataclass(frozen=True)
class Comparison:
    """Say whether a line holds at a case: the page calls it the verdict.

    Attributes
    ----------
    error : float
        The relative error, 0 to 1; inf if the shapes do not fit, nan if there is nothing to compare.
    holds : bool or None
        None if it is undecided.
    why : str
        Why it cannot be decided, in words; "" for a plain comparison.
    value : array or None
        What the line computes.
    """

    error: float
    holds: bool | None
    why: str = ""
    value: Array | None = None


@dataclass(frozen=True)
class Examination:
    """Hold all that is known of an equation at a case.

    Attributes
    ----------
    equation : Equation
    measured : array or None
        The left side; None if the network has none.
    printed, corrected, aside : Comparison or None
        Of each line that the equation has.
    """

    equation: Equation
    measured: Array | None
    printed: Comparison | None
    corrected: Comparison | None
    aside: Comparison | None

    @property
    def main(self) -> Comparison:
        """The comparison of the line as printed, or of the one that the notes leave out."""
        main = self.printed or self.corrected
        assert main is not None  # every equation has one of them
        return main

    @property
    def shows_correction(self) -> bool:
        """Whether there is a corrected line to show beneath the printed one."""
        wrong = bool(self.equation.fault) or self.main.holds is False
        return self.printed is not None and self.corrected is not None and wrong

    @property
    def lines(self) -> list[tuple[str, str, Comparison]]:
        """The lines to show: ``"printed"``, ``"corrected"`` or ``"added"``, the LaTeX, the comparison."""
        equation, shown = self.equation, []
        if self.printed:
            shown.append(("printed", f"{equation.left} = {equation.right}", self.printed))
        if self.corrected and (self.shows_correction or not self.printed):
            shown.append(("corrected" if self.printed else "added", equation.fixed, self.corrected))
        return shown


def examine(equation: Equation, case: Case) -> Examination:
    """Evaluate an equation at a case and compare it with its oracle.

    Parameters
    ----------
    equation : Equation
    case : Case
        Moved to where the line claims to hold, such as i ≠ j.

    Returns
    -------
    Examination
        With one comparison a line.

    >>> import numpy as np
    >>> from core import EQUATIONS, Experiment, Timeline
    >>> run = Timeline(Experiment())
    >>> case = Case.of(run.at(0).network, run.train.X, run.train.Y)
    >>> [examine(equation, case).main.holds for equation in EQUATIONS if equation.number in ("20", "21")]
    [True, False]
    """
    if equation.needs_hidden and not case.has_hidden:
        absent = Comparison(float("nan"), None, NO_HIDDEN)
        printed, corrected = (absent if side else None for side in (equation.printed, equation.corrected))
        return Examination(equation, None, printed, corrected, None)
    with np.errstate(all="ignore"):
        there = equation.at(case)
        measured = equation.oracle(there)
        printed, corrected = (
            compare(side, there, measured) if side else None
            for side in (equation.printed, equation.corrected)
        )
        aside = equation.aside
        beyond = compare(aside.side, case, aside.oracle(case)) if aside else None
    return Examination(equation, measured.value, printed, corrected, beyond)


def compare(side: Side, case: Case, measured: Measured) -> Comparison:
    """Compare one side of an equation with the measured other side."""
    try:
        value = np.asarray(side(case))
    except ShapesError as problem:
        return Comparison(float("inf"), False, f"shapes do not fit: {problem}")
    if _without_ones(value) != _without_ones(measured.value):
        shapes = f"{shape_text(measured.value)} = {shape_text(value)}"
        return Comparison(float("inf"), False, f"shapes do not fit: {shapes}", value)
    return _compare_values(value, measured)


def _relative_error(a: Array, b: Array) -> float:
    """Return `relative_error`, with numbers whose squares would overflow brought near 1 first."""
    largest = float(max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0)))
    return relative_error(a / largest, b / largest) if largest else 0.0


def _without_ones(value: Array) -> tuple[int, ...]:
    """Return the shape without leading ones: a row of one number is that number."""
    shape = value.shape
    while shape[:1] == (1,):
        shape = shape[1:]
    return shape


def _compare_values(value: Array, measured: Measured) -> Comparison:
    true = measured.value.reshape(value.shape)
    if why := _obstacle(value, true, measured):
        return Comparison(float("nan"), None, why, value)
    error = _relative_error(value, true)
    if error > TOLERANCE and np.abs(value - true).max() <= measured.noise:
        return Comparison(error, None, "both sides differ by less than central differences can see", value)
    return Comparison(error, error <= TOLERANCE, "", value)


def _obstacle(value: Array, true: Array, measured: Measured) -> str:
    """Return why there is nothing to compare; "" if there is."""
    if measured.on_kink:
        return "a Z1 is at ReLU's kink, where no derivative exists"
    if not np.isfinite(true).all():
        return "the differences are not finite here"
    return "" if np.isfinite(value).all() else "its value is not finite here"
