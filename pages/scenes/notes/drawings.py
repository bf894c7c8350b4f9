"""The figures: the softmax Jacobian, the derivative at one Z, and a map of the derivative of a unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core import ACTIVATIONS, forward
from core.arrays import Array
from core.notes import oracle
from pages.figures.jacobian import alt_jacobian, jacobian_figure
from pages.figures.palette import Theme
from pages.figures.slope import Touch, alt_slope, slope_figure
from pages.figures.slope_map import alt_slope_map, slope_map_figure
from pages.scenes.notes.notes_at_step import NotesAtStep
from pages.stage.look import Look
from pages.stage.views.moment import Setting

_GRID = 48
FINE_GRID = 240
"""Points along each side of the map on a page, and in a still, where a step is thinner than a line."""


@dataclass(frozen=True)
class Drawing:
    """Hold a figure and its text alternative."""

    name: str
    figure: go.Figure
    alternative: str


def jacobian(reading: NotesAtStep, theme: Theme, room: tuple[float, float] | None = None) -> Drawing:
    """Draw diag(a) − a aᵀ of the sample's Z2 beside its finite differences."""
    measured = oracle.a2_by_z2(reading.case.with_softmax)
    a = reading.case.with_softmax.a2
    pair, noise = (np.diag(a) - np.outer(a, a), measured.value), measured.noise
    figure = jacobian_figure(*pair, noise=noise, theme=theme, room=room)
    return Drawing("jacobian", figure, alt_jacobian(*pair, noise=noise))


def slope(reading: NotesAtStep, theme: Theme) -> Drawing:
    """Draw the activation function and its derivative, with the tangent at the Z of the sample."""
    case, activation = reading.case, ACTIVATIONS[reading.case.activation]
    touch = Touch(*(float(values[case.unit]) for values in (case.z1, case.a1, case.slopes)))
    reach = max(6.0, abs(touch.z) + 2)
    z = np.linspace(-reach, reach, 241)
    A = activation.function(z)
    figure = slope_figure(z, A, activation.derivative(z, A), touch, name=activation.symbol, theme=theme)
    words = alt_slope(touch, name=activation.symbol, unit=case.unit + 1, highest=activation.steepest)
    return Drawing("slope", figure, words)


def slope_map(reading: NotesAtStep, theme: Theme, n: int = _GRID) -> Drawing:
    """Draw the derivative of the unit at n × n points of the plane."""
    case, activation = reading.case, ACTIVATIONS[reading.case.activation]
    setting, highest = Setting(reading.experiment, Look(), theme), activation.steepest

    def over_plane(n: int) -> Array:
        trace = forward(reading.snapshot.network, setting.inputs_over_plane(n))
        Z, A = trace.Z[-2][:, case.unit], trace.A[-2][:, case.unit]
        return activation.derivative(Z, A).reshape(n, n)

    slopes = over_plane(_GRID)
    figure = slope_map_figure(
        slopes if n == _GRID else over_plane(n), reading.timeline.train.shown, case.sample,
        bounds=setting.bounds, highest=highest, title=activation.slope.format(A="A", Z="Z"), theme=theme,
        axes=setting.axis_names,
    )  # fmt: skip
    here = float(case.slopes[case.unit])
    return Drawing("slope_map", figure, alt_slope_map(slopes, here, unit=case.unit + 1, highest=highest))
