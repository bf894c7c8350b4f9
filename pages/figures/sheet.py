"""A sheet: a figure laid out for a slide, on its background, with text that reads from the last row.

Every figure is laid out at about the height at which its smallest text, the numbers in cells, is one
fortieth of it, and then enlarged as a whole.  So a picture is the same at every size, and its frames are
small versions of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.figures.cells import NUMBER_PIXELS
from pages.figures.palette import INK, Ink, Theme, rgb
from pages.figures.template import LABEL, TICK
from pages.figures.text_size import first_that_fits, text_width, widest, wrapped

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
_LEGEND_LINE, _LEGEND_SAMPLE = 19, 45  # pixels: a line of a legend, and what it shows before a name
_FAINT = 0.25  # the opacity of a grid
_AXIS = 60  # pixels that the labels of an axis may take
_CAPITAL = 0.75  # of the size of a text: the height of a capital letter
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
    is_still : bool
        Whether it is no frame of a film, which may be drawn less finely.
    """

    width: int
    height: int
    theme: Theme
    is_transparent: bool = False
    has_heading: bool = True
    is_still: bool = True

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
    layout |= {"margin": _margins(figure, sheet), "images": images}
    if sheet.has_heading:
        layout["title"] = _heading(heading, width - 2 * _RIM, ink.text)
    if sheet.is_transparent:
        layout |= _on_any_page(layout, ink)
    if sheet.theme == "print":
        layout |= _framed(layout, ink.muted)
    data = [{**trace, "uid": f"t{at}"} for at, trace in enumerate(figure["data"])]
    return {"data": data, "layout": layout}


def _on_any_page(layout: Mapping[str, Any], ink: Ink) -> dict[str, Any]:
    """Return what of a layout had the page's colour or one near it, for a page that is not known.

    A gap in the colour of the page is a thin line, the grid a faint shade of the ink, and no text is muted.
    """
    grid = "rgba({:.0f},{:.0f},{:.0f},{})".format(*rgb(ink.muted), _FAINT)
    axes = {name: {**layout[name], "gridcolor": grid} for name in _axes(layout)}
    line = {"color": ink.muted, "width": 1}
    shapes = [
        {**shape, "line": line} if (shape.get("line") or {}).get("color") == ink.page else shape
        for shape in layout.get("shapes") or []
    ]
    texts = [
        {**text, "font": {**text["font"], "color": ink.text}}
        if (text.get("font") or {}).get("color") == ink.muted
        else text
        for text in layout.get("annotations") or []
    ]
    return {**axes, "shapes": shapes, "annotations": texts}


def fitted(heading: str, width: float) -> tuple[str, int]:
    """Return a heading and its size: without what its colon introduces, if that is enough, or on lines.

    >>> fitted("The network: activation map of each unit · step 40", 220)
    ('The network · step 40', 15)
    >>> fitted("Training loss with and without the bug · step 40", 250)
    ('Training loss with and without the<br>bug · step 40', 13)
    """
    title, dot, step = heading.rpartition(" · ")
    short = title.partition(":")[0] + dot + step
    if text_width(found := first_that_fits([heading, short], HEADING, width), HEADING) <= width:
        return found, HEADING
    *lines, last = wrapped(title or heading, LABEL, width)
    ending = [last + dot + step] if text_width(last + dot + step, LABEL) <= width else [last, step]
    return "<br>".join([*lines, *(ending if title else [last])]), LABEL


def _heading(heading: str, width: float, colour: str) -> dict[str, Any]:
    """Return the title; two lines of smaller letters take the room of one and half of the rim."""
    text, size = fitted(heading, width)
    # Plotly counts several lines from the foot of the first one.
    above = _RIM / 3 + _CAPITAL * size if "<br>" in text else _RIM
    place = {"x": 0.5, "xanchor": "center", "y": 1, "yref": "container", "yanchor": "top"}
    return {**place, "text": text, "pad": {"t": above}, "font": {"size": size, "color": colour}}


def _margins(figure: Mapping[str, Any], sheet: Sheet) -> dict[str, float]:
    """Return the margins with room for heading, legend and rim; a square plane stands in their middle."""
    layout, (width, height) = figure["layout"], sheet.room
    own = dict.fromkeys("lrtb", _OWN_RIM) | (layout.get("margin") or {})
    own["t"] = max(own["t"], _legend_pixels(figure, width - own["l"] - own["r"] - _AXIS))
    margin = {side: pixels + _RIM - _OWN_RIM for side, pixels in own.items()}
    margin["t"] += _HEADING_ROOM * sheet.has_heading
    if ratio := _plane_ratio(layout):
        # The colour bar stands at the edge of the axes and is as long: they take the room of the plane.
        across, up = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
        beside, above = max(0.0, across - ratio * up) / 2, max(0.0, up - across / ratio) / 2
        spare = {"l": beside, "r": beside, "t": above, "b": above}
        margin = {side: pixels + spare[side] for side, pixels in margin.items()}
    return margin


def _legend_pixels(figure: Mapping[str, Any], width: float) -> float:
    """Return the height of a legend above the axes; Plotly gives names on several lines equal columns."""
    layout = figure["layout"]
    if layout.get("showlegend") is False or (layout.get("legend") or {}).get("orientation") != "h":
        return 0.0
    names = [trace["name"] for trace in figure["data"] if trace.get("showlegend", True) and "name" in trace]
    columns = max(1, int(width / (widest(names, TICK) + _LEGEND_SAMPLE)))
    return _LEGEND_LINE * -(-len(names) // columns) + _OWN_RIM


def _plane_ratio(layout: Mapping[str, Any]) -> float:
    """Return width to height of a plane whose axes have one scale and no place; 0 for any other figure."""
    x, y = layout.get("xaxis") or {}, layout.get("yaxis") or {}
    is_plane = y.get("scaleanchor") == "x" and x.get("visible", True) and "domain" not in x
    if not is_plane or "range" not in x or "range" not in y:
        return 0.0
    across, up = (abs(axis["range"][1] - axis["range"][0]) for axis in (x, y))
    return float(across / up / y.get("scaleratio", 1))


def _framed(layout: Mapping[str, Any], colour: str) -> dict[str, Any]:
    """Return the axes with a frame: on paper the lightest cell of a heatmap is the paper's own white."""
    line = {"showline": True, "mirror": True, "linecolor": colour, "linewidth": 1}
    return {name: {**layout[name], **line} for name in _axes(layout)}


def _axes(layout: Mapping[str, Any]) -> list[str]:
    """Return the names of the axes that are drawn."""
    return [name for name in layout if name[1:5] == "axis" and layout[name].get("visible", True)]
