"""The plane of a picture: its image, and in a still the boundary between the classes as a line."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core import forward
from core.arrays import Array
from pages.figures.boundary import boundary_segments, svg_path
from pages.figures.raster import colours, png_url
from pages.figures.regions import bordered
from pages.stage.views import Moment, Setting
from pages.stage.views.decision import plane_bytes, plane_layer, plane_palette
from pages.stage.views.moment import EXACT_GRID

STILL_GRID, PANEL_GRID = 480, 240
"""Points along each side of the image of a still and of a strip's panel: on a slide, a step of it is
thinner than the line that stands on it."""

_AT_ONCE = 2**14
"""Points in one forward pass, which keeps the activations of all layers."""


@dataclass(frozen=True)
class PlaneImage:
    """Hold the plane of one step: its image, and the path of the boundary, empty without one."""

    url: str
    boundary: str


def drawn_plane(
    setting: Setting, moment: Moment, *, is_still: bool = True, n: int = STILL_GRID
) -> PlaneImage:
    """Return the plane at a moment from n × n points; frames of a film are coarser."""
    n = n if is_still else EXACT_GRID
    pixels = plane_bytes(setting, _over_plane(setting, moment, n)).reshape(n, n)
    has_classes = not setting.opened
    if setting.theme == "print" and has_classes and not is_still:
        pixels = bordered(pixels, setting.n_classes)
    path = _boundary(setting, moment, n // 2) if has_classes and is_still else ""
    return PlaneImage(png_url(colours(pixels, plane_palette(setting))), path)


def _over_plane(setting: Setting, moment: Moment, n: int) -> Array:
    """Return what the plane shows at n × n points, as the activations (n · n, h) of its layer."""
    network, layer = moment.snapshot.network, plane_layer(setting)
    return _in_parts(setting.inputs_over_plane(n), lambda part: forward(network, part).A[layer])


def _boundary(setting: Setting, moment: Moment, n: int) -> str:
    network = moment.snapshot.network

    def scores(X: Array) -> Array:
        return _in_parts(setting.inputs(X), lambda part: forward(network, part).Z[-1])

    return svg_path(boundary_segments(scores, setting.bounds, n))


def _in_parts(X: Array, compute: Callable[[Array], Array]) -> Array:
    """Return what is computed for points (m, 2), one part of them at a time."""
    return np.concatenate([compute(part) for part in np.array_split(X, max(1, len(X) // _AT_ONCE))])
