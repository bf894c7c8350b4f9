"""The network as a graph, with the activation map of each unit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np

from core.arrays import Array
from core.run.features import input_symbols
from pages.figures.alternatives import alt_network
from pages.figures.network import (
    FIRST_LINE,
    IMAGE,
    STROKE,
    line_bytes,
    network_figure,
    network_layout,
    network_palettes,
    network_patch,
    tile_bytes,
    unit_parts,
    weight_lines,
)
from pages.figures.network_layout import TILE, NetworkLayout
from pages.figures.network_words import left_pixels, right_pixels
from pages.figures.palette import Theme, signed_table
from pages.figures.spread import Spread
from pages.stage.views.decision import DecisionView
from pages.stage.views.moment import GRID, Bytes, Exact, Moment, Setting, plain
from pages.stage.views.scales import scaled

Symbol = Literal["W", "dW"]
_SPREAD: Spread = "root"  # of lines: on a log scale all would be thick
_SYMBOLS: dict[str, Symbol] = {"weights": "W", "gradient": "dW"}
_STRIDE = GRID // TILE
_MANY_EDGES = 60


class NetworkView:
    """Show each unit as its activation map, and weights or their gradients as lines."""

    name = "network"

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._kind = setting.look.lines

    @cached_property
    def layout(self) -> NetworkLayout:
        """Return where the parts of the picture stand."""
        setting = self._setting
        return _placed(setting.experiment.sizes, setting.room, self._symbols, setting.class_names)

    @property
    def _symbols(self) -> tuple[str, ...]:
        return input_symbols(self._setting.experiment.features)

    @cached_property
    def _inputs(self) -> Array:
        return _thinned(self._setting.plane.T)

    def figure(self) -> dict[str, Any]:
        """Return the scene's entry."""
        setting = self._setting
        figure = _drawn(
            setting.experiment.sizes,
            setting.room,
            setting.activations,
            setting.theme,
            _SYMBOLS[self._kind],
            setting.opened,
            self._symbols,
            setting.class_names,
        )
        return {
            "name": self.name,
            "title": "The network: activation map of each unit",
            "figure": figure,
            "label": "The network as units and lines.",
            "pixelated": True,
            "weights": {"label": "Set a weight", "lines": weight_lines(self.layout, setting.class_names)},
            "picks": {
                "into": DecisionView.name,
                "label": "Open a unit",
                "open": list(setting.look.opened) if setting.opened else [],
                "parts": unit_parts(self.layout, setting.class_names),
            },
        }

    def channels(self) -> list[dict[str, Any]]:
        """Return one raster for all units and one stroke for all lines."""
        layout, theme = self.layout, self._setting.theme
        width, height = layout.canvas
        # The browser repaints the whole drawing for one changed line: many lines move less often.
        every = 2 if len(layout.edges) < _MANY_EDGES else 4
        return [
            {
                "kind": "raster",
                "name": "units",
                "figure": self.name,
                "image": IMAGE,
                "palettes": network_palettes(self._setting.n_classes, theme),
                "width": width,
                "height": height,
                "tiles": layout.tiles,
                "every": every,
            },
            {
                "kind": "stroke",
                "name": "lines",
                "figure": self.name,
                "first": FIRST_LINE,
                "count": len(layout.lines),
                "palette": signed_table(theme, edges=True),
                "width": list(STROKE),
                "every": every,
            },
        ]

    def frames(self, moments: Sequence[Moment]) -> dict[str, Bytes]:
        """Return the tiles and the lines."""
        planes = zip(*([_thinned(A) for A in moment.plane] for moment in moments), strict=True)
        shown = scaled(self._setting, self._kind, [moment.snapshot for moment in moments])
        scales = list(shown.scales.T[:, :, None])
        maps = [self._inputs, *(np.stack(plane) for plane in planes)]
        weights, biases = [M[:, :-1] for M in shown.matrices], [M[:, -1] for M in shown.matrices]
        return {
            "units": tile_bytes(self.layout, maps, self._setting.activations),
            "lines": line_bytes(self.layout, weights, biases, scales, _SPREAD),
        }

    def exact(self, moment: Moment) -> Exact:
        """Return the exact lines and the values under the pointer."""
        trace = moment.train
        shown = scaled(self._setting, self._kind, [moment.snapshot])
        matrices = [M[0] for M in shown.matrices]
        weights = [M[:-1] for M in matrices]
        patches = network_patch(
            self.layout,
            weights=weights,
            biases=[M[-1] for M in matrices],
            means=[trace.X.mean(axis=0), *(A.mean(axis=0) for A in trace.A)],
            scales=shown.scales[0].tolist(),
            theme=self._setting.theme,
            opened=self._setting.opened,
            spread=_SPREAD,
        )
        label = alt_network(
            step=moment.snapshot.step,
            widths=self._setting.experiment.sizes,
            weights=weights,
            symbol=_SYMBOLS[self._kind],
        )
        return Exact(patches, label, {})


def _thinned(A: Array) -> Array:
    """Turn activations (..., h, GRID²) over the plane into tiles (..., TILE², h)."""
    square = A.reshape(*A.shape[:-1], GRID, GRID)
    tiles = square[..., _STRIDE // 2 :: _STRIDE, _STRIDE // 2 :: _STRIDE]
    return np.asarray(tiles.reshape(*A.shape[:-1], -1).swapaxes(-1, -2))


@lru_cache(maxsize=64)
def _placed(
    sizes: tuple[int, ...],
    room: tuple[int, int] | None,
    inputs: tuple[str, ...],
    classes: tuple[str, ...],
) -> NetworkLayout:
    return network_layout(sizes, room=room, left=left_pixels(inputs), right=right_pixels(classes))


@lru_cache(maxsize=64)
def _drawn(
    sizes: tuple[int, ...],
    room: tuple[int, int] | None,
    activations: tuple[str, ...],
    theme: Theme,
    kind: Symbol,
    opened: tuple[int, int] | None,
    inputs: tuple[str, ...],
    classes: tuple[str, ...],
) -> dict[str, Any]:
    """Return the drawing of a network, which is the same for all runs of these sizes and names."""
    layout = _placed(sizes, room, inputs, classes)
    figure = network_figure(
        layout,
        activations=activations,
        theme=theme,
        kind=kind,
        opened=opened,
        inputs=inputs,
        classes=classes,
    )
    return plain(figure)
