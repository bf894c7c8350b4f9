"""The choices of the gradient check, with their bounds and link keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core import PRECISIONS, SCHEMES, Choice, Names, Whole, declare
from core.gradient_check.selection import MOST_ENTRIES
from pages.scenes.gradient_check.bugs import BUGS
from pages.scenes.gradient_check.code_lines import LINE_KEYS

EPSILONS = (*(f"{m}e-{e}" for e in range(13, 1, -1) for m in (1, 3)), "1e-1")
"""The grid of ε, as written in a link: 25 values from 1e-13 to 1e-1."""

NONE = "none"
MOST_CLICKS = 2
"""After the first wrong line a hint is given, after the second the answer."""


@dataclass(frozen=True, kw_only=True)
class GradientCheckChoices:
    """Hold what is checked, and how.

    Attributes
    ----------
    scheme, precision : str
        Of the measurement; names from `core.SCHEMES` and `core.PRECISIONS`.
    mistake : str
        The bug injected into the backward pass, or ``"none"``.
    epsilon : str
        One of `EPSILONS`.
    entry : int or None
        The checked parameter whose error curve is drawn, counted from 1; None for the one with the largest
        error or, where no layer is wrong, the largest derivative.
    diagnose : int or None
        Seed that chooses a hidden bug to be found; None if there is none.
    clicked : tuple of str
        The lines of code that the reader took for the wrong one, the latest last.
    """

    PROGRESS: ClassVar[tuple[str, ...]] = ("clicked",)

    scheme: str = declare("central", Choice(SCHEMES), "scheme")
    precision: str = declare("float64", Choice(tuple(PRECISIONS)), "precision")
    mistake: str = declare(NONE, Choice((NONE, *BUGS)), "mistake")
    epsilon: str = declare("1e-5", Choice(EPSILONS), "epsilon")
    entry: int | None = declare(None, Whole(1, MOST_ENTRIES, none="largest"), "entry")
    diagnose: int | None = declare(None, Whole(0, 999_999, none="off"), "diagnose")
    clicked: tuple[str, ...] = declare((), Names(LINE_KEYS, "lines", most=MOST_CLICKS), "clicked")

    @property
    def at(self) -> int:
        """The index of ε in the grid."""
        return EPSILONS.index(self.epsilon)
