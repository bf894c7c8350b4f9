"""The file of any kind that an order comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

from pages.export import data, moving
from pages.export.caption import caption
from pages.export.equation import latex
from pages.export.film import film_figures, film_sheet, film_steps
from pages.export.html import page_of
from pages.export.order import Order
from pages.export.pictures import draw
from pages.export.studio import INSTALL, Still, UnavailableError, missing, studio

Progress = Callable[[int, int], None]
"""Called with how many of how many frames are done; what it raises ends the work."""


def _still(kind: Still, order: Order, tell: Progress) -> bytes:
    sheet = order.style.sheet
    return studio().still(draw(order, sheet).figure, sheet, kind)


def _gif(order: Order, tell: Progress) -> bytes:
    return moving.gif(_frames(order, tell), _keys(order), order.sequence.fps)


def _mp4(order: Order, tell: Progress) -> bytes:
    return moving.mp4(_frames(order, tell), order.sequence.fps)


def _html(order: Order, tell: Progress) -> bytes:
    return page_of(order, _told(film_figures(order), order, tell))


def _frames(order: Order, tell: Progress) -> Iterator[bytes]:
    return _told(studio().frames(film_figures(order), film_sheet(order)), order, tell)


def _told(frames: Iterator[Any], order: Order, tell: Progress) -> Iterator[Any]:
    """Yield frames, and tell how many are done."""
    count = len(film_steps(order))
    for done, frame in enumerate(frames, start=1):
        yield frame
        tell(done, count)


def _keys(order: Order) -> Iterator[bytes]:
    """Yield the first, the middle and the last frame of a film."""
    steps, sheet = film_steps(order), film_sheet(order)
    chosen = dict.fromkeys((steps[0], steps[len(steps) // 2], steps[-1]))
    return studio().frames((draw(order.at(step), sheet).figure for step in chosen), sheet)


@dataclass(frozen=True)
class FileKind:
    """Describe a kind of file.

    Attributes
    ----------
    mime : str
    make : callable
        From an order to its bytes.
    modules : tuple of str
        Optional modules that it needs.
    """

    mime: str
    make: Callable[[Order, Progress], bytes]
    modules: tuple[str, ...] = ()


KINDS: dict[str, FileKind] = {
    "png": FileKind("image/png", partial(_still, "png"), ("kaleido",)),
    "svg": FileKind("image/svg+xml", partial(_still, "svg"), ("kaleido",)),
    "pdf": FileKind("application/pdf", partial(_still, "pdf"), ("kaleido",)),
    "gif": FileKind("image/gif", _gif, ("kaleido", "PIL")),
    "mp4": FileKind("video/mp4", _mp4, ("kaleido", "PIL", "av")),
    "html": FileKind("text/html", _html),
    "txt": FileKind("text/plain", lambda order, tell: caption(order).encode()),
    "tex": FileKind("text/x-tex", lambda order, tell: latex(order).encode()),
    "csv": FileKind("text/csv", lambda order, tell: data.csv(data.TABLES[order.style.table](order))),
    "npz": FileKind("application/octet-stream", lambda order, tell: data.npz(order)),
}


def lacking(kind: str) -> str | None:
    """Return what must be installed for a kind of file, in words; None if nothing."""
    absent = [name for name in KINDS[kind].modules if find_spec(name) is None]
    if absent:
        return f"{', '.join(absent)} not installed: {INSTALL} are needed for .{kind}"
    return missing() if KINDS[kind].modules else None


def export(order: Order, kind: str, progress: Progress | None = None) -> bytes:
    """Return the file of an order, of one of `KINDS`; the same bytes for the same order.

    Raises
    ------
    ValueError
        If the run has no such picture, or the film no frames.
    UnavailableError
        If something has to be installed first.
    BusyError
        If too many pictures are waiting.
    """
    if problem := lacking(kind):
        raise UnavailableError(problem)
    return KINDS[kind].make(order, progress or (lambda done, count: None))
