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
    first: int,
    gap: int,
    size: float,
    theme: Theme,
    shown: tuple[range, range] | None = None,
    **hover: Any,
) -> tuple[go.Heatmap, go.Scatter]:
    """Return the cells of a matrix (r, c) and a text in each that is shown, row by row.

    Parameters
    ----------
    number
        Of the axes; their rows and columns count from `first`.
    scale
        The number that has the strongest colour.
    gap, size
        Pixels between cells, and of the texts.
    shown
        The rows and columns, from 0, that have a text; all without it.
    hover
        What the cells say under the pointer.
    """
    inside = np.ix_(*(shown or (range(M.shape[0]), range(M.shape[1]))))
    places = np.indices(M.shape) + first
    rows, columns = places[0], places[1]
    axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    colours = {"zmin": -scale, "zmax": scale, "colorscale": colorscale(DIVERGING[theme])}
    place = {"x": columns[0], "y": rows[:, 0], "xgap": gap, "ygap": gap}
    font = {"size": size, "color": text_colours(M[inside], scale, theme)}
    quiet = {"hoverinfo": "skip", "showlegend": False}
    x, y = columns[inside].ravel(), rows[inside].ravel()
    return (
        go.Heatmap(z=M, showscale=False, **colours, **place, **axes, **hover),
        go.Scatter(x=x, y=y, mode="text", text=texts, textfont=font, **axes, **quiet),
    )
