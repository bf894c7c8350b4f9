"""A fault: what is wrong in which picture, and the two things that collide."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "overlap": "a text on another, or so near that both read as one",
    "off sheet": "a text or a mark that leaves the sheet",
    "off cell": "a number that leaves its cell",
    "on cells": "a label on the edge of cells",
    "struck": "a line through a text",
    "small": "text smaller than a fortieth of the height",
    "faint": "text fainter than 4.5:1 against what lies behind it",
    "cut": "a mark cut by the edge of its axes",
    "blank": "a panel whose cells are within 3 % of the background, though its numbers are not 0",
    "bar": "a colour bar longer than what it belongs to, or beside nothing",
    "legend": "a legend on something else",
    "empty": "a sheet of which too little is used",
}


@dataclass(frozen=True)
class Finding:
    """Hold what is wrong in a drawing.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    what, other : str
        The two things that collide; `other` may be empty.
    amount : str
        By how much, in words.
    """

    kind: str
    what: str
    other: str = ""
    amount: str = ""

    def __str__(self) -> str:
        met = f" × {self.other!r}" if self.other else ""
        return f"{self.kind}: {self.what!r}{met} ({self.amount})"


@dataclass(frozen=True)
class Fault:
    """Hold a finding and where it was found."""

    figure: str
    link: str
    size: str
    theme: str
    ink: str
    finding: Finding

    def __str__(self) -> str:
        return f"{self.figure} {self.size} {self.theme} {self.ink} ?{self.link}\n    {self.finding}"
