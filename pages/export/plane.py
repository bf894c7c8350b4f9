"""The plane of a picture: its image, and in a still the boundary between the classes as a line."""

from dataclasses import dataclass

import numpy as np

from core import forward
from core.arrays import Array
from pages.figures.boundary import boundary_segments, svg_path
from pages.figures.raster import colours, png_url
from pages.figures.regions import bordered, grid_points
from pages.stage.views import Moment, Setting
from pages.stage.views.decision import plane_bytes, plane_layer, plane_palette
from pages.stage.views.moment import EXACT_GRID

_STILL_GRID = 480
"""Points along each side of a still's image: on a slide, a step at a boundary is thinner than its line."""

_NODES = 240
_AT_ONCE = 2**14
"""Points in one forward pass, which keeps the activations of all layers."""


@dataclass(frozen=True)
class PlaneImage:
    """Hold the plane of one step: its image, and the path of the boundary, empty without one."""

    url: str
    boundary: str


def drawn_plane(setting: Setting, moment: Moment, *, is_still: bool) -> PlaneImage:
    """Return the plane at a moment; the frames of a film have coarser images, with a border in print."""
    n = _STILL_GRID if is_still else EXACT_GRID
    pixels = plane_bytes(setting, _over_plane(setting, moment, n)).reshape(n, n)
    has_boundary = is_still and not setting.opened
    if setting.theme == "print" and not is_still and not setting.opened:
        pixels = bordered(pixels, setting.n_classes)
    path = _boundary(setting, moment) if has_boundary else ""
    return PlaneImage(png_url(colours(pixels, plane_palette(setting))), path)


def _over_plane(setting: Setting, moment: Moment, n: int) -> Array:
    """Return what the plane shows at n × n points, as the activations (n · n, h) of its layer."""
    points, layer = grid_points(setting.bounds, n), plane_layer(setting)
    parts = np.array_split(points, max(1, len(points) // _AT_ONCE))
    return np.concatenate([forward(moment.snapshot.network, part).A[layer] for part in parts])


def _boundary(setting: Setting, moment: Moment) -> str:
    network = moment.snapshot.network

    def scores(X: Array) -> Array:
        parts = np.array_split(X, max(1, len(X) // _AT_ONCE))
        return np.concatenate([forward(network, part).Z[-1] for part in parts])

    return svg_path(boundary_segments(scores, setting.bounds, _NODES))
