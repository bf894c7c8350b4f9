"""The cells of a heatmap panel, and the numbers printed in them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.names import bias_name, weight_name
from pages.figures.palette import DIVERGING, Theme, bar_colorscale, colorscale, readable_on, signed_table
from pages.figures.panel_places import Cell
from pages.figures.panels import PREFIX
from pages.figures.points import Floats
from pages.figures.raster import signed_bytes
from pages.figures.spread import Spread
from pages.figures.text_size import widest
from pages.figures.words import fmt, sub

MOST_NUMBERS = 60  # cells of a figure without smaller numbers; beyond that nobody reads them
NUMBER_PIXELS = 11
LEAST_PIXELS = 7  # of a number that can still be read on a screen, though not on a slide
_FEWER_DIGITS = (2, 1)
_LINE = 1.27  # of the size of a number: the height of a cell
_TINY = 1e-300
BLANK = " "
"""No number: Plotly removes the element of an empty text, and needs a second redraw to make it anew."""


def heat_trace(
    shape: tuple[int, int],
    layer: int,
    scale: float,
    *,
    top: int,
    kind: str,
    theme: Theme,
    layers: int,
    spread: Spread,
) -> go.Heatmap:
    """Return the cells (rows, columns) of one of `layers`, whose first row stands at `top`.

    Rows count from 1; cells below row 1 are the bias.
    """
    limit = shown_limit(scale)
    return go.Heatmap(
        z=np.zeros(shape),
        x=np.arange(1, shape[1] + 1),
        y=np.arange(top, top + shape[0]),
        zmin=-limit,
        zmax=limit,
        colorscale=colorscale(DIVERGING[theme], spread),
        showscale=False,
        xaxis=f"x{layer + 1}",
        yaxis=f"y{layer + 1}",
        zhoverformat=".4~g",
        **_names(shape, layer + 1, PREFIX[kind], is_bias=top > 1, layers=layers),
    )


def _names(
    shape: tuple[int, int], layer: int, prefix: str, *, is_bias: bool, layers: int
) -> dict[str, Any]:
    """Return what names each cell under the pointer; between units the cell's own place does, unsent."""
    rows, columns = map(range, shape)
    if is_bias:
        names = [[bias_name(prefix, layer, j, layers=layers) for j in columns] for _ in rows]
    elif 1 < layer < layers:
        name = f"{sub(f'{prefix}W', layer)}[unit %{{y:d}}, unit %{{x:d}}]"
        return {"hovertemplate": f"{name} = %{{z}}<extra></extra>"}
    else:
        names = [[weight_name(prefix, layer, i, j, layers=layers) for j in columns] for i in rows]
    return {"customdata": names, "hovertemplate": "%{customdata} = %{z}<extra></extra>"}


def shown_limit(scale: float) -> float:
    """Return the end of Plotly's colours for a scale, which may be 0."""
    return max(float(scale), _TINY)


def bar_trace(bar: dict[str, Any], theme: Theme, spread: Spread) -> go.Scatter:
    """Return an invisible trace with the colour bar of signed numbers, from −1 to 1."""
    colours = bar_colorscale(DIVERGING[theme], spread)
    marker = {
        "cmin": -1,
        "cmax": 1,
        "color": [0],
        "showscale": True,
        "colorscale": colours,
        "colorbar": bar,
    }
    return go.Scatter(x=[None], y=[None], mode="markers", marker=marker, hoverinfo="skip", showlegend=False)


def number_trace(shape: tuple[int, int], layer: int) -> go.Scatter:
    """Return the places (rows × columns) of the printed numbers, still empty."""
    rows, columns = shape
    return go.Scatter(
        x=np.tile(np.arange(1, columns + 1), rows),
        y=np.repeat(np.arange(1, rows + 1), columns),
        mode="text",
        text=[BLANK] * (rows * columns),
        textfont={"size": NUMBER_PIXELS},
        xaxis=f"x{layer + 1}",
        yaxis=f"y{layer + 1}",
        hoverinfo="skip",
        showlegend=False,
    )


def numbers_update(
    matrices: Sequence[Floats],
    scales: Sequence[float],
    cells: Sequence[Cell],
    *,
    theme: Theme,
    spread: Spread,
    least: float = NUMBER_PIXELS,
) -> dict[str, Any]:
    """Return the text of each layer's numbers, its size, and a colour that reads on each cell.

    `cells` are the width and height of each layer's cells.
    """
    fitting = [fitting_numbers([M], cell, least) for M, cell in zip(matrices, cells, strict=True)]
    return {
        "text": [texts[0] for texts, _ in fitting],
        "textfont.size": [size for _, size in fitting],
        "textfont.color": [
            text_colours(M, scale, theme, spread) for M, scale in zip(matrices, scales, strict=True)
        ],
    }


def fitting_numbers(
    matrices: Sequence[Floats], cell: Cell, least: float = NUMBER_PIXELS
) -> tuple[list[list[str]], float]:
    """Return the texts of the numbers of some matrices, and a size at which all fit cells.

    They have fewer digits where these alone fit, and none where they would be smaller than `least`.  Where
    the browser fits them, so that they may be that small, they keep their digits.
    """
    digits = _FEWER_DIGITS if least == NUMBER_PIXELS else _FEWER_DIGITS[:1]
    for count in digits if cell[1] >= least * _LINE else ():
        texts = [[cell_text(value, count) for value in M.ravel().tolist()] for M in matrices]
        width = max(widest(row, 1.0) for row in texts)
        size = min(NUMBER_PIXELS, cell[0] / width, cell[1] / _LINE)
        if size >= least:
            return texts, round(size, 1)
    return [[BLANK] * M.size for M in matrices], NUMBER_PIXELS


def fits_across(M: Floats, width: float) -> bool:
    """Say whether the longest printed number of a matrix fits into cells of so many pixels."""
    return widest(cell_texts(M), NUMBER_PIXELS) <= width


def text_colours(M: Floats, scale: float, theme: Theme, spread: Spread = "linear") -> list[str]:
    """Return black or white for each cell, row by row."""
    painted = signed_table(theme)[signed_bytes(M, scale, spread).ravel()]
    return [str(colour) for colour in readable_on(painted)]


def cell_texts(M: Floats) -> list[str]:
    """Return the numbers of a matrix, row by row."""
    return [cell_text(value) for value in M.ravel().tolist()]


def cell_text(value: float, digits: int = 2) -> str:
    """Return a number short enough for a cell."""
    return "0" if value == 0 else fmt(value, digits)
