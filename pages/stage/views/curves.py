"""The history of a run: losses, accuracies and gradient norms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from core import HISTORY_ROWS
from core.arrays import Array
from pages.figures.alternatives import alt_curves, alt_norms
from pages.figures.curves import (
    ACCURACIES_HERE,
    LOSSES_HERE,
    SPACED_TITLE,
    STEPS_TITLE,
    curves_figure,
    curves_here,
    norms_figure,
    norms_here,
    norms_ticks,
)
from pages.figures.palette import Theme
from pages.stage.views.moment import Bytes, Exact, Moment, Setting, plain

FIRST_NORM = 5
"""The column of the first norm in ``Snapshot.row``; before it come step, losses and accuracies."""


class _Series:
    """Hold what both views share: lines over the rows that the stage keeps."""

    name: str
    _first: int
    _count: int

    def channels(self) -> list[dict[str, Any]]:
        """Return one series over the columns of the history."""
        columns = range(self._first, self._first + self._count)
        return [
            {
                "kind": "series",
                "name": self.name,
                "figure": self.name,
                "traces": [{"trace": i, "column": column} for i, column in enumerate(columns)],
                "limit": HISTORY_ROWS,
                "titles": [STEPS_TITLE, SPACED_TITLE],
                "every": 4,
            }
        ]

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes]:
        """Return nothing: the rows of a batch serve all series."""
        return {}


class CurvesView(_Series):
    """Show loss and accuracy on training and test points."""

    name = "curves"
    _first, _count = 1, 4

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        loss: Literal["linear", "log"] = "log" if self._setting.look.loss == "log" else "linear"
        figure = _curves(self._setting.theme, loss)
        title = "Loss and accuracy"
        only = [LOSSES_HERE, ACCURACIES_HERE]
        return {"name": self.name, "title": title, "figure": figure, "label": title, "exactOnly": only}

    def exact(self, moment: Moment) -> Exact:
        """Return the current step, and the text alternative."""
        snapshot = moment.snapshot
        label = alt_curves(
            step=snapshot.step,
            train_loss=snapshot.train_loss,
            test_loss=snapshot.test_loss,
            train_accuracy=snapshot.train_accuracy,
            test_accuracy=snapshot.test_accuracy,
            swings=moment.swings,
        )
        losses = (snapshot.train_loss, snapshot.test_loss)
        accuracies = (snapshot.train_accuracy, snapshot.test_accuracy)
        return Exact([curves_here(snapshot.step, losses=losses, accuracies=accuracies)], label, {})


class NormsView(_Series):
    """Show the gradient norm of each layer."""

    name = "norms"
    _first = FIRST_NORM

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._count = len(setting.experiment.sizes) - 1

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        figure = _norms(self._count, self._setting.theme)
        title = "Gradient norm by layer"
        only = [self._count]
        return {"name": self.name, "title": title, "figure": figure, "label": title, "exactOnly": only}

    def exact(self, moment: Moment) -> Exact:
        """Return ticks for the axis, the current step, and the text alternative."""
        step = moment.snapshot.step
        norms: Array = moment.snapshot.row[FIRST_NORM:]
        patches = [norms_ticks(float(norms.max())), norms_here(step, norms.tolist())]
        return Exact(patches, alt_norms(step=step, norms=norms), {})


@cache
def _curves(theme: Theme, loss: Literal["linear", "log"]) -> dict[str, Any]:
    return plain(curves_figure(theme=theme, loss_scale=loss))


@cache
def _norms(n_layers: int, theme: Theme) -> dict[str, Any]:
    return plain(norms_figure(n_layers, theme=theme))
