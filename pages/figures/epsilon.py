"""The error of one numerical derivative against ε, and the loss with and without a bug.

Both axes are logarithmic: truncation is then a straight line rising to the right, with slope 2 for
central and 1 for forward differences, and round-off one that falls with slope −1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core import PRECISIONS, SCHEMES
from pages.figures.log_axis import huge_axis
from pages.figures.palette import INK, Theme, layer_colour
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.template import TICK, blank, note
from pages.figures.words import fmt, order

FLOOR = 1e-14
"""Where an error of exactly 0 is drawn: a logarithm has no place for it."""

_X, _Y = (-13.4, -0.6), (-14.3, 0.4)
_DASH = {"central": "solid", "forward": "6px,3px"}
_STILL = {"fixedrange": True}  # nothing to zoom into, and a finger may scroll past
_TICKS = [10.0**e for e in range(-16, 1, 2)]


@dataclass(frozen=True)
class Curve:
    """Name one line: its scheme and its precision."""

    scheme: str
    precision: str

    @property
    def name(self) -> str:
        """What it is called."""
        return f"{self.scheme}, {self.precision}"


CURVES = tuple(Curve(scheme, precision) for precision in PRECISIONS for scheme in SCHEMES)
"""The lines, in the order of their traces."""

CHOSEN, BEST = len(CURVES), len(CURVES) + 1
"""The traces that mark two ε."""


def epsilon_figure(epsilons: Floats, *, chosen: Curve, theme: Theme) -> go.Figure:
    """Build a line for each of `CURVES`, the chosen one strong, and the marks of two ε, all still empty."""
    colour = layer_colour(2, theme)
    figure = blank(theme, **_layout(theme))
    figure.add_traces([_line(epsilons, curve, curve == chosen, theme) for curve in CURVES])
    figure.add_trace(_mark("circle-open", [0, 15, 0], colour, width=3))
    figure.add_trace(_mark("star", [11], INK[theme].text, width=1))
    return figure


def curves_patch(epsilons: Floats, errors: Sequence[Floats], chosen: Curve, *, theme: Theme) -> Patch:
    """Fill the lines with the error (e,) of each of `CURVES`, and mark the best ε of the chosen one.

    What the mark says stands in the key above, where no line can cross it.  A derivative that is wrong at
    every ε has no best one.
    """
    own = errors[CURVES.index(chosen)]
    best = int(np.argmin(own))
    found = f"★ best: {fmt(float(own[best]), 2)} at ε = {order(epsilons[best])}"
    marked = [best]
    if not depends_on_epsilon(own):
        found, marked = "the error hardly depends on ε", []
    names = [f"ε = {order(at)}: " for at in epsilons.tolist()]
    hover_texts = [
        [name + fmt(e, 2) for name, e in zip(names, each.tolist(), strict=True)] for each in errors
    ]
    return patch(
        traces=[*range(len(CURVES)), BEST],
        update={
            "x": [*[epsilons] * len(CURVES), epsilons[marked]],
            "y": [*(_drawn(each) for each in errors), _drawn(own)[marked]],
            "customdata": [*errors, own[marked]],
            "hovertext": [*hover_texts, [found] * len(marked)],
        },
        layout={"annotations": [_key(theme, found)]},
    )


def depends_on_epsilon(errors: Floats) -> bool:
    """Return whether errors (e,) differ so much, tenfold, that one ε is better than others."""
    return bool(10 * errors.min() < errors.max())


def chosen_patch(epsilons: Floats, errors: Sequence[Floats], chosen: Curve, at: int) -> Patch:
    """Move the mark, and the line through it, to one ε of the grid."""
    epsilon, error = float(epsilons[at]), float(_drawn(errors[CURVES.index(chosen)])[at])
    return patch(traces=[CHOSEN], update={"x": [[epsilon] * 3], "y": [[10 ** _Y[0], error, 10 ** _Y[1]]]})


def race_figure(*, theme: Theme) -> go.Figure:
    """Build the loss over further steps of SGD, with the correct gradient and with a wrong one."""
    axis = {"rangemode": "tozero", **_STILL}
    figure = blank(
        theme,
        xaxis={"title": {"text": "further training steps"}, "nticks": 5, **axis},
        yaxis={"title": {"text": "loss"}, **axis},
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"},
        hovermode="x unified",
        margin={"t": 26},
    )
    ink = INK[theme]
    looks = {"without the bug": (ink.train, "solid"), "with the bug": (ink.test, "6px,3px")}
    for name, (colour, dash) in looks.items():
        line = {"color": colour, "dash": dash, "width": 2}
        hover = f"{name} %{{y:.4~g}}<extra></extra>"
        figure.add_trace(go.Scatter(x=[], y=[], mode="lines", name=name, line=line, hovertemplate=hover))
    return figure


def race_patch(right: Floats, wrong: Floats) -> Patch:
    """Fill both losses (s,), each from the present step on."""
    losses = [right, wrong]
    update = {"x": [np.arange(len(each)) for each in losses], "y": losses}
    return patch(traces=[0, 1], update=update, layout=huge_axis(losses))


def _drawn(errors: Floats) -> Floats:
    """Return errors as a logarithmic axis can show them."""
    return np.maximum(errors, FLOOR)


def _line(epsilons: Floats, curve: Curve, is_chosen: bool, theme: Theme) -> go.Scatter:
    """Return one empty curve: the dash tells the scheme, the colour the precision."""
    mode, opacity, width = ("lines+markers", 1, 3) if is_chosen else ("lines", 0.45, 1.5)
    line = {"color": _colour(curve, theme), "dash": _DASH[curve.scheme], "width": width}
    hover = f"{curve.name}<br>%{{hovertext}}<extra></extra>"
    look = {"mode": mode, "opacity": opacity, "line": line, "marker": {"size": 4}}
    return go.Scatter(x=epsilons, y=[], name=curve.name, hovertemplate=hover, **look)


def _mark(symbol: str, sizes: list[int], colour: str, *, width: int) -> go.Scatter:
    """Return an empty mark; three points make a line through it."""
    rim = {"width": width, "color": colour}
    marker = {"symbol": symbol, "size": sizes, "color": colour, "line": rim}
    line = {"color": colour, "width": 1, "dash": "2px,2px"}
    look = {"mode": "lines+markers", "line": line, "marker": marker, "cliponaxis": False}
    return go.Scatter(x=[], y=[], hoverinfo="skip", **look)


def _layout(theme: Theme) -> dict[str, Any]:
    """Return two logarithmic axes, the lower one with the names of the flanks, and the key to the lines."""
    ticks = {"type": "log", **_STILL, "tickvals": _TICKS, "ticktext": [order(t) for t in _TICKS]}
    flanks = "◂ round-off grows · ε · truncation grows ▸"
    return {
        "xaxis": {"title": {"text": flanks}, "range": list(_X), **ticks},
        "yaxis": {"title": {"text": "relative error"}, "range": list(_Y), **ticks},
        "annotations": [_key(theme)],
        "margin": {"t": 54},
        "showlegend": False,
    }


def _key(theme: Theme, found: str = "") -> dict[str, Any]:
    """Return lines that name the curves and the best ε; a legend would be drawn with every move again."""
    glyphs = {"central": "\u200a━", "forward": "╍"}  # the glyph would begin left of its line
    words = {
        curve: f'<span style="color:{_colour(curve, theme)}">{glyphs[curve.scheme]} {curve.name}</span>'
        for curve in CURVES
    }
    rows = ["  ".join(words[Curve(scheme, each)] for scheme in SCHEMES) for each in PRECISIONS]
    text = "<br>".join([*rows, found])
    above = 4  # pixels: the ring around an error of 1 reaches above the plot
    return note(text, 0, 1, "left", "bottom", align="left", yshift=above, font={"size": TICK})


def _colour(curve: Curve, theme: Theme) -> str:
    return layer_colour(0 if curve.precision == "float64" else 1, theme)
