"""Where a unit can still learn: the derivative of its activation over the plane."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.figures.palette import INK, SEQUENTIAL, Theme, colorscale
from pages.figures.points import Floats
from pages.figures.regions import Bounds, grid_axes, hover_decimals, plane_axes
from pages.figures.template import TICK, blank
from pages.figures.words import fmt, percent

ALMOST_NOTHING = 0.1
"""Below this fraction of the largest slope a unit hardly learns."""

_BESIDE = {"x": 1.01, "len": 1, "xpad": 2, "ypad": 0}
_MARGINS = {"l": 54, "r": 72, "b": 44}  # given: on a sheet the bar is as long as the plane


def slope_map_figure(
    slopes: Floats,
    X: Floats,
    sample: int,
    *,
    bounds: Bounds,
    highest: float,
    title: str,
    theme: Theme,
    axes: Sequence[str] = (),
) -> go.Figure:
    """Build the map of slopes (m, m), the top row first, with the points X (n, 2) on it.

    The colours run from 0 to `highest`, the steepest slope that the function has; `sample` is ringed.
    """
    ink, (x, y) = INK[theme], grid_axes(bounds, len(slopes))
    ticks = {"tickvals": [0, highest / 2, highest], "tickfont": {"size": TICK}}
    bar = {"thickness": 8, "outlinewidth": 0, "title": {"text": title, "side": "right"}, **ticks, **_BESIDE}
    x_digits, y_digits = hover_decimals(*bounds[:2]), hover_decimals(*bounds[2:])
    hover = f"slope %{{z:.4~g}} at (%{{x:.{x_digits}f}}, %{{y:.{y_digits}f}})<extra></extra>"
    colours = {"zmin": 0, "zmax": highest, "colorscale": colorscale(SEQUENTIAL[theme]), "colorbar": bar}
    rim = {"color": ink.page, "width": 2 if theme == "print" else 1}  # a black star on black
    star = {"color": ink.accents[1], "size": 16, "symbol": "star", "line": rim}
    return blank(theme, **_layout(bounds, axes)).add_traces(
        [
            go.Heatmap(x=x, y=y, z=slopes, hovertemplate=hover, **colours),
            _marks(X, {"color": ink.page, "size": 5, "line": {"color": ink.text, "width": 1}}),
            _marks(X[[sample]], star),
        ]
    )


def alt_slope_map(slopes: Floats, here: float, *, unit: int, highest: float) -> str:
    """Say on how much of the plane the unit hardly learns, and its slope at the sample."""
    flat = float((slopes < ALMOST_NOTHING * highest).mean())
    return (
        f"Where unit {unit} can still learn: the derivative of its activation over the plane, from 0 to "
        f"{fmt(highest)}. At the sample, the star, it is {fmt(here)}. On {percent(flat)} of the plane it "
        f"is below a tenth of the largest: almost no gradient passes there."
    )


def _marks(X: Floats, marker: dict[str, object]) -> go.Scatter:
    look = {"mode": "markers", "marker": marker, "hoverinfo": "skip", "showlegend": False}
    return go.Scatter(x=X[:, 0], y=X[:, 1], **look)


def _layout(bounds: Bounds, names: Sequence[str]) -> dict[str, object]:
    look = {"showgrid": False, "fixedrange": True, "constrain": "domain", "nticks": 6, "automargin": False}
    x, y = plane_axes(bounds, names, **look)
    return {
        "margin": _MARGINS,
        "xaxis": x | {"constraintoward": "right"},
        "yaxis": y,
    }
