"""The pictures of the Playground, drawn by the same views that the page shows."""

from dataclasses import dataclass, replace
from typing import Any

from pages.export.order import Order
from pages.export.plane import drawn_plane
from pages.figures.boundary import boundary_shape
from pages.figures.curves import curves_patch
from pages.figures.decision import IMAGE
from pages.figures.network import network_palettes
from pages.figures.network_raster import picture
from pages.figures.patch import Patch, filled
from pages.figures.raster import png_url
from pages.figures.sheet import Sheet
from pages.figures.vital_signs import SIGN_KINDS, signs_patch
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

_VIEWS: dict[str, type[View]] = {
    **{view.name: view for view in (DecisionView, NetworkView, HeatmapsView, CurvesView)},
    **dict.fromkeys(SIGN_KINDS, NormsView),
}
_MAGNIFY = 4  # image viewers smooth what they enlarge: so many pixels for one of an activation map


@dataclass(frozen=True)
class Drawn:
    """Hold a picture: its figure, its title and what it shows in words.

    Attributes
    ----------
    figure : dict
        Data and layout, as Plotly takes them.
    title : str
    alternative : str
        The text alternative.
    """

    figure: dict[str, Any]
    title: str
    alternative: str


def draw_view(order: Order, sheet: Sheet) -> Drawn:
    """Draw a view of the Playground at one step, with its moving image."""
    name, setting = order.style.figure, setting_of(order, sheet)
    if name in SIGN_KINDS:
        setting = replace(setting, look=replace(setting.look, signs=name))
    view = _VIEWS[name](setting)  # type: ignore[call-arg]
    entry = view.figure()
    moment = Moment.at(setting, order.step)
    exact = view.exact(moment)
    figure = filled(entry["figure"], [*exact.patches, *_lines(view, setting, moment.snapshot.step)])
    if name == "decision":
        plane = drawn_plane(setting, moment, is_still=sheet.is_still)
        if plane.boundary:
            figure["layout"]["shapes"] = [boundary_shape(plane.boundary, "x", "y", sheet.theme)]
    if name in ("decision", "network"):
        url = plane.url if name == "decision" else _units_url(view, moment)
        images = [dict(image) for image in figure["layout"]["images"]]
        images[IMAGE] |= {"source": url, "visible": True}
        figure["layout"]["images"] = images
    return Drawn(figure, str(entry["title"]), exact.label)


def setting_of(order: Order, sheet: Sheet) -> Setting:
    """Return the setting of the views, for a figure as large as the sheet."""
    return Setting(order.experiment, order.look, sheet.theme, *map(round, sheet.inside))


def _units_url(view: Any, moment: Moment) -> str:
    palettes = network_palettes(moment.setting.n_classes, moment.setting.theme)
    atlas = view.frames([moment])["units"][0]
    return png_url(picture(view.layout, atlas, palettes), magnify=_MAGNIFY)


def _lines(view: View, setting: Setting, step: int) -> list[Patch]:
    """Return the patches that draw the lines of a figure up to a step."""
    if isinstance(view, NormsView):
        rows = view.rows(step)
        return signs_patch(setting.look.signs, rows[:, 0], rows[:, 1:]) if rows.shape[1] > 1 else []
    if isinstance(view, CurvesView):
        rows = setting.timeline.history(step)
        names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
        series = dict(zip(names, rows.T[1:5], strict=True))
        if not setting.timeline.has_test:
            series = {name: values for name, values in series.items() if name.startswith("train")}
        return curves_patch(rows[:, 0], **series)
    return []
