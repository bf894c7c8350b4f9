"""A handout: several pictures of one step with captions and equations, on one sheet of paper."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from pages.export.browser import renderer
from pages.export.caption import measured_of, query, settings_of
from pages.export.choices import PAPERS
from pages.export.order import Order
from pages.export.pictures import PICTURES, draw, require_picture
from pages.export.playground import Drawn
from pages.export.short_equation import short_equation
from pages.export.tabs import Page
from pages.figures.palette import INK, Theme
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

_PAGE = """<head><title>Backpass</title><style>
:root {{ --width: {width}px; --height: {height}px; --margin: {margin}px; --gap: {gap}px;
--title: {title_size}px; --text: {text}px; --link: {link_size}px; --caption: {caption}px;
--ink: {ink}; --muted: {muted}; }}
{style}</style></head><body>
<header><h1>{title}</h1><p>{settings}</p><p class="link">{link}</p></header>
{rows}
</body>"""
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


def handout(order: Order, kind: Page, address: str = "") -> bytes:
    """Return the handout of an order as a PDF of one sheet, or as a PNG of 300 dots per inch.

    Raises
    ------
    ValueError
        If the run lacks one of the pictures.
    """
    size = paper_size(order)
    html = page(order, drawn(order, address), address)
    return renderer().page(html, size, kind, scale=SCALE)


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


def drawn(order: Order, address: str = "") -> list[list[PlacedPicture]]:
    """Draw the pictures, in rows of the sheet.

    Raises
    ------
    ValueError
        If the run lacks one of them.
    """
    width, height = paper_size(order)
    rows = list(rows_of(order.handout.figures))
    across = width - 2 * _MARGIN
    room = (height - 2 * _MARGIN - _head(order, address, across)) / len(rows) - _GAP - _CAPTION
    return [[_place(order, name, across, room, len(row)) for name in row] for row in rows]


def _head(order: Order, address: str, across: float) -> float:
    """Return the height of the header: the title, the settings, and a link that breaks anywhere."""
    settings = len(wrapped(_settings(order), _TEXT, across))
    link = math.ceil(text_width(address + query(order), _LINK) / across)
    return LINE * (_TITLE + settings * _TEXT + link * _LINK) + _GAP


def _settings(order: Order) -> str:
    return f"{settings_of(order.experiment)} {measured_of(order)}"


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
    theme: Theme = "print" if order.style.ink == "grey" else "light"
    sheet = Sheet(round(ratio * height), round(height), theme, has_heading=False)
    return PlacedPicture(own, sheet, draw(own, sheet), width, height)


def _with(order: Order, name: str) -> Order:
    return replace(order, style=replace(order.style, figure=name))


def page(order: Order, rows: list[list[PlacedPicture]], address: str = "") -> str:
    """Return the sheet as what stands inside ``<html>``."""
    (width, height), run = paper_size(order), order.experiment
    ink = INK[rows[0][0].sheet.theme]
    layers = "-".join(map(str, run.sizes))
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
        title=escape(f"Backpropagation: {run.dataset}, {layers}, step {order.step:,}"),
        settings=escape(_settings(order)),
        link=escape(address + query(order)),
        rows="\n".join(f"<div>{''.join(map(_figure, row))}</div>" for row in rows),
    )


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
