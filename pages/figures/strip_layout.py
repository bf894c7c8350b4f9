"""Where the panels of a film strip stand: one column a step, planes above, cells below."""

from dataclasses import dataclass
from typing import Any

_LEFT, _RIGHT, _TOP, _GAP = 30, 62, 20, 10  # pixels: row names, colour bars, step names, between panels
_KEY, HEAD, _FOOT = 26, 18, 18  # the key to the classes, the names of columns, the scale of cells


@dataclass(frozen=True)
class StripLayout:
    """Say where each panel stands, in parts of the room."""

    count: int
    has_planes: bool
    has_cells: bool
    room: tuple[float, float]

    def names(self, row: int, at: int) -> tuple[str, str]:
        """Return the names of a panel's axes."""
        number = 1 + at + self.count * (row if self.has_planes else 0)
        return f"x{number}", f"y{number}"

    def axes(self, row: int, at: int, across: dict[str, Any], up: dict[str, Any]) -> dict[str, Any]:
        """Return both axes of a panel, with what else each is given."""
        x, y = self.names(row, at)
        common = {"showgrid": False, "fixedrange": True}
        return {
            f"xaxis{x[1:]}": {**common, **across, "domain": list(self.across(at)), "anchor": y},
            f"yaxis{x[1:]}": {**common, **up, "domain": list(self.up(row)), "anchor": x},
        }

    def across(self, at: int) -> tuple[float, float]:
        """Return the left and right end of a column."""
        width = (self.room[0] - _LEFT - _RIGHT - _GAP * (self.count - 1)) / self.count
        left = _LEFT + at * (width + _GAP)
        return left / self.room[0], (left + width) / self.room[0]

    def up(self, row: int) -> tuple[float, float]:
        """Return the lower and upper end of a row; planes are square and take what they need first."""
        high = self.room[1]
        top = high - _TOP
        plane = 0.0
        if self.has_planes:
            share = 0.6 if self.has_cells else 1.0
            plane = min(self.width(), (top - _KEY) * share)
        if not self.has_cells:  # alone, the planes stand in the middle
            top -= (top - plane - _KEY) / 2
        if row == 0 and self.has_planes:
            return (top - plane) / high, top / high
        under = top - plane - (_KEY + 4) * self.has_planes - HEAD
        return _FOOT / high, under / high

    def height(self, row: int) -> float:
        """Return a row's pixels."""
        low, top = self.up(row)
        return (top - low) * self.room[1]

    def width(self) -> float:
        """Return a column's pixels."""
        left, right = self.across(0)
        return (right - left) * self.room[0]

    def key_place(self) -> dict[str, Any]:
        """Return where the key to the classes stands: right under the planes."""
        return {"x": 0.5, "y": self.up(0)[0], "yshift": -4, "yanchor": "top"}

    def bar(self, row: int) -> dict[str, Any]:
        """Return where a row's colour bar stands."""
        low, top = self.up(row)
        place = {"x": self.across(self.count - 1)[1], "xanchor": "left", "y": (low + top) / 2}
        return {**place, "yanchor": "middle", "len": top - low, "lenmode": "fraction", "xpad": 6, "ypad": 0}
