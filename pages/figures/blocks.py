"""A phase of a training step as blocks: matrices in a row, to scale, with operators between them."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.cells import NUMBER_PIXELS, cell_text
from pages.figures.matrix import matrix_traces
from pages.figures.palette import INK, Theme
from pages.figures.points import Floats
from pages.figures.template import LABEL, TICK, blank, note
from pages.figures.words import fmt

_SIGN, _NAMES = 26, 58  # pixels: what joins two blocks, and the names of rows
_ABOVE, _BELOW = 70, 44  # the equation, symbol, shape and column names; the line of code
_CELL = (64.0, 34.0)  # the largest cell
_FITS = (33.0, 13.0)  # the smallest one with a number in it
_NAMED = (16.0, 11.0)  # the smallest one with a name beside it
_LETTER = 7.0  # pixels of a letter of a name, with the gap between two
_JOIN = 18  # pixels of what joins two blocks
_CHARACTER = 6.8  # pixels of a monospaced letter
_CODE = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


@dataclass(frozen=True)
class Block:
    """Hold one matrix of a phase.

    Attributes
    ----------
    before : str
        What joins it to the block before.
    symbol, shape : str
    values : (r, c) array
    scale : float
        The number that has the strongest colour.
    rows, columns : sequence of str
        Their names, empty where there is one by nature.
    """

    before: str
    symbol: str
    shape: str
    values: Floats
    scale: float
    rows: Sequence[str]
    columns: Sequence[str]


@dataclass(frozen=True)
class _Place:
    """Hold where a block stands, in pixels from the left and the top of the inside."""

    left: float
    top: float
    cell: tuple[float, float]
    has_names: bool


def blocks_figure(
    blocks: Sequence[Block], *, equation: str, code: str, room: tuple[float, float], theme: Theme
) -> go.Figure:
    """Build a phase in a room of so many pixels; the bounds of the figure are its margins'."""
    figure = blank(theme, margin=dict.fromkeys("lrtb", 8), showlegend=False, hovermode="closest")
    lines = textwrap.wrap(code, int(room[0] / _CHARACTER), subsequent_indent="    ")
    code_lines = "<br>".join(line.replace(" ", "\u00a0") for line in lines)
    code_font = {"size": TICK, "family": _CODE, "color": INK[theme].muted}
    notes = []
    for number, (block, place) in enumerate(zip(blocks, _places(blocks, room), strict=True), start=1):
        figure.add_traces(_traces(block, place, number, theme))
        figure.update_layout(_axes(block, place, number, room))
        notes += _words(block, place, room)
    notes.append(note(equation, 0.5, 1, "center", "top", font={"size": LABEL}))
    notes.append(note(code_lines, 0.5, 0, "center", "bottom", font=code_font))
    return figure.update_layout(annotations=notes)


def alt_blocks(blocks: Sequence[Block], equation: str) -> str:
    """Say what the phase computes, and the largest number of its result."""
    result = blocks[-1]
    row, column = np.unravel_index(np.abs(result.values).argmax(), result.values.shape)
    return (
        f"{equation}, as blocks: {', '.join(f'{b.symbol} {b.shape}' for b in blocks)}. The largest number "
        f"in size of {result.symbol} is {fmt(result.values[row, column])}, in row {row + 1}, "
        f"column {column + 1}."
    )


def _places(blocks: Sequence[Block], room: tuple[float, float]) -> list[_Place]:
    """Lay the blocks out in one row, all with cells of one size."""
    columns = sum(block.values.shape[1] for block in blocks)
    named = [bool(block.rows[0]) for block in blocks]

    def beside() -> float:
        return _SIGN * (len(blocks) - 1) + _NAMES * sum(named)

    if (room[0] - beside()) / columns < _FITS[0]:  # then only the first one has names
        named = [named[0], *[False] * (len(blocks) - 1)]
    across = (room[0] - beside()) / columns
    high = room[1] - _ABOVE - _BELOW
    cell = min(across, _CELL[0]), min(high / max(len(block.values) for block in blocks), _CELL[1])
    places, left = [], (room[0] - (cell[0] * columns + beside())) / 2
    for block, has in zip(blocks, named, strict=True):
        left += _NAMES * has
        places.append(_Place(left, _ABOVE + (high - cell[1] * len(block.values)) / 2, cell, has))
        left += cell[0] * block.values.shape[1] + _SIGN
    return places


def _traces(block: Block, place: _Place, number: int, theme: Theme) -> tuple[go.Heatmap, go.Scatter]:
    """Return the cells of a block, and its numbers where they fit; rows and columns count from 1."""
    fits = place.cell[0] >= _FITS[0] and place.cell[1] >= _FITS[1]
    texts = [cell_text(value) if fits else "" for value in block.values.ravel().tolist()]
    hover = f"{block.symbol}[%{{y}}, %{{x}}] = %{{z:.6~g}}<extra></extra>"
    scale, size = block.scale or 1.0, NUMBER_PIXELS
    return matrix_traces(
        block.values,
        texts,
        number,
        scale=scale,
        first=1,
        gap=1,
        size=size,
        theme=theme,
        hovertemplate=hover,
    )


def _axes(block: Block, place: _Place, number: int, room: tuple[float, float]) -> dict[str, Any]:
    """Return both axes of a block."""
    rows, columns = block.values.shape
    right, below = place.left + place.cell[0] * columns, place.top + place.cell[1] * rows
    small = {"size": NUMBER_PIXELS}
    common = {"showgrid": False, "fixedrange": True, "automargin": False, "tickfont": small}
    across = {"domain": [place.left / room[0], min(1.0, right / room[0])], "range": [0.5, columns + 0.5]}
    up = {"domain": [max(0.0, 1 - below / room[1]), 1 - place.top / room[1]], "range": [rows + 0.5, 0.5]}
    has_columns = place.cell[0] >= _NAMED[0] and bool(block.columns[0])
    heads = _ticks(_fitting(block.columns, place.cell[0]) if has_columns else ())
    names = _ticks(block.rows if place.has_names and place.cell[1] >= _NAMED[1] else ())
    top = {"anchor": f"y{number}", "side": "top", "tickangle": 0}
    return {
        f"xaxis{number}": {**common, **across, **heads, **top},
        f"yaxis{number}": {**common, **up, **names, "anchor": f"x{number}"},
    }


def _ticks(names: Sequence[str]) -> dict[str, Any]:
    return {"tickvals": list(range(1, len(names) + 1)), "ticktext": list(names)}


def _fitting(names: Sequence[str], pixels: float) -> Sequence[str]:
    """Return names as they are, or their last words where there is little room: 12 for sample 12."""
    if max(map(len, names)) * _LETTER <= pixels:
        return names
    return [name.rpartition(" ")[2] for name in names]


def _words(block: Block, place: _Place, room: tuple[float, float]) -> list[dict[str, Any]]:
    """Return a block's symbol and shape, and what joins it to the one before."""
    rows, columns = block.values.shape
    middle = (place.left + place.cell[0] * columns / 2) / room[0]
    above = 1 - (place.top - 16) / room[1]
    small = {"size": NUMBER_PIXELS}
    symbol = f"<b>{block.symbol}</b>"
    notes = [
        note(symbol, middle, above, "center", "bottom", yshift=13, font={"size": TICK}),
        note(block.shape, middle, above, "center", "bottom", font=small),
    ]
    if block.before:
        x = (place.left - _NAMES * place.has_names - _SIGN / 2) / room[0]
        y = 1 - (place.top + place.cell[1] * rows / 2) / room[1]
        notes.append(note(block.before, x, y, "center", "middle", font={"size": _JOIN}))
    return notes
