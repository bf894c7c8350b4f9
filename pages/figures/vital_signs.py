"""Lines over the training steps: one vital sign of the run, or of each layer.

Trace i of a figure is the line of column i, and the trace after the lines has the dots on the current step.
On a log axis an exact 0 stands on a strip below it: there are the same lines and dots once more, for zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from pages.figures.lines import (
    DASHES,
    PAIRS_TITLE,
    SPACED_TITLE,
    dots,
    here_patch,
    line,
    series_patch,
    steps_axis,
)
from pages.figures.log_axis import ZERO_AXIS, axis_break, with_zero_strip
from pages.figures.palette import INK, Theme, layer_colour
from pages.figures.patch import Patch
from pages.figures.points import Floats
from pages.figures.template import blank

GLYPHS = ("━", "╍", "┅", "┉", "╌")  # the dashes as they stand beside their layer's number
_THICK, _THIN = 3, 1
_RIM = 0.008  # of the axis of the steps: more than half of a thick line


@dataclass(frozen=True)
class SignLine:
    """Hold how one line looks, and the form in which its values are given on hover."""

    name: str
    colour: str
    dash: str
    width: float = 2
    form: str = ".3~g"
    shape: str = "linear"


@dataclass(frozen=True)
class SignKind:
    """Hold what is the same for all runs.

    Attributes
    ----------
    title, axis : str
        Of the figure, and of its vertical axis.
    is_log : bool
        Whether that axis is a log axis.
    """

    title: str
    axis: str
    is_log: bool = True


_SHARPNESS = "λ<sub>max</sub>"  # λ alone is the penalty's

SIGN_KINDS = {
    "norms": SignKind("Gradient norm by layer", "gradient norm"),
    "ratio": SignKind("Update ratio by layer", "‖ΔW‖ / ‖W‖"),
    "saturation": SignKind("Saturated and dead units", "share of the units", is_log=False),
    "sharpness": SignKind("Sharpness and its threshold", f"sharpness {_SHARPNESS}"),
}
"""The figures by the names that `Look.signs` allows."""


def signs_figure(kind: str, n_layers: int, *, theme: Theme, threshold: str = "") -> go.Figure:
    """Build the empty figure.

    Parameters
    ----------
    kind : str
        One of `SIGN_KINDS`.
    n_layers : int
        Layers of the network, the output included.
    threshold : str
        What the threshold of the sharpness is, or why it is not known.
    """
    lines, about = sign_lines(kind, n_layers, theme), SIGN_KINDS[kind]
    notes = [_key(kind, n_layers, theme, threshold), *([axis_break()] if about.is_log else [])]
    figure = blank(theme, **_layout(about), annotations=notes)
    for axis in ("y", ZERO_AXIS) if about.is_log else ("y",):
        figure.add_traces([_sign_line(each, axis) for each in lines])
        figure.add_trace(dots([each.colour for each in lines], axis))
    return figure


def sign_lines(kind: str, n_layers: int, theme: Theme) -> list[SignLine]:
    """Return the lines of a figure, one for each column of its values.

    The saturation has the shares of saturated units of all hidden layers, then those of dead units.
    """
    ink = INK[theme]
    layers = [(f"layer {i + 1}", layer_colour(i, theme), DASHES[i % len(DASHES)]) for i in range(n_layers)]
    if kind == "sharpness":
        return [
            SignLine("sharpness", ink.train, "solid"),
            SignLine("threshold", ink.test, DASHES[1], shape="hv"),
        ]
    if kind == "saturation":
        return [
            SignLine(f"{name} {what}", colour, dash, width, ".1~%")
            for what, width in (("saturated", _THICK), ("dead", _THIN))
            for name, colour, dash in layers[:-1]
        ]
    return [SignLine(*layer) for layer in layers]


def sign_traces(kind: str, count: int) -> list[dict[str, Any]]:
    """Return the traces of `count` columns: the index of each, its column, and whether it shows zeros."""
    traces: list[dict[str, Any]] = [{"trace": i, "column": i} for i in range(count)]
    if SIGN_KINDS[kind].is_log:
        traces += [{"trace": count + 1 + i, "column": i, "zeros": True} for i in range(count)]
    return traces


def dot_traces(kind: str, count: int) -> list[int]:
    """Return the traces of the dots on the current step."""
    return [count, 2 * count + 1] if SIGN_KINDS[kind].is_log else [count]


def signs_patch(kind: str, steps: Floats, values: Floats) -> list[Patch]:
    """Fill the lines with values (m, columns) over `steps` (m,)."""
    columns = list(np.asarray(values, dtype=float).T)
    traces = sign_traces(kind, len(columns))
    series = [_of(columns[each["column"]], zeros="zeros" in each, kind=kind) for each in traces]
    lines = series_patch(steps, series, [each["trace"] for each in traces], spaced=spaced_title(kind))
    if kind == "saturation":  # a thick line that rises at the edge of the axes is whole
        rim, last = _RIM * max(float(steps[-1]), 1.0), float(steps[-1])
        lines["layout"]["xaxis.range"] = [-rim, last + 4 * rim]
    return [lines]


def spaced_title(kind: str) -> str:
    """Return the title of the steps between which points are left out; the norms stand in pairs of rows."""
    return PAIRS_TITLE if kind == "norms" else SPACED_TITLE


def signs_here(kind: str, step: int, values: Sequence[float]) -> Patch:
    """Put the dots on a step's values (columns,)."""
    at, traces = np.asarray(values, dtype=float), dot_traces(kind, len(values))
    series = [_of(at, zeros=zeros, kind=kind).tolist() for zeros in (False, True)]
    return here_patch(traces, step, series[: len(traces)])


def _of(values: Array, *, zeros: bool, kind: str) -> Array:
    """Return what one axis shows of some values: a log axis what is above 0, its strip what is 0."""
    if not SIGN_KINDS[kind].is_log:
        return values
    return np.where((values == 0) if zeros else (values > 0), values, np.nan)


def _sign_line(each: SignLine, axis: str) -> go.Scatter:
    trace = line(each.name, each.colour, each.dash, each.form, axis)
    trace.line.width, trace.line.shape = each.width, each.shape
    return trace


def _layout(about: SignKind) -> dict[str, Any]:
    if about.is_log:
        axes = {"xaxis": steps_axis(anchor=ZERO_AXIS), **with_zero_strip(about.axis)}
    else:
        shares = {"range": [-0.03, 1.03], "tickvals": [0, 0.5, 1], "tickformat": ".0%"}
        axes = {"xaxis": steps_axis(), "yaxis": {"title": {"text": about.axis}, **shares}}
    return {**axes, "margin": {"t": 26}, "showlegend": False, "hovermode": "x unified"}


def _key(kind: str, n_layers: int, theme: Theme, threshold: str) -> dict[str, Any]:
    """Return one line above the plot that names the lines; a legend would take half of the plot."""
    lines = sign_lines(kind, n_layers, theme)
    if kind == "sharpness":
        parts = [f"{glyph} {name}" for glyph, name in zip(GLYPHS, (_SHARPNESS, threshold), strict=False)]
    else:
        parts = [f"{GLYPHS[i % len(GLYPHS)]} {i + 1}" for i in range(n_layers - (kind == "saturation"))]
    named = [
        f'<span style="color:{each.colour}">{text}</span>' for text, each in zip(parts, lines, strict=False)
    ]
    before, after = {"sharpness": ("", ""), "saturation": ("layer  ", "  · thin: dead")}.get(
        kind, ("layer  ", "")
    )
    text = before + "  ".join(named) + after if named else "no hidden layer: no unit can saturate"
    place = {"x": 1, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
    return {**place, "text": text, "showarrow": False}
