"""Where the panels of a film strip stand: a plane above its cells a step, in one row or several."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

_LEFT, _RIGHT, _TOP, _GAP = 30, 62, 20, 10  # pixels: row names, colour bars, step names, between panels
_KEY, _HEAD, _FOOT = 26, 18, 18  # the key to the classes, the names of columns, the scale of cells
_SHARE = 0.6  # of the height of a row of panels: the planes, which take what they need first


@dataclass(frozen=True)
class StripLayout:
    """Say where each of `count` panels stands, so many `columns` in a row, in parts of the room."""

    count: int
    columns: int
    has_planes: bool
    has_cells: bool
    room: tuple[float, float]

    def names(self, part: int, at: int) -> tuple[str, str]:
        """Return the names of the axes of a panel's plane (part 0) or cells (part 1)."""
        number = 1 + at + self.count * (part if self.has_planes else 0)
        return f"x{number}", f"y{number}"

    def axes(self, part: int, at: int, across: dict[str, Any], up: dict[str, Any]) -> dict[str, Any]:
        """Return both axes of a part of a panel, with what else each is given."""
        x, y = self.names(part, at)
        common = {"showgrid": False, "fixedrange": True}
        return {
            f"xaxis{x[1:]}": {**common, **across, "domain": list(self.across(at)), "anchor": y},
            f"yaxis{x[1:]}": {**common, **up, "domain": list(self.up(part, at)), "anchor": x},
        }

    def across(self, at: int) -> tuple[float, float]:
        """Return the left and right end of a panel."""
        left = _LEFT + at % self.columns * (self.width + _GAP)
        return left / self.room[0], (left + self.width) / self.room[0]

    def up(self, part: int, at: int) -> tuple[float, float]:
        """Return the lower and upper end of a part of a panel."""
        high = self.room[1]
        top = high - self._spare / 2 - at // self.columns * (self._row + _GAP) - _TOP
        if part == 0 and self.has_planes:
            return (top - self.plane) / high, top / high
        top -= self.plane + _HEAD
        return (top - self.cells) / high, top / high

    @property
    def head(self) -> float:
        """The part of the room that the names of columns take."""
        return _HEAD / self.room[1]

    @property
    def width(self) -> float:
        """The pixels across a panel."""
        return (self.room[0] - _LEFT - _RIGHT - _GAP * (self.columns - 1)) / self.columns

    @property
    def plane(self) -> float:
        """The pixels of a side of a plane; 0 without planes."""
        inside = self._most - _TOP
        return self.has_planes * max(0.0, min(self.width, inside * (_SHARE if self.has_cells else 1)))

    @property
    def cells(self) -> float:
        """The pixels up a panel's cells: what the plane leaves."""
        return self.has_cells * (self._most - _TOP - self.plane - _HEAD - _FOOT)

    def key_place(self) -> dict[str, Any]:
        """Return where the key to the classes stands: under all panels."""
        return {"x": 0.5, "y": self._spare / 2 / self.room[1], "yshift": 0, "yanchor": "bottom"}

    def bar(self, part: int) -> dict[str, Any]:
        """Return where the colour bar of planes or cells stands: at the right of the first row."""
        low, top = self.up(part, 0)
        # A plane may be less wide than its panel.
        beside = (self.width - self.plane) / 2 if part == 0 and self.has_planes else 0.0
        right = self.across(self.columns - 1)[1] - beside / self.room[0]
        place = {"x": right, "xanchor": "left", "y": (low + top) / 2}
        return {**place, "yanchor": "middle", "len": top - low, "lenmode": "fraction", "xpad": 6, "ypad": 0}

    @property
    def _rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def _most(self) -> float:
        """The pixels that there are for a row of panels."""
        return (self.room[1] - _KEY * self.has_planes - _GAP * (self._rows - 1)) / self._rows

    @property
    def _row(self) -> float:
        """The pixels that a row of panels takes: planes alone may need less than there are."""
        return self._most if self.has_cells else _TOP + self.plane

    @property
    def _spare(self) -> float:
        return self._rows * (self._most - self._row)


def strip_layout(
    count: int,
    has_planes: bool,
    block: tuple[int, int] | None,
    room: tuple[float, float],
    needed: float,
) -> StripLayout:
    """Return the layout with the largest planes, or without planes the largest cells.

    Parameters
    ----------
    count : int
        How many panels there are.
    has_planes : bool
    block : (int, int) or None
        The rows and columns of the cells of a panel, if it has cells.
    room : (float, float)
        Width and height in pixels.
    needed : float
        The pixels that the widest label of a panel needs.
    """
    made = partial(StripLayout, count, has_planes=has_planes, has_cells=block is not None, room=room)
    layouts = [made(-(-count // rows)) for rows in range(1, count + 1)]
    wide = [each for each in layouts if each.width + _GAP / 2 >= needed]
    return max(wide or layouts[-1:], key=_size_of(block))


def _size_of(block: tuple[int, int] | None) -> Callable[[StripLayout], float]:
    """Return how large what a layout shows is; cells that stand under planes may be half as high."""
    if block is None:
        return lambda each: each.plane
    rows, columns = block
    return lambda each: (
        min(each.plane, 2 * each.cells) if each.has_planes else min(each.width / columns, each.cells / rows)
    )
