"""The history of a run: losses and accuracies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

from core import HISTORY_ROWS
from pages.figures.alternatives import alt_curves
from pages.figures.curves import (
    ACCURACIES_HERE,
    LOSSES_HERE,
    TRAIN_ACCURACY,
    TRAIN_LOSS,
    curves_figure,
    curves_here,
)
from pages.figures.lines import PAIRS_TITLE, STEPS_TITLE
from pages.figures.log_axis import log_ticks
from pages.figures.palette import Theme
from pages.stage.views.moment import Bytes, Exact, Moment, Setting, plain


def series(
    name: str, traces: list[dict[str, Any]], *, limit: int, spaced: str = PAIRS_TITLE, **more: Any
) -> dict[str, Any]:
    """Return a channel of lines over at most `limit` rows, which the stage keeps by their steps."""
    lines = {"kind": "series", "name": name, "figure": name, "traces": traces}
    return {**lines, "limit": limit, "titles": [STEPS_TITLE, spaced], "every": 4, **more}


class CurvesView:
    """Show loss and accuracy on training points, and on test points if there are any."""

    name = "curves"

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        loss: Literal["linear", "log"] = "log" if self._setting.look.loss_axis == "log" else "linear"
        figure = _curves(self._setting.theme, loss, self._setting.timeline.has_test)
        title = "Loss and accuracy"
        only = [LOSSES_HERE, ACCURACIES_HERE]
        return {"name": self.name, "title": title, "figure": figure, "label": title, "exactOnly": only}

    def channels(self) -> list[dict[str, Any]]:
        """Return one series over the losses and accuracies of the history."""
        shown = range(4) if self._setting.timeline.has_test else (TRAIN_LOSS, TRAIN_ACCURACY)
        return [series(self.name, [{"trace": i, "column": i + 1} for i in shown], limit=HISTORY_ROWS)]

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes]:
        """Return nothing: the rows of a batch serve all series."""
        return {}

    def exact(self, moment: Moment) -> Exact:
        """Return the ticks of a log axis, the current step, and the text alternative."""
        snapshot, has_test = moment.snapshot, self._setting.timeline.has_test
        label = alt_curves(
            step=snapshot.step,
            train_loss=snapshot.train_loss,
            test_loss=snapshot.test_loss if has_test else None,
            train_accuracy=snapshot.train_accuracy,
            test_accuracy=snapshot.test_accuracy if has_test else None,
            swings=moment.swings,
        )
        kinds = 2 if has_test else 1
        losses = (snapshot.train_loss, snapshot.test_loss)[:kinds]
        accuracies = (snapshot.train_accuracy, snapshot.test_accuracy)[:kinds]
        patches = [curves_here(snapshot.step, losses=losses, accuracies=accuracies)]
        if self._setting.look.loss_axis == "log":
            patches.append(log_ticks(self._setting.timeline.history(snapshot.step)[:, 1:3]))
        return Exact(patches, label, {})


@cache
def _curves(theme: Theme, loss: Literal["linear", "log"], has_test: bool) -> dict[str, Any]:
    return plain(curves_figure(theme=theme, loss_scale=loss, has_test=has_test))
