"""The empty figures of a gradient check, cached because many runs share them, and their layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from core import select
from pages.figures import checked, epsilon
from pages.figures.checked import CheckLayout
from pages.figures.epsilon import Curve
from pages.figures.palette import Theme
from pages.scenes.gradient_check.checked_run import GRID
from pages.stage.views.moment import plain

Message = dict[str, Any]

# The three heatmaps are as low as their cells allow, to be seen together. The curve is beside them, above
# the training losses if there is a bug.
_WIDE = (
    '"analytic curve" {}px "numeric curve" {}px "numeric {last}" {}px "difference {last}" {}px'
    " / minmax(0, 3fr) minmax(0, 2fr)"
)
_NARROW = '"analytic" {}px "numeric" {}px "difference" {}px "curve" 22rem {race} / minmax(0, 1fr)'
_TITLE, _GAP = 22, 12  # pixels: of a figure's title, and between figures


@lru_cache(maxsize=64)
def heatmaps(
    sizes: tuple[int, ...], theme: Theme, is_together: bool, pixels: int, room: int | None
) -> tuple[Message, ...]:
    """Return the empty heatmaps, which are the same for all runs of these sizes."""
    frame = CheckLayout(select(sizes, 1, perturbations=1).units, sizes, pixels, room)
    has_head = not is_together
    return (
        _quiet(checked.slopes_figure(frame, theme=theme)),
        _quiet(checked.slopes_figure(frame, theme=theme, has_head=has_head)),
        _quiet(checked.difference_figure(frame, theme=theme, has_head=has_head)),
    )


@lru_cache(maxsize=16)
def error_curves(chosen: Curve, theme: Theme) -> Message:
    """Return the axes of the error curves against ε."""
    return _quiet(epsilon.epsilon_figure(np.array(GRID), chosen=chosen, theme=theme))


@cache
def training_losses(theme: Theme) -> Message:
    """Return the axes of the training losses with and without a bug."""
    return _quiet(epsilon.race_figure(theme=theme))


def _quiet(figure: go.Figure) -> Message:
    """Return a figure without mode bar: on a touch screen it would cover the layer names."""
    whole = plain(figure)
    return {**whole, "config": {**whole["config"], "displayModeBar": False}}


def css_grid(heights: Sequence[float], *, has_race: bool) -> Message:
    """Return the CSS grids for wide and narrow pages, from the heights of the three heatmaps in pixels."""
    first, second, third = (_TITLE + height for height in heights)
    half = (second - _GAP) / 2
    last, race = ("race", '"race" 16rem') if has_race else ("curve", "")
    return {
        "wide": _WIDE.format(first, half, half, third, last=last),
        "narrow": _NARROW.format(first, second, third, race=race),
    }
