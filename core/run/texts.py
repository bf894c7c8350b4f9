"""Fields with a text that a link holds as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Text:
    """Allow the texts of one form.

    Attributes
    ----------
    allowed : str
        The form in words.
    fits : callable
        Whether a text has it.
    """

    allowed: str
    fits: Callable[[str], object]

    def validate(self, value: object) -> str:
        """Return the text if it has the form."""
        if not isinstance(value, str):
            raise TypeError(f"must be text, {self.allowed}; got {type(value).__name__}")
        if not self.fits(value):
            raise ValueError(f"must be {self.allowed}; got {value[:_LONGEST_SHOWN]!r}")
        return value

    def write(self, value: str) -> str:
        """Return the text."""
        return value

    def read(self, text: str) -> str:
        """Return the text if it has the form."""
        return self.validate(text)
