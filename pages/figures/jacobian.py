"""The Jacobian of the softmax, k × k: by the formula, and by central differences."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.matrix import matrix_traces
from pages.figures.palette import INK, Theme
from pages.figures.points import Floats
from pages.figures.template import TICK, blank, note
from pages.figures.words import fmt, sub

_MANY = 3  # classes; four digits would not fit into their cells on a phone
_HOVER = "∂A₂[class %{y}] / ∂Z₂[class %{x}] = %{z}<extra></extra>"
TITLES = ("diag(a) − a aᵀ", "central differences")


def jacobian_figure(formula: Floats, measured: Floats, *, theme: Theme) -> go.Figure:
    """Build two matrices (k, k) on one scale, every number in its cell."""
    scale = float(np.abs([formula, measured]).max()) or 1.0
    figure = blank(theme, **_layout(len(formula), theme))
    parts = [_traces(M, number, scale, theme) for number, M in enumerate((formula, measured), start=1)]
    return figure.add_traces([trace for pair in zip(*parts, strict=True) for trace in pair])


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


def _traces(M: Floats, number: int, scale: float, theme: Theme) -> tuple[go.Heatmap, go.Scatter]:
    """Return the cells and the numbers of one matrix; class 0 is the first row and the first column."""
    texts = [fmt(value, 4 if len(M) < _MANY else 3) for value in M.ravel().tolist()]
    hover: dict[str, Any] = {"zhoverformat": ".8~g", "hovertemplate": _HOVER}
    return matrix_traces(M, texts, number, scale=scale, first=0, gap=2, size=TICK, theme=theme, **hover)


def _layout(k: int, theme: Theme) -> dict[str, Any]:
    """Return the axes and the titles of both matrices."""
    classes = list(range(k))
    axis = {"showgrid": False, "fixedrange": True, "tickvals": classes}
    names = {letter: [sub(letter, c) for c in classes] for letter in "za"}
    across = {"range": [-0.5, k - 0.5], "title": {"text": "Z₂ of class j"}, "ticktext": names["z"]}
    down = {"range": [k - 0.5, -0.5], "ticktext": names["a"]}
    layout: dict[str, Any] = {"margin": {"t": 28}, "annotations": []}
    for number, domain, title in zip(("", "2"), ([0, 0.47], [0.53, 1]), TITLES, strict=True):
        x, y = f"x{number}", f"y{number}"
        layout[f"xaxis{number}"] = {**axis, **across, "domain": domain, "anchor": y}
        layout[f"yaxis{number}"] = {**axis, **down, "anchor": x}
        own = {"xref": f"{x} domain", "yref": f"{y} domain", "font": {"color": INK[theme].text}}
        layout["annotations"].append(note(title, 0.5, 1, "center", "bottom", **own))
    return layout
