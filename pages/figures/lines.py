"""What all figures of lines over the training steps share: lines, dots, the axis of the steps."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.patch import Patch, patch
from pages.figures.points import Floats

DASHES = ("solid", "6px,3px", "2px,3px", "9px,3px,2px,3px", "12px,3px")

STEPS_TITLE, PAIRS_TITLE, SPACED_TITLE = "training steps", "steps (2 of every #)", "steps (1 of every #)"
"""What stands below lines with points at all steps, at pairs of steps or at single ones, # steps apart."""

_STEP = {"unifiedhovertitle": {"text": "step %{x}"}}


def steps_title(spacing: int, spaced: str = PAIRS_TITLE) -> str:
    """Return what stands below lines whose points, or pairs of points, are so many steps apart.

    >>> [steps_title(spacing) for spacing in (1, 4)]
    ['training steps', 'steps (2 of every 4)']
    """
    return STEPS_TITLE if spacing == 1 else spaced.replace("#", str(spacing))


def series_patch(
    steps: Floats, values: Sequence[Floats], traces: Sequence[int] = (), *, spaced: str = PAIRS_TITLE
) -> Patch:
    """Fill traces (the first ones) with values over the same steps; the first two show the spacing."""
    x = np.asarray(steps)
    # The steps are 0, s, 2s, … or 0, s − 1, s, 2s − 1, … for a spacing s, which is a power of two.
    spacing = 1 << int(x[1] - x[0] - 1).bit_length() if x.size > 2 else 1
    return patch(
        traces=traces or range(len(values)),
        update={"x": [x] * len(values), "y": [np.asarray(v) for v in values]},
        layout={"xaxis.title.text": steps_title(spacing, spaced)},
    )


def here_patch(traces: Sequence[int], step: int, values: Sequence[Sequence[float]]) -> Patch:
    """Fill traces of dots, each with its values at one step."""
    update = {"x": [[step] * len(each) for each in values], "y": [list(each) for each in values]}
    return patch(traces=traces, update=update)


def dots(colours: Sequence[str], yaxis: str) -> go.Scatter:
    """Return dots without places yet, one of each colour."""
    return go.Scatter(
        x=[],
        y=[],
        mode="markers",
        yaxis=yaxis,
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,  # the current step may be the last one of the axis
        marker={"color": list(colours), "size": 7},
    )


def line(name: str, colour: str, dash: str, form: str, yaxis: str) -> go.Scatter:
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


def steps_axis(**extra: Any) -> dict[str, Any]:
    """Return the axis of training steps; a full number stands at each tick."""
    return {
        "title": {"text": STEPS_TITLE},
        "rangemode": "tozero",
        "nticks": 4,
        "tickangle": 0,
        **_STEP,
        **extra,
    }
