"""One matrix as a picture: its cells on a scale around zero, and the numbers in them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.cells import text_colours
from pages.figures.palette import DIVERGING, Theme, colorscale
from pages.figures.points import Floats


def matrix_traces(
    M: Floats,
    texts: Sequence[str],
    number: int,
    *,
    scale: float,
    first: tuple[int, int],
    gap: int,
    size: float,
    theme: Theme,
    **hover: Any,
) -> tuple[go.Heatmap, go.Scatter]:
    """Return the cells of a matrix (r, c) and a text in each, row by row.

    Parameters
    ----------
    number
        Of the axes.
    scale
        The number that has the strongest colour.
    first
        The number of the first row, and of the first column.
    gap, size
        Pixels between cells, and of the texts.
    hover
        What the cells say under the pointer.
    """
    places = np.indices(M.shape)
    rows, columns = places[0] + first[0], places[1] + first[1]
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    colours = {"zmin": -scale, "zmax": scale, "colorscale": colorscale(DIVERGING[theme])}
    place = {"x": columns[0], "y": rows[:, 0], "xgap": gap, "ygap": gap}
    font = {"size": size, "color": text_colours(M, scale, theme)}
    quiet = {"hoverinfo": "skip", "showlegend": False}
    x, y = columns.ravel(), rows.ravel()
    return (
        go.Heatmap(z=M, showscale=False, **colours, **place, **axes, **hover),
        go.Scatter(x=x, y=y, mode="text", text=texts, textfont=font, **axes, **quiet),
    )
