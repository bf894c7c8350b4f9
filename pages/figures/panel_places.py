"""Where the panels of the layers stand: in one row, and on a sheet that is too narrow in two."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pages.figures.template import LABEL, TICK
from pages.figures.text_size import text_width

Cell = tuple[float, float]
"""Width and height of a cell in pixels."""

TOP, LINE, BOTTOM = 46, 18, 40  # pixels: title and column labels, a second line, the scale
PANEL_HEIGHT = 170
_GAP = 0.07  # of the figure's width, between panels, for the row labels
_NAMES = 30  # pixels that they need
_BESIDE = 50  # pixels beside all panels
_WIDER = 24  # pixels: a title may be so much wider than its panel, for gaps and margins have room
_RIMS = 16  # pixels of the margins that a sheet has for its own rim
_SHAPE = re.compile(r" \([^)]*\)")
_FEW = 3  # widths of a network whose titles fit on one line on a page


@dataclass(frozen=True)
class PanelPlace:
    """Hold a panel's parts of the width and of the height of all, and its width and height in pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    pixels: tuple[float, float]


@dataclass(frozen=True)
class PanelPlaces:
    """Hold where each layer's panel stands, and its title, on two lines or on one."""

    panels: tuple[PanelPlace, ...]
    titles: tuple[str, ...]
    widths: tuple[int, ...]

    @property
    def has_two_lines(self) -> bool:
        """Whether the titles have two lines."""
        return "<br>" in self.titles[0]

    @property
    def cells(self) -> list[Cell]:
        """The size of a cell of each panel, the bias in a row of its own."""
        sizes = zip(self.panels, pairwise(self.widths), strict=True)
        return [(panel.pixels[0] / h, panel.pixels[1] / (d + 1)) for panel, (d, h) in sizes]


def domains(widths: Sequence[int], gap: float = _GAP) -> list[tuple[float, float]]:
    """Return each panel's part of the width; wide matrices get more, within limits."""
    shares = [min(max(h, 4), 8) for h in widths[1:]]
    room = 1 - gap * (len(shares) - 1)
    spans = [room * share / sum(shares) for share in shares]
    starts = [sum(spans[:i]) + gap * i for i in range(len(spans))]
    return [(a, min(a + s, 1.0)) for a, s in zip(starts, spans, strict=True)]


def panel_places(
    widths: Sequence[int],
    titles: Sequence[tuple[str, str]],
    *,
    pixels: int,
    height: float = PANEL_HEIGHT,
    room: int | None = None,
) -> PanelPlaces:
    """Return the places in a figure so many `pixels` wide.

    Parameters
    ----------
    widths
        Units of the inputs and of each layer.
    titles
        The names of each layer's matrix and of its bias.
    pixels
        The width of the figure.
    height
        The height of the panels on a page, where they stand in one row.
    room
        The height of a sheet, on which they stand in two rows if their titles need that, at last without
        shapes.
    """
    inner = pixels - _BESIDE
    joined, lines = (tuple(mark.join(each) for each in titles) for mark in (", ", "<br>"))
    if room is None:
        panels = [PanelPlace(x, (0, 1), (inner * (x[1] - x[0]), height)) for x in domains(widths)]
        return PanelPlaces(tuple(panels), lines if len(widths) > _FEW else joined, tuple(widths))
    names = tuple(_SHAPE.sub("", each) for each in lines)
    options = [(1, joined), (1, lines), (2, lines), (2, names)]
    layouts = [_in_rows(widths, inner, room, rows, texts) for rows, texts in options]
    return next((each for each in layouts if _has_room(each)), layouts[-1])


def _in_rows(
    widths: Sequence[int], inner: float, room: float, rows: int, titles: tuple[str, ...]
) -> PanelPlaces:
    """Return rows of panels, with room for titles above and a scale below; in two they are equally wide."""
    head = TOP + LINE * ("<br>" in titles[0])
    high = room + _RIMS - head - BOTTOM
    share = (1 - (rows - 1) * (head + BOTTOM) / high) / rows
    outputs, panels = widths[1:] if rows == 1 else [1] * len(titles), []
    most = -(-len(outputs) // rows)
    for row, start in enumerate(range(0, len(outputs), most)):
        top = 1 - row * (share + (head + BOTTOM) / high)
        for x in domains([0, *outputs[start : start + most]], max(_GAP, _NAMES / inner)):
            size = inner * (x[1] - x[0]), share * high
            panels.append(PanelPlace(x, (max(0.0, top - share), top), size))
    return PanelPlaces(tuple(panels), titles, tuple(widths))


def _has_room(places: PanelPlaces) -> bool:
    """Say whether no title is much wider than its panel."""
    size = TICK if places.has_two_lines else LABEL
    rows = zip(places.titles, places.panels, strict=True)
    return all(text_width(title, size) <= panel.pixels[0] + _WIDER for title, panel in rows)
