"""A handout: several pictures of one step with captions and equations, on one sheet of paper.

More than four pictures take both of its sides: the smallest text of a picture is a fortieth of its height.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import count as counted_from
from pathlib import Path
from urllib.parse import quote

from pages.export.browser import renderer
from pages.export.caption import query, run_at_step, subject_of
from pages.export.choices import PAPERS
from pages.export.order import Order
from pages.export.pictures import PICTURES, draw, require_picture
from pages.export.playground import Drawn
from pages.export.short_equation import short_equation
from pages.export.tabs import Page
from pages.export.turns import Report, unheard
from pages.figures.palette import INK
from pages.figures.sheet import NARROWEST, WIDEST, Sheet
from pages.figures.text_size import LINE, text_width, wrapped

_PER_MM = 96 / 25.4
SCALE = 300 / 96
"""Pixels of a PNG per CSS pixel: 300 dots per inch."""
_STYLE = Path(__file__).with_suffix(".css")

# CSS pixels; handout.css takes them from here.
_MARGIN, _GAP = 40, 14
_TITLE, _TEXT, _LINK, _LINES = 17, 11, 9, 4
_CAPTION = round(_TEXT * LINE * _LINES) + 6

_MOST_OF_A_SIDE, _FRONT = 4, 3
"""Pictures on one side, and on the front where there are two sides: then all text has at least 6 points."""

_PAGE = """<head><title>Backpass</title><style>
:root {{ --width: {width}px; --height: {height}px; --margin: {margin}px; --gap: {gap}px;
--title: {title_size}px; --text: {text}px; --link: {link_size}px; --caption: {caption}px;
--ink: {ink}; --muted: {muted}; }}
{style}</style></head><body>
{sides}
</body>"""
_HEADER = '<header><h1>{title}</h1><p>{settings}</p><p class="link">{link}</p></header>'
_FIGURE = """<figure><img src="data:image/svg+xml,{image}" alt="">
<figcaption><b>{title}</b> <i>{equation}</i><br>{says}</figcaption></figure>"""


@dataclass(frozen=True)
class PlacedPicture:
    """Hold one picture of a handout: what is drawn, and how wide and high it is in CSS pixels."""

    order: Order
    sheet: Sheet
    drawn: Drawn
    width: float
    height: float


Side = list[list[PlacedPicture]]
"""The rows of one side of the sheet."""


def handout(order: Order, kind: Page, report: Report = unheard, *, address: str = "") -> bytes:
    """Return the handout of an order as a PDF, or as a PNG of 300 dots per inch: one side below the other.

    Raises
    ------
    ValueError
        If the run lacks one of the pictures.
    """
    html = page(order, drawn(order, address, report), address)
    return renderer().page(html, paper_size(order), kind, scale=SCALE, count=len(sides_of(order)))


def require_pictures(order: Order) -> None:
    """Check that the run has all pictures, without drawing them.

    Raises
    ------
    ValueError
        If the run lacks one of them, with the reason.
    """
    for name in order.handout.figures:
        require_picture(_with(order, name))


def missing(order: Order) -> str:
    """Return why the run lacks one of the pictures; empty if it has them all."""
    try:
        require_pictures(order)
    except ValueError as problem:
        return str(problem)
    return ""


def paper_size(order: Order) -> tuple[int, int]:
    """Return the width and height of the sheet in whole CSS pixels, 96 an inch."""
    width, height = PAPERS[order.handout.paper]
    return round(width * _PER_MM), round(height * _PER_MM)


def sides_of(order: Order) -> list[Sequence[str]]:
    """Return the names of the pictures on each side of the sheet."""
    names = order.handout.figures
    return [names] if len(names) <= _MOST_OF_A_SIDE else [names[:_FRONT], names[_FRONT:]]


def drawn(order: Order, address: str = "", report: Report = unheard) -> list[Side]:
    """Draw the pictures, in rows of each side of the sheet.

    Raises
    ------
    ValueError
        If the run lacks one of them.
    """
    width, height = paper_size(order)
    across, done = width - 2 * _MARGIN, counted_from(1)

    def place(name: str, room: float, together: int) -> PlacedPicture:
        made = _place(order, name, across, room, together)
        report(next(done), len(order.handout.figures))
        return made

    sides: list[Side] = []
    for names in sides_of(order):
        rows, head = list(rows_of(names)), 0.0 if sides else _head(order, address, across)
        room = (height - 2 * _MARGIN - head) / len(rows) - _GAP - _CAPTION
        sides.append([[place(name, room, len(row)) for name in row] for row in rows])
    return sides


def _head(order: Order, address: str, across: float) -> float:
    """Return the height of the header: the title, the settings, and a link that breaks anywhere."""
    settings = len(wrapped(run_at_step(order), _TEXT, across))
    link = math.ceil(text_width(address + query(order), _LINK) / across)
    return LINE * (_TITLE + settings * _TEXT + link * _LINK) + _GAP


def rows_of(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield names two by two; the first stands alone where their number is odd, and so do both of two.

    >>> list(rows_of("abcde")), list(rows_of("ab"))
    (['a', 'bc', 'de'], ['a', 'b'])
    """
    if len(names) == 2:
        yield from (names[:1], names[1:])
        return
    first = len(names) % 2
    if first:
        yield names[:1]
    for at in range(first, len(names), 2):
        yield names[at : at + 2]


def _place(order: Order, name: str, across: float, height: float, count: int) -> PlacedPicture:
    own = _with(order, name)
    width = (across - _GAP * (count - 1)) / count
    ratio = min(max(width / height, NARROWEST), WIDEST)
    sheet = Sheet(round(ratio * height), round(height), order.style.theme_on_paper, has_heading=False)
    return PlacedPicture(own, sheet, draw(own, sheet), width, height)


def _with(order: Order, name: str) -> Order:
    return replace(order, style=replace(order.style, figure=name))


def page(order: Order, sides: list[Side], address: str = "") -> str:
    """Return the sides of the sheet as what stands inside ``<html>``."""
    width, height = paper_size(order)
    ink = INK[sides[0][0][0].sheet.theme]
    headers = [_header(order, address)] + [""] * (len(sides) - 1)
    return _PAGE.format(
        width=width,
        height=height,
        margin=_MARGIN,
        gap=_GAP,
        title_size=_TITLE,
        text=_TEXT,
        link_size=_LINK,
        caption=_CAPTION,
        ink=ink.text,
        muted=ink.muted,
        style=_STYLE.read_text(encoding="utf-8"),
        sides="\n".join(map(_side, headers, sides)),
    )


def _header(order: Order, address: str) -> str:
    return _HEADER.format(
        title=escape(f"Backpropagation: {subject_of(order)}"),
        settings=escape(run_at_step(order)),
        link=escape(address + query(order)),
    )


def _side(header: str, rows: Side) -> str:
    text = "\n".join(f"<div>{''.join(map(_figure, row))}</div>" for row in rows)
    return f"<article>{header}\n{text}</article>"


def _figure(place: PlacedPicture) -> str:
    svg = renderer().still(place.drawn.figure, place.sheet, "svg")
    equation = short_equation(place.order)
    head = f"{place.drawn.title} {equation}"
    lines = _LINES - len(wrapped(head, _TEXT, place.width, is_bold=True))
    return _FIGURE.format(
        image=quote(svg),
        title=escape(place.drawn.title),
        equation=escape(equation),
        says=escape(_says(place, lines)),
    )


def _says(place: PlacedPicture, lines: int) -> str:
    """Return as many whole sentences of the text alternative as fit, else what the picture shows."""
    sentences = place.drawn.alternative.split(". ")
    for count in range(len(sentences), 0, -1):
        text = ". ".join(sentences[:count]).removesuffix(".") + "."
        if len(wrapped(text, _TEXT, place.width)) <= lines:
            return text
    says = PICTURES[place.order.style.figure].says.partition(" (--")[0]  # the option of the command
    return says[0].upper() + says[1:] + "."
