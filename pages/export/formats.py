"""The formats of files, and the file of an order in any of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

from pages.export import data, video
from pages.export.browser import Still, UnavailableError, renderer
from pages.export.caption import caption
from pages.export.cheat_sheet import cheat_sheet
from pages.export.equation import latex
from pages.export.film import film_figures, film_pictures, film_sheet, film_steps, frame_seconds
from pages.export.film_page import film_page
from pages.export.handout import handout
from pages.export.order import Order
from pages.export.pictures import draw
from pages.export.tabs import Page, browser_path
from pages.export.turns import Report, unheard
from pages.export.worksheet import worksheet
from pages.figures.palette import INK
from pages.figures.words import listed


@dataclass(frozen=True)
class Format:
    """Describe a format.

    Attributes
    ----------
    mime : str
    make : callable
        From an order and a report to the bytes of its file.
    modules : tuple of str
        The optional modules that it needs.
    """

    mime: str
    make: Callable[..., bytes]
    modules: tuple[str, ...] = ()


def export(order: Order, suffix: str, report: Report = unheard, **address: str) -> bytes:
    """Return the file of an order in one of `FORMATS`; equal orders give equal bytes.

    What is printed on paper may take the `address` of a page for its link.

    Raises
    ------
    ValueError
        If the run has no such picture, or the film no frames.
    UnavailableError
        If something must be installed first.
    BusyError
        If too many pictures are waiting.
    """
    if problem := obstacle(suffix):
        raise UnavailableError(problem)
    with np.errstate(all="ignore"):  # a run that is about to overflow is exported, too
        return FORMATS[suffix].make(order, report, **address)


def obstacle(suffix: str) -> str | None:
    """Return what must be installed before files of a format can be made; None if nothing."""
    modules, name = FORMATS[suffix].modules, suffix.rpartition(".")[2]
    if missing := [each for each in modules if find_spec(each) is None]:
        return (
            f".{name} files need {listed(missing)}: run `pip install -r requirements-export.txt` "
            "and install Chrome or Chromium"
        )
    if modules and browser_path() is None:
        return f"no Chrome or Chromium was found: .{name} files need one of them"
    return None


def _still(kind: Still, order: Order, report: Report) -> bytes:
    sheet = order.style.sheet
    return renderer().still(draw(order, sheet).figure, sheet, kind)


def _paper(name: str, kind: Page, order: Order, report: Report, **address: str) -> bytes:
    return PAGES[name](order, kind, report, **address)


def _gif(order: Order, report: Report) -> bytes:
    steps, sheet = film_steps(order), film_sheet(order)
    samples = dict.fromkeys((steps[0], steps[len(steps) // 2], steps[-1]))
    painted = renderer().frames((draw(order.at(step), sheet).figure for step in samples), sheet)
    return video.gif(_frames(order, report), painted, _timing(order))


def _mp4(order: Order, report: Report) -> bytes:
    return video.mp4(_frames(order, report), _timing(order), order.sequence.fps)


def _html(order: Order, report: Report) -> bytes:
    return film_page(order, _counted(film_pictures(order), order, report))


def _csv(order: Order, report: Report) -> bytes:
    return data.csv(data.TABLES[order.style.table](order, report))


def _timing(order: Order) -> video.Timing:
    ink = INK[film_sheet(order).theme]
    return video.Timing(frame_seconds(len(film_steps(order)), order.sequence.fps), ink.muted, ink.grid)


def _frames(order: Order, report: Report) -> Iterator[bytes]:
    return _counted(renderer().frames(film_figures(order), film_sheet(order)), order, report)


def _counted(frames: Iterator[Any], order: Order, report: Report) -> Iterator[Any]:
    """Yield the frames and report how many are done."""
    count = len(film_steps(order))
    for done, frame in enumerate(frames, start=1):
        yield frame
        report(done, count)


STILLS, FILMS = ("png", "svg", "pdf"), ("gif", "mp4", "html")
PAGES: dict[str, Callable[..., bytes]] = {
    "handout": handout,
    "worksheet": worksheet,
    "cheat_sheet": cheat_sheet,
}
"""What is composed on a sheet of paper, by name; its formats are ``handout.pdf``, ``handout.png``, …"""

FORMATS: dict[str, Format] = {
    "png": Format("image/png", partial(_still, "png"), ("choreographer",)),
    "svg": Format("image/svg+xml", partial(_still, "svg"), ("choreographer",)),
    "pdf": Format("application/pdf", partial(_still, "pdf"), ("choreographer",)),
    "gif": Format("image/gif", _gif, ("choreographer", "PIL")),
    "mp4": Format("video/mp4", _mp4, ("choreographer", "PIL", "av")),
    "html": Format("text/html", _html),
    "txt": Format("text/plain", lambda order, report: caption(order).encode()),
    "tex": Format("text/x-tex", lambda order, report: latex(order).encode()),
    "csv": Format("text/csv", _csv),
    "npz": Format("application/octet-stream", data.npz),
}
SUFFIXES = tuple(FORMATS)
"""Of files."""

FORMATS |= {
    f"{name}.{kind}": Format(FORMATS[kind].mime, partial(_paper, name, kind), FORMATS[kind].modules)
    for name in PAGES
    for kind in ("pdf", "png")
}
