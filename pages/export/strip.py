"""The film strip of a run: decision regions and heatmaps at the chosen steps."""

from dataclasses import replace

import numpy as np

from core import Snapshot
from pages.export.order import Order
from pages.export.plane import PANEL_GRID, drawn_plane
from pages.export.playground import Drawn, setting_of
from pages.figures.sheet import Sheet
from pages.figures.strip import Cells, Plane, Points, strip_figure
from pages.figures.words import listed
from pages.stage.runs import timeline
from pages.stage.views import Moment, Setting
from pages.stage.views.scales import scaled

_KINDS = {"gradient": "dW", "weights": "W", "step": "step"}


def strip_steps(order: Order) -> tuple[int, ...]:
    """Return the steps of a strip in order: the chosen ones, or evenly spaced ones up to now."""
    if order.sequence.steps:
        return tuple(sorted(dict.fromkeys(order.sequence.steps)))
    end = min(order.step, timeline(order.experiment).end)
    spread = np.linspace(0, end, order.sequence.pictures).round().astype(int)
    return tuple(dict.fromkeys(spread.tolist()))


def draw_strip(order: Order, sheet: Sheet) -> Drawn:
    """Draw the strip of an order."""
    setting, steps = setting_of(order, sheet), strip_steps(order)
    snapshots = [setting.timeline.at(step) for step in steps]
    rows = order.sequence.rows
    planes, points, cells = [], None, None
    if rows != "heatmap":
        planes, points = [_plane(setting, each) for each in snapshots], _points(setting)
    if rows != "decision":
        cells = _cells(order, setting, snapshots)
    reached = [each.step for each in snapshots]
    figure = strip_figure(
        reached, planes=planes, points=points, cells=cells, room=sheet.inside, theme=sheet.theme
    )
    words = f"Film strip of steps {listed([f'{step:,}' for step in reached])}. " + " ".join(
        f"Step {each.step:,}: training loss {each.train_loss:.4g}." for each in snapshots
    )
    return Drawn(figure.to_plotly_json(), _title(order, cells), words)


def _title(order: Order, cells: Cells | None) -> str:
    planes = {"probability": "predicted probabilities", "decision": "decision regions"}
    parts = [planes[order.look.surface]] * (order.sequence.rows != "heatmap")
    if cells:
        names = {
            "dW": "the gradient",
            "W": "the weights",
            "step": "the next update",
            "update": "the next update",
        }
        parts.append(f"{names[cells.kind]} of layer {cells.layer}")
    text = listed(parts)
    return text[0].upper() + text[1:]


def _plane(setting: Setting, snapshot: Snapshot) -> Plane:
    setting = replace(setting, look=replace(setting.look, opened=()))
    moment = Moment(setting, snapshot)
    train, test = setting.timeline.train, setting.test_points
    X, y = np.vstack([train.shown, test.shown]), np.concatenate([train.y, test.y])
    P = np.vstack([moment.train.probabilities, moment.test.probabilities[: len(test.y)]])
    plane = drawn_plane(setting, moment, n=PANEL_GRID)
    return Plane(plane.url, plane.boundary, X[P.argmax(axis=1) != y])


def _points(setting: Setting) -> Points:
    train, test = setting.timeline.train, setting.test_points
    parts = (train.shown, train.y), (test.shown, test.y)
    return Points(*parts, setting.n_classes, setting.bounds, setting.class_names)


def _cells(order: Order, setting: Setting, snapshots: list[Snapshot]) -> Cells:
    """Return the matrices of one layer and the scale of each step, as the Playground has them."""
    kind, layers = order.look.cells, len(order.experiment.sizes) - 1
    layer = min(order.sequence.layer, layers)
    symbol = "update" if kind == "step" and order.experiment.optimizer != "sgd" else _KINDS[kind]
    shown = scaled(setting, kind, snapshots)
    scales = shown.scales[:, layer - 1].tolist()
    return Cells(list(shown.matrices[layer - 1]), layer, layers, symbol, scales, order.look.spread)
