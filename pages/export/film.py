"""A film shows one picture at many steps: which steps, at which size, and how large its file will be."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from plotly.offline import get_plotlyjs

from pages.export.order import Order
from pages.export.pictures import draw
from pages.export.playground import Drawn
from pages.figures.sheet import Sheet
from pages.stage.runs import timeline

STILL_ONLY = ("strip",)
"""Pictures that already show many steps."""

_HELD = 1.0
"""Seconds for which the first and the last frame are shown."""

_FIRST = {"gif": 0.08, "mp4": 0.07}
_EACH: dict[str, dict[str, float]] = {
    "gif": {
        "decision": 0.1,
        "network": 0.2,
        "heatmaps": 0.11,
        "phase": 0.13,
        "slope": 0.024,
        "epsilon": 0.008,
    },
    "mp4": {
        "network": 0.03,
        "heatmaps": 0.04,
        "phase": 0.045,
        "slope": 0.004,
        "slope_map": 0.005,
        "epsilon": 0.002,
    },
}
_OTHER = {"gif": 0.045, "mp4": 0.011}
"""Bytes per pixel of the first frame, and of each later one."""

_PAGE = {"decision": 48_000, "network": 42_000, "slope_map": 26_000, "curves": 5_000}
_PAGE_OTHER = 3_000
"""Bytes of a frame in a page, without Plotly itself."""


def film_steps(order: Order) -> tuple[int, ...]:
    """Return the steps of a film, evenly spaced from its first one to the current step.

    Raises
    ------
    ValueError
        If the picture has no film, or the first step is not before the last.
    """
    first, frames = order.sequence.first, order.sequence.frames
    end = min(order.step, timeline(order.experiment).end)
    if order.style.figure in STILL_ONLY:
        raise ValueError(f"figure {order.style.figure} shows many steps in one picture: it has no film")
    if first >= end:
        raise ValueError(f"from must be before the film's last step, {end}; got {first}")
    spread = np.linspace(first, end, frames).round().astype(int)
    return tuple(dict.fromkeys(spread.tolist()))


def film_sheet(order: Order) -> Sheet:
    """Return the sheet of a film's frames, which are never transparent."""
    return replace(order.style.small(order.sequence.film_height), is_transparent=False, is_still=False)


def film_pictures(order: Order) -> Iterator[Drawn]:
    """Yield the picture of each frame."""
    sheet = film_sheet(order)
    for step in film_steps(order):
        yield draw(order.at(step), sheet)


def film_figures(order: Order) -> Iterator[dict[str, Any]]:
    """Yield the figure of each frame."""
    return (made.figure for made in film_pictures(order))


def frame_seconds(count: int, fps: int) -> list[float]:
    """Return how long each frame of a film is shown: the first and the last one for at least a second.

    >>> frame_seconds(4, 10)
    [1.0, 0.1, 0.1, 1.0]
    """
    held = max(_HELD, 1 / fps)
    return [held if at in (0, count - 1) else 1 / fps for at in range(count)]


def seconds_of(order: Order) -> float:
    """Return the duration of a film."""
    return sum(frame_seconds(len(film_steps(order)), order.sequence.fps))


def estimate(order: Order, suffix: str) -> float:
    """Return the estimated size of a film in bytes."""
    sheet, count = film_sheet(order), len(film_steps(order))
    if suffix == "html":
        return _plotly_bytes() + count * _PAGE.get(order.style.figure, _PAGE_OTHER)
    pixels = sheet.width * sheet.height
    each = _EACH[suffix].get(order.style.figure, _OTHER[suffix])
    return pixels * (_FIRST[suffix] + each * (count - 1))


@cache
def _plotly_bytes() -> int:
    return len(get_plotlyjs().encode())
