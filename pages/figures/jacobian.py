"""The Jacobian of the softmax, k × k: by the formula, and by central differences."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.cells import text_colours
from pages.figures.palette import DIVERGING, INK, Theme, colorscale
from pages.figures.points import Floats
from pages.figures.template import TICK, blank
from pages.figures.words import fmt, sub

_MANY = 3  # classes; four digits would not fit into their cells on a phone
TITLES = ("diag(a) − a aᵀ", "central differences")


def jacobian_figure(formula: Floats, measured: Floats, *, theme: Theme) -> go.Figure:
    """Build two matrices (k, k) on one scale, every number in its cell."""
    scale = float(np.abs([formula, measured]).max()) or 1.0
    pairs = list(enumerate((formula, measured), start=1))
    figure = blank(theme, **_layout(len(formula), theme))
    figure.add_traces([_cells(M, place, scale, theme) for place, M in pairs])
    figure.add_traces([_numbers(M, place, scale, theme) for place, M in pairs])
    return figure


def alt_jacobian(formula: Floats, measured: Floats) -> str:
    """Say how far the two matrices are apart, and what their largest number is."""
    row, column = np.unravel_index(np.abs(formula).argmax(), formula.shape)
    apart = float(np.abs(formula - measured).max())
    k = len(formula)
    return (
        f"The Jacobian of the softmax, {k} × {k}: by the formula and by central differences. The largest "
        f"number in size is {fmt(formula[row, column])}, of A₂ of class {row} with respect to Z₂ of class "
        f"{column}. The two differ by at most {fmt(apart, 2)}."
    )


def _cells(M: Floats, place: int, scale: float, theme: Theme) -> go.Heatmap:
    """Return the cells of one matrix; class 0 is the first row and the first column."""
    return go.Heatmap(
        z=M,
        zmin=-scale,
        zmax=scale,
        colorscale=colorscale(DIVERGING[theme]),
        showscale=False,
        xgap=2,
        ygap=2,
        xaxis=f"x{place}",
        yaxis=f"y{place}",
        zhoverformat=".8~g",
        hovertemplate="∂A₂[class %{y}] / ∂Z₂[class %{x}] = %{z}<extra></extra>",
    )


def _numbers(M: Floats, place: int, scale: float, theme: Theme) -> go.Scatter:
    rows, columns = (axis.ravel() for axis in np.indices(M.shape))
    return go.Scatter(
        x=columns,
        y=rows,
        mode="text",
        text=[fmt(value, 4 if len(M) < _MANY else 3) for value in M.ravel().tolist()],
        textfont={"size": TICK, "color": text_colours(M, scale, theme)},
        xaxis=f"x{place}",
        yaxis=f"y{place}",
        hoverinfo="skip",
        showlegend=False,
    )


def _layout(k: int, theme: Theme) -> dict[str, Any]:
    classes = list(range(k))
    axis = {"showgrid": False, "fixedrange": True, "tickvals": classes, "range": [-0.5, k - 0.5]}
    layout: dict[str, Any] = {"margin": {"t": 28}}
    for place, domain in enumerate(([0, 0.47], [0.53, 1]), start=1):
        layout[f"xaxis{place}"] = {
            **axis,
            "domain": domain,
            "anchor": f"y{place}",
            "title": {"text": "Z₂ of class j"},
            "ticktext": [sub("z", c) for c in classes],
        }
        layout[f"yaxis{place}"] = {
            **axis,
            "anchor": f"x{place}",
            "range": [k - 0.5, -0.5],
            "ticktext": [sub("a", c) for c in classes],
        }
    layout["annotations"] = [
        {
            "text": title,
            "x": 0.5,
            "y": 1,
            "xref": f"x{axis_number} domain",
            "yref": f"y{axis_number} domain",
            "xanchor": "center",
            "yanchor": "bottom",
            "showarrow": False,
            "font": {"color": INK[theme].text},
        }
        for axis_number, title in zip(("", 2), TITLES, strict=True)
    ]
    return layout
