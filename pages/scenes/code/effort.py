"""How much may be computed for a reader who only wants to read."""

from __future__ import annotations

from itertools import pairwise

from core import Timeline

_FIRST_GOALS = (1000, 500, 200, 100, 50, 20, 10)
_SECONDS = 1.0


def updates_within(run: Timeline, seconds: float) -> int:
    """Return about how many readable updates take so long: their calls, and their multiplications."""
    sizes = run.experiment.sizes
    weights = sum(d * h for d, h in pairwise(sizes))
    return int(seconds / (6e-5 * (len(sizes) - 1) + 1e-9 * len(run.train.y) * weights))


def first_goal(run: Timeline) -> int:
    """Return how far the program goes for a reader who has not trained yet: less if that is slow."""
    most = updates_within(run, _SECONDS)
    return next((goal for goal in _FIRST_GOALS if goal <= most), _FIRST_GOALS[-1])
