"""The look that all figures share: type, margins, axes, mode bar."""

from functools import cache
from typing import Any

import plotly.graph_objects as go

from pages.figures.palette import INK, Theme

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
LABEL, TICK = 13, 12  # pixels: legible from the back of a room


@cache
def template(theme: Theme) -> go.layout.Template:
    """Return the template of a theme: transparent, tight, quiet."""
    ink = INK[theme]
    font = {"family": FONT, "size": LABEL, "color": ink.text}
    layout = {
        "font": font,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": _axis(theme),
        "yaxis": _axis(theme),
        "hovermode": "closest",
        "hoverlabel": {"font": font, "bgcolor": ink.page, "bordercolor": ink.muted, "align": "left"},
        "legend": {"font": {"size": TICK}, "bgcolor": "rgba(0,0,0,0)", "itemsizing": "constant"},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": ink.muted, "activecolor": ink.text},
        "dragmode": "zoom",
    }
    return go.layout.Template(layout=layout)


def blank(theme: Theme, **layout: Any) -> go.Figure:
    """Return an empty figure in a theme; `uirevision` keeps a user's zoom across updates."""
    return go.Figure(layout={"template": template(theme), "uirevision": "keep", **layout})


def config() -> dict[str, Any]:
    """Return Plotly's configuration: reset and download are the only buttons."""
    return {
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["resetScale2d", "toImage"]],
        "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "backpass"},
        "responsive": True,
    }


def hidden_axis(low: float, high: float) -> dict[str, Any]:
    """Return an axis that only places things: no line, no ticks, no zoom."""
    return {"range": [low, high], "visible": False, "fixedrange": True}


def note(text: str, x: float, y: float, xanchor: str, yanchor: str, **more: Any) -> dict[str, Any]:
    """Return a label at a place on the paper, from (0, 0) at the lower left to (1, 1)."""
    place = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": xanchor, "yanchor": yanchor}
    return {**place, "text": text, "showarrow": False, **more}


def _axis(theme: Theme) -> dict[str, Any]:
    """Return the axis defaults of a theme."""
    ink = INK[theme]
    return {
        "gridcolor": ink.grid,
        "linecolor": ink.muted,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"size": TICK, "color": ink.text},
        "title": {"font": {"size": LABEL}, "standoff": 4},
        "automargin": True,
    }
