"""The activation function of a hidden unit, its derivative, and the tangent at one Z."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from pages.figures.palette import INK, Theme, layer_colour
from pages.figures.points import Floats
from pages.figures.template import blank
from pages.figures.words import fmt

REACH = 1.5
"""Half the length of the tangent, in units of Z."""

_LAYOUT = {
    "xaxis": {"title": {"text": "Z"}, "fixedrange": True},
    "yaxis": {"fixedrange": True},
    "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    "margin": {"t": 40},
}


@dataclass(frozen=True)
class Touch:
    """Hold where the tangent touches: Z, A = f(Z) and f'(Z)."""

    z: float
    a: float
    slope: float


def slope_figure(
    z: Floats, A: Floats, slopes: Floats, touch: Touch, *, name: str, theme: Theme
) -> go.Figure:
    """Build f and f' over z (m,), each (m,), with the tangent where it touches."""
    ink = INK[theme]
    above = ink.accents[1]
    ends = [touch.z - REACH, touch.z + REACH]
    tangent = [touch.a + (end - touch.z) * touch.slope for end in ends]
    derivative = {"color": ink.muted, "width": 2, "dash": "6px,3px"}
    # In print no hue tells the two apart: the tangent is a band through which the curve shows.
    band = {"color": "rgba(17,17,17,0.45)", "width": 9}
    line = band if theme == "print" else {"color": above, "width": 3}
    point = go.Scatter(
        x=[touch.z, touch.z],
        y=[touch.a, touch.slope],
        mode="markers",
        marker={"color": above, "size": 10},
        hovertemplate="Z = %{x:.4~g}: %{y:.4~g}<extra></extra>",
        showlegend=False,
    )
    return blank(theme, **_LAYOUT).add_traces(
        [
            _line(z, A, f"A = {name}(Z)", {"color": layer_colour(0, theme), "width": 2.5}),
            _line(z, slopes, "its derivative", derivative),
            _line(ends, tangent, f"tangent, slope {fmt(touch.slope)}", line),
            point,
        ]
    )


def alt_slope(touch: Touch, *, name: str, unit: int, highest: float) -> str:
    """Say where the unit is on its curve; `highest` is the largest slope of the function."""
    return (
        f"Unit {unit} has Z₁ = {fmt(touch.z)} for this sample and activation {name}(Z₁) = {fmt(touch.a)}. "
        f"The tangent there has slope {fmt(touch.slope)}; the steepest possible is {fmt(highest)}."
    )


def _line(x: Any, y: Any, name: str, line: dict[str, Any]) -> go.Scatter:
    hover = "Z = %{x:.3~g}: %{y:.4~g}<extra></extra>"
    return go.Scatter(x=x, y=y, mode="lines", name=name, line=line, hovertemplate=hover)
