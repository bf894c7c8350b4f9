"""A film as one HTML file, which plays and scrubs without a server or the internet."""

import json
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from plotly.offline import get_plotlyjs
from plotly.utils import PlotlyJSONEncoder

from core.arrays import Array
from pages.export.caption import caption_of
from pages.export.film import film_sheet, film_steps
from pages.export.order import Order
from pages.export.playground import Drawn
from pages.figures.palette import INK

_PLAYER = Path(__file__).with_name("film_page.js")
_STYLE = Path(__file__).with_name("film_page.css")
_DIGITS = 6
"""Significant digits of the numbers shown on hover; printed numbers are text already."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ --page: {page}; --text: {text}; --muted: {muted}; }}
{style}</style>
</head>
<body>
<main>
<div id="stage">
<div id="figure"></div>
<div id="controls">
<button id="play" type="button">Play</button>
<input id="at" type="range" min="0" step="1" aria-label="Training step">
<output id="step"></output>
</div>
</div>
<p id="caption"></p>
<p>Space plays and pauses; the arrow keys, Home and End move. On a touch screen, tap or drag.</p>
</main>
<script>{plotly}</script>
<script id="film" type="application/json">{film}</script>
<script type="module">
{player}</script>
</body>
</html>
"""


def film_page(order: Order, pictures: Iterable[Drawn]) -> bytes:
    """Return the page of a film: the first figure, the changes of each later one, and all captions."""
    sheet, steps = film_sheet(order), film_steps(order)
    ink = INK[sheet.theme]
    captions: list[str] = []
    frames = _captioned(order, pictures, captions)
    first = next(frames)
    width, height = sheet.room
    film = {
        "width": width,
        "height": height,
        "fps": order.sequence.fps,
        "steps": steps,
        "figure": first,
        "changes": [[], *(list(differences(*pair)) for pair in pairwise(chain([first], frames)))],
        "captions": captions,
    }
    return _PAGE.format(
        title=escape(captions[0].partition(".")[0]),
        page=ink.page,
        text=ink.text,
        muted=ink.muted,
        style=_STYLE.read_text(encoding="utf-8"),
        plotly=get_plotlyjs().replace("</script", "<\\/script"),
        film=_json(film),
        player=_PLAYER.read_text(encoding="utf-8"),
    ).encode()


def _captioned(order: Order, pictures: Iterable[Drawn], captions: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the figure of each frame, and add its caption to `captions`."""
    for step, made in zip(film_steps(order), pictures, strict=True):
        captions.append(caption_of(made, order.at(step)).strip())
        yield made.figure


def differences(before: Any, now: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, Any]]:
    """Yield (path, value) wherever two figures differ; lists of numbers count as one value."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in now:
            yield from differences(before.get(key), now[key], (*path, key))
        for key in before.keys() - now.keys():
            yield (*path, key), None
    elif _is_list_of_parts(before) and _is_list_of_parts(now) and len(before) == len(now):
        for at, pair in enumerate(zip(before, now, strict=True)):
            yield from differences(*pair, (*path, at))
    elif not _same(before, now):
        yield path, now


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) > 0 and isinstance(value[0], dict)


def _same(before: Any, now: Any) -> bool:
    if isinstance(before, np.ndarray) or isinstance(now, np.ndarray):
        return np.array_equal(np.asarray(before, dtype=object), np.asarray(now, dtype=object))
    return bool(before == now)


def _json(value: Any) -> str:
    """Return JSON that is safe inside a script element."""
    return json.dumps(value, cls=_Short, separators=(",", ":")).replace("</", "<\\/")


class _Short(PlotlyJSONEncoder):  # type: ignore[misc]  # Plotly has no types
    """Round arrays: numbers that only appear on hover would be most of the file."""

    def default(self, value: Any) -> Any:
        """Return an array as lists of rounded numbers."""
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            return rounded(value).tolist()
        return super().default(value)


def rounded(values: Array) -> Array:
    """Round to six significant digits.

    >>> rounded(np.array([0.123456789, -1234567.0, 0.0])).tolist()
    [0.123457, -1234570.0, 0.0]
    """
    short = [float(f"{value:.{_DIGITS}g}") for value in values.ravel().tolist()]
    return np.array(short).reshape(values.shape)
