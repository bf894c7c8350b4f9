"""A gradient and its measurement as cells: one panel a layer, the bias in the last row.

Not every unit of a large network is checked, so that the labels name the units that are.  The
difference is shown as the power of ten that it has: what matters is how many digits agree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.figures.cells import (
    BLANK,
    MOST_NUMBERS,
    cell_text,
    fits_across,
    number_trace,
    text_colours,
)
from pages.figures.names import bias_name, column_symbol, row_symbol, weight_name
from pages.figures.palette import (
    DIVERGING,
    SEQUENTIAL,
    Stops,
    Theme,
    colorscale,
    readable_on,
    sequential_table,
)
from pages.figures.panel_places import LINE, PanelPlaces, panel_places
from pages.figures.panels import colorbar, panel_layout, scale_ends, title
from pages.figures.patch import Patch, patch
from pages.figures.points import Floats
from pages.figures.raster import level_bytes
from pages.figures.template import LABEL, TICK, blank
from pages.figures.words import order

LEAST, MOST = -16, 0
"""Powers of ten of the faintest and the strongest difference."""

_LEAST_CELL = 40
_LEAST_HEIGHT = 14
_LOWEST, _HIGHEST, _PER_ROW = 90, 240, 10  # pixels of a panel
_ROOMY = 3  # layers whose titles fit in brackets on a phone
_NO_BRACKETS = str.maketrans("", "", "(),")
_HEAD = 38  # pixels: titles and column labels
_NO_HEAD, _NO_FOOT, _FOOT = 4, 4, 34


@dataclass(frozen=True)
class CheckLayout:
    """Hold which cells there are.

    Attributes
    ----------
    units : sequence of int arrays
        The units shown of the inputs and of each layer, counted from 0.
    sizes : sequence of int
        How many there are.
    pixels : int
        The width that the figures are meant for: it decides which numbers fit.
    room : int, optional
        The height of a sheet, on which the panels may stand in several rows.
    """

    units: Sequence[NDArray[Any]]
    sizes: Sequence[int]
    pixels: int = 620
    room: int | None = None

    @cached_property
    def places(self) -> PanelPlaces:
        """Where the panels stand."""
        return panel_places(
            self.widths, self.titles, pixels=self.pixels, height=self.height, room=self.room
        )

    @property
    def titles(self) -> list[tuple[str, str]]:
        """The names of each layer's gradients, with the shapes of the network's."""
        shapes = enumerate(pairwise(self.sizes), start=1)
        return [title(layer, shape, "dW") for layer, shape in shapes]

    @property
    def widths(self) -> list[int]:
        """How many units are shown of each width."""
        return [len(units) for units in self.units]

    def names(self, layer: int) -> list[list[str]]:
        """Return the name of each cell: dW₁[x₁, unit 2] or db₁[unit 2]."""
        above, own = self.units[layer : layer + 2]
        layers, number = len(self.sizes) - 1, layer + 1
        rows = [[weight_name("d", number, i, j, layers=layers) for j in own] for i in above]
        return [*rows, [bias_name("d", number, j, layers=layers) for j in own]]

    @property
    def height(self) -> int:
        """How many pixels high the panels are: more where a layer has many rows."""
        return min(max(_LOWEST, _PER_ROW * (max(self.widths[:-1]) + 1)), _HIGHEST)

    def prints(self, layer: int) -> bool:
        """Return whether the numbers of a layer fit into its cells."""
        across, high = self.places.cells[layer]
        cells = (self.widths[layer] + 1) * self.widths[layer + 1]
        return high >= _LEAST_HEIGHT and cells <= MOST_NUMBERS and across >= _LEAST_CELL


def slopes_figure(frame: CheckLayout, *, theme: Theme, has_head: bool = True) -> go.Figure:
    """Build the cells of derivatives; `slopes_scale` gives them their colours.

    Without colour bars: each would make a move of the slider some milliseconds longer.  Without a head the
    layers and columns are named by the figure above.
    """
    figure = _figure(frame, (-1, 1), DIVERGING[theme], "%{z:.6~g}", theme)
    return figure if has_head else _headless(figure, foot=_NO_FOOT)


def slopes_scale(scales: Sequence[float]) -> Patch:
    """Give each layer the number of its strongest colour."""
    limits = {"zmin": [-scale for scale in scales], "zmax": list(scales)}
    return patch(traces=range(len(scales)), update=limits)


def scale_bars(frame: CheckLayout, scales: Sequence[float]) -> Patch:
    """Show what the colours mean, in a figure that does not move."""
    layers, panels = range(len(scales)), frame.places.panels
    ends = [
        end
        for scale, panel in zip(scales, panels, strict=True)
        for end in scale_ends(scale, panel.x, frame.pixels, y=panel.y[0])
    ]
    bars = {"showscale": [True] * len(scales), "colorbar": [colorbar(panel) for panel in panels]}
    return patch(traces=layers, update=bars, layout={"annotations": ends})


def slopes_patch(
    frame: CheckLayout, matrices: Sequence[Floats], scales: Sequence[float], theme: Theme
) -> list[Patch]:
    """Show derivatives (r, c) of each layer on its scale, with their numbers where they fit."""
    cells = frame.places.cells
    fits = [frame.prints(layer) and fits_across(M, cells[layer][0]) for layer, M in enumerate(matrices)]
    texts = [_texts(M, cell_text, fit) for M, fit in zip(matrices, fits, strict=True)]
    colours = [text_colours(M, scale, theme) for M, scale in zip(matrices, scales, strict=True)]
    return [patch(traces=range(len(matrices)), update={"z": list(matrices)}), _numbers(texts, colours)]


def difference_figure(frame: CheckLayout, *, theme: Theme, has_head: bool = True) -> go.Figure:
    """Build the cells of differences, on one scale of powers of ten for all layers."""
    figure = _figure(frame, (LEAST, MOST), SEQUENTIAL[theme], "%{hovertext}", theme)
    powers = range(LEAST, MOST + 1, 4)
    ticks = {"tickvals": list(powers), "ticktext": [order(10.0**e) for e in powers]}
    place = {"orientation": "h", "x": 0.5, "y": 0, "yanchor": "top", "ypad": 4, "xpad": 0, "len": 1}
    bar = {**place, **ticks, "thickness": 8, "outlinewidth": 0, "tickfont": {"size": TICK}}
    figure.update_traces({"showscale": True, "colorbar": bar}, selector=0)
    return figure if has_head else _headless(figure, foot=_FOOT)


def _headless(figure: go.Figure, *, foot: int) -> go.Figure:
    """Take the names of the layers and of the columns away, and leave `foot` pixels below."""
    figure.update_xaxes({"title": {"text": ""}, "showticklabels": False})
    return figure.update_layout(margin={"t": _NO_HEAD, "b": foot})


def difference_patch(frame: CheckLayout, matrices: Sequence[Floats], theme: Theme) -> list[Patch]:
    """Show log₁₀ of differences (r, c) ≥ 0; a difference of 0 is shown as the faintest."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = [np.clip(np.nan_to_num(np.log10(M), nan=MOST), LEAST, MOST) for M in matrices]
    texts = [_texts(M, _size, frame.prints(layer)) for layer, M in enumerate(matrices)]
    exact = [[[f"{v:.3g}" for v in row] for row in M.tolist()] for M in matrices]
    painted = [sequential_table(theme)[level_bytes(M, LEAST, MOST)].reshape(-1, 3) for M in logs]
    cells = patch(traces=range(len(logs)), update={"z": logs, "hovertext": exact})
    return [cells, _numbers(texts, [readable_on(each).tolist() for each in painted])]


def _numbers(texts: Sequence[Sequence[str]], colours: Sequence[Sequence[str]]) -> Patch:
    """Print the numbers of each layer, each in a colour that reads on its cell."""
    traces = range(len(texts), 2 * len(texts))
    return patch(traces=traces, update={"text": list(texts), "textfont.color": list(colours)})


def _figure(
    frame: CheckLayout, limits: tuple[float, float], stops: Stops, hover: str, theme: Theme
) -> go.Figure:
    """Return empty panels: the cells of every layer, then the numbers of every layer."""
    figure = blank(theme, **_layout(frame, theme))
    colours = {"zmin": limits[0], "zmax": limits[1], "colorscale": colorscale(stops), "showscale": False}
    told = {"hovertemplate": f"%{{customdata}}: {hover}<extra></extra>"}
    for number, (rows, columns) in enumerate(pairwise(frame.widths), start=1):
        x, y = np.arange(1, columns + 1), np.arange(1, rows + 2)
        place = {"x": x, "y": y, "xaxis": f"x{number}", "yaxis": f"y{number}"}
        names, z = frame.names(number - 1), np.zeros((rows + 1, columns))
        figure.add_trace(go.Heatmap(z=z, customdata=names, **place, **colours, **told))
    shapes = [(rows + 1, columns) for rows, columns in pairwise(frame.widths)]
    return figure.add_traces([number_trace(shape, layer) for layer, shape in enumerate(shapes)])


def _layout(frame: CheckLayout, theme: Theme) -> dict[str, Any]:
    """Return the layout of the heatmaps of every scene, with the units' own labels."""
    layers = len(frame.sizes) - 1
    places = frame.places
    layout = panel_layout(places, [1.0] * layers, theme=theme, pixels=frame.pixels)
    layout |= {"images": [], "annotations": [], "hovermode": "closest"}
    layout["margin"] |= {"t": _HEAD + LINE * places.has_two_lines, "b": _FOOT}
    for number in range(1, layers + 1):
        _name(layout, frame, number)
    return layout


def _name(layout: dict[str, Any], frame: CheckLayout, number: int) -> None:
    """Name the panel of a layer, and let its labels count the network's units, not the cells shown."""
    above, own = frame.units[number - 1 : number + 1]
    columns, rows, layers = layout[f"xaxis{number}"], layout[f"yaxis{number}"], len(frame.sizes) - 1
    columns["ticktext"] = [column_symbol(number, own[at - 1], layers=layers) for at in columns["tickvals"]]
    rows["ticktext"] = [*(row_symbol(number, above[at - 1]) for at in rows["tickvals"][:-1]), "b"]
    places = frame.places
    text, font = places.titles[number - 1], {"size": TICK if places.has_two_lines else LABEL}
    if layers > _ROOMY:
        text = text.translate(_NO_BRACKETS)
    columns["title"] = {"text": text, "font": font, "standoff": 2}


def _texts(M: Floats, write: Callable[[float], str], fits: bool) -> list[str]:
    """Return what is printed in each cell, row by row; nothing, where it does not fit."""
    return [write(value) if fits else BLANK for value in M.ravel().tolist()]


def _size(value: float) -> str:
    """Return the power of ten that a difference has; nothing where it is not finite.

    >>> _size(3e-11), _size(0.0), _size(0.7)
    ('10⁻¹¹', '0', '1')
    """
    if value == 0 or not np.isfinite(value):
        return "0" if value == 0 else BLANK
    return order(10.0 ** round(np.log10(value)))
