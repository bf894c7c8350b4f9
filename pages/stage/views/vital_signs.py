"""The fourth figure: the gradient norm of each layer, or another vital sign of the run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from core import HISTORY_ROWS, Experiment, sharpness_threshold
from core.arrays import Array
from pages.figures.alternatives import alt_norms, alt_ratios, alt_saturation, alt_sharpness
from pages.figures.log_axis import log_ticks
from pages.figures.palette import Theme
from pages.figures.vital_signs import (
    SIGN_KINDS,
    dot_traces,
    sign_traces,
    signs_figure,
    signs_here,
    spaced_title,
)
from pages.stage.sign_history import SIGN_ROWS, SignHistory, sign_history
from pages.stage.views.curves import series
from pages.stage.views.moment import Bytes, Exact, Moment, Setting, plain

FIRST_NORM = 5
"""The column of the first norm in ``Snapshot.row``; before it come step, losses and accuracies."""


class NormsView:
    """Show the gradient norm of each layer, or the sign that the look names."""

    name = "norms"

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._kind = setting.look.signs
        self._layers = len(setting.experiment.sizes) - 1
        hidden = self._layers - 1
        self._count = {"saturation": 2 * hidden, "sharpness": 2}.get(self._kind, self._layers)

    @property
    def signs(self) -> SignHistory | None:
        """The rows of the sign; None for the norms, which the history of the run has."""
        return None if self._kind == "norms" else sign_history(self._setting.experiment, self._kind)

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        threshold = threshold_label(self._setting.experiment)
        figure = _figure(self._kind, self._layers, self._setting.theme, threshold)
        title = SIGN_KINDS[self._kind].title
        only = dot_traces(self._kind, self._count)
        return {"name": self.name, "title": title, "figure": figure, "label": title, "exactOnly": only}

    def channels(self) -> list[dict[str, Any]]:
        """Return one series over the norms in the history, or over the sparse rows of the sign."""
        first, limit, more = 1, SIGN_ROWS, {"rows": "sparse"}
        if self._kind == "norms":
            first, limit, more = FIRST_NORM, HISTORY_ROWS, {}
        traces = sign_traces(self._kind, self._count)
        shifted = [each | {"column": first + each["column"]} for each in traces]
        spaced = spaced_title(self._kind)
        return [series(self.name, shifted, limit=limit, spaced=spaced, **more)] if shifted else []

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes]:
        """Return nothing: the rows of a batch serve all series."""
        return {}

    def exact(self, moment: Moment) -> Exact:
        """Return the ticks of a log axis, the current step, and the text alternative."""
        step, rows = moment.snapshot.step, self.rows(moment.snapshot.step)
        values = rows[-1, 1:]
        patches = [log_ticks(rows[:, 1:])] if SIGN_KINDS[self._kind].is_log else []
        if values.size:
            patches.append(signs_here(self._kind, step, values.tolist()))
        return Exact(patches, self._alternative(step, values), {})

    def rows(self, step: int) -> Array:
        """Return the steps and the values (m, 1 + columns) of the lines up to a step."""
        if self.signs:
            return self.signs.upto(step)[0]
        return np.delete(self._setting.timeline.history(step), range(1, FIRST_NORM), axis=1)

    def _alternative(self, step: int, values: Array) -> str:
        if self._kind == "sharpness":
            threshold = threshold_label(self._setting.experiment)
            return alt_sharpness(step=step, sharpness=values[0], threshold=values[1], named=threshold)
        if self._kind == "saturation":
            hidden = self._layers - 1
            return alt_saturation(step=step, saturated=values[:hidden], dead=values[hidden:])
        return (alt_norms if self._kind == "norms" else alt_ratios)(step=step, values=values)


def threshold_label(experiment: Experiment) -> str:
    """Return the formula of the sharpness's threshold, or why it is not known."""
    if sharpness_threshold(experiment, 0) is not None:
        return "2/lr" if experiment.optimizer == "sgd" else "2(1 + β)/lr"
    names = {"rmsprop": "RMSProp", "adam": "Adam"}
    return f"no threshold is known for {names.get(experiment.optimizer, 'mini-batches')}"


@cache
def _figure(kind: str, n_layers: int, theme: Theme, threshold: str) -> dict[str, Any]:
    return plain(signs_figure(kind, n_layers, theme=theme, threshold=threshold))
