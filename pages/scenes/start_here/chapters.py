"""The table of chapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core import Experiment
from pages.scenes.start_here import equations, numbers, questions, words
from pages.scenes.start_here.batch_at_step import BatchAtStep
from pages.scenes.start_here.choices import CHAPTERS as COUNT
from pages.scenes.start_here.equations import ChapterEquation
from pages.scenes.start_here.questions import ChapterQuestion
from pages.session.state import State
from pages.stage.views import CurvesView, DecisionView, HeatmapsView, NetworkView, NormsView, View

_OUTPUTS = "predicted probabilities", "outputs"
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
        From the run at a step to a few sentences, and to one line of its numbers.
    equations : callable
        From the same to LaTeX, one line each.
    question : callable
        From the same to what is asked at the end.
    views : tuple of view classes
        The figures of the stage.
    grid : str
        Its CSS grid template.
    look : mapping
        Fields of the look that this chapter sets; the user's own choices stay in the link.
    """

    title: str
    words: Callable[[BatchAtStep], str]
    equations: Callable[[BatchAtStep], list[ChapterEquation]]
    numbers: Callable[[BatchAtStep], str]
    question: Callable[[BatchAtStep], ChapterQuestion]
    views: tuple[type[View], ...]
    grid: str
    look: Mapping[str, Any] = field(default_factory=dict)

    def seen(self, chosen: State) -> State:
        """Return the state with the look of this chapter, and no unit opened."""
        return replace(chosen, look=replace(chosen.look, **{"opened": ()} | dict(self.look)))

    def heading(self, run: Experiment) -> str:
        """Return the title; the outputs of sigmoids are not called probabilities."""
        return self.title if run.loss == "cross_entropy" else self.title.replace(*_OUTPUTS)


CHAPTERS = (
    Chapter(
        "The data",
        words.data, equations.data, numbers.data,
        questions.data,
        (DecisionView,), _PLANE, {"surface": "probability"},
    ),
    Chapter(
        "Forward pass: hidden activations",
        words.hidden, equations.hidden, numbers.hidden,
        questions.hidden,
        (NetworkView,), _NETWORK, {"lines": "weights"},
    ),
    Chapter(
        "Forward pass: predicted probabilities",
        words.output, equations.output, numbers.output,
        questions.output,
        (DecisionView,), _PLANE, {"surface": "probability"},
    ),
    Chapter(
        "Backward pass: the output layer",
        words.output_gradients, equations.output_gradients, numbers.output_gradients,
        questions.output_gradients,
        (HeatmapsView,), _CELLS, {"cells": "gradient"},
    ),
    Chapter(
        "Backward pass: the hidden layer",
        words.hidden_gradients, equations.hidden_gradients, numbers.hidden_gradients,
        questions.hidden_gradients,
        (NetworkView, HeatmapsView), _BACK, {"cells": "gradient", "lines": "gradient"},
    ),
    Chapter(
        "The update",
        words.update, equations.update, numbers.update,
        questions.update,
        (HeatmapsView,), _CELLS, {"cells": "step"},
    ),
    Chapter(
        "Training: many steps",
        words.again, equations.norms, numbers.again,
        questions.again,
        (CurvesView, NormsView), _LINES, {"signs": "norms"},
    ),
)  # fmt: skip

assert len(CHAPTERS) == COUNT
