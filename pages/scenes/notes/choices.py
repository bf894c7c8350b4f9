"""The choices of the notes: the text that is shown, a sample, two classes and a unit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core import Choice, Experiment, Whole, declare, kind_of

_MOST_UNITS = kind_of(Experiment, "hidden").each.high
_MOST_POINTS = kind_of(Experiment, "samples").high

TEXTS = ("derivation", "printed")


@dataclass(frozen=True, kw_only=True)
class NotesChoices:
    """Hold what is shown, and at what the equations are evaluated.

    Attributes
    ----------
    text : str
        The derivation, or the lines of the notes as printed, with a verdict on each.
    point, unit : int
        A training sample and a unit of the hidden layer, counted from 1.
    class_i, class_j : int
        The classes i and j, counted from 0.
    """

    text: str = declare("derivation", Choice(TEXTS), "notes")
    point: int = declare(1, Whole(1, _MOST_POINTS), "point")
    class_i: int = declare(0, Whole(0, 2), "i")
    class_j: int = declare(1, Whole(0, 2), "j")
    unit: int = declare(1, Whole(1, _MOST_UNITS), "unit")

    def within(self, *, points: int, classes: int, units: int) -> NotesChoices:
        """Return the nearest choices that exist in a run with so many points, classes and units."""
        return replace(
            self,
            point=min(self.point, points),
            class_i=min(self.class_i, classes - 1),
            class_j=min(self.class_j, classes - 1),
            unit=min(self.unit, max(units, 1)),
        )
