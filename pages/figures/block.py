"""One matrix of a phase, and how much room it takes: its caption, the names beside it, and its cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core import Axis
from pages.figures.block_words import SYMBOL, Line
from pages.figures.cell_form import EMS, PADDING, CellForm, forms_of
from pages.figures.cells import NUMBER_PIXELS
from pages.figures.points import Floats
from pages.figures.text_size import LINE, widest

NAME_GAP = 5
"""Pixels between a name and the cells."""

MORE = 16
"""Pixels of the dots that stand for rows or columns left out."""

NAME_LINE = NUMBER_PIXELS * LINE
_UNDER_CAPTION = 3
_LONG = -1.23e-123
_LOW = 1.45  # the lowest cell, in multiples of the size of its number


@dataclass(frozen=True)
class Light:
    """Mark a row, a column or a cell of a block, counted from 0."""

    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Block:
    """Hold one matrix of a phase.

    Attributes
    ----------
    symbol : str
    notes : sequence of str
        What else is said of it above its cells.
    shape : str
        In letters and in numbers: ``"(n × k) = (6 × 2)"``.
    values : (r, c) array
    scale : float
        The number that has the strongest colour.
    rows, columns : sequence of str
        Their names, empty where there is one by nature.
    axes : pair of Axis
    sign : str
        What stands before it.
    role : {"", "left", "right", "plus", "result"}
    lights : sequence of Light
    name : str
        Of the matrix, whether transposed or not.
    is_transposed : bool
    blank : set of (int, int)
        The cells, from 0, without number and colour.
    """

    symbol: str
    notes: Sequence[str]
    shape: str
    values: Floats
    scale: float
    rows: Sequence[str]
    columns: Sequence[str]
    axes: tuple[Axis, Axis]
    sign: str = ""
    role: str = ""
    lights: Sequence[Light] = ()
    name: str = ""
    is_transposed: bool = False
    blank: frozenset[tuple[int, int]] = frozenset()

    @property
    def with_any_numbers(self) -> "Block":
        """The same with numbers that take as much room as any may: places do not depend on the step."""
        return replace(self, values=np.full_like(self.values, _LONG))


Windows = Mapping[str, range]
"""Which rows or columns of each axis are drawn, by its letter."""


def windows(blocks: Iterable[Block], most: int, focus: Mapping[str, int]) -> Windows:
    """Return at most `most` neighbours on each axis, with those of `focus` among them."""
    counts = {
        axis.letter: count
        for block in blocks
        for axis, count in zip(block.axes, block.values.shape, strict=True)
    }
    found = {}
    for letter, count in counts.items():
        first = min(max(focus.get(letter, 0) - most + 1, 0), max(count - most, 0))
        found[letter] = range(first, min(first + most, count))
    return found


@dataclass(frozen=True)
class CellLook:
    """Hold the size of the numbers, and the width and height of a cell, in pixels."""

    font: float
    wide: float
    high: float


@dataclass(frozen=True)
class Spelling:
    """Hold how long texts and numbers are.

    Attributes
    ----------
    digits : int
        How many digits a number has at least.
    is_short : bool
        Whether names are cut to their last word: 12 for sample 12.
    caption : int
        Pixels in which a caption is broken, if its cells are narrower.
    is_terse : bool
        Whether a caption has only the symbol, the shape in numbers and the power of ten.
    """

    digits: int
    is_short: bool
    caption: int
    is_terse: bool = False


@dataclass(frozen=True)
class Piece:
    """Measure a block of which some rows and columns are drawn.

    Attributes
    ----------
    block : Block
    rows, columns : range
    has_rows, has_columns : bool
        Whether their names are drawn.
    spelling : Spelling
    """

    block: Block
    rows: range
    columns: range
    has_rows: bool
    has_columns: bool
    spelling: Spelling

    @cached_property
    def shown(self) -> Floats:
        """The entries that are drawn."""
        return self.block.values[self.rows.start : self.rows.stop, self.columns.start : self.columns.stop]

    @property
    def blanks(self) -> list[int]:
        """The entries drawn without number and colour, counted row by row."""
        drawn = ((row, column) for row in self.rows for column in self.columns)
        return [at for at, place in enumerate(drawn) if place in self.block.blank]

    @cached_property
    def is_cut(self) -> tuple[bool, bool]:
        """Whether rows are left out, and whether columns are."""
        r, c = self.block.values.shape
        return len(self.rows) < r, len(self.columns) < c

    @cached_property
    def forms(self) -> list[CellForm]:
        """The forms of its numbers, the one to be preferred first."""
        return forms_of(self.shown)

    def least(self, font: float) -> tuple[float, float]:
        """Return the width and height of the smallest cell for numbers of so many digits."""
        return EMS[self.spelling.digits] * font + PADDING, _LOW * font

    def form(self, look: CellLook) -> CellForm | None:
        """Return the first form that fits, None if none does."""
        return next((form for form in self.forms if form.fits(look.font, look.wide)), None)

    @cached_property
    def row_names(self) -> Sequence[str]:
        """The names beside its rows."""
        return self._named(self.block.rows, self.rows) if self.has_rows else ()

    def column_names(self, look: CellLook) -> Sequence[str]:
        """Return the names above its columns, as short as the room asks for."""
        if not self.has_columns:
            return ()
        names = self._named(self.block.columns, self.columns)
        for texts in (names, [_short(name) for name in names]):
            if widest(texts, NUMBER_PIXELS) + NAME_GAP <= look.wide and any(texts):
                return texts
        return ()

    @cached_property
    def names_width(self) -> float:
        """The room for the names of its rows."""
        return widest(self.row_names, NUMBER_PIXELS) + NAME_GAP if any(self.row_names) else 0.0

    def cells(self, look: CellLook) -> tuple[float, float]:
        """Return the width and height of its cells, without the dots."""
        return look.wide * len(self.columns), look.high * len(self.rows)

    def width(self, look: CellLook) -> float:
        """Return its width without the names of its rows."""
        drawn = self.cells(look)[0] + MORE * self.is_cut[1]
        return max(drawn, *(line.width for line in self.caption(look)))

    def above(self, look: CellLook) -> float:
        """Return the height of what stands above its cells."""
        named = NAME_LINE * bool(self.column_names(look))
        return sum(line.height for line in self.caption(look)) + _UNDER_CAPTION + named

    def below(self, look: CellLook) -> float:
        """Return the height of its cells and of the dots below them."""
        return self.cells(look)[1] + MORE * self.is_cut[0]

    def caption(self, look: CellLook) -> list[Line]:
        """Return the lines above the cells: symbol, shape, and the power of ten that all numbers share."""
        form = self.form(look)
        letters, _, numbers = self.block.shape.partition(" = ")
        parts = [numbers] if self.spelling.is_terse else [*self.block.notes, letters, f"= {numbers}"]
        room = max(self.cells(look)[0], self.spelling.caption)
        lines = [_caption_line(f"<b>{self.block.symbol}</b>")]
        for part in filter(None, [*parts, form.unit if form else ""]):
            longer = _caption_line(f"{lines[-1].text} {part}")
            if longer.width <= room:
                lines[-1] = longer
            else:
                lines.append(_caption_line(part))
        return lines

    def _named(self, names: Sequence[str], shown: range) -> Sequence[str]:
        texts = names[shown.start : shown.stop]
        return [_short(name) for name in texts] if self.spelling.is_short else texts


def _caption_line(text: str) -> Line:
    return Line(text, SYMBOL if "<b>" in text else NUMBER_PIXELS, "caption")


def _short(name: str) -> str:
    return name.rpartition(" ")[2]
