"""The choices of One step, with their bounds and link keys."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from core import Choice, Numbers, Text, Whole, declare

_PHASE = r"data|l|loss|d?[ZA][1-5]|d[Wb][1-5]|update [1-5]"
_NAME = r"X|Y|l|loss|d?[ZAWb][1-5]|[SsGg][1-5]|[Wb][1-5] next"
_PLACE = r"[1-9][0-9]{0,3}"
MOST_POINTS = 12

PHASE = Text("a phase, such as data, Z1, loss or update 1", re.compile(_PHASE, re.ASCII).fullmatch)
PIN = Text("a cell, such as dW2:1,3", re.compile(rf"((?:{_NAME}):{_PLACE},{_PLACE})?", re.ASCII).fullmatch)


@dataclass(frozen=True, kw_only=True)
class OneStepChoices:
    """Hold how the training step is inspected.

    Attributes
    ----------
    convention : str
        Samples as ``"rows"`` or as ``"columns"``.
    count : int
        Number of samples.
    picked : tuple of int
        Samples that come first, counted from 1 in the training set, the last one picked first.
    whole : str
        ``"yes"`` for the batch of the next update, ``"no"`` for a few samples, ``"taken"`` for a few that
        are the batch, in another run; ``"auto"`` for a few on the board, and for the run's batch in a
        picture, unless samples are chosen.
    predict : str
        Whether each phase asks a question before it shows its result: ``"on"`` or ``"off"``.
    phase : str
        The key of the open phase; the data if the run has no such phase.
    pin : str
        The pinned cell, as in ``dW2:1,3``: row and column, from 1, as shown; or empty.
    """

    convention: str = declare("rows", Choice(("rows", "columns")), "convention")
    count: int = declare(6, Whole(3, MOST_POINTS), "count")
    picked: tuple[int, ...] = declare((), Numbers(MOST_POINTS, Whole(1, 1000), "points"), "points")
    whole: str = declare("auto", Choice(("auto", "no", "yes", "taken")), "whole")
    predict: str = declare("off", Choice(("off", "on")), "predict")
    phase: str = declare("data", PHASE, "phase")
    pin: str = declare("", PIN, "pin")

    @property
    def in_a_picture(self) -> OneStepChoices:
        """The choices of an exported picture: what a lecture shows is the run's own step."""
        chooses = self.picked or self.count != OneStepChoices().count
        return replace(self, whole="no" if chooses else "yes") if self.whole == "auto" else self
