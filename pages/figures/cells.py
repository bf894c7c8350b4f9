"""The cells of a heatmap panel, and the numbers printed in them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.names import bias_name, weight_name
from pages.figures.palette import DIVERGING, Theme, colorscale, readable_on, signed_table
from pages.figures.panels import PREFIX, cell_height, cell_pixels
from pages.figures.points import Floats
from pages.figures.raster import signed_bytes
from pages.figures.words import fmt, sub

MOST_NUMBERS = 60  # cells; beyond that nobody reads them
NUMBER_PIXELS = 11
_LEAST_CELL = 36  # pixels across that a number of two digits needs
_LEAST_HEIGHT = 14
_LETTER = 6.2  # pixels of a letter of a number, those of its exponent included
_TINY = 1e-300
# Plotly removes the element of an empty text, and needs a second redraw to make it anew.
_BLANK = " "


def heat_trace(
    shape: tuple[int, int],
    layer: int,
    scale: float,
    *,
    top: int,
    kind: str,
    theme: Theme,
    layers: int,
    bar: dict[str, Any] | None = None,
) -> go.Heatmap:
    """Return the cells (rows, columns) of one of `layers`, whose first row stands at `top`.

    Rows count from 1; cells below row 1 are the bias. `bar` is the colour bar, if these cells show one.
    """
    limit = max(scale, _TINY)
    return go.Heatmap(
        z=np.zeros(shape),
        x=np.arange(1, shape[1] + 1),
        y=np.arange(top, top + shape[0]),
        zmin=-limit,
        zmax=limit,
        colorscale=colorscale(DIVERGING[theme]),
        showscale=bar is not None,
        colorbar=bar or {},
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


def number_trace(shape: tuple[int, int], layer: int) -> go.Scatter:
    """Return the places (rows × columns) of the printed numbers, still empty."""
    rows, columns = shape
    return go.Scatter(
        x=np.tile(np.arange(1, columns + 1), rows),
        y=np.repeat(np.arange(1, rows + 1), columns),
        mode="text",
        text=[_BLANK] * (rows * columns),
        textfont={"size": NUMBER_PIXELS},
        xaxis=f"x{layer + 1}",
        yaxis=f"y{layer + 1}",
        hoverinfo="skip",
        showlegend=False,
    )


def numbers_update(
    matrices: Sequence[Floats],
    scales: Sequence[float],
    widths: Sequence[int],
    *,
    theme: Theme,
    pixels: int,
) -> dict[str, Any]:
    """Return the text of each layer's numbers and a colour that reads on each cell."""
    across = cell_pixels(widths, pixels)
    fits = [_fits(M, width) for M, width in zip(matrices, across, strict=True)]
    pairs = list(zip(matrices, fits, scales, strict=True))
    return {
        "text": [
            [cell_text(v) for v in M.ravel().tolist()] if fit else [_BLANK] * M.size for M, fit, _ in pairs
        ],
        "textfont.color": [text_colours(M, scale, theme) for M, _, scale in pairs],
    }


def _fits(M: Floats, width: float) -> bool:
    is_roomy = M.size <= MOST_NUMBERS and width >= _LEAST_CELL and cell_height(len(M)) >= _LEAST_HEIGHT
    return is_roomy and fits_across(M, width)


def fits_across(M: Floats, width: float) -> bool:
    """Say whether the longest printed number of a matrix fits into cells of so many pixels."""
    return max(len(cell_text(value)) for value in M.ravel().tolist()) * _LETTER <= width


def text_colours(M: Floats, scale: float, theme: Theme) -> list[str]:
    """Return black or white for each cell, row by row."""
    painted = signed_table(theme)[signed_bytes(M, scale).ravel()]
    return [str(colour) for colour in readable_on(painted)]


def cell_text(value: float) -> str:
    """Return a number short enough for a cell."""
    return "0" if value == 0 else fmt(value, 2)
