"""The Playground's pictures, each from the very view that the stage shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.arrays import Array
from pages.export.drawn import Drawn
from pages.export.order import Order
from pages.figures.curves import curves_patch, norms_patch
from pages.figures.decision import IMAGE, decision_palette
from pages.figures.network import network_layout, network_palettes
from pages.figures.network_raster import picture
from pages.figures.patch import filled
from pages.figures.raster import colours, png_url
from pages.figures.regions import bordered
from pages.figures.sheet import Sheet
from pages.server.cache import LRUCache
from pages.stage.views import (
    CurvesView,
    DecisionView,
    HeatmapsView,
    Moment,
    NetworkView,
    NormsView,
    Setting,
    View,
)
from pages.stage.views.curves import FIRST_NORM
from pages.stage.views.moment import Exact

_VIEWS: dict[str, type[View]] = {
    view.name: view for view in (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
}
_MAGNIFY = 4  # viewers of images smooth what they stretch: a pixel of a unit becomes so many

_views: LRUCache[tuple[View, Setting, dict[str, Any]]] = LRUCache(16)


def draw_view(name: str, order: Order, sheet: Sheet) -> Drawn:
    """Draw what a view of the stage shows at one step, its moving image included."""
    view, setting, entry = _view(name, order, sheet)
    snapshot = setting.timeline.at(order.step)
    moment = Moment(setting, snapshot)
    exact = view.exact(moment)
    history = setting.timeline.history(snapshot.step) if name in ("curves", "norms") else None
    figure = filled(entry["figure"], [*exact.patches, *_lines(name, history)])
    if name in ("decision", "network"):
        url = plane_url(setting, exact) if name == "decision" else _units_url(view, moment)
        images = [dict(image) for image in figure["layout"]["images"]]
        images[IMAGE] |= {"source": url, "visible": True}
        figure["layout"]["images"] = images
    return Drawn(figure, str(entry["title"]), exact.label)


def setting_of(order: Order, sheet: Sheet) -> Setting:
    """Return what the views of a run need, for a figure as wide as the sheet."""
    return Setting(order.experiment, order.look, sheet.theme, round(sheet.inside[0]))


def plane_url(setting: Setting, exact: Exact) -> str:
    """Return the exact raster of the plane as an image; in print with a line between the classes."""
    raster, k = exact.rasters["plane"], setting.n_classes
    pixels = raster["pixels"].reshape(raster["height"], raster["width"])
    if setting.theme == "print":
        pixels = bordered(pixels, k)
    palette = decision_palette(k, setting.theme, hard=setting.look.surface == "decision")
    return png_url(colours(pixels, palette))


def _view(name: str, order: Order, sheet: Sheet) -> tuple[View, Setting, dict[str, Any]]:
    """Return a view, its setting and its empty figure, which serve every step of a run."""

    def make() -> tuple[View, Setting, dict[str, Any]]:
        setting = setting_of(order, sheet)
        view = _VIEWS[name](setting)  # type: ignore[call-arg]
        return view, setting, view.figure()

    return _views.get((name, order.experiment, order.look, sheet), make)


def _units_url(view: View, moment: Moment) -> str:
    layout = network_layout(moment.setting.experiment.sizes)
    palettes = network_palettes(moment.setting.n_classes, moment.setting.theme)
    atlas = view.frames([moment])["units"][0]
    return png_url(picture(layout, atlas, palettes), magnify=_MAGNIFY)


def _lines(name: str, history: Array | None) -> list[Any]:
    """Return what fills the curves or the norms with the run's history (m, 5 + layers)."""
    if history is None:
        return []
    steps, measured = history[:, 0], history.T[1:FIRST_NORM]
    if name == "norms":
        return norms_patch(steps, history[:, FIRST_NORM:])
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    return curves_patch(steps, **dict(zip(names, np.asarray(measured), strict=True)))
