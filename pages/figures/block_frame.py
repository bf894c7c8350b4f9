"""Where the blocks and the words of a phase stand, for one size of a cell.

A product is laid out as its matrices multiply, as on the board (`pages/frontend/matrices/layout.js`): the
left factor before the result, the right factor above it.  Everything else stands in lines, with signs.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pages.figures.block import MORE, NAME_GAP, NAME_LINE, Block, CellLook, Piece
from pages.figures.block_words import Line, Words, head, notes, sum_of_cell
from pages.figures.cells import NUMBER_PIXELS
from pages.figures.text_size import wrapped

GAP = 10
SIGN = 15
_SIGN_WIDTH = 90  # pixels in which a long sign is broken
_COLUMN, _WIDEST = 0.36, 420  # of the width, and pixels: the words beside blocks
_CORNER = 150  # pixels of the narrowest words beside a right factor

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True)
class Label:
    """Hold a line of words where it stands: the middle of its height, and an end or its middle."""

    line: Line
    x: float
    y: float
    anchor: Literal["left", "center", "right"] = "left"

    @property
    def box(self) -> Box:
        """What it covers."""
        left = self.x - {"left": 0.0, "center": 0.5, "right": 1.0}[self.anchor] * self.line.width
        return left, self.y - self.line.height / 2, left + self.line.width, self.y + self.line.height / 2


@dataclass(frozen=True)
class Place:
    """Hold where the cells of a piece begin."""

    piece: Piece
    left: float
    top: float

    def box(self, look: CellLook) -> Box:
        """Return what the cells cover."""
        wide, high = self.piece.cells(look)
        return self.left, self.top, self.left + wide, self.top + high

    def labels(self, look: CellLook) -> Iterator[Label]:
        """Yield what stands around the cells: caption, names, and dots for what is left out."""
        left, top, right, bottom = self.box(look)
        yield from _column(self.piece.caption(look), left, top - self.piece.above(look), "left")
        for at, name in enumerate(self.piece.row_names):
            if name:
                yield Label(_name(name), left - NAME_GAP, top + (at + 0.5) * look.high, "right")
        for at, name in enumerate(self.piece.column_names(look)):
            yield Label(_name(name), left + (at + 0.5) * look.wide, top - NAME_LINE / 2 - 1, "center")
        if self.piece.is_cut[0]:
            yield Label(_name("⋮"), (left + right) / 2, bottom + MORE / 2, "center")
        if self.piece.is_cut[1]:
            yield Label(_name("⋯"), right + MORE / 2, (top + bottom) / 2, "center")


@dataclass(frozen=True)
class Frame:
    """Hold the places of blocks and words; it is `width` × `height` pixels large."""

    look: CellLook
    places: Sequence[Place]
    labels: Sequence[Label]
    width: float
    height: float

    def of(self, blocks: Iterable[Block]) -> "Frame":
        """Return it for other blocks in the same order; it may have fewer."""
        pairs = zip(self.places, blocks, strict=False)
        places = [replace(each, piece=replace(each.piece, block=block)) for each, block in pairs]
        return replace(self, places=places)

    def moved(self, right: float, down: float) -> "Frame":
        """Return it somewhere else."""
        places = [replace(each, left=each.left + right, top=each.top + down) for each in self.places]
        labels = [replace(each, x=each.x + right, y=each.y + down) for each in self.labels]
        return replace(self, places=places, labels=labels)


def stacked(blocks: Frame, words: Words, width: float) -> Frame:
    """Return blocks between their equation and what is said of them, in a room of a width."""
    above, below = head(words, width), [*notes(words, width), *sum_of_cell(words, width)]
    top, bottom = _height(above) + GAP, _height(below) + GAP * bool(below)
    widest = max(line.width for line in [*above, *below])
    whole = max(blocks.width, widest)
    inner = blocks.moved((whole - blocks.width) / 2, top)
    labels = [*_column(above, whole / 2, 0, "center")]
    labels += _column(below, whole / 2, top + blocks.height + bottom - _height(below), "center")
    return replace(inner, labels=[*inner.labels, *labels], width=whole, height=top + blocks.height + bottom)


def beside(blocks: Frame, words: Words, width: float) -> Frame:
    """Return blocks after a column of words, in a room of a width."""
    room = column_width(width)
    column = [*head(words, room), *notes(words, room), *sum_of_cell(words, room)]
    left = max(line.width for line in column) + 2 * GAP
    height = max(blocks.height, _height(column))
    inner = blocks.moved(left, (height - blocks.height) / 2)
    labels = [*inner.labels, *_column(column, 0, (height - _height(column)) / 2, "left")]
    return replace(inner, labels=labels, width=left + blocks.width, height=height)


def column_width(width: float) -> float:
    """Return how wide the words beside blocks may be."""
    return min(max(_COLUMN * width, _CORNER), _WIDEST)


def product(
    pieces: Sequence[Piece], look: CellLook, words: Words | None = None, *, is_beside: bool = False
) -> Frame | None:
    """Return the factors around their result, with words in the free corner; None if they do not fit there.

    Parameters
    ----------
    pieces : sequence of Piece
        Left and right factor, what is added if there is one, and the result.
    is_beside : bool
        Whether what is added stands before the result, and not above it.
    """
    left, right, *plus, result = pieces
    beside = plus if is_beside else []
    lower, x, places = [left, *beside], left.names_width, []
    for piece in lower:
        places.append((piece, x))
        x += piece.width(look) + GAP
    x = max(x, right.names_width)
    free = x - right.names_width - GAP
    corner = [*head(words, free), *notes(words, free)] if words else []
    if words and free < max([_CORNER, *(line.width for line in corner)]):
        return None
    top = max(right.above(look) + right.below(look), _height(corner))
    upper = [Place(right, x, top - right.below(look))]
    for piece in [] if is_beside else plus:
        top += GAP + piece.above(look) + piece.below(look)
        upper.append(Place(piece, x, top - piece.below(look)))
    row = [*places, (result, x)]
    top += GAP + max(piece.above(look) for piece, _ in row)
    lower_places = [Place(piece, at, top) for piece, at in row]
    width = max(x + piece.width(look) for piece in (right, *plus, result))
    under = sum_of_cell(words, width) if words else []
    bottom = top + max(piece.below(look) for piece, _ in row)
    labels = [*_column(corner, 0, 0, "left"), *_column(under, 0, bottom + GAP, "left")]
    height = bottom + (GAP + _height(under) if under else 0)
    order = [lower_places[0], upper[0], *lower_places[1:-1], *upper[1:], lower_places[-1]]
    return Frame(look, order, labels, width, height)


def in_lines(lines: Iterable[Sequence[Piece]], look: CellLook, width: float) -> Frame:
    """Return pieces in lines, each after its sign; a line wider than `width` breaks before a sign."""
    places: list[Place] = []
    labels: list[Label] = []
    top, across = -float(GAP), 0.0
    for line in _broken(lines, look, width):
        top += GAP + max(piece.above(look) + piece.below(look) for piece in line)
        x = 0.0
        for piece in line:
            place = Place(piece, x + _before(piece), top - piece.below(look))
            places.append(place)
            labels += _sign(place, x, look)
            x = place.left + piece.width(look) + GAP
        top = max([top, *(label.box[3] for label in labels)])  # a sign of two lines beside one row
        across = max(across, x - GAP)
    return Frame(look, places, labels, across, top)


def _broken(lines: Iterable[Sequence[Piece]], look: CellLook, width: float) -> Iterator[list[Piece]]:
    for line in lines:
        part: list[Piece] = []
        for piece in line:
            longer = [*part, piece]
            if part and sum(_before(each) + each.width(look) + GAP for each in longer) - GAP > width:
                yield part
                longer = [piece]
            part = longer
        yield part


def _before(piece: Piece) -> float:
    """Return the room before the cells: for the sign and for the names of rows."""
    sign = max((line.width for line in _sign_lines(piece)), default=0.0)
    return sign + GAP * bool(sign) + piece.names_width


def _sign_lines(piece: Piece) -> list[Line]:
    return [Line(text, SIGN) for text in wrapped(piece.block.sign, SIGN, _SIGN_WIDTH)]


def _sign(place: Place, x: float, look: CellLook) -> Iterator[Label]:
    """Yield the sign of a piece, at the middle of its cells."""
    lines = _sign_lines(place.piece)
    middle = place.top + place.piece.cells(look)[1] / 2
    width = max((line.width for line in lines), default=0.0)
    yield from _column(lines, x + width / 2, middle - _height(lines) / 2, "center")


def _name(text: str) -> Line:
    return Line(text, NUMBER_PIXELS)


def _height(lines: Iterable[Line]) -> float:
    return sum(line.height for line in lines)


def _column(
    lines: Iterable[Line], x: float, top: float, anchor: Literal["left", "center"]
) -> Iterator[Label]:
    for line in lines:
        yield Label(line, x, top + line.height / 2, anchor)
        top += line.height
