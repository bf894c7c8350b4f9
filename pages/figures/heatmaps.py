"""The matrices of each layer as cells: weights above, the bias in the last row.

Each layer has three traces (weights, bias, printed numbers) and one image over exactly its cells.
The image lies below the traces: it is the moving picture, and the exact cells with their numbers
cover it.
"""

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.figures.cells import heat_trace, number_trace, numbers_update
from pages.figures.palette import Theme
from pages.figures.panels import colorbar, panel_layout
from pages.figures.patch import ANSWERING, Patch, patch
from pages.figures.points import Floats
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

    Raises
    ------
    ValueError
        If there is not one scale for each layer.
    """
    if len(scales) != len(widths) - 1:
        raise ValueError(f"{len(scales)} scales for {len(widths) - 1} layers")
    figure = blank(theme, **panel_layout(widths, scales, theme=theme, kind=kind, pixels=pixels))
    for layer, scale in enumerate(scales):
        d, h = widths[layer], widths[layer + 1]
        bar = colorbar(layer, widths)
        figure.add_traces(
            [
                heat_trace(
                    (d, h), layer, scale, top=1, kind=kind, theme=theme, layers=len(scales), bar=bar
                ),
                heat_trace((1, h), layer, scale, top=d + 1, kind=kind, theme=theme, layers=len(scales)),
                number_trace((d + 1, h), layer),
            ]
        )
    return figure


def heatmap_patch(
    matrices: Sequence[Floats],
    *,
    scales: Sequence[float],
    theme: Theme,
    pixels: int = 560,
) -> list[Patch]:
    """Show the exact matrices, each (d + 1, h), with their numbers where they fit."""
    widths = [len(matrices[0]) - 1, *(M.shape[1] for M in matrices)]
    return [
        _values(matrices),
        patch(
            traces=[trace_index(layer, NUMBERS) for layer in range(len(matrices))],
            update=numbers_update(matrices, scales, widths, theme=theme, pixels=pixels),
        ),
    ]


def _values(matrices: Sequence[Floats]) -> Patch:
    """Fill the cells of weights and biases."""
    parts: list[NDArray[Any]] = [part for M in matrices for part in (M[:-1], M[-1:])]
    layers = range(len(matrices))
    traces = [trace_index(layer, part) for layer in layers for part in (WEIGHTS, BIAS)]
    return patch(traces=traces, update={"z": parts}, layout=ANSWERING)
