"""Where the panels of the heatmap figure stand: axes, labels, titles, scales and images."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pages.figures.names import column_symbol, row_symbol
from pages.figures.palette import INK, Theme
from pages.figures.panel_places import (
    BOTTOM,
    LINE,
    PANEL_HEIGHT,
    TOP,
    PanelPlace,
    PanelPlaces,
    panel_places,
)
from pages.figures.spread import DECADES, Spread
from pages.figures.template import LABEL, TICK, note
from pages.figures.words import NO_BREAK, order, short, sub

ALL_ZERO = "all 0"
PREFIX = {"dW": "d", "W": "", "step": "−lr·d", "update": "Δ"}
_ROW_PIXELS = 16  # from one label of a row to the next, and to that of the bias
_LABEL_PIXELS = 26  # a column label needs this much
_SCALE_PIXELS = 150  # both ends of a scale and its zero need this much
_FIXED = {"showgrid": False, "fixedrange": True, "zeroline": False, "automargin": False}


def placed(
    widths: Sequence[int],
    kind: str,
    *,
    pixels: int,
    height: float = PANEL_HEIGHT,
    room: int | None = None,
) -> PanelPlaces:
    """Return where the panels of a kind stand, in a figure so many `pixels` wide; see `panel_places`."""
    titles = [title(layer, shape, kind) for layer, shape in enumerate(pairwise(widths), start=1)]
    return panel_places(widths, titles, pixels=pixels, height=height, room=room)


def panel_layout(
    places: PanelPlaces,
    scales: Sequence[float],
    *,
    theme: Theme,
    pixels: int,
    spread: Spread = "linear",
) -> dict[str, Any]:
    """Return the layout of all panels, for a figure so many `pixels` wide."""
    two_lines = places.has_two_lines
    margin = {"l": 30, "r": 18 if two_lines else 8, "t": TOP + LINE * two_lines, "b": BOTTOM}
    layout: dict[str, Any] = {"margin": margin, "showlegend": False}
    layout |= {"images": [], "shapes": [], "annotations": []}
    rows = zip(places.panels, places.cells, pairwise(places.widths), strict=True)
    for number, (panel, cell, (d, h)) in enumerate(rows, start=1):
        layout[f"xaxis{number}"] = _columns(number, h, panel, cell[0], layers=len(scales))
        layout[f"yaxis{number}"] = _rows(number, d, panel, cell[1])
        layout["images"].append(_image(number, d + 1, h))
        layout["shapes"].append(_gap_above_bias(number, d, h, theme))
        font = {"size": TICK if two_lines else LABEL}
        head = note(
            places.titles[number - 1],
            sum(panel.x) / 2,
            panel.y[1],
            "center",
            "bottom",
            yshift=18,
            font=font,
        )
        ends = scale_ends(scales[number - 1], panel.x, pixels, spread, y=panel.y[0])
        layout["annotations"] += [head, *ends]
    return layout


def colorbar(panel: PanelPlace) -> dict[str, Any]:
    """Return the coloured bar under a panel; its numbers are labels of the layout."""
    (left, right), below = panel.x, panel.y[0]
    place = {
        "x": (left + right) / 2,
        "xanchor": "center",
        "y": below,
        "yanchor": "top",
        "len": right - left,
    }
    look = {"orientation": "h", "thickness": 8, "outlinewidth": 0, "showticklabels": False}
    return {**place, **look, "xpad": 0, "ypad": 6}


def scale_ends(
    scale: float, domain: tuple[float, float], pixels: int, spread: Spread = "linear", *, y: float = 0
) -> list[dict[str, Any]]:
    """Return the numbers under a scale, within its panel so that neighbours cannot meet."""
    left, right = domain
    middle = (left + right) / 2
    if (right - left) * pixels < _SCALE_PIXELS:
        return [_under(middle, y, "center", scale_in_words(scale, spread))]
    places = ((left, "left"), (middle, "center"), (right, "right"))
    texts = zip(places, end_texts(scale, spread), strict=True)
    return [_under(x, y, anchor, text) for (x, anchor), text in texts]


def end_texts(scale: float, spread: Spread) -> tuple[str, str, str]:
    """Return what stands at the lower end of a scale, in its middle and at its upper end.

    A scale of 0 says that all numbers are zero.
    """
    if scale == 0:
        return NO_BREAK, ALL_ZERO, NO_BREAK
    if spread == "log":
        return f"−{order(scale)}", f"±{order(scale / 10**DECADES)}", order(scale)
    return short(-scale), "0", short(scale)


def scale_in_words(scale: float, spread: Spread) -> str:
    """Return a scale as one label."""
    _, middle, high = end_texts(scale, spread)
    if scale == 0:
        return middle
    return f"{middle}…{high}" if spread == "log" else f"±{high}"


def label_places(places: PanelPlaces, pixels: int) -> list[list[int]]:
    """Return which annotations of `panel_layout` are the numbers under each panel's scale."""
    found, at = [], 0
    for panel in places.panels:
        count = 1 if (panel.x[1] - panel.x[0]) * pixels < _SCALE_PIXELS else 3
        found.append(list(range(at + 1, at + 1 + count)))  # the first one is the panel's title
        at += 1 + count
    return found


def label_texts(scales: Sequence[float], places: PanelPlaces, pixels: int, spread: Spread) -> list[str]:
    """Return the texts of all these annotations, one panel after another."""
    texts: list[str] = []
    for scale, labels in zip(scales, label_places(places, pixels), strict=True):
        texts += end_texts(scale, spread) if len(labels) > 1 else [scale_in_words(scale, spread)]
    return texts


def _under(x: float, y: float, anchor: str, text: str) -> dict[str, Any]:
    """Return a label under a scale; it stays where it is anchored when another text takes its place."""
    look = {"align": anchor, "yshift": -15, "borderpad": 0, "font": {"size": TICK}}
    return note(text, x, y, anchor, "top", **look)


def title(layer: int, shape: tuple[int, int], kind: str) -> tuple[str, str]:
    """Return the names and shapes of a layer's matrix and of its bias."""
    d, h = shape
    name = PREFIX[kind]
    return f"{sub(f'{name}W', layer)} ({d}×{h})", f"{sub(f'{name}b', layer)} ({h},)"


def _columns(number: int, h: int, panel: PanelPlace, across: float, *, layers: int) -> dict[str, Any]:
    """Return the axis of the units that a layer's columns feed."""
    kept = column_labels(h, across)
    names = [column_symbol(number, j - 1, layers=layers) for j in kept]
    place = {"domain": list(panel.x), "anchor": f"y{number}", "range": [0.5, h + 0.5], "side": "top"}
    return {**place, "tickvals": kept, "ticktext": names, **_FIXED}


def _rows(number: int, d: int, panel: PanelPlace, high: float) -> dict[str, Any]:
    """Return the axis of what enters a layer: inputs or activations, and the bias."""
    kept = [i for i in thinned(d, high, _ROW_PIXELS) if i == 1 or (d + 1 - i) * high >= _ROW_PIXELS]
    names = [*(row_symbol(number, i - 1) for i in kept), "b"]
    place = {"domain": list(panel.y), "anchor": f"x{number}", "range": [d + 1.5, 0.5]}
    return {**place, "tickvals": [*kept, d + 1], "ticktext": names, **_FIXED}


def column_labels(h: int, across: float) -> list[int]:
    """Return which of 1 … h to label when each column has `across` pixels."""
    kept = thinned(h, across, _LABEL_PIXELS)
    if across >= _LABEL_PIXELS:
        return kept
    # The last one stays clear of the first of the next panel.
    return [j for j in kept if j == 1 or (h + 0.5 - j) * across >= _LABEL_PIXELS]


def thinned(count: int, room: float, needed: float) -> list[int]:
    """Return which of 1 … count to label when each has `room` pixels and a label needs more."""
    every = max(1, math.ceil(needed / room))
    # The last label stays clear of the bias that follows it.
    return [1, *range(1 + every, count + 1 - (every > 1), every)]


def _image(number: int, rows: int, columns: int) -> dict[str, Any]:
    """Return the image of exactly the cells of a panel, below its traces."""
    place = {"x": 0.5, "y": 0.5, "sizex": columns, "sizey": rows}
    refs = {"xref": f"x{number}", "yref": f"y{number}", "xanchor": "left", "yanchor": "top"}
    return {**place, **refs, "sizing": "stretch", "layer": "below", "source": ""}


def _gap_above_bias(number: int, d: int, h: int, theme: Theme) -> dict[str, Any]:
    """Return the thin line in the colour of the page that sets the bias row apart."""
    ends = {"x0": 0.5, "x1": h + 0.5, "y0": d + 0.5, "y1": d + 0.5}
    refs = {"xref": f"x{number}", "yref": f"y{number}", "layer": "above"}
    return {
        "type": "line",
        **ends,
        **refs,
        "line": {"color": INK[theme].page, "width": min(4, 60 / (d + 1))},
    }
