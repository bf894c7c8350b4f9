"""The gradient, the weights or the next update of every layer as heatmaps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Literal

from pages.figures.alternatives import alt_heatmaps
from pages.figures.heatmaps import heatmap_figure, heatmap_patch
from pages.figures.palette import Theme, signed_table
from pages.figures.panel_places import PanelPlaces
from pages.figures.panels import label_places, label_texts, placed
from pages.figures.raster import signed_bytes
from pages.figures.spread import Spread
from pages.stage.views.moment import Bytes, Exact, Moment, Setting, Texts, plain
from pages.stage.views.scales import scaled

Symbol = Literal["dW", "W", "step", "update"]
_TITLES = {
    "gradient": "Gradients by layer",
    "weights": "Weights by layer",
    "step": "Next update by layer",
}
_NAMES = {"gradient": "[dW{0}; db{0}]", "weights": "[W{0}; b{0}]", "step": "update of [W{0}; b{0}]"}
_FEW_LAYERS = 2
_LABELS = "scales"
_PIXELS = 560
_MOST_PIXELS = 1200
"""The width for which a figure on the page is labelled, and the largest one that numbers are sent for."""


class HeatmapsView:
    """Show one matrix per layer, biases as the last row."""

    name = "heatmaps"

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._kind = setting.look.cells

    @property
    def _symbol(self) -> Symbol:
        if self._kind == "step":
            return "step" if self._setting.experiment.optimizer == "sgd" else "update"
        return "dW" if self._kind == "gradient" else "W"

    @property
    def _pixels(self) -> int:
        """The width that labels are meant for."""
        return self._setting.pixels or _PIXELS

    @cached_property
    def _places(self) -> PanelPlaces:
        setting = self._setting
        return placed(setting.experiment.sizes, self._symbol, pixels=self._pixels, room=setting.height)

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        setting, sizes = self._setting, self._setting.experiment.sizes
        size = self._pixels, setting.height
        figure = _panels(sizes, setting.theme, self._symbol, *size, setting.look.spread)
        title = _TITLES[self._kind] + _told(setting)
        return {
            "name": self.name,
            "title": title,
            "figure": figure,
            "label": title,
            "pixelated": True,
            "weights": {"grids": _grids(sizes)},
            "exactOnly": list(range(len(figure["data"]))),
        }

    def channels(self) -> list[dict[str, Any]]:
        """Return one raster per layer, and the numbers under all scales."""
        sizes = self._setting.experiment.sizes
        palette = signed_table(self._setting.theme)[None]
        every = 1 if len(sizes) <= _FEW_LAYERS + 1 else 2  # each panel is a picture to encode
        rasters = [
            {
                "kind": "raster",
                "name": f"cells{layer}",
                "figure": self.name,
                "image": layer,
                "palettes": palette,
                "width": sizes[layer + 1],
                "height": sizes[layer] + 1,
                "tiles": None,
                "every": every,
            }
            for layer in range(len(sizes) - 1)
        ]
        places = [at for panel in label_places(self._places, self._pixels) for at in panel]
        return [*rasters, {"kind": "labels", "name": _LABELS, "figure": self.name, "places": places}]

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes | Texts]:
        """Return each layer's cells, and the numbers under the scales."""
        setting, spread = self._setting, self._setting.look.spread
        shown = scaled(setting, self._kind, [moment.snapshot for moment in moments])
        frames: dict[str, Bytes | Texts] = {
            f"cells{layer}": signed_bytes(M, scale[:, None, None], spread).reshape(len(moments), -1)
            for layer, (M, scale) in enumerate(zip(shown.matrices, shown.scales.T, strict=True))
        }
        rows = [tuple(row) for row in shown.scales.tolist()]
        return frames | {_LABELS: [_label_texts(row, self._places, self._pixels, spread) for row in rows]}

    def exact(self, moment: Moment) -> Exact:
        """Return the exact numbers."""
        setting = self._setting
        shown = scaled(setting, self._kind, [moment.snapshot])
        matrices = [M[0] for M in shown.matrices]
        patches = heatmap_patch(
            matrices,
            scales=shown.scales[0].tolist(),
            theme=setting.theme,
            kind=self._symbol,
            pixels=self._pixels,
            room=setting.height,
            most_pixels=None if setting.pixels else _MOST_PIXELS,
            spread=setting.look.spread,
        )
        names = [_NAMES[self._kind].format(i + 1) for i in range(len(matrices))]
        label = alt_heatmaps(step=moment.snapshot.step, names=names, matrices=matrices)
        return Exact(patches, label, {})


def _grids(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """Return where the cells of each layer are: rows and columns count from 1, the last row is b."""
    return [
        {"layer": at, "rows": d, "columns": h, "x": f"x{at}"[: 1 + (at > 1)], "y": f"y{at}"[: 1 + (at > 1)]}
        for at, (d, h) in enumerate(pairwise(sizes), start=1)
    ]


def _told(setting: Setting) -> str:
    """Return what a title says of a scale that is not each layer's own."""
    scale = setting.look.scale
    if isinstance(scale, int):
        return (
            f" · scale of step {scale:,}"
            if setting.is_anchored
            else f" · own scale: step {scale:,} is too far"
        )
    return {"own": "", "one": " · one scale", "log": " · log scale"}[scale]


_label_texts = lru_cache(maxsize=1024)(label_texts)
"""The same for many frames in a row."""


@lru_cache(maxsize=64)
def _panels(
    sizes: tuple[int, ...], theme: Theme, kind: Symbol, pixels: int, room: int | None, spread: Spread
) -> dict[str, Any]:
    """Return the empty panels, which are the same for all runs of these sizes."""
    scales = [1.0] * (len(sizes) - 1)
    return plain(
        heatmap_figure(
            sizes, scales=scales, theme=theme, kind=kind, pixels=pixels, room=room, spread=spread
        )
    )
