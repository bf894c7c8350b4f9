"""How large a film will be: estimated from its plan, before anything is painted.

A moving image is mostly what changes.  The figures below were measured over a spread of runs; a real file
is within `FACTOR` of its estimate, which a test holds to.
"""

from __future__ import annotations

from functools import cache

from plotly.offline import get_plotlyjs

from pages.export.film import film_sheet, film_steps
from pages.export.order import Order

FACTOR = 3.0
"""A real file is at most so many times larger or smaller than its estimate."""

_FIRST = {"gif": 0.08, "mp4": 0.07}
_EACH: dict[str, dict[str, float]] = {
    "gif": {"decision": 0.085, "network": 0.13, "phase": 0.095, "slope": 0.024, "epsilon": 0.008},
    "mp4": {"network": 0.018, "slope": 0.004, "slope_map": 0.005, "epsilon": 0.002},
}
_OTHER = {"gif": 0.045, "mp4": 0.011}
"""Bytes per pixel of the first frame, and of each one more."""

_PAGE = {"decision": 48_000, "network": 42_000, "slope_map": 26_000, "curves": 5_000}
_PAGE_OTHER = 3_000
"""Bytes of a frame in a page, beside Plotly itself."""


def estimate(order: Order, kind: str) -> float:
    """Return about how many bytes a film of this kind will have."""
    sheet, count = film_sheet(order), len(film_steps(order))
    if kind == "html":
        return _plotly_bytes() + count * _PAGE.get(order.style.figure, _PAGE_OTHER)
    pixels = sheet.width * sheet.height
    each = _EACH[kind].get(order.style.figure, _OTHER[kind])
    return pixels * (_FIRST[kind] + each * (count - 1))


@cache
def _plotly_bytes() -> int:
    return len(get_plotlyjs().encode())
