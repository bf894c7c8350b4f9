"""Where in the tour the reader is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core import Names, Whole, declare
from pages.scenes.start_here.questions import KEYS

CHAPTERS = 7


@dataclass(frozen=True, kw_only=True)
class StartHereChoices:
    """Hold the chapter that is open, and what the reader answered.

    Attributes
    ----------
    chapter : int
        Counted from 1.
    replies : tuple of str
        The options that were chosen, in this order; of all chapters.
    """

    PROGRESS: ClassVar[tuple[str, ...]] = ("replies",)

    chapter: int = declare(1, Whole(1, CHAPTERS), "chapter")
    replies: tuple[str, ...] = declare((), Names(KEYS, "options"), "replies")
