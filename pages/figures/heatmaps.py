"""The matrices of each layer as cells: weights above, the bias in the last row.

Each layer has three traces (weights, bias, printed numbers) and one image over exactly its cells; the
colour bars follow, one trace each.
The image lies below the traces: it is the moving picture, and the exact cells with their numbers
cover it.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Literal

import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.figures.cells import (
    LEAST_PIXELS,
    NUMBER_PIXELS,
    bar_trace,
    heat_trace,
    number_trace,
    numbers_update,
    shown_limit,
)
from pages.figures.palette import Theme
from pages.figures.panels import colorbar, label_places, label_texts, panel_layout, placed
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.spread import Spread
from pages.figures.template import blank

# "step" is −lr·dW, the update of SGD; "update" is the one of any other optimizer.
Kind = Literal["dW", "W", "step", "update"]
TRACES_PER_LAYER = 3
WEIGHTS, BIAS, NUMBERS = range(TRACES_PER_LAYER)


def trace_index(layer: int, part: int) -> int:
    """Return the trace of a layer's WEIGHTS, BIAS or NUMBERS."""
    return TRACES_PER_LAYER * layer + part


def heatmap_figure(
    widths: Sequence[int],
    *,
    scales: Sequence[float],
    theme: Theme,
    kind: Kind = "dW",
    pixels: int = 560,
    room: int | None = None,
    spread: Spread = "root",
) -> go.Figure:
    """Build one panel for each layer of a network of these widths (inputs first).

    Parameters
    ----------
    widths
        Units of the inputs and of each layer: layer l has a matrix (widths[l] + 1, widths[l + 1]).
    scales
        For each layer, the number that has the strongest colour.
    pixels
        The width the figure is meant for; it decides how many labels fit.
    room
        The height of a sheet, on which the panels may stand in several rows.
    spread
        How the colours are spread over the numbers.

    Raises
    ------
    ValueError
        If there is not one scale for each layer.
    """
    if len(scales) != len(widths) - 1:
        raise ValueError(f"{len(scales)} scales for {len(widths) - 1} layers")
    places = placed(widths, kind, pixels=pixels, room=room)
    figure = blank(theme, **panel_layout(places, scales, theme=theme, pixels=pixels, spread=spread))
    heat = partial(heat_trace, kind=kind, theme=theme, layers=len(scales), spread=spread)
    for layer, scale in enumerate(scales):
        d, h = widths[layer], widths[layer + 1]
        figure.add_traces(
            [
                heat((d, h), layer, scale, top=1),
                heat((1, h), layer, scale, top=d + 1),
                number_trace((d + 1, h), layer),
            ]
        )
    figure.add_traces([bar_trace(colorbar(panel), theme, spread) for panel in places.panels])
    return figure


def heatmap_patch(
    matrices: Sequence[Floats],
    *,
    scales: Sequence[float],
    theme: Theme,
    kind: Kind = "dW",
    pixels: int = 560,
    room: int | None = None,
    most_pixels: int | None = None,
    spread: Spread = "root",
) -> list[Patch]:
    """Show the exact matrices, each (d + 1, h), on their scales, with their numbers where they fit.

    `kind`, `pixels` and `room` are those that the figure was built for.  With `most_pixels` it may be that
    wide, and the browser fits the numbers.
    """
    widths = [len(matrices[0]) - 1, *(M.shape[1] for M in matrices)]
    least = LEAST_PIXELS if most_pixels else NUMBER_PIXELS
    cells = placed(widths, kind, pixels=most_pixels or pixels, room=room).cells
    numbers = numbers_update(matrices, scales, cells, theme=theme, spread=spread, least=least)
    places = placed(widths, kind, pixels=pixels, room=room)
    texts = label_texts(scales, places, pixels, spread)
    at = [label for panel in label_places(places, pixels) for label in panel]
    labels = {f"annotations[{label}].text": text for label, text in zip(at, texts, strict=True)}
    return [
        _values(matrices, scales),
        patch(traces=[trace_index(layer, NUMBERS) for layer in range(len(matrices))], update=numbers),
        patch(layout=labels),
    ]


def _values(matrices: Sequence[Floats], scales: Sequence[float]) -> Patch:
    """Fill the cells of weights and biases."""
    parts: list[NDArray[Any]] = [part for M in matrices for part in (M[:-1], M[-1:])]
    layers = range(len(matrices))
    traces = [trace_index(layer, part) for layer in layers for part in (WEIGHTS, BIAS)]
    limits = [shown_limit(scale) for scale in scales for _ in (WEIGHTS, BIAS)]
    update = {"z": parts, "zmin": [-limit for limit in limits], "zmax": limits}
    return patch(traces=traces, update=update)
