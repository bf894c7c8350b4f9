"""A film: one picture at many steps of a run, planned here and painted by the studio."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from pages.export.order import Order
from pages.export.pictures import draw
from pages.figures.sheet import Sheet
from pages.stage.runs import timeline

STILL_ONLY = ("strip",)
"""Pictures that show many steps themselves."""


def film_steps(order: Order) -> tuple[int, ...]:
    """Return the steps of a film: evenly from its first one to the step stood on.

    Raises
    ------
    ValueError
        If the picture does not move, or the film would end before it begins.
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
    """Return the sheet of a film's frames: films have no transparency."""
    return replace(order.style.small(order.sequence.film_height), is_transparent=False)


def film_figures(order: Order) -> Iterator[dict[str, Any]]:
    """Yield the figure of each frame."""
    sheet = film_sheet(order)
    for step in film_steps(order):
        yield draw(order.at(step), sheet).figure


def seconds_of(order: Order) -> float:
    """Return how long a film plays."""
    return len(film_steps(order)) / order.sequence.fps
