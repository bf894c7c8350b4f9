"""The table of chapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pages.scenes.start_here import equations, numbers, words
from pages.scenes.start_here.choices import CHAPTERS as COUNT
from pages.scenes.start_here.stand import Stand
from pages.session.state import State
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView, View

_PLANE = '"decision" min(30rem, 92vw) / minmax(0, 34rem)'
_NETWORK = '"network" 26rem / minmax(0, 1fr)'
_CELLS = '"heatmaps" 26rem / minmax(0, 1fr)'
_BACK = '"network" 16rem "heatmaps" 17rem / minmax(0, 1fr)'
_LINES = '"curves" 19rem "norms" 15rem / minmax(0, 1fr)'


@dataclass(frozen=True)
class Chapter:
    """Describe one chapter.

    Attributes
    ----------
    title : str
    words, numbers : callable
        From where the reader stands to a few sentences, and to one line of the run's numbers.
    equations : callable
        To LaTeX, one string a line.
    views : tuple of view classes
        What the stage shows.
    grid : str
        Its CSS grid template.
    look : mapping
        Fields of the look that this chapter needs; the reader's own choices stay in the link.
    """

    title: str
    words: Callable[[Stand], str]
    equations: Callable[[Stand], list[str]]
    numbers: Callable[[Stand], str]
    views: tuple[type[View], ...]
    grid: str
    look: Mapping[str, Any] = field(default_factory=dict)

    def seen(self, chosen: State) -> State:
        """Return the state with the look that this chapter needs."""
        return replace(chosen, look=replace(chosen.look, **self.look))


CHAPTERS = (
    Chapter(
        "The data",
        words.data, equations.data, numbers.data,
        (DecisionView,), _PLANE, {"surface": "probability"},
    ),
    Chapter(
        "Forward: what each unit answers",
        words.hidden, equations.hidden, numbers.hidden,
        (NetworkView,), _NETWORK, {"lines": "weights"},
    ),
    Chapter(
        "Forward: what the network believes",
        words.output, equations.output, numbers.output,
        (DecisionView,), _PLANE, {"surface": "probability"},
    ),
    Chapter(
        "Backward: the error at the output",
        words.output_gradients, equations.output_gradients, numbers.output_gradients,
        (HeatmapsView,), _CELLS, {"cells": "gradient"},
    ),
    Chapter(
        "Backward: the hidden layer",
        words.hidden_gradients, equations.hidden_gradients, numbers.hidden_gradients,
        (NetworkView, HeatmapsView), _BACK, {"cells": "gradient", "lines": "gradient"},
    ),
    Chapter(
        "The update: one small step",
        words.update, equations.update, numbers.update,
        (HeatmapsView,), _CELLS, {"cells": "step"},
    ),
    Chapter(
        "Again and again",
        words.again, equations.norms, numbers.again,
        (CurvesView, NormsView), _LINES,
    ),
)  # fmt: skip

assert len(CHAPTERS) == COUNT
