"""The look and the pace: what a user chose to see of a run, as against what determines the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core import LAST_STEP, Choice, Numbers, OneOf, Whole, declare
from core.run.fields import NameOrWhole
from pages.figures.spread import Spread
from pages.figures.vital_signs import SIGN_KINDS
from pages.stage.stops import NONE, StopText

SPEEDS = (1, 2, 4, 8, 16, 32, 64)
RATES = (60, 30, 10, 4, 2, 1)
SCALES = ("own", "one", "log")


@dataclass(frozen=True, kw_only=True)
class Look:
    """Hold what the Playground shows.

    Attributes
    ----------
    surface : str
        The plane as ``"probability"`` or as hard ``"decision"``.
    cells : str
        The heatmaps: ``"gradient"`` dW, ``"weights"`` W or ``"step"``, the next update:
        what is added to W, −lr · dW for SGD.
    lines : str
        The network's edges: ``"weights"`` or ``"gradient"``.
    loss_axis : str
        The loss axis: ``"linear"`` or ``"log"``.
    signs : str
        The vital sign that the fourth figure shows: gradient ``"norms"``, update ``"ratio"``,
        ``"saturation"`` or ``"sharpness"``.
    opened : tuple of int
        The unit that is opened, as its layer and its number in the layer, both from 1; empty for none.
    scale : str or int
        The scale of the colours: each layer's ``"own"``, ``"one"`` for all layers, a ``"log"`` one over six
        decades, all three following the run, or the step whose largest numbers fix it.
    """

    surface: str = declare("probability", Choice(("probability", "decision")), "surface")
    cells: str = declare("gradient", Choice(("gradient", "weights", "step")), "cells")
    lines: str = declare("weights", Choice(("weights", "gradient")), "lines")
    loss_axis: str = declare("linear", Choice(("linear", "log")), "loss")
    signs: str = declare("norms", Choice(tuple(SIGN_KINDS)), "signs")
    opened: tuple[int, ...] = declare((), Numbers(2, Whole(1, 64), least=2), "opened")
    scale: str | int = declare("own", NameOrWhole(SCALES, Whole(0, LAST_STEP), old="auto"), "scale")

    def within(self, sizes: Sequence[int]) -> Look:
        """Return the look with the opened unit closed if layers of these widths, inputs first, lack it."""
        if len(self.opened) == 2:
            layer, number = self.opened
            if 0 < layer < len(sizes) and 0 < number <= sizes[layer]:
                return self
        return replace(self, opened=())

    def unit(self, sizes: Sequence[int]) -> tuple[int, int] | None:
        """Return the layer and the column of the opened unit, if layers of these widths have it."""
        place = self.within(sizes).opened
        return (place[0], place[1] - 1) if place else None

    @property
    def spread(self) -> Spread:
        """How the colours of signed numbers are spread over a scale."""
        return "log" if self.scale == "log" else "root"


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Hold how fast a run plays.

    Attributes
    ----------
    speed : int
        Training steps per drawn frame.
    rate : int
        Drawn frames per second; below 60 is slow motion.
    stop : str
        Where it stops, as `pages.stage.stops` writes it.
    """

    speed: int = declare(8, OneOf(SPEEDS), "speed")
    rate: int = declare(60, OneOf(RATES), "rate")
    stop: str = declare(NONE, StopText(), "stop")
