"""How quick this machine is now: figures of a class mean little without it."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from time import perf_counter

from core import Experiment
from pages.frontend import Request
from pages.stage import picture, runs
from pages.stage.look import Look, Pace
from pages.stage.picture import Picture
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView

_VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
_RUNS, _BATCHES = 8, 5


def batch_milliseconds() -> float:
    """Return the median of what a batch takes, of the default experiment at the default pace.

    In this process, whatever the server's variables are.  The first batches of a run cost more, and do not
    count.
    """
    runs.CACHE.clear()
    picture._batches.clear()
    pace = Pace()
    taken: list[float] = []
    for seed in range(_RUNS):
        run = replace(Experiment(), seed=seed, data_seed=seed)
        shown = Picture(run, Look(), "light", _VIEWS, ("", ""))
        for index in range(_BATCHES):
            request = Request(
                n=1, run=shown.run, scene=shown.id, playing=True, want=(index,), stride=pace.speed
            )
            began = perf_counter()
            shown.response(request, 0, pace)
            if index > 1:
                taken.append(perf_counter() - began)
    return 1000 * median(taken)
