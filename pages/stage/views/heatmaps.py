"""The gradient, the weights or the next update of every layer as heatmaps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, Literal

from pages.figures.alternatives import alt_heatmaps
from pages.figures.heatmaps import heatmap_figure, heatmap_patch
from pages.figures.palette import Theme, signed_table
from pages.figures.raster import signed_bytes
from pages.stage.views.moment import Bytes, Exact, Moment, Setting, plain
from pages.stage.views.scales import scales, stacked

Symbol = Literal["dW", "W", "step", "update"]
_TITLES = {
    "gradient": "Gradients by layer",
    "weights": "Weights by layer",
    "step": "Next update by layer",
}
_NAMES = {"gradient": "[dW{0}; db{0}]", "weights": "[W{0}; b{0}]", "step": "update of [W{0}; b{0}]"}
_FEW_LAYERS = 2


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

    @cached_property
    def _scales(self) -> list[float]:
        return scales(self._setting.timeline, self._kind, self._setting.look.scale)

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        setting = self._setting
        sizes, scales = setting.experiment.sizes, tuple(self._scales)
        figure = _panels(sizes, scales, setting.theme, self._symbol, setting.pixels)
        title = _TITLES[self._kind]
        return {
            "name": self.name,
            "title": title,
            "figure": figure,
            "label": title,
            "pixelated": True,
            "exactOnly": list(range(len(figure["data"]))),
        }

    def channels(self) -> list[dict[str, Any]]:
        """Return one raster per layer."""
        sizes = self._setting.experiment.sizes
        palette = signed_table(self._setting.theme)[None]
        every = 1 if len(sizes) <= _FEW_LAYERS + 1 else 2  # each panel is a picture to encode
        return [
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

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes]:
        """Return each layer's cells."""
        layers = stacked([moment.snapshot for moment in moments], self._kind)
        return {
            f"cells{layer}": signed_bytes(M, scale).reshape(len(moments), -1)
            for layer, (M, scale) in enumerate(zip(layers, self._scales, strict=True))
        }

    def exact(self, moment: Moment) -> Exact:
        """Return the exact numbers."""
        matrices = [M[0] for M in stacked([moment.snapshot], self._kind)]
        setting = self._setting
        patches = heatmap_patch(matrices, scales=self._scales, theme=setting.theme, pixels=setting.pixels)
        names = [_NAMES[self._kind].format(i + 1) for i in range(len(matrices))]
        label = alt_heatmaps(step=moment.snapshot.step, names=names, matrices=matrices)
        return Exact(patches, label, {})


@lru_cache(maxsize=64)
def _panels(
    sizes: tuple[int, ...], scales: tuple[float, ...], theme: Theme, kind: Symbol, pixels: int
) -> dict[str, Any]:
    """Return the empty panels, which are the same for all runs of these sizes and scales."""
    return plain(heatmap_figure(sizes, scales=scales, theme=theme, kind=kind, pixels=pixels))
