"""A film strip: the plane and one layer's cells at several steps, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.boundary import boundary_shape
from pages.figures.cells import (
    NUMBER_PIXELS,
    bar_trace,
    fitting_numbers,
    heat_trace,
    number_trace,
    text_colours,
)
from pages.figures.names import column_symbol, row_symbol
from pages.figures.palette import Theme
from pages.figures.panels import PREFIX, column_labels, scale_in_words, thinned
from pages.figures.points import Floats, Ints, class_key, filled_trace, hollow_trace, wrong_trace
from pages.figures.regions import CLASS_LABEL, Bounds, probability_scale
from pages.figures.spread import Spread
from pages.figures.strip_layout import StripLayout, strip_layout
from pages.figures.template import LABEL, blank, note
from pages.figures.text_size import text_width, widest
from pages.figures.words import short

_MARK = 4.5
_BOUNDARY = 0.8
_PALE = 0.02  # of the scale: the largest number of a panel that looks empty
_THREE_TICKS = 45  # pixels of a bar whose ends and zero do not meet


@dataclass(frozen=True)
class Plane:
    """Hold one panel of the plane: its image, the boundary, and the points (m, 2) classified wrongly.

    `boundary` is the path of a shape, empty without one.
    """

    url: str
    boundary: str
    wrong: Floats


@dataclass(frozen=True)
class Points:
    """Hold what every plane shows: X (n, 2) and y (n,) of training and test, bounds, names of classes.

    `label` names what counts as the probability of class ``{c}``.
    """

    train: tuple[Floats, Ints]
    test: tuple[Floats, Ints]
    n_classes: int
    bounds: Bounds
    classes: Sequence[str] = ()
    label: str = CLASS_LABEL


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
    """Build a strip in a room of so many pixels; either part of its panels may be left out."""
    frame = _layout(steps, bool(planes), cells, room)
    figure = blank(theme, margin=dict.fromkeys("lrtb", 8), showlegend=False, hovermode="closest")
    words = [_step_name(name, frame, at) for at, name in enumerate(_step_names(steps, frame.width))]
    for at, plane in enumerate(planes):
        assert points is not None
        _add_plane(figure, plane, points, frame, at, theme, step=steps[at])
    if cells:
        for at, M in enumerate(cells.matrices):
            _add_cells(figure, M, cells, frame, at, theme)
    if points is not None and planes:
        words.append(class_key(points.n_classes, theme, points.classes) | frame.key_place())
    if cells:
        words += [_scale_name(name, frame, at) for at, name in enumerate(_scale_names(cells))]
    return figure.update_layout(annotations=words)


def _layout(
    steps: Sequence[int], has_planes: bool, cells: Cells | None, room: tuple[float, float]
) -> StripLayout:
    """Choose the columns: all labels of a panel fit over or under it."""
    needed, block = widest([f"{step:,}" for step in steps], LABEL), None
    if cells:
        needed = max(needed, widest(_scale_names(cells), NUMBER_PIXELS))
        block = len(cells.matrices[0]), cells.matrices[0].shape[1]
    return strip_layout(len(steps), has_planes, block, room, needed)


def _step_names(steps: Sequence[int], width: float) -> list[str]:
    """Return what stands over each panel: its number alone, where "step" has no room."""
    names = [f"step {step:,}" for step in steps]
    return names if widest(names, LABEL) <= width else [f"{step:,}" for step in steps]


def _add_plane(
    figure: go.Figure, plane: Plane, points: Points, frame: StripLayout, at: int, theme: Theme, *, step: int
) -> None:
    """Add the image and the points of one panel, the colour bar beside the first, and the axes."""
    traces = [*_marks(points, theme), _rings(plane.wrong, step, theme)]
    if points.n_classes == 2 and at == 0:
        traces.append(_probability_bar(frame, theme, points.label))
    x, y = frame.names(0, at)
    for trace in traces:
        trace.update(xaxis=x, yaxis=y, hoverinfo="skip")
    figure.add_traces(traces)
    x0, x1, y0, y1 = points.bounds
    place = {"x": x0, "y": y1, "sizex": x1 - x0, "sizey": y1 - y0, "xref": x, "yref": y}
    figure.add_layout_image({**place, "sizing": "stretch", "layer": "below", "source": plane.url})
    if plane.boundary:
        figure.add_shape(boundary_shape(plane.boundary, x, y, theme, width=_BOUNDARY))
    bare = {"showticklabels": False, "constrain": "domain"}
    ratio = (x1 - x0) / (y1 - y0)
    square = {"scaleanchor": x, "constraintoward": "top"} | ({"scaleratio": ratio} if ratio != 1 else {})
    across, up = {**bare, "range": [x0, x1]}, {**bare, "range": [y0, y1], **square}
    figure.update_layout(frame.axes(0, at, across, up))


def _marks(points: Points, theme: Theme) -> list[go.Scatter]:
    """Return the points of every class, smaller than on the large plane."""
    labels = range(points.n_classes)
    filled = [filled_trace(*points.train, c, theme) for c in labels]
    marks = [*filled, *(hollow_trace(*points.test, c, theme) for c in labels)]
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


def _probability_bar(frame: StripLayout, theme: Theme, label: str) -> go.Scatter:
    """Return the scale of two classes, beside the planes."""
    scale = probability_scale(theme, label)
    scale.marker.colorbar.update(frame.bar(0))
    scale.marker.colorbar.tickfont.size = NUMBER_PIXELS
    if text_width(scale.marker.colorbar.title.text, LABEL) > frame.plane:
        scale.marker.colorbar.title.text = label[0]
    return scale


def _add_cells(
    figure: go.Figure, M: Floats, cells: Cells, frame: StripLayout, at: int, theme: Theme
) -> None:
    """Add the cells of one panel, its numbers where they fit, and its axes."""
    (d, h), layer = (len(M) - 1, M.shape[1]), cells.layer - 1
    cell = frame.width / h, frame.cells / (d + 1)
    scale = cells.scales[at]
    heat = partial(heat_trace, kind=cells.kind, theme=theme, layers=cells.layers, spread=cells.spread)
    weights = heat((d, h), layer, scale, top=1)
    bias = heat((1, h), layer, scale, top=d + 1)
    numbers = number_trace((d + 1, h), layer)
    weights.z, bias.z = M[:-1], M[-1:]
    texts, size = fitting_numbers(cells.matrices, cell)  # all panels have numbers, or none
    numbers.text = texts[at]
    numbers.textfont.update(size=size, color=text_colours(M, scale, theme, cells.spread))
    traces = [weights, bias, numbers]
    if at == frame.count - 1:
        traces.append(bar_trace(_bar(cells, frame), theme, cells.spread))
    x, y = frame.names(1, at)
    for trace in traces:
        trace.update(xaxis=x, yaxis=y)
    figure.add_traces(traces)
    rows, columns = thinned(d, cell[1], 14), column_labels(h, cell[0])
    heads = [column_symbol(cells.layer, j - 1, layers=cells.layers) for j in columns]
    names = [*(row_symbol(cells.layer, i - 1) for i in rows), "b"]
    small = {"automargin": False, "tickfont": {"size": NUMBER_PIXELS}}
    across = {**small, "range": [0.5, h + 0.5], "tickvals": columns, "ticktext": heads, "side": "top"}
    # Rows are named at the left alone.
    named = [*rows, d + 1] if at % frame.columns == 0 else []
    up = {**small, "range": [d + 1.5, 0.5], "tickvals": named, "ticktext": names}
    figure.update_layout(frame.axes(1, at, across, up))


def _bar(cells: Cells, frame: StripLayout) -> dict[str, Any]:
    """Return the colour bar of the cells; each panel's own numbers stand under it."""
    small, long = {"size": NUMBER_PIXELS}, frame.cells
    name = f"{PREFIX[cells.kind]}W{cells.layer}, {PREFIX[cells.kind]}b{cells.layer}"
    ends = {-1: "−", 0: "0", 1: "+"} if long >= _THREE_TICKS else {-1: "−", 1: "+"}
    ticks = {"tickvals": list(ends), "ticktext": list(ends.values()), "tickfont": small}
    fits = text_width(name, NUMBER_PIXELS) <= long
    words = {"text": name if fits else "", "side": "right", "font": small}
    return {**frame.bar(1), **ticks, "title": words, "thickness": 8, "outlinewidth": 0}


def _step_name(name: str, frame: StripLayout, at: int) -> dict[str, Any]:
    """Return the step over a panel; over cells alone it stands over the names of their columns."""
    y = frame.up(0, at)[1] + (0 if frame.has_planes else frame.head)
    return note(name, float(np.mean(frame.across(at))), y, "center", "bottom", font={"size": LABEL})


def _scale_names(cells: Cells) -> list[str]:
    """Return the scale of each panel; where it leaves all cells pale, with the largest number."""
    names = []
    for M, scale in zip(cells.matrices, cells.scales, strict=True):
        largest = float(np.abs(M).max())
        is_pale = 0 < largest < _PALE * scale and cells.spread != "log"
        pale = f" (max {short(largest)})" if is_pale else ""
        names.append(scale_in_words(scale, cells.spread) + pale)
    return names


def _scale_name(name: str, frame: StripLayout, at: int) -> dict[str, Any]:
    """Return the scale under a panel of cells."""
    x, y = float(np.mean(frame.across(at))), frame.up(1, at)[0]
    return note(name, x, y, "center", "top", borderpad=0, font={"size": NUMBER_PIXELS})
