"""A sheet: a figure laid out for a slide, on its background, with text that reads from the last row.

Every figure is laid out at about the height at which its smallest text, the numbers in cells, is one
fortieth of it, and then enlarged as a whole.  So a picture is the same at every size, and its frames are
small versions of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.figures.cells import NUMBER_PIXELS
from pages.figures.palette import INK, Theme

SHARE = 40
"""The smallest text is at least one fortieth of the height."""

MOST_HEIGHT = SHARE * NUMBER_PIXELS
"""Pixels of the layout before it is enlarged."""

NARROWEST, WIDEST = 0.75, 4.0
"""Width to height."""

HEADING = 15
_LEAST_HEIGHT = 360
_HEADING_ROOM = 30
_RIM, _OWN_RIM = 12, 8  # pixels around a figure: on a sheet, and in the template
_LETTER = 8.0  # pixels of a letter of the heading
_EPSILON = 1e-9  # a canvas is cut to whole pixels: 719.9999 of them would be 719


@dataclass(frozen=True)
class Sheet:
    """Hold the size of a picture in pixels, its theme and its background.

    Attributes
    ----------
    width, height : int
    theme : {"light", "dark", "print"}
    is_transparent : bool
    has_heading : bool
    """

    width: int
    height: int
    theme: Theme
    is_transparent: bool = False
    has_heading: bool = True

    @property
    def room(self) -> tuple[float, int]:
        """The width and height at which it is laid out: whole pixels, where the size allows that."""
        heights = range(MOST_HEIGHT, _LEAST_HEIGHT, -1)
        whole = (height for height in heights if height * self.width % self.height == 0)
        height = next(whole, MOST_HEIGHT)
        return height * self.width / self.height, height

    @property
    def scale(self) -> float:
        """By how much it is enlarged then."""
        return self.height / self.room[1] * (1 + _EPSILON)

    @property
    def inside(self) -> tuple[float, float]:
        """The room without heading and rim, for figures that place their parts by pixels."""
        width, height = self.room
        return width - 2 * _RIM, height - 2 * _RIM - _HEADING_ROOM * self.has_heading


def laid_out(figure: Mapping[str, Any], sheet: Sheet, heading: str) -> dict[str, Any]:
    """Return a plain figure on a sheet; its arrays are shared with the given one.

    Traces get names of their own: Plotly would draw them by lot, and each image would be another file.
    """
    ink, layout = INK[sheet.theme], dict(figure["layout"])
    width, height = sheet.room
    images = [image for image in layout.get("images") or [] if image["source"]]
    paper = "rgba(0,0,0,0)" if sheet.is_transparent else ink.page
    layout |= {"width": width, "height": height, "autosize": False, "paper_bgcolor": paper}
    layout |= {"margin": _margins(layout, sheet), "images": images}
    if sheet.has_heading:
        layout["title"] = _heading(fitted(heading, width), ink.text)
    if sheet.theme == "print":
        layout |= _framed(layout, ink.muted)
    data = [{**trace, "uid": f"t{at}"} for at, trace in enumerate(figure["data"])]
    return {"data": data, "layout": layout}


def fitted(heading: str, width: float) -> str:
    """Return a heading that fits: where it is too long, without what its colon introduces.

    >>> fitted("The network: activation map of each unit · step 40", 200)
    'The network · step 40'
    """
    if len(heading) * _LETTER <= width:
        return heading
    title, dot, step = heading.rpartition(" · ")
    return title.partition(":")[0] + dot + step


def _heading(text: str, colour: str) -> dict[str, Any]:
    place = {"x": 0.5, "xanchor": "center", "y": 1, "yref": "container", "yanchor": "top"}
    return {**place, "text": text, "pad": {"t": _RIM}, "font": {"size": HEADING, "color": colour}}


def _margins(layout: Mapping[str, Any], sheet: Sheet) -> dict[str, float]:
    """Return the margins with room for heading and rim; a square plane stands in the middle of them."""
    own = dict.fromkeys("lrtb", _OWN_RIM) | (layout.get("margin") or {})
    margin = {side: pixels + _RIM - _OWN_RIM for side, pixels in own.items()}
    margin["t"] += _HEADING_ROOM * sheet.has_heading
    if ratio := _plane_ratio(layout):
        width, height = sheet.room
        left = width - margin["l"] - margin["r"] - _BESIDE
        spare = max(0.0, left - ratio * (height - margin["t"] - margin["b"])) / 2
        margin |= {"l": margin["l"] + spare, "r": margin["r"] + spare}
    return margin


_BESIDE = 110
"""Pixels that axis and colour bar take beside a plane."""


def _plane_ratio(layout: Mapping[str, Any]) -> float:
    """Return width to height of a plane whose axes have one scale; 0 for any other figure.

    Its colour bar stands at the edge of the figure: without this, far away from it.
    """
    x, y = layout.get("xaxis") or {}, layout.get("yaxis") or {}
    is_plane = y.get("scaleanchor") == "x" and x.get("visible", True) and "xaxis2" not in layout
    if not is_plane or "range" not in x or "range" not in y:
        return 0.0
    across, up = (abs(axis["range"][1] - axis["range"][0]) for axis in (x, y))
    return float(across / up)


def _framed(layout: Mapping[str, Any], colour: str) -> dict[str, Any]:
    """Return the axes with a frame: on paper the lightest cell of a heatmap is the paper's own white."""
    line = {"showline": True, "mirror": True, "linecolor": colour, "linewidth": 1}
    axes = [name for name in layout if name[1:5] == "axis" and layout[name].get("visible", True)]
    return {name: {**layout[name], **line} for name in axes}
