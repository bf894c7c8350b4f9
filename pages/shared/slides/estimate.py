"""How large a film will be: estimated from its plan, before anything is painted.

A moving image is mostly what changes.  The figures below were measured over a spread of runs; a real file
is within `FACTOR` of its estimate, which a test holds to.
"""

from __future__ import annotations

from functools import cache

from plotly.offline import get_plotlyjs

from pages.shared.slides.film import film_sheet, film_steps
from pages.shared.slides.order import Order

FACTOR = 3.0
"""A real file is at most so many times larger or smaller than its estimate."""

_FIRST = {"gif": 0.10, "mp4": 0.09, "html": 0.0}
_EACH = {"gif": 0.05, "mp4": 0.01, "html": 0.0}
"""Bytes per pixel of the first frame, and of each one more."""

_PAGE = {"decision": 40_000, "network": 70_000, "curves": 9_000, "norms": 9_000}
_PAGE_OTHER = 12_000
"""Bytes of a frame in a page."""


def estimate(order: Order, kind: str) -> float:
    """Return about how many bytes a film of this kind will have."""
    sheet, count = film_sheet(order), len(film_steps(order))
    if kind == "html":
        return _plotly_bytes() + count * _PAGE.get(order.style.figure, _PAGE_OTHER)
    pixels = sheet.width * sheet.height
    return pixels * (_FIRST[kind] + _EACH[kind] * (count - 1))


@cache
def _plotly_bytes() -> int:
    return len(get_plotlyjs().encode())
