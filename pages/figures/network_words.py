"""The labels of the network figure."""

from collections.abc import Sequence
from typing import Any

from core import ACTIVATIONS
from pages.figures.names import column_name, row_name
from pages.figures.network_layout import TILE, NetworkLayout
from pages.figures.palette import INK, Theme, css, sequential_table
from pages.figures.template import TICK
from pages.figures.words import NO_BREAK, short, sub

_KEY_COLOURS = 6
_KEY_PIXELS = 20
_MOST_WIDE = 3  # columns whose names fit on one line on a phone


def head_pixels(layout: NetworkLayout) -> int:
    """Return the height in pixels that the column names need above the canvas."""
    return 58 if len(layout.widths) > _MOST_WIDE else 42


def foot_pixels(layout: NetworkLayout) -> int:
    """Return the height in pixels that the notes need below the canvas."""
    return _KEY_PIXELS + _more_pixels(layout)


def _more_pixels(layout: NetworkLayout) -> int:
    return 16 if layout.drawn != layout.widths else 0


def column_names(layout: NetworkLayout, activations: Sequence[str]) -> list[dict[str, Any]]:
    """Return the formula of each column over its shape: ``A1 = σ(Z1)`` over ``(n × 4)``."""
    narrow = len(layout.widths) > _MOST_WIDE
    names = ["X", *(_formula(i, f, narrow=narrow) for i, f in enumerate(activations, start=1))]
    shapes = [f"(n × {w})" for w in layout.widths]
    notes = [
        _note(centres[0, 0], 0, f"{name}<br>{shape}", yanchor="bottom", yshift=4)
        for centres, name, shape in zip(layout.centres, names, shapes, strict=True)
    ]
    notes[-1]["xshift"] = 8 if narrow else 0  # softmax is a long name; the margin has room
    return notes


def row_names(layout: NetworkLayout) -> list[dict[str, Any]]:
    """Return the names of the inputs (left) and of the classes (right)."""
    inputs = [
        _note(x - TILE / 2, y, sub("x", i), xanchor="right", xshift=-4)
        for i, (x, y) in enumerate(layout.centres[0], start=1)
    ]
    classes = [
        _note(x + TILE / 2, y, f"class {c}", xanchor="left", xshift=4)
        for c, (x, y) in enumerate(layout.centres[-1])
    ]
    return [*inputs, *classes]


def column_notes(layout: NetworkLayout, theme: Theme) -> list[dict[str, Any]]:
    """Return "+52 more" below each column that has more units than are drawn."""
    height = layout.canvas[1]
    rows = zip(layout.centres, layout.widths, layout.drawn, strict=True)
    return [
        _note(c[0, 0], height, f"+{w - n} more", yanchor="top", yshift=-2, colour=INK[theme].muted)
        for c, w, n in rows
        if w > n
    ]


def map_and_bias_key(layout: NetworkLayout, hidden: str | None, theme: Theme) -> dict[str, Any]:
    """Return one line below the canvas: the colours of the hidden maps, and where the biases are.

    `hidden` is the function of the hidden layers; None if there are none.
    """
    parts = ["line below a unit: its bias b"]
    if hidden is not None:
        bounds = ACTIVATIONS[hidden].bounds
        low, high = map(short, bounds) if bounds else ("0", "max")
        colours = [css(colour) for colour in sequential_table(theme)[:: 255 // (_KEY_COLOURS - 1)]]
        squares = "".join(f'<span style="color:{colour}">■</span>' for colour in colours)
        parts.insert(0, f"A: {low} {squares} {high}")
    place = {"xref": "paper", "yref": "paper", "yshift": -2 - _more_pixels(layout)}
    return _note(0, 0, (NO_BREAK * 4).join(parts), xanchor="left", yanchor="top") | place


def unit_names(layout: NetworkLayout) -> list[str]:
    """Return the hover name of each neuron: what its mean is taken of."""
    layers = len(layout.drawn) - 1
    inputs = [f"mean of {row_name(1, i)}" for i in range(layout.drawn[0])]
    units = [
        f"mean of {sub('A', m)}[:, {column_name(m, j, layers=layers)}]"
        for m, n in enumerate(layout.drawn[1:], start=1)
        for j in range(n)
    ]
    return [*inputs, *units]


def unit_parts(layout: NetworkLayout) -> list[list[Any]]:
    """Return each drawn unit that can be opened: left, top, width, height, name, and [layer, number]."""
    layers, half = len(layout.drawn) - 1, TILE / 2

    def part(layer: int, column: int, x: float, y: float) -> list[Any]:
        name = f"{column_name(layer, column, layers=layers)}, layer {layer}"
        return [x - half, y - half, TILE, TILE, name, [layer, column + 1]]

    columns = enumerate(layout.centres[1:], start=1)
    return [part(m, j, x, y) for m, centres in columns for j, (x, y) in enumerate(centres.tolist())]


def _formula(layer: int, activation: str, *, narrow: bool) -> str:
    """Return ``A1 = σ(Z1)``, on two lines if narrow."""
    sign = ACTIVATIONS[activation].symbol if activation in ACTIVATIONS else activation
    return f"A{layer} ={'<br>' if narrow else ' '}{sign}(Z{layer})"


def _note(
    x: float, y: float, text: str, *, colour: str | None = None, **anchor: str | int
) -> dict[str, Any]:
    """Return a label anchored on the canvas; Plotly does not draw one anchored off it."""
    font = {"size": TICK, **({"color": colour} if colour else {})}
    place = {"x": x, "y": y, "xref": "x", "yref": "y"}
    return {**place, "text": text, "showarrow": False, "font": font, "borderpad": 0, **anchor}
