"""The words of a phase: its equation, code and samples, and the sum of a cell; as lines that fit."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pages.figures.cells import NUMBER_PIXELS
from pages.figures.template import TICK
from pages.figures.text_size import LINE, text_width, wrapped

Kind = Literal["", "bold", "muted", "code", "caption"]

SYMBOL = 14
"""Pixels of the symbol above a block; what follows it is smaller."""

_width = lru_cache(maxsize=4096)(text_width)
_EQUATION = 18
_COMMA = re.compile(r"(?<=,) (?![^[]*\])")


@dataclass(frozen=True)
class Words:
    """Hold what is said of a phase.

    Attributes
    ----------
    equation, number : str
        And how the notes number it.
    code : str
    notes : sequence of str
        Sentences.
    cell : str
        The marked cell and its value.
    sums : sequence of str
        How that value is made, the longest text first.
    zoom : float
        By how much all letters but those of the sum are enlarged.
    most_lines : int
        Of a sum.
    """

    equation: str
    number: str = ""
    code: str = ""
    notes: Sequence[str] = ()
    cell: str = ""
    sums: Sequence[str] = ()
    zoom: float = 1.0
    most_lines: int = 3

    @property
    def brief(self) -> "Words":
        """The same without what a small sheet has no room for."""
        return replace(self, code="", most_lines=1)

    @property
    def terse(self) -> "Words":
        """The equation and the notes alone."""
        return Words(self.equation, notes=self.notes)


@dataclass(frozen=True)
class Line:
    """Hold a line of words, the size of its letters in pixels, and its kind."""

    text: str
    size: float
    kind: Kind = ""

    @property
    def width(self) -> float:
        """Pixels."""
        if self.kind == "caption":
            symbol, _, rest = self.text.rpartition("</b>")
            return _width(symbol, SYMBOL, is_bold=True) + _width(rest, NUMBER_PIXELS)
        return _width(self.text, self.size, is_bold=self.kind == "bold", is_mono=self.kind == "code")

    @property
    def height(self) -> float:
        """Pixels."""
        return self.size * LINE


def head(words: Words, width: float) -> list[Line]:
    """Return the equation, its number and the code in lines of a width."""
    size, small = _EQUATION * words.zoom, NUMBER_PIXELS * words.zoom
    lines = [
        Line(text, size)
        for part in _parts(words.equation, size, width)
        for text in wrapped(part, size, width)
    ]
    if words.number:
        lines.append(Line(words.number, small, "muted"))
    return lines + list(_code(words.code, small, width))


def notes(words: Words, width: float) -> list[Line]:
    """Return the notes."""
    size = NUMBER_PIXELS * words.zoom
    return [Line(text, size) for text in wrapped(" ".join(words.notes), size, width)]


def sum_of_cell(words: Words, width: float) -> list[Line]:
    """Return the marked cell, and the longest of its sums that takes few lines."""
    if not words.cell:
        return []
    lines = [Line(text, TICK, "bold") for text in wrapped(words.cell, TICK, width)]
    for text in words.sums:
        broken = wrapped(text, NUMBER_PIXELS, width)
        if len(broken) <= words.most_lines:
            return lines + [Line(each, NUMBER_PIXELS) for each in broken]
    return lines


def _parts(equation: str, size: float, width: float) -> list[str]:
    """Return an equation whole if it fits, otherwise broken at commas outside of brackets."""
    return [equation] if text_width(equation, size) <= width else _COMMA.split(equation)


def _code(code: str, size: float, width: float) -> Iterator[Line]:
    """Yield lines of code; the shapes behind it begin a line of their own if they do not fit."""
    letters = max(int(width / text_width("0", size, is_mono=True)), 1)
    fits = all(len(line) <= letters for line in code.split("\n"))
    for part in (code if fits else code.replace("  # ", "\n# ")).split("\n"):
        for line in textwrap.wrap(part, letters, subsequent_indent="    "):
            yield Line(line.replace(" ", "\u00a0"), size, "code")
