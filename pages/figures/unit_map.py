"""One unit, opened: its activation over the plane, the scale of its colours, its line, its numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.boundary import boundary_segments, polylines
from pages.figures.names import bias_name, class_name, column_name, row_name
from pages.figures.network_raster import activation_range, map_ends
from pages.figures.palette import INK, SEQUENTIAL, Stops, Table, Theme, fade, lookup
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.raster import Bytes, level_bytes
from pages.figures.regions import Bounds, colour_bar, grid_axes
from pages.figures.words import fmt, sub

Unit = tuple[int, int]
"""A layer, counted from 1, and a unit of it, counted from 0 as columns are."""

UNIT_LINE = "z = 0"
"""What the line of a unit is, in the key of the plane."""

_MOST_NUMBERS = 12
_LINE_GRID = 60
"""Points along each side at which z is computed to find where it is 0."""
_LINE_HALVINGS = 12
"""Of an edge between them: each step at rest has a line, which is no sharper on a screen with more."""


def unit_title(unit: Unit, activations: Sequence[str], classes: Sequence[str] = ()) -> str:
    """Return what stands above the map.

    Parameters
    ----------
    unit : (layer, column)
    activations : sequence of str
        The name of each layer's function.
    classes : sequence of str
        The names of the classes, if they have any.

    >>> unit_title((1, 1), ("tanh", "softmax")), unit_title((2, 0), ("tanh", "softmax"))
    ('Unit 2 of layer 1: activation map', 'Class 0 of layer 2: predicted probability')
    """
    (layer, column), layers = unit, len(activations)
    name = class_name(column, classes) if layer == layers else column_name(layer, column, layers=layers)
    name = name[0].upper() + name[1:]
    is_probability = activations[layer - 1] == "softmax"
    return f"{name} of layer {layer}: {'predicted probability' if is_probability else 'activation map'}"


def unit_bytes(A: Floats, activation: str) -> Bytes:
    """Quantise a unit's activation (..., m) over the plane, from its lowest to its highest value."""
    maps = A[..., None]
    return level_bytes(maps, *activation_range(activation, maps))[..., 0]


def unit_palette(unit: Unit, theme: Theme, *, layers: int) -> Table:
    """Return the (256, 3) colours of `unit_bytes`."""
    return lookup(_stops(unit, theme, layers), np.arange(256) / 255)


def unit_scale(unit: Unit, activation: str, theme: Theme, *, layers: int) -> go.Scatter:
    """Return the scale of the colours; of an unbounded function it ends at the largest activation."""
    layer, column = unit
    ends = list(map_ends(activation))
    title = f"{sub('A', layer)}[:, {column_name(layer, column, layers=layers)}]"
    if activation == "softmax":
        title = f"P(class {column})"
    colours = [[at, colour] for at, colour in _stops(unit, theme, layers)]
    return colour_bar(title, colours, [0, 1], ends)


def unit_surface(A: Floats, bounds: Bounds, trace: int) -> Patch:
    """Fill the surface under the pointer with a unit's activation (m,) over the plane."""
    n = int(np.sqrt(len(A)))
    x, y = grid_axes(bounds, n)
    template = "%{z}<br>at (%{x}, %{y})<extra></extra>"
    update = {"x": [x], "y": [y], "z": [A.reshape(n, n)], "visible": [True], "hovertemplate": [template]}
    return patch(traces=[trace], update=update)


def has_line(unit: Unit, activations: Sequence[str]) -> bool:
    """Return whether z = 0 divides the map of a unit: softmax compares each z with the others."""
    return activations[unit[0] - 1] != "softmax"


def unit_line(theme: Theme) -> go.Scatter:
    """Return the line where a unit's z is 0, without its points."""
    return go.Scatter(
        x=[], y=[], mode="lines", line={"color": INK[theme].text, "width": 1.2}, hoverinfo="skip"
    )


def unit_line_patch(z: Callable[[Floats], Floats], bounds: Bounds, trace: int) -> Patch:
    """Draw the line where z is 0; `z` gives a unit's z (m,) at points (m, 2) of the plane."""

    def scores(X: Floats) -> Floats:
        return np.column_stack([z(X), np.zeros(len(X))])

    segments = boundary_segments(scores, bounds, _LINE_GRID, _LINE_HALVINGS)
    gap = np.full((1, 2), np.nan)
    drawn = [part for line in polylines(segments) for part in (line, gap)] or [gap]
    x, y = np.concatenate(drawn).T
    return patch(traces=[trace], update={"x": [x], "y": [y]})


def unit_numbers(
    unit: Unit, weights: Sequence[Floats], biases: Sequence[Floats], classes: Sequence[str] = ()
) -> str:
    """Return a unit's column of W, its bias and its row of the next W, with their shapes.

    Parameters
    ----------
    weights, biases
        One W (d, h) and b (h,) for each layer.
    classes : sequence of str
        The names of the classes, if they have any.
    """
    (layer, column), layers = unit, len(weights)
    W, b = weights[layer - 1], biases[layer - 1]
    into = (f"{row_name(layer, i)} {fmt(v)}" for i, v in enumerate(W[:, column].tolist()))
    parts = [
        f"Column {column + 1} of {_shaped('W', layer, W)}: {_few(into, len(W))}",
        f"{bias_name('', layer, column, layers=layers, classes=classes)}: {fmt(b[column])}",
    ]
    if layer < layers:
        following = weights[layer]
        out = (
            f"{column_name(layer + 1, j, layers=layers, classes=classes)} {fmt(v)}"
            for j, v in enumerate(following[column].tolist())
        )
        row = f"row {column + 1} of {_shaped('W', layer + 1, following)}"
        parts.append(f"{row}: {_few(out, following.shape[1])}")
    return " · ".join(parts)


def _stops(unit: Unit, theme: Theme, layers: int) -> Stops:
    layer, column = unit
    return fade(column, theme) if layer == layers else SEQUENTIAL[theme]


def _shaped(letter: str, layer: int, M: Floats) -> str:
    return f"{sub(letter, layer)} ({M.shape[0]} × {M.shape[1]})"


def _few(items: Any, count: int) -> str:
    """Return the first items as a list, and how many more there are."""
    first = ", ".join(islice(items, _MOST_NUMBERS))
    return first if count <= _MOST_NUMBERS else f"{first}, … {count - _MOST_NUMBERS} more"
