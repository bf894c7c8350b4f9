"""Where in the tour the reader is."""

from __future__ import annotations

from dataclasses import dataclass

from core import Whole, declare

CHAPTERS = 7


@dataclass(frozen=True, kw_only=True)
class StartHereChoices:
    """Hold the chapter that is open.

    Attributes
    ----------
    chapter : int
        Counted from 1.
    """

    chapter: int = declare(1, Whole(1, CHAPTERS), "chapter")
