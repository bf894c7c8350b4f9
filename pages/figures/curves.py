"""Lines over the training steps: loss and accuracy.

The stage fills the lines by trace index: the constants below.  The traces behind the lines are the dots on
the current step, which only an exact picture has.
"""

from collections.abc import Sequence
from typing import Any, Literal

import plotly.graph_objects as go

from pages.figures.lines import DASHES, dots, here_patch, line, series_patch, steps_axis
from pages.figures.log_axis import LOG_AXIS, huge_axis
from pages.figures.palette import INK, Theme
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.template import blank

TRAIN_LOSS, TEST_LOSS, TRAIN_ACCURACY, TEST_ACCURACY = range(4)
LOSSES_HERE, ACCURACIES_HERE = 4, 5

Scale = Literal["linear", "log"]


def curves_figure(*, theme: Theme, loss_scale: Scale = "linear", has_test: bool = True) -> go.Figure:
    """Build the loss above the accuracy; series are losses, and accuracies between 0 and 1.

    Without test points, their lines are hidden, and no legend tells two kinds apart.
    """
    ink = INK[theme]
    figure = blank(theme, **_curves_layout(loss_scale))
    figure.add_traces(
        [
            line("train", ink.train, "solid", ".4~g", "y"),
            line("test", ink.test, DASHES[1], ".4~g", "y"),
            line("train", ink.train, "solid", ".1%", "y2"),
            line("test", ink.test, DASHES[1], ".1%", "y2"),
            dots((ink.train, ink.test), "y"),
            dots((ink.train, ink.test), "y2"),
        ]
    )
    if not has_test:
        figure.update_traces(visible=False, selector={"name": "test"})
        figure.update_layout(showlegend=False)
    return figure


def curves_patch(
    steps: Floats,
    *,
    train_loss: Floats,
    train_accuracy: Floats,
    test_loss: Floats | None = None,
    test_accuracy: Floats | None = None,
) -> list[Patch]:
    """Fill the series, each (m,), over `steps` (m,); None for those of test points that a run lacks."""
    series = (train_loss, test_loss, train_accuracy, test_accuracy)
    shown = {trace: values for trace, values in enumerate(series) if values is not None}
    lines = series_patch(steps, [*shown.values()], [*shown])
    return [lines, patch(layout=huge_axis([shown[at] for at in (TRAIN_LOSS, TEST_LOSS) if at in shown]))]


def curves_here(step: int, *, losses: Sequence[float], accuracies: Sequence[float]) -> Patch:
    """Put the dots on a step's losses and accuracies, each of training and, if there are points, test."""
    return here_patch([LOSSES_HERE, ACCURACIES_HERE], step, [losses, accuracies])


def _legend() -> dict[str, Any]:
    """Return a legend in one row above the plot."""
    return {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"}


def _curves_layout(loss_scale: Scale) -> dict[str, Any]:
    """Return two stacked axes with the steps below both."""
    zero = {"rangemode": "tozero"} if loss_scale == "linear" else LOG_AXIS
    return {
        "xaxis": steps_axis(anchor="y2"),
        "yaxis": {"title": {"text": "loss"}, "type": loss_scale, "domain": [0.52, 1], **zero},
        "yaxis2": {
            "title": {"text": "accuracy"},
            "domain": [0, 0.4],
            "range": [0, 1.03],
            "tickvals": [0, 0.5, 1],
            "tickformat": ".0%",
        },
        "legend": _legend(),
        "margin": {"t": 26},
        "hovermode": "x unified",
    }
