"""Decision regions as bytes: the predicted class and its probability."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.figures.palette import INK, MAX_CLASSES, Table, Theme, class_fill, fade, lookup, rgb
from pages.figures.points import Floats
from pages.figures.raster import Bytes
from pages.figures.template import TICK

Bounds = tuple[float, float, float, float]  # x0, x1, y0, y1
AXES = ("x₁", "x₂")
CLASS_LABEL = "P(class {c})"
_RIM = 0.06  # of the span of the points
BORDER = 255  # the byte that no class uses: k · (255 // k) ≤ 255


def levels(n_classes: int) -> int:
    """Return how many steps of confidence a byte has for each class."""
    if not 2 <= n_classes <= MAX_CLASSES:
        raise ValueError(f"n_classes must be 2 to {MAX_CLASSES}, not {n_classes}")
    return 255 // n_classes


def decision_bytes(P: Floats) -> Bytes:
    """Quantise probabilities (..., k) to one byte (...) each: class and confidence.

    With L = 255 // k levels a class, the byte is ``class * L + level``; level 0 is a tie at
    1 / k and level L − 1 is certainty.

    Raises
    ------
    ValueError
        If there are fewer than two classes or more than there are colours.
    """
    k = P.shape[-1]
    steps = levels(k)
    winner, most = _winners(P)
    most -= 1 / k
    most /= 1 - 1 / k
    level = np.clip(np.nan_to_num(most, copy=False), 0, 1, out=most)
    level *= steps - 1
    pixels: Bytes = winner * np.uint8(steps) + np.rint(level, out=level).astype(np.uint8)
    return pixels


def _winners(P: Floats) -> tuple[Bytes, Floats]:
    """Return which class wins, the first of equals, and its probability.

    The classes are few and the points many, so this goes class by class: over so short an axis argmax and
    max take three times as long.
    """
    most = P[..., 0].copy()
    winner: Bytes = np.zeros(most.shape, dtype=np.uint8)
    for c in range(1, P.shape[-1]):
        winner[P[..., c] > most] = c
        np.maximum(most, P[..., c], out=most)
    return winner, most


def decision_palette(n_classes: int, theme: Theme, *, hard: bool) -> Table:
    """Return the (256, 3) table of `decision_bytes`: flat if `hard`, else fading to a tie."""
    steps = levels(n_classes)
    confidence = np.ones(steps) if hard else np.arange(steps) / (steps - 1)
    parts = [lookup(fade(c, theme), confidence) for c in range(n_classes)]
    table = np.pad(np.concatenate(parts), ((0, 256 - n_classes * steps), (0, 0)), mode="edge")
    table[BORDER] = rgb(INK[theme].text)
    return table


def bordered(pixels: Bytes, n_classes: int) -> Bytes:
    """Draw a line of `BORDER` where the winner of `decision_bytes` (rows, columns) changes.

    Greys that fade into each other need it: half sure of one class may be as dark as sure of another.
    """
    winner, drawn = pixels // levels(n_classes), pixels.copy()
    drawn[:, :-1][winner[:, :-1] != winner[:, 1:]] = BORDER
    drawn[:-1][winner[:-1] != winner[1:]] = BORDER
    return drawn


def bounds_around(X: Floats, plane: Sequence[float] = ()) -> Bounds:
    """Return the bounds of points X (n, 2) with a rim, on round numbers.

    `plane` is what is shown at least: the least x₁ and x₂ and the largest.  It has its own rim.

    >>> bounds_around(np.array([[0.0, 10.0], [4.0, 70.0]]))
    (-0.3, 4.3, 6.0, 74.0)
    >>> bounds_around(np.array([[0.0, 0.5], [0.5, 0.0]]), (-1.2, -1.2, 1.2, 1.2))
    (-1.2, 1.2, -1.2, 1.2)
    """
    ends = []
    for at, x in enumerate(X.T):
        low, high = float(x.min()), float(x.max())
        if plane and plane[at] <= low and high <= plane[at + 2]:
            ends += [plane[at], plane[at + 2]]
            continue
        low, high = min([low, *plane[at : at + 1]]), max([high, *plane[at + 2 : at + 3]])
        span = (high - low) or abs(high) or 1.0
        unit = 10.0 ** floor(log10(span)) / 10
        digits = max(0, -floor(log10(unit)))
        for end, rounded in ((low - _RIM * span, floor), (high + _RIM * span, ceil)):
            ends.append(round(rounded(round(end / unit, 6)) * unit, digits))
    return ends[0], ends[1], ends[2], ends[3]


def plane_axes(bounds: Bounds, names: Sequence[str], **look: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the axes of a plane that is drawn as a square unless both axes have one unit."""
    x0, x1, y0, y1 = bounds
    x_name, y_name = names or AXES
    ratio = (x1 - x0) / (y1 - y0)
    square = {"scaleanchor": "x"} | ({"scaleratio": ratio} if ratio != 1 else {})
    return (
        {**look, "range": [x0, x1], "title": {"text": x_name}},
        {**look, "range": [y0, y1], "title": {"text": y_name}, **square},
    )


def hover_decimals(low: float, high: float) -> int:
    """Return how many decimals tell places along an axis apart.

    >>> hover_decimals(-1.3, 1.3), hover_decimals(0, 0.02), hover_decimals(0, 5000)
    (2, 4, 0)
    """
    return max(0, 2 - floor(log10((high - low) / 2)))


def grid_axes(bounds: Bounds, n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the cell centres x (n,) from left to right and y (n,) from the top down."""
    x0, x1, y0, y1 = bounds
    middle = (np.arange(n) + 0.5) / n
    return x0 + (x1 - x0) * middle, y1 - (y1 - y0) * middle


def grid_points(bounds: Bounds, n: int) -> NDArray[np.float64]:
    """Return the cell centres (n·n, 2) in raster order: row by row, the top row first."""
    x, y = grid_axes(bounds, n)
    return np.column_stack([np.tile(x, n), np.repeat(y, n)])


def probability_scale(theme: Theme, label: str = CLASS_LABEL) -> go.Scatter:
    """Return the scale of two classes, from sure of class 0 to sure of class 1."""
    colours = [[0, class_fill(0, theme)], [0.5, INK[theme].neutral], [1, class_fill(1, theme)]]
    return colour_bar(label.format(c=1), colours, [0, 0.5, 1])


def colour_bar(
    title: str, colours: list[list[Any]], ticks: list[float], texts: list[str] | None = None
) -> go.Scatter:
    """Return a scale of colours from 0 to 1 at the right, as a trace without points."""
    place = {"x": 1.01, "len": 1, "lenmode": "fraction", "xpad": 2, "ypad": 0}
    labels = {"tickvals": ticks, "ticktext": texts, "tickfont": {"size": TICK}}
    bar = {**place, **labels, "title": {"text": title, "side": "right"}, "thickness": 8, "outlinewidth": 0}
    scale = {"cmin": 0, "cmax": 1, "colorscale": colours, "colorbar": bar}
    marker = {"color": [0.5], "showscale": True, **scale}
    return go.Scatter(x=[None], y=[None], mode="markers", marker=marker, hoverinfo="skip")
