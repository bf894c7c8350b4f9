"""A film strip: the plane and one layer's cells at several steps, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.cells import (
    NUMBER_PIXELS,
    bar_trace,
    cell_texts,
    heat_trace,
    number_size,
    number_trace,
    text_colours,
)
from pages.figures.names import column_symbol, row_symbol
from pages.figures.palette import Theme
from pages.figures.panels import PREFIX, scale_in_words, thinned
from pages.figures.points import Floats, Ints, class_key, filled_trace, hollow_trace, wrong_trace
from pages.figures.regions import Bounds, probability_scale
from pages.figures.spread import Spread
from pages.figures.strip_layout import HEAD, StripLayout
from pages.figures.template import LABEL, blank

_MARK = 4.5


@dataclass(frozen=True)
class Plane:
    """Hold one panel of the plane: its image, and the points (m, 2) that are classified wrongly."""

    url: str
    wrong: Floats


@dataclass(frozen=True)
class Points:
    """Hold the points that every plane shows: X (n, 2) and y (n,) of training and test, and the bounds."""

    train: tuple[Floats, Ints]
    test: tuple[Floats, Ints]
    n_classes: int
    bounds: Bounds


@dataclass(frozen=True)
class Cells:
    """Hold one of `layers` at each step: matrices [·; ·] (d + 1, h), their kind, and their scales."""

    matrices: Sequence[Floats]
    layer: int
    layers: int
    kind: str
    scales: Sequence[float]
    spread: Spread


def strip_figure(
    steps: Sequence[int],
    *,
    planes: Sequence[Plane] = (),
    points: Points | None = None,
    cells: Cells | None = None,
    room: tuple[float, float],
    theme: Theme,
) -> go.Figure:
    """Build a strip in a room of so many pixels; either row may be left out."""
    frame = StripLayout(len(steps), bool(planes), cells is not None, room)
    figure = blank(theme, margin=dict.fromkeys("lrtb", 8), showlegend=False, hovermode="closest")
    images: list[dict[str, Any]] = []
    for at, plane in enumerate(planes):
        assert points is not None
        _add_plane(figure, plane, points, frame, at, theme, step=steps[at])
        images.append(_image(points.bounds, frame.axis(0, at), plane.url))
    if cells:
        for at, M in enumerate(cells.matrices):
            _add_cells(figure, M, cells, frame, at, theme)
    words = [_step_name(step, frame, at) for at, step in enumerate(steps)]
    if points is not None and planes:
        words.append(class_key(points.n_classes, theme) | frame.key_place())
    if cells:
        words += [_scale_name(scale, cells, frame, at) for at, scale in enumerate(cells.scales)]
    figure.update_layout(images=images, annotations=words)
    return figure


def _add_plane(
    figure: go.Figure, plane: Plane, points: Points, frame: StripLayout, at: int, theme: Theme, *, step: int
) -> None:
    """Add the points of one panel, the colour bar beside the first, and the axes."""
    number = frame.axis(0, at)
    traces = [*_marks(points, theme), _rings(plane.wrong, step, theme)]
    if points.n_classes == 2 and at == 0:
        traces.append(_probability_bar(frame, theme))
    for trace in traces:
        trace.update(xaxis=f"x{number}", yaxis=f"y{number}", hoverinfo="skip")
    figure.add_traces(traces)
    x0, x1, y0, y1 = points.bounds
    common = {"showgrid": False, "showticklabels": False, "fixedrange": True, "constrain": "domain"}
    across = {"domain": list(frame.across(at)), "range": [x0, x1], "anchor": f"y{number}"}
    up = {"domain": list(frame.up(0)), "range": [y0, y1], "anchor": f"x{number}"}
    square = {"scaleanchor": f"x{number}", "constraintoward": "top"}
    figure.update_layout({f"xaxis{number}": common | across, f"yaxis{number}": common | up | square})


def _marks(points: Points, theme: Theme) -> list[go.Scatter]:
    """Return the points of every class, smaller than on the large plane."""
    labels = range(points.n_classes)
    marks = [
        *(filled_trace(*points.train, c, theme) for c in labels),
        *(hollow_trace(*points.test, c, theme) for c in labels),
    ]
    for mark in marks:
        mark.marker.update(size=_MARK)
        mark.marker.line.update(width=mark.marker.line.width / 2)
        mark.hovertemplate = None
    return marks


def _rings(wrong: Floats, step: int, theme: Theme) -> go.Scatter:
    """Return the rings around wrong points (m, 2), smaller than on the large plane."""
    rings = wrong_trace(wrong, step, theme)
    rings.marker.update(size=_MARK + 4, line={"width": 0.75})
    return rings


def _probability_bar(frame: StripLayout, theme: Theme) -> go.Scatter:
    """Return the scale of two classes, beside the planes."""
    scale = probability_scale(theme)
    scale.marker.colorbar.update(frame.bar(0))
    scale.marker.colorbar.tickfont.size = NUMBER_PIXELS
    return scale


def _add_cells(
    figure: go.Figure, M: Floats, cells: Cells, frame: StripLayout, at: int, theme: Theme
) -> None:
    """Add the cells of one panel, its numbers where they fit, and its axes."""
    number, (d, h), layer = frame.axis(1, at), (len(M) - 1, M.shape[1]), cells.layer - 1
    cell = frame.width() / h, frame.height(1) / (d + 1)
    scale = cells.scales[at]
    heat = partial(heat_trace, kind=cells.kind, theme=theme, layers=cells.layers, spread=cells.spread)
    weights = heat((d, h), layer, scale, top=1)
    bias = heat((1, h), layer, scale, top=d + 1)
    numbers = number_trace((d + 1, h), layer)
    weights.z, bias.z = M[:-1], M[-1:]
    if size := number_size(cells.matrices, cell):  # all panels have numbers, or none
        numbers.text = cell_texts(M)
        numbers.textfont.update(size=size, color=text_colours(M, scale, theme, cells.spread))
    traces = [weights, bias, numbers]
    if at == frame.count - 1:
        traces.append(bar_trace(_bar(cells, frame), theme, cells.spread))
    for trace in traces:
        trace.update(xaxis=f"x{number}", yaxis=f"y{number}")
    figure.add_traces(traces)
    figure.update_layout(_cell_axes(number, (d, h), cell, cells, frame, at))


def _cell_axes(
    number: int,
    shape: tuple[int, int],
    cell: tuple[float, float],
    cells: Cells,
    frame: StripLayout,
    at: int,
) -> dict[str, Any]:
    """Return both axes of a panel of cells; rows are named at the first one alone."""
    d, h = shape
    rows, columns = thinned(d, cell[1], 14), thinned(h, cell[0], 26)
    heads = [column_symbol(cells.layer, j - 1, layers=cells.layers) for j in columns]
    small = {"size": NUMBER_PIXELS}
    common = {"showgrid": False, "fixedrange": True, "automargin": False, "tickfont": small}
    names = {"tickvals": columns, "ticktext": heads, "side": "top"}
    across = {"domain": list(frame.across(at)), "range": [0.5, h + 0.5], "anchor": f"y{number}"}
    up = {"domain": list(frame.up(1)), "range": [d + 1.5, 0.5], "anchor": f"x{number}"}
    row_names = {
        "tickvals": [*rows, d + 1] if at == 0 else [],
        "ticktext": [*(row_symbol(cells.layer, i - 1) for i in rows), "b"],
    }
    return {f"xaxis{number}": common | across | names, f"yaxis{number}": common | up | row_names}


def _bar(cells: Cells, frame: StripLayout) -> dict[str, Any]:
    """Return the colour bar of the cells; each panel's own numbers stand under it."""
    name = f"{PREFIX[cells.kind]}W{cells.layer}, {PREFIX[cells.kind]}b{cells.layer}"
    return {
        **frame.bar(1),
        "thickness": 8,
        "outlinewidth": 0,
        "tickvals": [-1, 0, 1],
        "ticktext": ["−", "0", "+"],
        "tickfont": {"size": NUMBER_PIXELS},
        "title": {"text": name, "side": "right", "font": {"size": NUMBER_PIXELS}},
    }


def _image(bounds: Bounds, number: int, url: str) -> dict[str, Any]:
    x0, x1, y0, y1 = bounds
    place = {"x": x0, "y": y1, "sizex": x1 - x0, "sizey": y1 - y0}
    refs = {"xref": f"x{number}", "yref": f"y{number}", "sizing": "stretch", "layer": "below"}
    return {**place, **refs, "source": url}


def _step_name(step: int, frame: StripLayout, at: int) -> dict[str, Any]:
    """Return the step over a column."""
    refs = {"xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "bottom", "showarrow": False}
    x = float(np.mean(frame.across(at)))
    y = frame.up(0)[1] if frame.has_planes else frame.up(1)[1] + HEAD / frame.room[1]
    return {**refs, "x": x, "y": y, "text": f"step {step:,}", "font": {"size": LABEL}}


def _scale_name(scale: float, cells: Cells, frame: StripLayout, at: int) -> dict[str, Any]:
    """Return the scale under a panel of cells."""
    refs = {"xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "top", "showarrow": False}
    place = {"x": float(np.mean(frame.across(at))), "y": frame.up(1)[0], "borderpad": 0}
    return {**refs, **place, "text": scale_in_words(scale, cells.spread), "font": {"size": NUMBER_PIXELS}}
