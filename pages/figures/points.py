"""Labelled points: a colour and a symbol per class, filled for training, hollow for test."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.figures.palette import CLASS_SYMBOLS, INK, Theme, class_colour
from pages.figures.template import TICK

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

GLYPHS = ("●", "◆", "▲", "■", "★", "⬢")  # the symbols of the classes, in text
_HOVER = "predicted %{customdata[0]} with %{customdata[1]:.2f}<extra></extra>"


def filled_trace(X: Floats, y: Ints, label: int, theme: Theme) -> go.Scatter:
    """Return the filled markers of one class's training points."""
    rim = INK[theme].text if theme == "print" else "#ffffff"
    marker = {"color": class_colour(label, theme), "line": {"color": rim, "width": 1}}
    return _trace(X, y, label, "train", marker)


def hollow_trace(X: Floats, y: Ints, label: int, theme: Theme) -> go.Scatter:
    """Return the hollow markers of one class's test points."""
    marker = {"color": INK[theme].page, "line": {"color": class_colour(label, theme), "width": 2}}
    return _trace(X, y, label, "test", marker)


def wrong_trace(X: Floats, step: int, theme: Theme) -> go.Scatter:
    """Return thin rings around wrong points X (m, 2): their class stays visible inside."""
    marker = {"symbol": "circle-open", "size": 14, "color": INK[theme].text, "line": {"width": 1.25}}
    return go.Scatter(
        x=X[:, 0],
        y=X[:, 1],
        mode="markers",
        marker=marker,
        opacity=wrong_opacity(step),
        name="wrong",
        hoverinfo="skip",
    )


def wrong_opacity(step: int) -> float:
    """Return the opacity of the rings at a step: before training, being wrong says little."""
    return 0.35 if step == 0 else 1.0


def positions(X: Floats, y: Ints, label: int) -> dict[str, Floats]:
    """Return where one class's points are, as a trace says it."""
    own = X[y == label]
    return {"x": own[:, 0], "y": own[:, 1]}


def class_key(n_classes: int, theme: Theme) -> dict[str, Any]:
    """Return one line below a plot that names the marks; a legend would wrap and move the plot."""
    parts = [
        f'<span style="color:{class_colour(c, theme)}">{GLYPHS[c]}</span> {c}' for c in range(n_classes)
    ]
    return {
        "text": f"class {'  '.join(parts)}   ○ test   ◎ wrong",
        "font": {"size": TICK, "color": INK[theme].text},
        "x": 0.5,
        "y": 0,
        "yshift": -44,
        "xref": "paper",
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
    }


def _trace(X: Floats, y: Ints, label: int, part: str, marker: dict[str, Any]) -> go.Scatter:
    """Return the markers of one class in one part of the data."""
    return go.Scatter(
        **positions(X, y, label),
        mode="markers",
        marker={"symbol": CLASS_SYMBOLS[label], "size": 8, **marker},
        name=str(label),
        hovertemplate=f"class {label}, {part} · {_HOVER}",
    )
