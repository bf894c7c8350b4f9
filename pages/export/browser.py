"""Images of figures, painted by Kaleido in the installed Chrome or Chromium.

All callers share one browser, which stays open.  The number of pictures that wait for it is bounded.
"""

import asyncio
import atexit
import json
import os
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from threading import Semaphore, Thread
from typing import Any, Literal, TypeVar

from plotly.offline import get_plotlyjs
from plotly.utils import PlotlyJSONEncoder

from pages.export.reproducible import reproducible
from pages.figures.raster import png_bytes
from pages.figures.sheet import Sheet

Result = TypeVar("Result")
Still = Literal["png", "svg", "pdf"]

MOST_WAITING = 12
"""Pictures that may wait at once, including those being painted."""

_TABS = 2
_UNREACHABLE_PROXY = "127.0.0.1:9"
_SECONDS = 60.0

# Frames are painted as Plotly's own download button does it: faster than Kaleido's way, the same pixels.
_PAINT = """
const paint = (figure, size) => Plotly.toImage(figure, { ...size, format: "png", imageDataOnly: true });
"""


class UnavailableError(RuntimeError):
    """Say what must be installed before images can be made."""


class BusyError(RuntimeError):
    """Say that too many pictures are waiting."""


def browser() -> str | None:
    """Return the path of the installed browser, searched as Kaleido does; nothing is downloaded."""
    from choreographer.browsers import Chromium  # noqa: PLC0415  # an optional extra

    found = Chromium.find_browser(skip_local=False)
    return str(found) if found and os.access(found, os.X_OK) else None


class Renderer:
    """Paint images in one browser, for callers in any thread.

    The browser lives in a thread of its own.  It starts with the first image, and again after a crash.
    """

    def __init__(self) -> None:
        self._room = Semaphore(MOST_WAITING)
        self._loop = asyncio.new_event_loop()
        self._opening = asyncio.Lock()
        self._kaleido: Any = None
        self._tabs: asyncio.Queue[Any] = asyncio.Queue()
        Thread(target=self._loop.run_forever, name="browser", daemon=True).start()

    def still(self, figure: dict[str, Any], sheet: Sheet, kind: Still) -> bytes:
        """Return a figure as PNG, SVG or PDF; equal figures give equal bytes.

        Raises
        ------
        BusyError
            If too many pictures are waiting.
        """
        return reproducible(self._submit(self._still(figure, sheet, kind)).result(), kind)

    def frames(self, figures: Iterable[dict[str, Any]], sheet: Sheet) -> Iterator[bytes]:
        """Yield each figure as the PNG that `still` makes, while the next ones are being painted.

        Closing the iterator stops the work.
        """
        ahead: deque[Future[bytes]] = deque()
        try:
            for figure in figures:
                ahead.append(self._submit(self._frame(figure, sheet)))
                if len(ahead) > _TABS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for each in ahead:
                each.cancel()

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

    async def _still(self, figure: dict[str, Any], sheet: Sheet, kind: Still) -> bytes:
        options = {"format": kind, **_size(sheet)}
        return await self._retried(lambda kaleido: kaleido.calc_fig(figure, opts=options))

    async def _frame(self, figure: dict[str, Any], sheet: Sheet) -> bytes:
        script = f"paint({json.dumps(figure, cls=PlotlyJSONEncoder)}, {json.dumps(_size(sheet))})"
        return png_bytes(await self._retried(lambda kaleido: self._painted(script)))

    async def _painted(self, script: str) -> str:
        """Return the image that a script paints in the next free tab."""
        tabs = self._tabs
        tab = await tabs.get()
        try:
            return str(await _evaluate(tab, script))
        finally:
            tabs.put_nowait(tab)

    async def _retried(self, work: Callable[[Any], Awaitable[Result]]) -> Result:
        """Return the result of work with Kaleido; if it fails, try once more with another browser."""
        for attempt in range(2):
            kaleido: Any = None
            try:
                kaleido = await self._opened()
                return await asyncio.wait_for(work(kaleido), _SECONDS)
            except (Exception, asyncio.CancelledError) as problem:
                # A browser that crashes cancels what waits for it; only our own caller cancels the task.
                if (task := asyncio.current_task()) and task.cancelling():
                    raise
                if self._kaleido is kaleido:
                    await self._close()
                if attempt:
                    raise RuntimeError(f"the browser could not paint: {problem or problem!r}") from problem
        raise AssertionError("unreachable")

    async def _opened(self) -> Any:
        """Return Kaleido with an open browser."""
        from kaleido import Kaleido  # noqa: PLC0415  # an optional extra

        async with self._opening:
            if self._kaleido is None:
                # No request leaves the machine: figures need no MathJax, and Chromium's own requests go to
                # a proxy that does not exist.
                kaleido = Kaleido(n=1, mathjax=False, timeout=_SECONDS, proxy_server=_UNREACHABLE_PROXY)
                await kaleido.open()
                self._tabs = asyncio.Queue()
                for _ in range(_TABS):
                    self._tabs.put_nowait(await _tab(kaleido))
                self._kaleido = kaleido
            return self._kaleido

    async def _close(self) -> None:
        kaleido, self._kaleido = self._kaleido, None
        if kaleido is not None:
            with suppress(Exception):  # after a crash it cannot be closed
                await kaleido.close()


def _size(sheet: Sheet) -> dict[str, float]:
    width, height = sheet.room
    return {"width": width, "height": height, "scale": sheet.scale}


async def _tab(kaleido: Any) -> Any:
    """Return a new tab that can paint frames."""
    tab = await kaleido.create_tab("about:blank", window=True)
    await _evaluate(tab, f"{get_plotlyjs()}\n{_PAINT}")
    return tab


async def _evaluate(tab: Any, script: str) -> Any:
    """Return the value of a script in a tab."""
    how = {"expression": script, "awaitPromise": True, "returnByValue": True}
    answer = await tab.send_command("Runtime.evaluate", params=how)
    result = answer.get("result", {})
    if "error" in answer or "exceptionDetails" in result:
        raise RuntimeError(f"the browser could not paint: {answer.get('error') or result}"[:500])
    return result["result"].get("value")


@cache
def renderer() -> Renderer:
    """Return the renderer that all share; its browser closes with the program."""
    made = Renderer()
    atexit.register(made.close)
    return made
