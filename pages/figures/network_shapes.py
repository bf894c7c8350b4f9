"""The lines and frames of the network picture as Plotly shapes."""

from typing import Any

import numpy as np

from pages.figures.network_layout import TILE, NetworkLayout
from pages.figures.palette import INK, Theme, css, signed_table
from pages.figures.raster import Bytes

STROKE = (0.6, 4.0)  # pixels: an edge of weight zero, and one at the scale's end


def edge_shapes(layout: NetworkLayout, pixels: Bytes, theme: Theme) -> list[dict[str, Any]]:
    """Return one line for each edge and each bias; its colour and width follow the bytes (E + B,).

    In print, where no hue tells the sign, a line below zero is dashed.
    """
    colours = signed_table(theme, edges=True)[pixels]
    thin, thick = STROKE
    widths = thin + (thick - thin) * np.abs(pixels.astype(int) - 128) / 127
    dashes = np.where((pixels < 128) & (theme == "print"), "4px,3px", "solid").tolist()
    rows = zip(layout.lines.tolist(), colours, widths.tolist(), dashes, strict=True)
    return [_line(line, css(colour), round(width, 2), dash) for line, colour, width, dash in rows]


def frame_shapes(
    layout: NetworkLayout, theme: Theme, opened: tuple[int, int] | None = None
) -> list[dict[str, Any]]:
    """Return a frame around each neuron, a strong one around the one that is opened."""
    ink = INK[theme]
    return [
        _frame(centre, TILE, ink.text, 3) if (layer, j) == opened else _frame(centre, TILE, ink.muted, 1)
        for layer, centres in enumerate(layout.centres)
        for j, centre in enumerate(centres.tolist())
    ]


def atlas(layout: NetworkLayout) -> dict[str, Any]:
    """Return the image that holds all tiles and covers the canvas."""
    width, height = layout.canvas
    return {
        "x": 0,
        "y": 0,
        "sizex": width,
        "sizey": height,
        "xref": "x",
        "yref": "y",
        "sizing": "stretch",
        "layer": "above",
        "source": "",
    }


def _line(ends: list[float], colour: str, width: float, dash: str) -> dict[str, Any]:
    """Return one edge."""
    x0, y0, x1, y1 = ends
    line = {"color": colour, "width": width} | ({} if dash == "solid" else {"dash": dash})
    return {"type": "line", "x0": x0, "y0": y0, "x1": x1, "y1": y1, "layer": "below", "line": line}


def _frame(centre: list[float], size: int, colour: str, width: int) -> dict[str, Any]:
    """Return a square about a centre."""
    x, y = centre
    half = size / 2
    place = {"x0": x - half, "x1": x + half, "y0": y - half, "y1": y + half}
    return {"type": "rect", **place, "layer": "above", "line": {"color": colour, "width": width}}
