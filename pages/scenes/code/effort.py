"""How much is computed for the Code page."""

from __future__ import annotations

from core import Timeline
from core.run.cost import seconds_per_readable_step

_FIRST_GOALS = (1000, 500, 200, 100, 50, 20, 10)
_SECONDS = 1.0


def updates_within(run: Timeline, seconds: float) -> int:
    """Return about how many updates of the readable program run in so many seconds."""
    return int(seconds / seconds_per_readable_step(run.experiment))


def first_goal(run: Timeline) -> int:
    """Return how many steps the program trains if the run is at step 0; fewer for a slow run."""
    most = updates_within(run, _SECONDS)
    return next((goal for goal in _FIRST_GOALS if goal <= most), _FIRST_GOALS[-1])
