"""Images of figures and pages, painted in the installed Chrome or Chromium.

All callers share one browser, which stays open.  The number of pictures that wait for it is bounded.
"""

from __future__ import annotations

import asyncio
import atexit
import json
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from functools import cache
from threading import Semaphore, Thread
from typing import Any, Literal, TypeVar

from plotly.utils import PlotlyJSONEncoder

from pages.export.reproducible import reproducible
from pages.export.tabs import MOST_TABS, Page, Tabs
from pages.figures.raster import png_bytes
from pages.figures.sheet import Sheet

Result = TypeVar("Result")
Still = Literal["png", "svg", "pdf"]

MOST_WAITING = 12
"""Pictures that may wait at once, including those being painted."""

_SECONDS = 60.0

_SHEET = """<head><title>Backpass</title><style>
html {{ background: {paper} }}
body {{ margin: 0; overflow: hidden }}
svg {{ display: block }}
</style></head><body>{svg}</body>"""


class UnavailableError(RuntimeError):
    """Say what must be installed before images can be made."""


class BusyError(RuntimeError):
    """Say that too many pictures are waiting."""


class Renderer:
    """Paint images in one browser, for callers in any thread.

    The browser lives in a thread of its own.  It starts with the first image, and again after a crash.
    """

    def __init__(self) -> None:
        self._room = Semaphore(MOST_WAITING)
        self._loop = asyncio.new_event_loop()
        self._opening = asyncio.Lock()
        self._tabs: Tabs | None = None
        Thread(target=self._loop.run_forever, name="browser", daemon=True).start()

    def open(self) -> None:
        """Start the browser, and do not wait: it starts while the first figure is drawn."""
        asyncio.run_coroutine_threadsafe(self._opened(), self._loop)

    def still(self, figure: dict[str, Any], sheet: Sheet, kind: Still) -> bytes:
        """Return a figure as PNG, SVG or PDF; equal figures give equal bytes.

        Raises
        ------
        BusyError
            If too many pictures are waiting.
        """
        if kind != "pdf":
            return self._submit(self._figure(figure, sheet, kind)).result()
        svg = self._submit(self._figure(figure, sheet, "svg")).result().decode()
        html = _SHEET.format(svg=svg, paper=figure["layout"]["paper_bgcolor"])
        return self.page(html, (sheet.width, sheet.height), "pdf")

    def frames(self, figures: Iterable[dict[str, Any]], sheet: Sheet) -> Iterator[bytes]:
        """Yield each figure as the PNG that `still` makes, while the next ones are being painted.

        Closing the iterator stops the work.
        """
        ahead: deque[Future[bytes]] = deque()
        try:
            for figure in figures:
                ahead.append(self._submit(self._figure(figure, sheet, "png")))
                if len(ahead) > MOST_TABS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for each in ahead:
                each.cancel()

    def page(
        self, html: str, size: tuple[float, float], kind: Page, *, scale: float = 1, count: int = 1
    ) -> bytes:
        """Return HTML as a PDF of so many pages, or as a PNG with one below the other.

        Parameters
        ----------
        html : str
            What stands inside ``<html>``; it loads nothing from elsewhere.
        size : (width, height)
            Of a page, in CSS pixels: 96 an inch.
        kind : {"pdf", "png"}
        scale : float
            Pixels of a PNG per CSS pixel.
        count : int
            How many pages there are.

        Raises
        ------
        BusyError
            If too many pictures are waiting.
        """
        return reproducible(self._submit(self._page(html, size, kind, scale, count)).result(), kind)

    def close(self) -> None:
        """Close the browser if it is open; the next image opens it again."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_SECONDS)

    def _submit(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Start work in the browser's thread, unless too much is waiting."""
        if not self._room.acquire(blocking=False):
            work.close()
            raise BusyError(f"{MOST_WAITING} pictures are being made already; try again in a moment")
        task = asyncio.run_coroutine_threadsafe(work, self._loop)
        task.add_done_callback(lambda _: self._room.release())
        return task

    # --- in the browser's thread -----------------------------------------------------------------

    async def _figure(self, figure: dict[str, Any], sheet: Sheet, kind: Still) -> bytes:
        size = {"format": kind, "width": sheet.room[0], "height": sheet.room[1], "scale": sheet.scale}
        plain = json.dumps(figure, cls=PlotlyJSONEncoder)
        painted = await self._retried(lambda tabs: tabs.painted(plain, size))
        return png_bytes(painted) if kind == "png" else reproducible(painted.encode(), kind)

    async def _page(
        self, html: str, size: tuple[float, float], kind: Page, scale: float, count: int
    ) -> bytes:
        return png_bytes(await self._retried(lambda tabs: tabs.printed(html, size, kind, scale, count)))

    async def _retried(self, work: Callable[[Tabs], Awaitable[str]]) -> str:
        """Return the result of work in the tabs; if it fails, try once more with another browser."""
        for attempt in range(2):
            tabs: Tabs | None = None
            try:
                tabs = await asyncio.wait_for(self._opened(), _SECONDS)
                return await asyncio.wait_for(work(tabs), _SECONDS)
            except (Exception, asyncio.CancelledError) as problem:
                # A browser that crashes cancels what waits for it; only our own caller cancels the task.
                if (task := asyncio.current_task()) and task.cancelling():
                    raise
                if self._tabs is tabs:
                    await self._close()
                if attempt:
                    raise RuntimeError(f"the browser could not paint: {problem or problem!r}") from problem
        raise AssertionError("unreachable")

    async def _opened(self) -> Tabs:
        """Return the tabs of the open browser."""
        async with self._opening:
            if self._tabs is None:
                self._tabs = await Tabs.opened()
            return self._tabs

    async def _close(self) -> None:
        tabs, self._tabs = self._tabs, None
        if tabs is not None:
            await tabs.close()


@cache
def renderer() -> Renderer:
    """Return the renderer that all share; its browser closes with the program."""
    made = Renderer()
    atexit.register(made.close)
    return made
