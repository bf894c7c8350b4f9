"""The network as a graph: each unit shows its activation map, each line a weight.

Traces, in order: neurons, biases, edges (invisible markers that show values on hover). Shapes: the
lines first, in the order of ``layout.lines``, then the frames. Image 0 holds the tiles.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import plotly.graph_objects as go

from pages.figures.names import bias_name, weight_name
from pages.figures.network_layout import STUB, NetworkLayout, network_layout
from pages.figures.network_raster import (
    activation_range,
    drawn_units,
    drawn_weights,
    line_bytes,
    network_palettes,
    tile_bytes,
)
from pages.figures.network_shapes import STROKE, atlas, edge_shapes, frame_shapes
from pages.figures.network_words import (
    column_heads,
    column_names,
    foot_pixels,
    head_pixels,
    left_out,
    map_and_line_key,
    row_names,
    unit_names,
    unit_parts,
    weight_lines,
)
from pages.figures.palette import Theme
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.spread import Spread
from pages.figures.template import blank, hidden_axis
from pages.figures.words import fmt, sub

__all__ = [
    "STROKE",
    "NetworkLayout",
    "activation_range",
    "line_bytes",
    "network_figure",
    "network_layout",
    "network_palettes",
    "network_patch",
    "tile_bytes",
    "unit_parts",
    "weight_lines",
]

Kind = Literal["W", "dW"]
NEURONS, BIASES, EDGES = range(3)
IMAGE = 0
FIRST_LINE = 0  # layout.shapes


def network_figure(
    layout: NetworkLayout,
    *,
    activations: Sequence[str],
    theme: Theme,
    kind: Kind = "W",
    opened: tuple[int, int] | None = None,
    inputs: Sequence[str] = (),
    classes: Sequence[str] = (),
) -> go.Figure:
    """Build the picture of a network; `activations` names one function for each layer.

    `inputs` are the symbols of the inputs, by default x₁, x₂, …; `classes` are the names of the classes, by
    default their numbers.
    `opened` is the unit in a stronger frame: its layer, counted from 1, and its column.

    Raises
    ------
    ValueError
        If there is not one activation for each layer.
    """
    if len(activations) != len(layout.widths) - 1:
        raise ValueError(f"{len(activations)} activations for {len(layout.widths) - 1} layers")
    width, height = layout.canvas
    grey = np.full(len(layout.lines), 128, dtype=np.uint8)
    hidden = activations[0] if len(activations) > 1 else None
    heads, key = column_heads(layout, activations), map_and_line_key(layout, hidden, theme, kind)
    inputs = inputs or [sub("x", i + 1) for i in range(layout.widths[0])]
    figure = blank(
        theme,
        xaxis=hidden_axis(0, width) | {"constrain": "domain"},
        yaxis=hidden_axis(height, 0) | {"scaleanchor": "x", "constrain": "domain"},
        images=[atlas(layout)],
        shapes=[*edge_shapes(layout, grey, theme), *frame_shapes(layout, theme, opened)],
        annotations=[
            *column_names(layout, heads),
            *row_names(layout, inputs, classes),
            *left_out(layout, theme),
            key,
        ],
        margin={
            "l": layout.left,
            "r": layout.right,
            "t": head_pixels(heads),
            "b": foot_pixels(layout, key["text"]),
        },
        showlegend=False,
    )
    figure.add_traces(_pointers(layout, kind, classes))
    return figure


def network_patch(
    layout: NetworkLayout,
    *,
    weights: Sequence[Floats],
    biases: Sequence[Floats],
    means: Sequence[Floats],
    scales: Sequence[float],
    theme: Theme,
    opened: tuple[int, int] | None = None,
    spread: Spread = "linear",
) -> list[Patch]:
    """Fill in the exact edges, and the values shown on hover.

    Parameters
    ----------
    weights, biases
        One W (d, h) and b (h,) for each layer, or their gradients.
    means
        For the inputs and each layer, the mean (width,) of each unit over the data.
    scales
        For each layer, the number that has the strongest colour and the widest line.
    """
    pixels = line_bytes(layout, weights, biases, scales, spread)
    shapes = [*edge_shapes(layout, pixels, theme), *frame_shapes(layout, theme, opened)]
    values = [
        drawn_units(means, layout.drawn),
        drawn_units(biases, layout.drawn[1:]),
        drawn_weights(layout, weights),
    ]
    hover_values = {"customdata": [[fmt(v) for v in group.tolist()] for group in values]}
    layout_patch = {"shapes": shapes}
    return [patch(traces=[NEURONS, BIASES, EDGES], update=hover_values, layout=layout_patch)]


def _pointers(layout: NetworkLayout, kind: Kind, classes: Sequence[str]) -> list[go.Scatter]:
    """Return the invisible markers over neurons, biases and edges."""
    layers = len(layout.drawn) - 1
    prefix = "d" if kind == "dW" else ""
    weights = [
        weight_name(prefix, m + 1, i, j, layers=layers, classes=classes)
        for m, i, j in layout.edges.tolist()
    ]
    biases = [
        bias_name(prefix, m, j, layers=layers, classes=classes)
        for m, n in enumerate(layout.drawn[1:], start=1)
        for j in range(n)
    ]
    # A third of the way, where the edges into one neuron have not met yet.
    start, end = layout.lines[:, :2], layout.lines[:, 2:]
    return [
        _marker(np.concatenate(layout.centres), unit_names(layout, classes), 24),
        _marker(np.concatenate(layout.biases) - [0, STUB / 2], biases, 10),
        _marker(start + (end - start) / 3, weights, 8),
    ]


def _marker(places: Floats, names: list[str], size: int) -> go.Scatter:
    """Return invisible markers at places (m, 2), each with a name."""
    return go.Scatter(
        x=places[:, 0],
        y=places[:, 1],
        mode="markers",
        marker={"size": size, "opacity": 0, "symbol": "square"},
        text=names,
        hovertemplate="%{text} = %{customdata}<extra></extra>",
    )
