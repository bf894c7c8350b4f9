"""The plane with the numbers of its samples, for questions that name one of them."""

from __future__ import annotations

from typing import Any

from pages.figures.points import number_notes
from pages.stage.views.decision import DecisionView
from pages.stage.views.moment import Setting

MOST_NUMBERED = 12


class NumberedDecisionView(DecisionView):
    """Show the plane; where there are few training points, each has its number."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self._points = setting.timeline.train.shown
        self._theme = setting.theme

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        entry = super().figure()
        if len(self._points) > MOST_NUMBERED:
            return entry
        figure = entry["figure"]
        notes = [*figure["layout"]["annotations"], *number_notes(self._points, self._theme)]
        return entry | {"figure": figure | {"layout": figure["layout"] | {"annotations": notes}}}
