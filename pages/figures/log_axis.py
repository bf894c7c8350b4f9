"""Log axes whose labels never overlap, and the strip below one on which an exact 0 stands."""

from __future__ import annotations

from typing import Any

LOG_AXIS: dict[str, Any] = {"type": "log", "nticks": 3, "exponentformat": "power"}
"""With three ticks or a few more Plotly never labels all of 1 … 9, which is where its labels overlap."""

ZERO_AXIS = "y2"
"""The axis of the strip, below the log axis "y"."""

_STRIP, _GAP = 0.07, 0.03


def with_zero_strip(title: str) -> dict[str, Any]:
    """Return the layout of a log axis, and below it of a strip with one tick: 0, which no log axis has."""
    strip = {"domain": [0, _STRIP], "range": [-0.5, 1], "tickvals": [0], "ticktext": ["0"]}
    return {
        "yaxis": {"title": {"text": title}, **LOG_AXIS, "domain": [_STRIP + _GAP, 1]},
        "yaxis2": {**strip, "fixedrange": True},
    }
