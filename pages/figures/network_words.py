"""The labels of the network figure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from core import ACTIVATIONS
from pages.figures.names import bias_name, column_name, input_names, row_name, weight_name
from pages.figures.network_layout import LEFT, PHONE, RIGHT, TILE, NetworkLayout
from pages.figures.network_raster import map_ends
from pages.figures.palette import INK, Theme, css, sequential_table, signed_table
from pages.figures.template import TICK
from pages.figures.text_size import text_width
from pages.figures.words import NO_BREAK, sub

_KEY_COLOURS = 6
_KEY_PIXELS, _LINE_PIXELS = 20, 16
_SHIFT = 8  # pixels: softmax is a long name; the margin has room
_LONGEST_NAME = 14
_BESIDE = 4  # pixels between the heads of two columns


def head_pixels(heads: Sequence[str]) -> int:
    """Return the height in pixels that the heads of the columns need above the canvas."""
    return 10 + _LINE_PIXELS * (1 + max(head.count("<br>") for head in heads))


def foot_pixels(layout: NetworkLayout, key: str) -> int:
    """Return the height in pixels that the notes need below the canvas."""
    return _KEY_PIXELS + _LINE_PIXELS * key.count("<br>") + _more_pixels(layout)


def _more_pixels(layout: NetworkLayout) -> int:
    return _LINE_PIXELS if layout.drawn != layout.widths else 0


def column_heads(layout: NetworkLayout, activations: Sequence[str]) -> list[str]:
    """Return the head of each column: ``A1 = σ(Z1)`` over ``(n × 4)``, shorter where they would meet."""
    forms = [
        ["X", *(form.format(i=i, f=_sign(f)) for i, f in enumerate(activations, 1))] for form in _FORMS
    ]
    shapes = [[f"(n × {w})" for w in layout.widths], [f"n×{w}" for w in layout.widths]]
    pairs = [(forms[0], shapes[0]), (forms[1], shapes[0]), (forms[2], shapes[1])]
    heads = [[f"{name}<br>{shape}" for name, shape in zip(*pair, strict=True)] for pair in pairs]
    return next((each for each in heads if _are_apart(each, layout.spacing)), heads[-1])


_FORMS = ("A{i} = {f}(Z{i})", "A{i} =<br>{f}(Z{i})", "A{i}<br>{f}")


def _are_apart(heads: Sequence[str], spacing: float) -> bool:
    widths = [text_width(head, TICK) for head in heads]
    widths[-1] -= 2 * _shift(heads[-1])
    return all((a + b) / 2 + _BESIDE <= spacing for a, b in pairwise(widths))


def _shift(head: str) -> int:
    """Return by how many pixels the last head stands to the right of its column."""
    return _SHIFT if head.count("<br>") > 1 else 0


def column_names(layout: NetworkLayout, heads: Sequence[str]) -> list[dict[str, Any]]:
    """Return the heads as labels over the columns."""
    notes = [
        _note(centres[0, 0], 0, head, yanchor="bottom", yshift=4)
        for centres, head in zip(layout.centres, heads, strict=True)
    ]
    notes[-1]["xshift"] = _shift(heads[-1])
    return notes


def left_pixels(inputs: Sequence[str]) -> int:
    """Return the width in pixels that the names of the inputs need."""
    return max(LEFT, 10 + round(max(text_width(name, TICK) for name in input_names(inputs))))


def right_pixels(classes: Sequence[str]) -> int:
    """Return the width in pixels that the names of the classes need, or their numbers."""
    return max([RIGHT, *(10 + round(text_width(_short(name), TICK)) for name in classes)])


def _short(name: str) -> str:
    """Return a name that leaves the network room.

    >>> _short("versicolor"), _short("a name of no use here")
    ('versicolor', 'a name of no …')
    """
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 2].rstrip()} …"


def row_names(
    layout: NetworkLayout, inputs: Sequence[str], classes: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return the names of the inputs (left) and of the classes (right)."""
    names = [
        _note(x - TILE / 2, y, name, xanchor="right", xshift=-4)
        for name, (x, y) in zip(input_names(inputs), layout.centres[0], strict=False)
    ]
    outputs = [
        _note(x + TILE / 2, y, _short(classes[c]) if classes else f"class {c}", xanchor="left", xshift=4)
        for c, (x, y) in enumerate(layout.centres[-1])
    ]
    return [*names, *outputs]


def left_out(layout: NetworkLayout, theme: Theme) -> list[dict[str, Any]]:
    """Return a label below the canvas that says how many units are not drawn, if there are any."""
    hidden = sum(layout.widths[1:-1])
    less = hidden - sum(layout.drawn[1:-1])
    width, height = layout.canvas
    text = f"{less} of {hidden} hidden units are not drawn"
    return [_note(width / 2, height, text, yanchor="top", yshift=-2, colour=INK[theme].muted)] * (less > 0)


def map_and_line_key(layout: NetworkLayout, hidden: str | None, theme: Theme, kind: str) -> dict[str, Any]:
    """Return the key below the canvas: the colours of the hidden maps, and what the lines are.

    `hidden` is the function of the hidden layers; None if there are none.  The lines are ``W`` or ``dW``.
    """
    _, negative, *_, positive = signed_table(theme, edges=True)
    signs = " ".join(
        f'{sign}<span style="color:{css(colour)}">■</span>'
        for sign, colour in (("−", negative), ("+", positive))
    )
    parts = [f"lines: {kind} {signs}, below a unit {kind.lower().replace('w', 'b')}"]
    if hidden is not None:
        low, high = map_ends(hidden)
        colours = [css(colour) for colour in sequential_table(theme)[:: 255 // (_KEY_COLOURS - 1)]]
        squares = "".join(f'<span style="color:{colour}">■</span>' for colour in colours)
        parts.insert(0, f"A: {low} {squares} {high}")
    key = (NO_BREAK * 4).join(parts)
    if layout.room == PHONE or text_width(key, TICK) > layout.room - (layout.left - LEFT):
        key = "<br>".join(parts)
    place = {"xref": "paper", "yref": "paper", "yshift": -2 - _more_pixels(layout), "align": "left"}
    return _note(0, 0, key, xanchor="left", yanchor="top") | place


def unit_names(layout: NetworkLayout, classes: Sequence[str] = ()) -> list[str]:
    """Return the hover name of each neuron: what its mean is taken of."""
    layers = len(layout.drawn) - 1
    inputs = [f"mean of {row_name(1, i)}" for i in range(layout.drawn[0])]
    units = [
        f"mean of {sub('A', m)}[:, {column_name(m, j, layers=layers, classes=classes)}]"
        for m, n in enumerate(layout.drawn[1:], start=1)
        for j in range(n)
    ]
    return [*inputs, *units]


def unit_parts(layout: NetworkLayout, classes: Sequence[str] = ()) -> list[list[Any]]:
    """Return each drawn unit that can be opened: left, top, width, height, name, and [layer, number]."""
    layers, half = len(layout.drawn) - 1, TILE / 2

    def part(layer: int, column: int, x: float, y: float) -> list[Any]:
        name = f"{column_name(layer, column, layers=layers, classes=classes)}, layer {layer}"
        return [x - half, y - half, TILE, TILE, name, [layer, column + 1]]

    columns = enumerate(layout.centres[1:], start=1)
    return [part(m, j, x, y) for m, centres in columns for j, (x, y) in enumerate(centres.tolist())]


def weight_lines(layout: NetworkLayout, classes: Sequence[str] = ()) -> list[list[Any]]:
    """Return each drawn line: its ends, and the names of its weight or bias in a link and on the screen."""
    layers = len(layout.drawn) - 1
    names = [
        (f"W{m + 1}:{i + 1},{j + 1}", weight_name("", m + 1, i, j, layers=layers, classes=classes))
        for m, i, j in layout.edges.tolist()
    ]
    names += [
        (f"b{m}:{j + 1}", bias_name("", m, j, layers=layers, classes=classes))
        for m, count in enumerate(layout.drawn[1:], start=1)
        for j in range(count)
    ]
    return [[*ends, *name] for ends, name in zip(layout.lines.tolist(), names, strict=True)]


def _sign(activation: str) -> str:
    return ACTIVATIONS[activation].symbol if activation in ACTIVATIONS else activation


def _note(
    x: float, y: float, text: str, *, colour: str | None = None, **anchor: str | int
) -> dict[str, Any]:
    """Return a label anchored on the canvas; Plotly does not draw one anchored off it."""
    font = {"size": TICK, **({"color": colour} if colour else {})}
    place = {"x": x, "y": y, "xref": "x", "yref": "y"}
    return {**place, "text": text, "showarrow": False, "font": font, "borderpad": 0, **anchor}
