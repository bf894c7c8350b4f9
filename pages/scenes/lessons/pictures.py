"""The pictures beside a lesson: which figures of a run, and where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.stage.views import CurvesView, HeatmapsView, NetworkView, NormsView, NumberedDecisionView, View

PICTURES: Mapping[str, type[View]] = {
    "plane": NumberedDecisionView,
    "network": NetworkView,
    "heatmaps": HeatmapsView,
    "curves": CurvesView,
    "signs": NormsView,
}
"""The figures by their names in lessons."""

DEFAULT = ("plane", "network", "curves", "signs")

_HEIGHTS = {
    "decision": "min(24rem, 92vw)",
    "network": "17rem",
    "heatmaps": "19rem",
    "curves": "19rem",
    "norms": "15rem",
}
_ALONE = "32rem"
_ROWS = ("20rem", "17rem", "17rem")


def views_of(pictures: Sequence[str]) -> tuple[type[View], ...]:
    """Return the views of some figures."""
    return tuple(PICTURES[name] for name in pictures)


def grid_of(views: Sequence[type[View]]) -> tuple[str, str]:
    """Return the CSS grids for wide and for narrow screens: pairs, and a last one alone in its row.

    >>> grid_of((NumberedDecisionView, NetworkView, CurvesView))[0]
    '"decision network" 20rem "curves curves" 17rem / 1fr 1fr'
    """
    names = [view.name for view in views]
    narrow = " ".join(f'"{name}" {_HEIGHTS[name]}' for name in names) + " / minmax(0, 1fr)"
    if len(names) == 1:
        return f'"{names[0]}" {_ALONE} / 1fr', narrow
    rows = [names[at : at + 2] for at in range(0, len(names), 2)]
    areas = [f'"{row[0]} {row[-1]}" {height}' for row, height in zip(rows, _ROWS, strict=False)]
    return f"{' '.join(areas)} / 1fr 1fr", narrow
