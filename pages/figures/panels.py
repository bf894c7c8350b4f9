"""Where the panels of the heatmap figure stand: axes, labels, titles, scales and images."""

import math
from collections.abc import Sequence
from typing import Any

from pages.figures.names import column_symbol, row_symbol
from pages.figures.palette import INK, Theme
from pages.figures.patch import SILENT
from pages.figures.spread import DECADES, Spread
from pages.figures.template import LABEL, TICK, note
from pages.figures.words import NO_BREAK, order, short, sub

ALL_ZERO = "all 0"
PREFIX = {"dW": "d", "W": "", "step": "−lr·d", "update": "Δ"}
_GAP = 0.07  # of the figure's width, between panels, for the row labels
_TOP, _LINE, _BOTTOM = 46, 18, 40  # pixels: title and column labels, a second line, the scale
_LABEL_PIXELS = 26  # a column label needs this much
_PANEL_HEIGHT = 170
_SCALE_PIXELS = 150  # both ends of a scale and its zero need this much
_FIXED = {"showgrid": False, "fixedrange": True, "zeroline": False, "automargin": False}


def domains(widths: Sequence[int]) -> list[tuple[float, float]]:
    """Return each panel's part of the width; wide matrices get more, within limits."""
    shares = [min(max(h, 4), 8) for h in widths[1:]]
    room = 1 - _GAP * (len(shares) - 1)
    spans = [room * share / sum(shares) for share in shares]
    starts = [sum(spans[:i]) + _GAP * i for i in range(len(spans))]
    return [(a, min(a + s, 1.0)) for a, s in zip(starts, spans, strict=True)]


def cell_pixels(widths: Sequence[int], pixels: int) -> list[float]:
    """Return how wide a cell of each panel is on a figure of that many pixels."""
    inner = pixels - 50
    return [inner * (b - a) / h for (a, b), h in zip(domains(widths), widths[1:], strict=True)]


def panel_layout(
    widths: Sequence[int],
    scales: Sequence[float],
    *,
    theme: Theme,
    kind: str,
    pixels: int,
    height: float = _PANEL_HEIGHT,
    spread: Spread = "linear",
) -> dict[str, Any]:
    """Return the layout of all panels, for a figure so many `pixels` wide and panels of that `height`."""
    two_lines = len(widths) > 3  # the panels are too narrow for a title on one line
    margin = {"l": 30, "r": 18 if two_lines else 8, "t": _TOP + _LINE * two_lines, "b": _BOTTOM}
    layout: dict[str, Any] = {"margin": margin, "showlegend": False, **SILENT}
    layout |= {"images": [], "shapes": [], "annotations": []}
    across = cell_pixels(widths, pixels)
    for layer, domain in enumerate(domains(widths)):
        d, h = widths[layer], widths[layer + 1]
        number = layer + 1
        layout[f"xaxis{number}"] = _columns(number, h, domain, across[layer], layers=len(scales))
        layout[f"yaxis{number}"] = _rows(number, d, height)
        layout["images"].append(_image(number, d + 1, h))
        layout["shapes"].append(_gap_above_bias(number, d, h, theme))
        text = ("<br>" if two_lines else ", ").join(title(number, (d, h), kind))
        font = {"size": TICK if two_lines else LABEL}
        head = note(text, sum(domain) / 2, 1, "center", "bottom", yshift=18, font=font)
        layout["annotations"] += [head, *scale_ends(scales[layer], domain, pixels, spread)]
    return layout


def cell_height(rows: int, height: float = _PANEL_HEIGHT) -> float:
    """Return about how many pixels a row of a panel is high."""
    return height / rows


def colorbar(layer: int, widths: Sequence[int]) -> dict[str, Any]:
    """Return the coloured bar under a panel; its numbers are labels of the layout."""
    left, right = domains(widths)[layer]
    place = {"x": (left + right) / 2, "xanchor": "center", "y": 0, "yanchor": "top", "len": right - left}
    look = {"orientation": "h", "thickness": 8, "outlinewidth": 0, "showticklabels": False}
    return {**place, **look, "xpad": 0, "ypad": 6}


def scale_ends(
    scale: float, domain: tuple[float, float], pixels: int, spread: Spread = "linear"
) -> list[dict[str, Any]]:
    """Return the numbers under a scale, within its panel so that neighbours cannot meet."""
    left, right = domain
    middle = (left + right) / 2
    if (right - left) * pixels < _SCALE_PIXELS:
        return [_under(middle, "center", scale_in_words(scale, spread))]
    places = ((left, "left"), (middle, "center"), (right, "right"))
    return [
        _under(x, anchor, text) for (x, anchor), text in zip(places, end_texts(scale, spread), strict=True)
    ]


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


def label_places(widths: Sequence[int], pixels: int) -> list[list[int]]:
    """Return which annotations of `panel_layout` are the numbers under each panel's scale."""
    places, at = [], 0
    for left, right in domains(widths):
        count = 1 if (right - left) * pixels < _SCALE_PIXELS else 3
        places.append(list(range(at + 1, at + 1 + count)))  # the first one is the panel's title
        at += 1 + count
    return places


def label_texts(scales: Sequence[float], widths: Sequence[int], pixels: int, spread: Spread) -> list[str]:
    """Return the texts of all these annotations, one panel after another."""
    texts: list[str] = []
    for scale, places in zip(scales, label_places(widths, pixels), strict=True):
        texts += end_texts(scale, spread) if len(places) > 1 else [scale_in_words(scale, spread)]
    return texts


def _under(x: float, anchor: str, text: str) -> dict[str, Any]:
    """Return a label under a scale; it stays where it is anchored when another text takes its place."""
    look = {"align": anchor, "yshift": -15, "borderpad": 0, "font": {"size": TICK}}
    return note(text, x, 0, anchor, "top", **look)


def title(layer: int, shape: tuple[int, int], kind: str) -> tuple[str, str]:
    """Return the names and shapes of a layer's matrix and of its bias."""
    d, h = shape
    name = PREFIX[kind]
    return f"{sub(f'{name}W', layer)} ({d}×{h})", f"{sub(f'{name}b', layer)} ({h},)"


def _columns(
    number: int, h: int, domain: tuple[float, float], across: float, *, layers: int
) -> dict[str, Any]:
    """Return the axis of the units that a layer's columns feed."""
    kept = thinned(h, across, _LABEL_PIXELS)
    names = [column_symbol(number, j - 1, layers=layers) for j in kept]
    place = {"domain": list(domain), "anchor": f"y{number}", "range": [0.5, h + 0.5], "side": "top"}
    return {**place, "tickvals": kept, "ticktext": names, **_FIXED}


def _rows(number: int, d: int, height: float) -> dict[str, Any]:
    """Return the axis of what enters a layer: inputs or activations, and the bias."""
    kept = thinned(d, cell_height(d + 1, height), 16)
    names = [*(row_symbol(number, i - 1) for i in kept), "b"]
    place = {"anchor": f"x{number}", "range": [d + 1.5, 0.5]}
    return {**place, "tickvals": [*kept, d + 1], "ticktext": names, **_FIXED}


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
