"""A phase of a training step as blocks: its matrices to scale, as the board of One step arranges them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.block import Block, CellLook, Light
from pages.figures.block_frame import Box, Label, Place
from pages.figures.block_layout import Scheme, laid_out_blocks
from pages.figures.block_words import Line, Words
from pages.figures.cells import BLANK, NUMBER_PIXELS
from pages.figures.matrix import matrix_traces
from pages.figures.palette import INK, Theme
from pages.figures.template import blank, hidden_axis, note
from pages.figures.words import fmt

_CODE = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
_INSET = 1.5  # pixels between the edge of a cell and its mark


def blocks_figure(scheme: Scheme, words: Words, *, room: tuple[float, float], theme: Theme) -> go.Figure:
    """Build a phase in a room of so many pixels; the bounds of the figure are its margins'."""
    frame, paper = laid_out_blocks(scheme, words, room), _Paper(room, theme)
    figure = blank(theme, margin=dict.fromkeys("lrtb", 8), showlegend=False, hovermode="closest")
    labels = list(frame.labels)
    shapes: list[dict[str, Any]] = []
    for number, place in enumerate(frame.places, start=1):
        figure.add_traces(_traces(place, frame.look, number, theme))
        figure.update_layout(paper.axes(place, frame.look, number))
        labels += place.labels(frame.look)
        shapes += _marks(place, frame.look, paper)
    return figure.update_layout(annotations=[paper.text(label) for label in labels], shapes=shapes)


def alt_blocks(blocks: Sequence[Block], equation: str, samples: str) -> str:
    """Say what the phase computes and over which samples, and the largest number of its result."""
    result = next((block for block in blocks if block.role == "result"), blocks[-1])
    parts = dict.fromkeys(f"{block.symbol} {block.shape}" for block in blocks)
    row, column = np.unravel_index(np.abs(result.values).argmax(), result.values.shape)
    return (
        f"{equation}, as blocks, over {samples}: {', '.join(parts)}. "
        f"The largest number in size of {result.symbol} is {fmt(result.values[row, column])}, "
        f"in row {row + 1}, column {column + 1}."
    )


@dataclass(frozen=True)
class _Paper:
    """Turn pixels of a room, from its left and its top, into Plotly's shares of the paper."""

    room: tuple[float, float]
    theme: Theme

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return a place, kept inside."""
        return min(max(x / self.room[0], 0.0), 1.0), min(max(1 - y / self.room[1], 0.0), 1.0)

    def axes(self, place: Place, look: CellLook, number: int) -> dict[str, Any]:
        """Return both axes of a block: they only place its cells."""
        left, top, right, bottom = place.box(look)
        (x0, y1), (x1, y0) = self.at(left, top), self.at(right, bottom)
        rows, columns = place.piece.rows, place.piece.columns
        across = hidden_axis(columns.start + 0.5, columns.stop + 0.5)
        up = hidden_axis(rows.stop + 0.5, rows.start + 0.5)
        return {
            f"xaxis{number}": {**across, "domain": [x0, x1], "anchor": f"y{number}"},
            f"yaxis{number}": {**up, "domain": [y0, y1], "anchor": f"x{number}"},
        }

    def text(self, label: Label) -> dict[str, Any]:
        """Return a label as a note."""
        line, ink = label.line, INK[self.theme]
        muted = line.kind in ("muted", "code")
        font = {"size": line.size, "color": ink.muted if muted else ink.text}
        font |= {"family": _CODE} if line.kind == "code" else {}
        x, y = self.at(label.x, label.y)
        return note(_html(line), x, y, label.anchor, "middle", borderpad=0, borderwidth=0, font=font)

    def frame(self, box: Box, colour: str, width: float) -> dict[str, Any]:
        """Return a rectangle without a filling."""
        (x0, y1), (x1, y0) = self.at(*box[:2]), self.at(*box[2:])
        place = {"type": "rect", "xref": "paper", "yref": "paper", "x0": x0, "x1": x1, "y0": y0, "y1": y1}
        return {**place, "line": {"color": colour, "width": width}}


def _html(line: Line) -> str:
    """Return a line in Plotly's tags."""
    if line.kind == "bold":
        return f"<b>{line.text}</b>"
    symbol, end, rest = line.text.partition("</b>")
    small = f'<span style="font-size:{NUMBER_PIXELS}px">{rest}</span>'
    return symbol + end + small if line.kind == "caption" and rest else line.text


def _traces(place: Place, look: CellLook, number: int, theme: Theme) -> tuple[go.Heatmap, go.Scatter]:
    """Return the cells of a block, and its numbers if they fit; rows and columns count from 1."""
    block, form = place.piece.block, place.piece.form(look)
    values = place.piece.shown.copy()
    texts = list(form.texts) if form else [BLANK] * values.size
    for at in place.piece.blanks:
        values.flat[at], texts[at] = 0.0, BLANK
    return matrix_traces(
        values,
        texts,
        number,
        scale=block.scale or 1.0,
        first=(place.piece.rows.start + 1, place.piece.columns.start + 1),
        gap=0,
        size=look.font,
        theme=theme,
        hovertemplate=f"{block.symbol}[%{{y}}, %{{x}}] = %{{z:.6~g}}<extra></extra>",
    )


def _marks(place: Place, look: CellLook, paper: _Paper) -> Iterator[dict[str, Any]]:
    """Yield the border of a block, heavier around a result, and the marks on its cells."""
    ink, box = INK[paper.theme], place.box(look)
    is_result = place.piece.block.role == "result"
    yield paper.frame(box, ink.layers[0] if is_result else ink.muted, 2 if is_result else 0.5)
    for light in place.piece.block.lights:
        if inner := _lit(light, place, look):
            yield paper.frame(inner, ink.page, 4)
            yield paper.frame(inner, ink.text, 2)


def _lit(light: Light, place: Place, look: CellLook) -> Box | None:
    """Return what a mark covers, a little inside of its cells; None if they are left out."""
    rows, columns = _part(light.row, place.piece.rows), _part(light.column, place.piece.columns)
    if not rows or not columns:
        return None
    return (
        place.left + columns.start * look.wide + _INSET,
        place.top + rows.start * look.high + _INSET,
        place.left + columns.stop * look.wide - _INSET,
        place.top + rows.stop * look.high - _INSET,
    )


def _part(at: int | None, shown: range) -> range:
    """Return which of the drawn rows or columns are marked."""
    if at is None:
        return range(len(shown))
    return range(at - shown.start, at - shown.start + 1) if at in shown else range(0)
