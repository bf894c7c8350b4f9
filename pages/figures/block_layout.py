"""How large the cells of a phase are, and how many of them are drawn: the largest that fit a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product as every
from typing import Literal

from core import Axis
from pages.figures.block import Block, CellLook, Piece, Spelling, Windows, windows
from pages.figures.block_frame import GAP, Frame, beside, column_width, in_lines, product, stacked
from pages.figures.block_words import Words
from pages.figures.cells import NUMBER_PIXELS
from pages.figures.words import listed

Arrangement = Literal["corner", "stacked", "beside", "broken", "broken beside"]
"""Where the words stand: in the corner of a product, above and below, or before; whether lines break."""

_MOST_LINES = 2
_USUAL = 3  # digits; a line does not break for them
_WIDE, _HIGH = 6.5, 2.5  # the largest cell, in multiples of the size of its number
_MOST_FONT = 20
_VERY_WIDE = 2.5  # width to height
_ZOOMS = (1.4, 1.3, 1.2, 1.1)
_CAPTIONS = (300, 130, 60)  # pixels in which captions are broken
_GROWTH = 12  # in how many parts a cell grows from the smallest to the largest

_SHORT, _BRIEF, _TERSE = 1, 2, 3  # without a third line; without the code; without the sum
_LEVELS = (
    (8, 14, 3, 0),
    (6, 13, 3, 0),
    (4, 12, 3, 0),
    (6, 13, 3, _SHORT),
    (4, 12, 3, _SHORT),
    (6, 12, 2, _SHORT),
    (4, 11, 2, _SHORT),
    (3, 11, 2, _SHORT),
    (4, 11, 2, _BRIEF),
    (3, 11, 2, _BRIEF),
    (2, 11, 2, _BRIEF),
    (1, 11, 2, _BRIEF),
    (2, 11, 2, _TERSE),
    (1, 11, 2, _TERSE),
)
"""What is tried, in turn: rows or columns of an axis, the size and digits of numbers, how much is said."""


@dataclass(frozen=True)
class Scheme:
    """Hold the matrices of a phase and how they stand.

    Attributes
    ----------
    lines : sequence of sequences of Block
        A product is one line: left and right factor, what is added if there is one, and the result.
    is_product, is_beside : bool
        Whether what a product adds stands before the result, and not above it.
    focus : mapping of str to int
        The row or column of each axis, by its letter, that is drawn whatever is left out.
    """

    lines: Sequence[Sequence[Block]]
    is_product: bool = False
    is_beside: bool = False
    focus: Mapping[str, int] = field(default_factory=dict)

    @property
    def brief(self) -> "Scheme":
        """The same without the line that only says what is subtracted."""
        return replace(self, lines=self.lines[:_MOST_LINES])

    @property
    def with_any_numbers(self) -> "Scheme":
        """The same with numbers that take as much room as any may."""
        lines = [[block.with_any_numbers for block in line] for line in self.lines]
        return replace(self, lines=lines)

    @property
    def arrangements(self) -> Sequence[Arrangement]:
        """What may be tried."""
        if self.is_product:
            return "corner", "stacked", "beside"
        return "stacked", "beside", "broken", "broken beside"

    @property
    def blocks(self) -> list[Block]:
        """All of them."""
        return [block for line in self.lines for block in line]


@dataclass(frozen=True)
class _Plan:
    """Hold what is tried: measured pieces, the words, and how they are arranged."""

    scheme: Scheme
    lines: Sequence[Sequence[Piece]]
    words: Words
    arrangement: Arrangement
    room: tuple[float, float]

    @property
    def is_broken(self) -> bool:
        """Whether lines may break: only where they do not fit otherwise."""
        return self.arrangement.startswith("broken")

    def frame(self, look: CellLook) -> Frame | None:
        """Return blocks and words with cells of a size; None if words do not fit into the corner."""
        width, is_beside = self.room[0], self.arrangement.endswith("beside")
        if self.arrangement == "corner":
            return product(self.lines[0], look, self.words, is_beside=self.scheme.is_beside)
        if self.scheme.is_product:
            blocks = product(self.lines[0], look, is_beside=self.scheme.is_beside)
        else:
            free = width - is_beside * (column_width(width) + 2 * GAP)
            blocks = in_lines(self.lines, look, free if self.is_broken else float("inf"))
        return blocks and (beside if is_beside else stacked)(blocks, self.words, width)

    def fitting(self, look: CellLook) -> Frame | None:
        """Return the same, None if it does not fit the room."""
        frame = self.frame(look)
        return frame if frame and frame.width <= self.room[0] and frame.height <= self.room[1] else None

    def smallest(self, font: int) -> Frame | None:
        """Return the frame with the smallest cells for numbers of a size; None if they do not fit."""
        sizes = [piece.least(font) for line in self.lines for piece in line]
        wide, high = (max(each) for each in zip(*sizes, strict=True))
        return self.fitting(CellLook(font, wide, high))

    def largest(self, font: int) -> Frame | None:
        """Return the frame with the largest cells that fit, then the largest words."""
        if not (frame := self.smallest(font)):
            return None
        wide, high = max(_WIDE * font - frame.look.wide, 0), max(_HIGH * font - frame.look.high, 0)
        frame = self._grown(self._grown(frame, (wide, 0)), (0, high))
        for zoom in _ZOOMS:
            if larger := replace(self, words=replace(self.words, zoom=zoom)).fitting(frame.look):
                return larger
        return frame

    def _grown(self, frame: Frame, more: tuple[float, float]) -> Frame:
        """Return the frame with cells as much larger as fits, up to `more` pixels in width and height."""
        for part in range(_GROWTH, 0, -1):
            wide, high = (pixels * part / _GROWTH for pixels in more)
            look = CellLook(frame.look.font, frame.look.wide + wide, frame.look.high + high)
            if larger := self.fitting(look):
                return larger
        return frame


def laid_out_blocks(scheme: Scheme, words: Words, room: tuple[float, float]) -> Frame:
    """Return the places of blocks and words in the middle of a room, with the largest numbers that fit."""
    any_numbers = scheme.with_any_numbers
    frame = next(_tried(any_numbers, words, room), None) or _last(any_numbers, words, room)
    return frame.of(scheme.blocks).moved((room[0] - frame.width) / 2, (room[1] - frame.height) / 2)


def _tried(scheme: Scheme, words: Words, room: tuple[float, float]) -> Iterator[Frame]:
    """Yield what fits, the best first."""
    for (most, least, digits, brevity), is_short in every(_LEVELS, (False, True)):
        drawn = scheme.brief if brevity else scheme
        said = (words, words, words.brief, words.terse)[brevity]
        shown = windows(drawn.blocks, most, drawn.focus)
        said = _said(said, drawn, shown)
        plans = [
            _Plan(
                drawn,
                _pieces(drawn, shown, Spelling(digits, is_short, caption, brevity == _TERSE)),
                said,
                way,
                room,
            )
            for caption, way in every(_CAPTIONS, drawn.arrangements)
        ]
        fitting = [
            plan for plan in plans if (digits < _USUAL or not plan.is_broken) and plan.smallest(least)
        ]
        fitting = [plan for plan in fitting if not plan.is_broken] or fitting
        for font in range(_MOST_FONT, least - 1, -1):
            frames = filter(None, (plan.largest(font) for plan in fitting))
            yield from _fullest(frames, room) if room[0] > _VERY_WIDE * room[1] else frames


def _fullest(frames: Iterable[Frame], room: tuple[float, float]) -> list[Frame]:
    """Return the frames, first the one that leaves least of a room empty in either direction."""
    return sorted(frames, key=lambda each: -min(each.width / room[0], each.height / room[1]))


def _last(scheme: Scheme, words: Words, room: tuple[float, float]) -> Frame:
    """Return one cell of each matrix, whether its number fits or not."""
    scheme = scheme.brief
    shown = windows(scheme.blocks, 1, scheme.focus)
    lines = _pieces(scheme, shown, Spelling(1, is_short=True, caption=min(_CAPTIONS), is_terse=True))
    frame = _Plan(scheme, lines, Words(words.equation), "stacked", room).frame(
        CellLook(NUMBER_PIXELS, 2 * NUMBER_PIXELS, 2 * NUMBER_PIXELS)
    )
    assert frame
    return frame


def _pieces(scheme: Scheme, shown: Windows, spelling: Spelling) -> list[list[Piece]]:
    first, *others = [
        [_piece(scheme, shown, line, at, spelling) for at in range(len(line))] for line in scheme.lines
    ]
    return [first, *([replace(piece, has_columns=False) for piece in line] for line in others)]


def _piece(scheme: Scheme, shown: Windows, line: Sequence[Block], at: int, spelling: Spelling) -> Piece:
    """Return a piece; names that stand beside or above it already are not repeated."""
    block, (rows, columns) = line[at], (shown[axis.letter] for axis in line[at].axes)
    is_factor = block.role in ("left", "right")
    has_rows = is_factor if scheme.is_product else not at or line[at - 1].rows != block.rows
    has_columns = is_factor or not scheme.is_product
    return Piece(block, rows, columns, has_rows, has_columns, spelling)


def _said(words: Words, scheme: Scheme, shown: Windows) -> Words:
    """Return the words with a sentence about what is left out."""
    axes: dict[str, tuple[Axis, int]] = {}
    for block in scheme.blocks:
        axes |= {
            axis.letter: (axis, count) for axis, count in zip(block.axes, block.values.shape, strict=True)
        }
    cut = [
        f"{len(shown[letter])} of {count} {axis.words}"
        for letter, (axis, count) in axes.items()
        if len(shown[letter]) < count
    ]
    return replace(words, notes=[*words.notes, f"Drawn: {listed(cut)}."]) if cut else words
