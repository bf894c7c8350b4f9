"""Labelled points: a colour and a symbol per class, filled for training, hollow for test."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.figures.palette import CLASS_SYMBOLS, INK, Theme, class_colour
from pages.figures.template import TICK
from pages.figures.text_size import text_width

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

GLYPHS = ("●", "◆", "▲", "■", "★", "⬢")  # the symbols of the classes, in text
_LIGHT = 110  # of 255: a darker grey is seen on a dark map by its white rim
_KEY_WIDTH = 340  # pixels, on a phone
_BESIDE = 9  # pixels from the middle of a point, beyond the ring around a wrong one
_HOVER = "predicted %{customdata[0]} with %{customdata[1]:.2f}<extra></extra>"


def filled_trace(X: Floats, y: Ints, label: int, theme: Theme, names: Sequence[str] = ()) -> go.Scatter:
    """Return the filled markers of one class's training points."""
    fill = class_colour(label, theme)
    is_light_grey = theme == "print" and int(fill[1:3], 16) > _LIGHT
    marker = {"color": fill, "line": {"color": INK[theme].text if is_light_grey else "#ffffff", "width": 1}}
    return _trace(X, y, label, "train", marker, names)


def hollow_trace(X: Floats, y: Ints, label: int, theme: Theme, names: Sequence[str] = ()) -> go.Scatter:
    """Return the hollow markers of one class's test points."""
    marker = {"color": INK[theme].page, "line": {"color": class_colour(label, theme), "width": 2}}
    return _trace(X, y, label, "test", marker, names)


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


def number_notes(X: Floats, theme: Theme) -> list[dict[str, Any]]:
    """Return the numbers of the points X (n, 2) from 1, each beside its point, towards the middle.

    Points at one place have theirs together.
    """
    ink, middle = INK[theme], (X[:, 0].min() + X[:, 0].max()) / 2
    places, own = np.unique(X, axis=0, return_inverse=True)
    return [
        {
            "text": ", ".join(str(at + 1) for at in np.flatnonzero(own.ravel() == number)),
            "font": {"size": TICK, "color": ink.text},
            "bgcolor": ink.page,
            "opacity": 0.8,
            "x": x,
            "y": y,
            "xanchor": "right" if x > middle else "left",
            "xshift": -_BESIDE if x > middle else _BESIDE,
            "showarrow": False,
        }
        for number, (x, y) in enumerate(places.tolist())
    ]


def positions(X: Floats, y: Ints, label: int) -> dict[str, Floats]:
    """Return where one class's points are, as a trace says it."""
    own = X[y == label]
    return {"x": own[:, 0], "y": own[:, 1]}


def class_key(n_classes: int, theme: Theme, names: Sequence[str] = (), *, line: str = "") -> dict[str, Any]:
    """Return one line below a plot that names the marks; a legend would wrap and move the plot.

    The classes have their names where they fit, their numbers otherwise.  `line` says what a line on the
    plot is; it begins a second line of the key where the first has no room.
    """
    numbered = f"class {_marks(map(str, range(n_classes)), theme)}"
    named = _marks(names, theme)
    text = named if names and text_width(named, TICK) <= _KEY_WIDTH else numbered
    if line:
        whole = f"{text}   ─ {line}"
        text = whole if text_width(whole, TICK) <= _KEY_WIDTH else f"{text}<br>─ {line}"
    return {
        "text": text,
        "font": {"size": TICK, "color": INK[theme].text},
        "x": 0.5,
        "y": 0,
        "yshift": -44,
        "xref": "paper",
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
    }


def _marks(names: Iterable[str], theme: Theme) -> str:
    parts = [
        f'<span style="color:{class_colour(c, theme)}">{GLYPHS[c]}</span> {name}'
        for c, name in enumerate(names)
    ]
    return f"{'  '.join(parts)}   ○ test   ◎ wrong"


def _trace(
    X: Floats, y: Ints, label: int, part: str, marker: dict[str, Any], names: Sequence[str]
) -> go.Scatter:
    """Return the markers of one class in one part of the data."""
    called = f" ({names[label]})" if names and names[label] != str(label) else ""
    return go.Scatter(
        **positions(X, y, label),
        mode="markers",
        marker={"symbol": CLASS_SYMBOLS[label], "size": 8, **marker},
        name=str(label),
        hovertemplate=f"class {label}{called}, {part} · {_HOVER}",
    )
