"""The choices of the Code page, with their bounds and link keys."""

from __future__ import annotations

from dataclasses import dataclass

from core import CONVENTIONS, LIBRARIES, Choice, declare


@dataclass(frozen=True, kw_only=True)
class CodeChoices:
    """Hold how the program is written.

    Attributes
    ----------
    convention : str
        Samples as ``"rows"`` or as ``"columns"``; shared with One step.
    library : str
        ``"numpy"`` with the backward pass by hand, or ``"torch"`` with autograd.
    """

    convention: str = declare("rows", Choice(CONVENTIONS), "convention")
    library: str = declare("numpy", Choice(LIBRARIES), "library")
