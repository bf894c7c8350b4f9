"""Log axes whose labels never overlap, and the strip below one on which an exact 0 stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pages.figures.patch import Patch, patch
from pages.figures.points import Floats

LOG_AXIS: dict[str, Any] = {"type": "log", "nticks": 3, "tickformat": "~g"}
"""Plotly chooses the ticks.  With about three it never labels all of 1 … 9, where its labels would overlap;
with a format it writes the numbers out, where it would shrink them to a small digit."""

ZERO_AXIS = "y2"
"""The axis of the strip, below the log axis "y"."""

_STRIP, _GAP = 0.07, 0.05


_SHARE = 0.9
"""The part of an axis that its values take."""

_MOST_LINEAR = 1e304  # Plotly leaves larger values out when it looks for the range of a linear axis


def log_ticks(values: Floats) -> Patch:
    """Return the number of ticks for values of which some are above 0.

    With three ticks Plotly labels every second power of ten on an axis of three to four decades: sometimes
    a single one.
    """
    positive = np.asarray(values)[np.isfinite(values) & (np.asarray(values) > 0)]
    logs = np.log10(positive) if positive.size else np.zeros(1)
    is_few = 2.9 < float(np.ptp(logs)) / _SHARE < 4.1
    return patch(layout={"yaxis.nticks": 4 if is_few else 3})


def huge_axis(series: Sequence[Floats]) -> dict[str, Any]:
    """Return the layout of a log axis if a linear one has no place for some finite values, else nothing."""
    largest = max(float(M.max(where=np.isfinite(M), initial=0.0)) for M in series)
    return {f"yaxis.{name}": value for name, value in LOG_AXIS.items()} if largest > _MOST_LINEAR else {}


def with_zero_strip(title: str) -> dict[str, Any]:
    """Return the layout of a log axis, and below it of a strip with one tick: 0, which no log axis has."""
    strip = {"domain": [0, _STRIP], "range": [-0.5, 1], "tickvals": [0], "ticktext": ["0"]}
    return {
        "yaxis": {"title": {"text": title}, **LOG_AXIS, "domain": [_STRIP + _GAP, 1]},
        "yaxis2": {**strip, "fixedrange": True},
    }


def axis_break() -> dict[str, Any]:
    """Return the annotation that marks the break between the log axis and the strip."""
    place = {"x": 0, "y": _STRIP + _GAP / 2, "xref": "paper", "yref": "paper"}
    return {**place, "xanchor": "center", "yanchor": "middle", "text": "//", "showarrow": False}
