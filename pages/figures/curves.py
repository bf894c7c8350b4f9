"""Lines over the training steps: loss, accuracy and the gradient norm of each layer.

The stage fills the lines by trace index: those of `curves_figure` are the constants below, and
trace i of `norms_figure` is layer i (counted from 0).  The traces behind the lines are the dots on the
current step, which only an exact picture has.
"""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

from pages.figures.palette import INK, Theme, layer_colour
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.template import blank
from pages.figures.words import fmt

TRAIN_LOSS, TEST_LOSS, TRAIN_ACCURACY, TEST_ACCURACY = range(4)
LOSSES_HERE, ACCURACIES_HERE = 4, 5
DASHES = ("solid", "6px,3px", "2px,3px", "9px,3px,2px,3px", "12px,3px")
GLYPHS = ("━", "╍", "┅", "┉", "╌")  # the dashes as they stand beside their layer's number

# Plotly's own labels between powers of ten shrink to a single digit.
_TICKS = [m * 10.0**e for e in range(-12, 7) for m in (1, 3)]
_FAR_TICKS = [10.0**e for e in range(-300, 301, 50)]
_FAR = 1e9
_LOG = {"type": "log", "tickvals": _TICKS, "ticktext": [fmt(t, 1) for t in _TICKS]}

STEPS_TITLE, SPACED_TITLE = "training steps", "steps, 2 in # drawn"
"""What stands below lines with a point at every step, and below others; # stands for the spacing."""

_STEP = {"unifiedhovertitle": {"text": "step %{x}"}}

Scale = Literal["linear", "log"]


def curves_figure(*, theme: Theme, loss_scale: Scale = "linear") -> go.Figure:
    """Build the loss above the accuracy; series are losses, and accuracies between 0 and 1."""
    ink = INK[theme]
    figure = blank(theme, **_curves_layout(loss_scale))
    figure.add_traces(
        [
            _line("train", ink.train, "solid", ".4~g", "y"),
            _line("test", ink.test, DASHES[1], ".4~g", "y"),
            _line("train", ink.train, "solid", ".1%", "y2"),
            _line("test", ink.test, DASHES[1], ".1%", "y2"),
            _dots((ink.train, ink.test), "y"),
            _dots((ink.train, ink.test), "y2"),
        ]
    )
    return figure


def curves_patch(
    steps: Floats,
    *,
    train_loss: Floats,
    test_loss: Floats,
    train_accuracy: Floats,
    test_accuracy: Floats,
) -> list[Patch]:
    """Fill the four series, each (m,), over `steps` (m,)."""
    return [_series(steps, [train_loss, test_loss, train_accuracy, test_accuracy])]


def curves_here(step: int, *, losses: Sequence[float], accuracies: Sequence[float]) -> Patch:
    """Put the dots on a step's losses and accuracies, each of training and test."""
    return _here([LOSSES_HERE, ACCURACIES_HERE], step, [losses, accuracies])


def norms_figure(n_layers: int, *, theme: Theme) -> go.Figure:
    """Build the gradient norm of each layer, on a log axis."""
    figure = blank(theme, **_norms_layout(n_layers, theme))
    figure.add_traces([_norm_line(layer, theme) for layer in range(n_layers)])
    figure.add_trace(_dots([layer_colour(layer, theme) for layer in range(n_layers)], "y"))
    return figure


def norms_patch(steps: Floats, norms: Floats) -> list[Patch]:
    """Fill the norms (m, layers) over `steps` (m,)."""
    return [_series(steps, list(np.asarray(norms).T))]


def norms_here(step: int, norms: Sequence[float]) -> Patch:
    """Put the dots on a step's norms (layers,)."""
    return _here([len(norms)], step, [norms])


def norms_ticks(largest: float) -> Patch:
    """Label the axis of the norms by the largest norm of the run: it is huge in one that diverges."""
    ticks = _TICKS if largest < _FAR else _FAR_TICKS
    return patch(layout={"yaxis.tickvals": ticks, "yaxis.ticktext": [fmt(t, 1) for t in ticks]})


def steps_title(spacing: int) -> str:
    """Return what stands below lines whose points are so many steps apart.

    Each multiple of the spacing is drawn with the step before it, so that a swing from step to step shows.

    >>> [steps_title(spacing) for spacing in (1, 4)]
    ['training steps', 'steps, 2 in 4 drawn']
    """
    return STEPS_TITLE if spacing == 1 else SPACED_TITLE.replace("#", str(spacing))


def _series(steps: Floats, values: Sequence[Floats]) -> Patch:
    """Fill the first traces with values over the same steps, of which the first two show the spacing."""
    x = np.asarray(steps)
    # The steps are 0, s − 1, s, 2s − 1, … for a spacing s, which is a power of two.
    spacing = 1 << int(x[1] - x[0] - 1).bit_length() if x.size > 2 else 1
    return patch(
        traces=range(len(values)),
        update={"x": [x] * len(values), "y": [np.asarray(v) for v in values]},
        layout={"xaxis.title.text": steps_title(spacing)},
    )


def _here(traces: Sequence[int], step: int, values: Sequence[Sequence[float]]) -> Patch:
    """Fill traces of dots, each with its values at one step."""
    update = {"x": [[step] * len(each) for each in values], "y": [list(each) for each in values]}
    return patch(traces=traces, update=update)


def _dots(colours: Sequence[str], yaxis: str) -> go.Scatter:
    """Return dots without places yet, one of each colour."""
    return go.Scatter(
        x=[],
        y=[],
        mode="markers",
        yaxis=yaxis,
        showlegend=False,
        hoverinfo="skip",
        marker={"color": list(colours), "size": 7},
    )


def _line(name: str, colour: str, dash: str, form: str, yaxis: str) -> go.Scatter:
    """Return one empty line; only the lines of the upper axis stand in the legend."""
    return go.Scatter(
        x=[],
        y=[],
        mode="lines",
        name=name,
        yaxis=yaxis,
        legendgroup=name,
        showlegend=yaxis == "y",
        line={"color": colour, "dash": dash, "width": 2},
        hovertemplate=f"{name} %{{y:{form}}}<extra></extra>",
    )


def _norm_line(layer: int, theme: Theme) -> go.Scatter:
    """Return the empty line of a layer."""
    return _line(f"layer {layer + 1}", layer_colour(layer, theme), DASHES[layer % 5], ".3~g", "y")


def _steps_axis(**extra: Any) -> dict[str, Any]:
    """Return the axis of training steps; a full number stands at each tick."""
    return {
        "title": {"text": STEPS_TITLE},
        "rangemode": "tozero",
        "nticks": 4,
        "tickangle": 0,
        **_STEP,
        **extra,
    }


def _legend() -> dict[str, Any]:
    """Return a legend in one row above the plot."""
    return {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"}


def _curves_layout(loss_scale: Scale) -> dict[str, Any]:
    """Return two stacked axes with the steps below both."""
    zero = {"rangemode": "tozero"} if loss_scale == "linear" else _LOG
    return {
        "xaxis": _steps_axis(anchor="y2"),
        "yaxis": {"title": {"text": "loss"}, "type": loss_scale, "domain": [0.5, 1], **zero},
        "yaxis2": {
            "title": {"text": "accuracy"},
            "domain": [0, 0.42],
            "range": [0, 1.03],
            "tickvals": [0, 0.5, 1],
            "tickformat": ".0%",
        },
        "legend": _legend(),
        "hovermode": "x unified",
    }


def _norms_layout(n_layers: int, theme: Theme) -> dict[str, Any]:
    """Return a log axis for gradient norms over the steps, and the key to the layers above it."""
    length = {"title": {"text": "gradient norm"}, **_LOG}
    return {
        "xaxis": _steps_axis(),
        "yaxis": length,
        "annotations": [_layer_key(n_layers, theme)],
        "margin": {"t": 26},
        "showlegend": False,
        "hovermode": "x unified",
    }


def _layer_key(n_layers: int, theme: Theme) -> dict[str, Any]:
    """Return one line that names the layers in their colours; a legend would take half the plot."""
    parts = [
        f'<span style="color:{layer_colour(i, theme)}">{GLYPHS[i % 5]} {i + 1}</span>'
        for i in range(n_layers)
    ]
    return {
        "text": "layer  " + "  ".join(parts),
        "x": 1,
        "y": 1,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
    }
