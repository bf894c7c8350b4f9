"""The decision regions, or the predicted probability, over the plane."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from core import Network, forward
from core.arrays import Array
from pages.figures.alternatives import alt_decision
from pages.figures.decision import (
    IMAGE,
    SURFACE,
    decision_figure,
    decision_patch,
    plane_key,
    with_points,
    wrong_points_index,
)
from pages.figures.palette import Table, Theme
from pages.figures.patch import Patch
from pages.figures.regions import Bounds, decision_bytes, decision_palette
from pages.figures.unit_map import (
    UNIT_LINE,
    Unit,
    has_line,
    unit_bytes,
    unit_line,
    unit_line_patch,
    unit_palette,
    unit_scale,
    unit_surface,
    unit_title,
)
from pages.figures.words import fmt
from pages.stage.views.moment import EXACT_GRID, GRID, Bytes, Exact, Moment, Setting, plain

Names = tuple[str, ...]

_KEY_LINE = 16  # pixels of a second line of the key


class DecisionView:
    """Show the predicted class and its probability over the plane, with all samples."""

    name = "decision"

    def __init__(self, setting: Setting) -> None:
        self._setting = setting

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        setting = self._setting
        train, test = setting.timeline.train, setting.test_points
        hard = setting.look.surface == "decision"
        k, unit = setting.n_classes, setting.opened
        empty = _empty(setting, hard)
        if unit:
            empty = _with_unit(_empty(setting, True), setting, unit)
        traces = with_points(empty["data"], train.shown, train.y, test.shown, test.y, n_classes=k)
        title = "Decision regions" if hard else setting.loss.share_label
        return {
            "name": self.name,
            "title": unit_title(unit, setting.activations, setting.class_names) if unit else title,
            "note": "unit" if unit else "",
            "figure": {**empty, "data": traces},
            "label": f"The plane with {len(train.y)} training and {len(test.y)} test points.",
            "exactOnly": [wrong_points_index(k), *range(_line_index(k), len(traces))],
        }

    def channels(self) -> list[dict[str, Any]]:
        """Return one raster."""
        return [
            {
                "kind": "raster",
                "name": "plane",
                "figure": self.name,
                "image": IMAGE,
                "palettes": plane_palette(self._setting)[None],
                "width": GRID,
                "height": GRID,
                "tiles": None,
                "every": 1,
            }
        ]

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes]:
        """Return class and confidence of each point of the plane, or the activation of the opened unit."""
        if unit := self._setting.opened:
            layer, column = unit
            A = np.stack([moment.plane[layer - 1][column] for moment in moments])  # (F, GRID²)
            return {"plane": unit_bytes(A, self._setting.activations[layer - 1])}
        P = np.stack([moment.plane[-1] for moment in moments])  # (F, k, GRID²)
        return {"plane": decision_bytes(self._setting.loss.shares(P.swapaxes(-1, -2)))}

    def exact(self, moment: Moment) -> Exact:
        """Return what is under the pointer, the wrong points, a finer raster, and an opened unit's line."""
        setting, snapshot = self._setting, moment.snapshot
        train, test = setting.timeline.train, setting.test_points
        finer = forward(snapshot.network, setting.inputs_over_plane(EXACT_GRID))
        grid = forward(snapshot.network, setting.plane)
        shares_of = setting.loss.shares
        P_grid = shares_of(grid.A[-1])
        patches = decision_patch(
            train.shown,
            train.y,
            test.shown,
            test.y,
            P_grid=P_grid,
            P_train=shares_of(moment.train.A[-1]),
            P_test=shares_of(moment.test.A[-1][: len(test.y)]),
            bounds=setting.bounds,
            step=snapshot.step,
        )
        shares = np.bincount(P_grid.argmax(axis=1), minlength=setting.n_classes) / len(P_grid)
        label = alt_decision(
            step=snapshot.step,
            n_classes=setting.n_classes,
            train_accuracy=snapshot.train_accuracy,
            test_accuracy=snapshot.test_accuracy if len(test.y) else None,
            shares=shares,
            classes=setting.class_names,
        )
        if unit := setting.opened:
            layer, column = unit
            A_grid = grid.A[layer - 1][:, column]
            patches = [unit_surface(A_grid, setting.bounds, SURFACE), *patches[1:]]
            if has_line(unit, setting.activations):
                patches.append(_line(setting, snapshot.network, unit))
            title = f"{unit_title(unit, setting.activations, setting.class_names)} at step {snapshot.step},"
            span = f"from {fmt(A_grid.min())} to {fmt(A_grid.max())}"
            label = f"{title} {span}. {moment.unit_numbers}."
        raster = {
            "pixels": plane_bytes(setting, finer.A[plane_layer(setting)]),
            "width": EXACT_GRID,
            "height": EXACT_GRID,
        }
        return Exact(patches, label, {"plane": raster})


def plane_layer(setting: Setting) -> int:
    """Return the index of the layer whose activations the plane shows: the output, or the opened unit's."""
    return (setting.opened[0] if setting.opened else len(setting.activations)) - 1


def plane_bytes(setting: Setting, A: Array) -> Bytes:
    """Quantise the activations (m, h) of that layer to what the plane shows (m,)."""
    if setting.opened:
        layer, column = setting.opened
        return unit_bytes(A[:, column], setting.activations[layer - 1])
    return decision_bytes(setting.loss.shares(A))


def plane_palette(setting: Setting) -> Table:
    """Return the colours of the plane: of decision regions, or of the opened unit."""
    if setting.opened:
        return unit_palette(setting.opened, setting.theme, layers=len(setting.activations))
    return decision_palette(setting.n_classes, setting.theme, hard=setting.look.surface == "decision")


def _line_index(n_classes: int) -> int:
    """Return the trace of the line of an opened unit: the last, after the scale."""
    return wrong_points_index(n_classes) + 2


def _with_unit(empty: dict[str, Any], setting: Setting, unit: Unit) -> dict[str, Any]:
    """Return the plane without its own scale, with a unit's scale, its line, and what the line is."""
    activations, layout = setting.activations, empty["layout"]
    traces = [unit_scale(unit, activations[unit[0] - 1], setting.theme, layers=len(activations))]
    margin, line = layout["margin"] | {"r": 62}, ""
    if has_line(unit, activations):
        traces.append(unit_line(setting.theme))
        line = UNIT_LINE
    key = plane_key(setting.n_classes, setting.theme, setting.class_names, margin, line=line)
    if "<br>" in key["text"]:
        margin["b"] += _KEY_LINE
    more = {"margin": margin, "annotations": [key, *layout["annotations"][1:]]}
    data = [*empty["data"], *(trace.to_plotly_json() for trace in traces)]
    return {**empty, "data": data, "layout": layout | more}


def _line(setting: Setting, network: Network, unit: Unit) -> Patch:
    layer, column = unit
    until = Network(network.layers[:layer])

    def z(points: Array) -> Array:
        return forward(until, setting.inputs(points)).Z[-1][:, column]

    return unit_line_patch(z, setting.bounds, _line_index(setting.n_classes))


def _empty(setting: Setting, hard: bool) -> dict[str, Any]:
    names = setting.axis_names, setting.class_names
    label = setting.loss.class_label
    return _empty_figure(setting.n_classes, setting.bounds, setting.theme, hard, *names, label)


@lru_cache(maxsize=64)
def _empty_figure(
    n_classes: int, bounds: Bounds, theme: Theme, hard: bool, axes: Names, classes: Names, label: str
) -> dict[str, Any]:
    """Return the plane without its points, which Plotly takes longest to build; shared, never changed."""
    X, y = np.empty((0, 2)), np.empty(0, dtype=int)
    figure = decision_figure(
        X,
        y,
        X,
        y,
        n_classes=n_classes,
        bounds=bounds,
        theme=theme,
        hard=hard,
        axes=axes,
        classes=classes,
        label=label,
    )
    return plain(figure)
