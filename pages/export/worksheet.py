"""A worksheet: four phases of a step with blank cells, and the key on a second page.

A blank cell is blank wherever its matrix stands on the sheet, so no other picture gives it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from core import kind_of
from core.run.link import address_of
from pages.export.browser import renderer
from pages.export.caption import run_at_step, subject_of
from pages.export.handout import SCALE, paper_size
from pages.export.order import Order
from pages.export.tabs import Page
from pages.export.turns import Report, in_turn, unheard
from pages.figures.block import Block, Light, Piece
from pages.figures.block_layout import laid_out_blocks
from pages.figures.block_words import Words
from pages.figures.blocks import blocks_figure
from pages.figures.qr_code import MOST_BYTES, qr_code
from pages.figures.sheet import Sheet, laid_out
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.drawing import BoardDrawing
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.sentences import title
from pages.session.state import State
from pages.stage.runs import timeline

PHASES = 4
"""On a sheet: then there is room to write in a cell."""

_STYLE = Path(__file__).with_suffix(".css")
_MARGIN, _GAP, _HEAD, _CAPTION = 40, 18, 118, 24  # CSS pixels; worksheet.css takes them from here

_PAGE = """<head><title>Backpass: worksheet</title><style>
:root {{ --width: {width}px; --height: {height}px; --margin: {margin}px; --gap: {gap}px; --head: {head}px;
--caption: {caption}px; }}
{style}</style></head><body>
{sides}
</body>"""
_SIDE = """<article><header><div><h1>{title}</h1><p>{task}</p><p>{settings}</p>{link}</div>{code}</header>
<main>{figures}</main></article>"""
_FIGURE = '<figure><figcaption>{title}</figcaption><img src="data:image/svg+xml,{image}" alt=""></figure>'
_TASK = (
    "Compute the number of each framed cell. All other numbers are given; the grey line shows the formula."
)
_KEY = "The framed cells have their numbers."

Cells = Mapping[str, frozenset[tuple[int, int]]]
"""Rows and columns from 0, by the name of their matrix."""


@dataclass(frozen=True)
class WorksheetPhase:
    """Hold one phase of a worksheet: its board, and the sheet on which it is drawn."""

    board: BoardDrawing
    sheet: Sheet

    @property
    def title(self) -> str:
        """What the phase computes."""
        return title(self.board.phase)

    @property
    def words(self) -> Words:
        """The equation and the line of code: no sum of a cell."""
        return replace(self.board.words, number="", notes=(), cell="", sums=())

    @cached_property
    def pieces(self) -> list[Piece]:
        """What is drawn of its matrices."""
        frame = laid_out_blocks(self.board.scheme, self.words, self.sheet.inside)
        return [place.piece for place in frame.places]

    @property
    def is_whole(self) -> bool:
        """Whether all terms of its sums are drawn: each axis that a result has not."""
        kept = {axis.letter for piece in self.pieces if _is_result(piece) for axis in piece.block.axes}
        return all(
            len(drawn) == count or axis.letter in kept
            for piece in self.pieces
            for axis, drawn, count in zip(
                piece.block.axes, (piece.rows, piece.columns), piece.block.values.shape, strict=True
            )
        )

    @property
    def free(self) -> list[tuple[str, int, int]]:
        """The cells of its results that the sheet lets one compute: matrix, row and column."""
        results = filter(_is_result, self.pieces if self.is_whole else ())
        return [
            (piece.block.name, row, column)
            for piece in results
            for row in piece.rows
            for column in piece.columns
        ]

    def figure(self, cells: Cells, *, is_key: bool) -> dict[str, Any]:
        """Return the picture with cells framed: blank, or with their numbers."""
        lines = [[_framed(block, cells, is_key) for block in line] for line in self.board.scheme.lines]
        scheme = replace(self.board.scheme, lines=lines)
        made = blocks_figure(scheme, self.words, room=self.sheet.inside, theme=self.sheet.theme)
        return laid_out(made.to_plotly_json(), self.sheet, "")


def worksheet(order: Order, kind: Page, report: Report = unheard, *, address: str = "") -> bytes:
    """Return the worksheet and its key as a PDF of two pages, or as a PNG: one below the other."""
    html = page(order, address, report)
    return renderer().page(html, paper_size(order), kind, scale=SCALE, count=2)


def page(order: Order, address: str = "", report: Report = unheard) -> str:
    """Return both pages as what stands inside ``<html>``."""
    run = timeline(order.experiment)
    order = in_turn(run, order.step, lambda: with_room(order))
    phases, cells = in_turn(run, order.step, lambda: _phases_and_cells(order))
    figures: list[list[str]] = [[], []]
    for at in range(2 * len(phases)):
        phase, side = phases[at // 2], at % 2
        figure = in_turn(run, order.step, lambda: phase.figure(cells, is_key=bool(side)))  # noqa: B023
        svg = renderer().still(figure, phase.sheet, "svg")
        figures[side].append(_FIGURE.format(title=escape(phase.title), image=quote(svg)))
        report(at + 1, 2 * len(phases))
    width, height = paper_size(order)
    sides = [_side(order, address, figures[side], is_key=bool(side)) for side in (0, 1)]
    return _PAGE.format(
        width=width,
        height=height,
        margin=_MARGIN,
        gap=_GAP,
        head=_HEAD,
        caption=_CAPTION,
        style=_STYLE.read_text(encoding="utf-8"),
        sides="\n".join(sides),
    )


def with_room(order: Order) -> Order:
    """Return the order with as few samples as it takes to draw the terms of every sum."""
    if order.one_step.whole == "yes":
        return order  # the batch is as large as it is: its sums are not asked
    fewest = kind_of(OneStepChoices, "count").low
    for count in range(order.one_step.count, fewest - 1, -1):
        order = replace(order, one_step=replace(order.one_step, count=count))
        if all(phase.is_whole for phase in phases_of(order)):
            break
    return order


def phases_of(order: Order) -> list[WorksheetPhase]:
    """Return the phases of the sheet: the opened one and those after it, or the last ones."""
    inspected = InspectedStep(timeline(order.experiment), order.step, order.one_step)
    keys = [phase.key for phase in inspected.rows.phases if phase.kind != "data"]
    opened = order.one_step.phase
    first = min(keys.index(opened) if opened in keys else 0, max(len(keys) - PHASES, 0))
    sheet = _sheet(order)
    return [WorksheetPhase(BoardDrawing(inspected, key), sheet) for key in keys[first : first + PHASES]]


def blank_cells(phases: Sequence[WorksheetPhase], count: int, seed: int) -> Cells:
    """Return so many cells drawn by a seed, in turn from each phase."""
    rng = np.random.default_rng(seed)
    piles = [[free[at] for at in rng.permutation(len(free))] for free in (each.free for each in phases)]
    drawn = islice(filter(None, chain.from_iterable(zip_longest(*piles))), count)
    found: dict[str, set[tuple[int, int]]] = {}
    for name, row, column in drawn:
        found.setdefault(name, set()).add((row, column))
    return {name: frozenset(places) for name, places in found.items()}


def link_of(order: Order) -> str:
    """Return the query that opens the step on One step."""
    state = State(experiment=order.experiment, step=order.step, choices=(order.one_step,))
    link = state.link((OneStepChoices,))
    return address_of(link) if link else ""


def _phases_and_cells(order: Order) -> tuple[list[WorksheetPhase], Cells]:
    phases = phases_of(order)
    return phases, blank_cells(phases, order.worksheet.blanks, order.worksheet.blank_seed)


def _sheet(order: Order) -> Sheet:
    """Return the sheet of one picture: two stand side by side, and two below one another."""
    width, height = paper_size(order)
    across = (width - 2 * _MARGIN - _GAP) / 2
    down = (height - 2 * _MARGIN - _HEAD - _GAP) / 2 - _CAPTION
    return Sheet(round(across), round(down), order.style.theme_on_paper, has_heading=False)


def _is_result(piece: Piece) -> bool:
    return piece.block.role == "result"


def _framed(block: Block, cells: Cells, is_key: bool) -> Block:
    places = cells.get(block.name, frozenset())
    if block.is_transposed:
        places = frozenset((column, row) for row, column in places)
    lights = [Light(row, column) for row, column in sorted(places)]
    return replace(block, lights=lights, blank=frozenset() if is_key else places)


def _side(order: Order, address: str, figures: Sequence[str], *, is_key: bool) -> str:
    place = address.rpartition("/")[0]
    link = f"{place}/one_step{link_of(order)}" if place else link_of(order)
    code = qr_code(link, "The step as a link") if place and len(link.encode()) <= MOST_BYTES else ""
    return _SIDE.format(
        title=escape(f"{'Key: ' * is_key}{subject_of(order)}"),
        task=_KEY if is_key else _TASK,
        settings=escape(run_at_step(order)),
        link="" if code else f'<p class="link">{escape(link)}</p>',
        code=code,
        figures="".join(figures),
    )
