"""Bars that count answers: the answers to one question, or the verdicts on all questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from pages.figures.palette import INK, Ink, Theme
from pages.figures.template import LABEL, TICK, blank
from pages.figures.text_size import wrapped

MOST_BARS = 12

_LABEL_SHARE = 0.4
_STILL = {"fixedrange": True}
_MARKS = {"right": "✓", "later": "✓", "wrong": "✗", "open": "–"}
_NAMES = {"right": "right on the first try", "later": "right later", "wrong": "wrong", "open": "open"}


@dataclass(frozen=True)
class Bar:
    """Hold one bar: a label, and how many answers have each outcome, by its name in `_NAMES`."""

    label: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many answers it counts."""
        return sum(self.counts.values())


def most_frequent(bars: Sequence[Bar]) -> list[Bar]:
    """Return as many bars as can be read; the last one counts the answers that are left."""
    if len(bars) <= MOST_BARS:
        return list(bars)
    kept, left = bars[: MOST_BARS - 1], bars[MOST_BARS - 1 :]
    counts = {outcome: sum(bar.counts.get(outcome, 0) for bar in left) for outcome in _NAMES}
    return [*kept, Bar(f"{len(left)} others", counts)]


def answers_figure(bars: Sequence[Bar], *, theme: Theme, width: float) -> dict[str, Any]:
    """Return horizontal bars, the first one on top, with their counts.

    Parameters
    ----------
    bars : sequence of Bar
    theme : {"light", "dark", "print"}
    width : float
        Pixels of the figure; labels take two fifths of it, on several lines if they must.
    """
    ink, places = INK[theme], list(range(len(bars)))
    labels = ["<br>".join(_lines(bar.label, _LABEL_SHARE * width)) for bar in bars]
    most = max((bar.total for bar in bars), default=1)
    figure = blank(
        theme,
        barmode="stack",
        bargap=0.3,
        xaxis={"title": {"text": "tickets"}, "range": [0, 1.04 * most], "tickformat": "d", **_STILL},
        yaxis={
            "tickvals": places,
            "ticktext": labels,
            "range": [len(bars) - 0.5, -0.5],
            "showgrid": False,
            "ticklabelstandoff": 6,
            **_STILL,
        },
        legend={
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.0,
            "yanchor": "bottom",
            "traceorder": "normal",
        },
        margin={"t": 30},
    )
    for outcome in _NAMES:
        counts = [bar.counts.get(outcome, 0) for bar in bars]
        if any(counts):
            figure.add_trace(_trace(outcome, counts, ink))
    plain: dict[str, Any] = figure.to_plotly_json()
    return plain


def _trace(outcome: str, counts: list[int], ink: Ink) -> go.Bar:
    """Return the bars of one outcome; what is right later is an outline."""
    right, wrong = ink.accents
    colour = {"right": right, "later": right, "wrong": wrong, "open": ink.muted}[outcome]
    is_outline, mark = outcome == "later", _MARKS[outcome]
    fill, edge = (ink.page, 2) if is_outline else (colour, 0)
    return go.Bar(
        y=list(range(len(counts))),
        x=counts,
        orientation="h",
        name=f"{mark} {_NAMES[outcome]}",
        showlegend=True,
        marker={"color": fill, "line": {"color": colour, "width": edge}},
        text=[f"{mark} {count}" if count else "" for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink.text if is_outline else ink.page, "size": LABEL},
        hoverinfo="skip",
    )


def alternative(bars: Sequence[Bar], heading: str) -> str:
    """Return what the bars show, as text."""
    words = [
        f"{bar.label or 'no answer'}: "
        + ", ".join(f"{count} {_NAMES[outcome]}" for outcome, count in bar.counts.items() if count)
        for bar in bars
    ]
    return f"{heading}. {'; '.join(words)}."


def _lines(label: str, width: float) -> list[str]:
    """Return a label on at most two lines; Plotly's tags in it are text."""
    lines = wrapped(label or "(no answer)", TICK, width)
    short = lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]
    return [escape(line if len(line) <= 60 else line[:59] + "…") for line in short]
