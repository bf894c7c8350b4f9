"""What the reader has chosen in One step: bounds and link keys stand beside each field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core import Choice, Numbers, Whole, declare

_PHASE = r"data|l|loss|d?[ZA][1-5]|d[Wb][1-5]|update [1-5]"
_NAME = r"X|Y|l|loss|d?[ZAWb][1-5]|[SsGg][1-5]|[Wb][1-5] next"
_PLACE = r"[1-9][0-9]{0,3}"
MOST_POINTS = 12


@dataclass(frozen=True)
class Matching:
    """Allow text of one form; `allowed` says it in words."""

    pattern: str
    allowed: str

    def validate(self, value: object) -> str:
        """Return the text if it has the form."""
        if not isinstance(value, str):
            raise TypeError(f"must be text, {self.allowed}; got {type(value).__name__}")
        if not re.fullmatch(self.pattern, value, re.ASCII):
            raise ValueError(f"must be {self.allowed}; got {value!r}")
        return value

    def write(self, value: str) -> str:
        """Return the text."""
        return value

    def read(self, text: str) -> str:
        """Return the text if it has the form."""
        return self.validate(text)


@dataclass(frozen=True, kw_only=True)
class OneStepChoices:
    """Hold how the training step is opened up.

    Attributes
    ----------
    convention : str
        Samples as ``"rows"`` or as ``"columns"``.
    count : int
        How many samples the batch has.
    picked : tuple of int
        Training points that come first in it, counted from 1, the last one picked first.
    whole : str
        ``"yes"`` for the batch of the run's next update, ``"no"`` for the picked samples.
    predict : str
        Whether a phase asks its question before it shows its result: ``"on"`` or ``"off"``.
    phase : str
        The key of the phase that is open; one that the run does not have counts as the data.
    pin : str
        The cell held open, as in ``dW2:1,3``: row and column, from 1, as they are shown; or empty.
    """

    convention: str = declare("rows", Choice(("rows", "columns")), "convention")
    count: int = declare(6, Whole(3, MOST_POINTS), "count")
    picked: tuple[int, ...] = declare((), Numbers(MOST_POINTS, Whole(1, 1000), "points"), "points")
    whole: str = declare("no", Choice(("no", "yes")), "whole")
    predict: str = declare("off", Choice(("off", "on")), "predict")
    phase: str = declare("data", Matching(_PHASE, "a phase, such as data, Z1, loss or update 1"), "phase")
    pin: str = declare("", Matching(rf"((?:{_NAME}):{_PLACE},{_PLACE})?", "a cell, such as dW2:1,3"), "pin")
