"""The studio: figures to images, by Kaleido and the installed browser, which is kept open.

Everybody shares one studio. What waits for it is bounded, and it knows nothing of who asked: a figure
goes in, bytes come out.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import tempfile
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal, TypeVar

from plotly.offline import get_plotlyjs
from plotly.utils import PlotlyJSONEncoder

from pages.export.stable import stable
from pages.figures.raster import png_bytes
from pages.figures.sheet import Sheet

Result = TypeVar("Result")
Still = Literal["png", "svg", "pdf"]

MOST_WAITING = 12
"""Pictures that may be asked for at once, the one being made included."""

INSTALL = "`pip install -r requirements-export.txt` and Chrome or Chromium"
_TABS = 2
_NOWHERE = "127.0.0.1:9"
_SECONDS = 60.0

# One film page: Plotly, and a function that paints a figure as Plotly's own download does.
_PAGE = """<!doctype html><meta charset="utf-8"><script>%s</script><script>
const shoot = (figure, size) => Plotly.toImage(figure, { ...size, format: "png", imageDataOnly: true });
</script>"""


class UnavailableError(RuntimeError):
    """Say that there is no Kaleido or no browser, and what to install."""


class BusyError(RuntimeError):
    """Say that too many pictures are waiting already."""


def missing() -> str | None:
    """Return what is missing for images, in words; None if nothing is."""
    if find_spec("kaleido") is None:
        return f"Kaleido is not installed: {INSTALL} are needed for this"
    if browser() is None:
        return f"no Chrome or Chromium was found: {INSTALL} are needed for this"
    return None


def browser() -> str | None:
    """Return the path of the installed browser, as Kaleido looks for it; it is never downloaded."""
    from choreographer.browsers import Chromium  # noqa: PLC0415  # an optional extra

    found = Chromium.find_browser(skip_local=False)
    return str(found) if found and os.access(found, os.X_OK) else None


class Studio:
    """Make images in one browser, from any thread.

    The browser starts with the first image, in a thread of its own, and is started anew if it has died.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._runner: Thread | None = None
        self._kaleido: Any = None
        self._tabs: asyncio.Queue[Any] | None = None
        self._opening: asyncio.Lock | None = None
        self._page: Path | None = None

    def still(self, figure: dict[str, Any], sheet: Sheet, kind: Still) -> bytes:
        """Return a figure as PNG, SVG or PDF; the same bytes for the same figure.

        Raises
        ------
        UnavailableError
            If something has to be installed first.
        BusyError
            If too many pictures are waiting.
        """
        made = self._run(self._still(figure, sheet, kind)).result()
        return stable(made, kind)

    def frames(self, figures: Iterable[dict[str, Any]], sheet: Sheet) -> Iterator[bytes]:
        """Yield each figure as PNG, as `still` would make it, a few being painted at once.

        A caller that stops asking stops the work.
        """
        ahead: deque[Future[bytes]] = deque()
        try:
            for figure in figures:
                ahead.append(self._run(self._frame(figure, sheet)))
                if len(ahead) > _TABS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for each in ahead:
                each.cancel()

    def close(self) -> None:
        """Close the browser, if there is one."""
        with self._lock:
            loop, self._loop = self._loop, None
            thread, self._runner = self._runner, None
        if loop is not None and thread is not None:
            asyncio.run_coroutine_threadsafe(self._close(), loop).result(_SECONDS)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(_SECONDS)
            loop.close()

    # --- the thread ------------------------------------------------------------------------------

    def _run(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Let the thread do some work, unless too much is waiting."""
        try:
            self._admit()
        except Exception:
            work.close()
            raise
        task = asyncio.run_coroutine_threadsafe(work, self._thread())
        task.add_done_callback(self._leave)
        return task

    def _admit(self) -> None:
        problem = missing()
        if problem:
            raise UnavailableError(problem)
        with self._lock:
            if self._waiting >= MOST_WAITING:
                raise BusyError(f"{MOST_WAITING} pictures are being made already; try again in a moment")
            self._waiting += 1

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._waiting -= 1

    def _thread(self) -> asyncio.AbstractEventLoop:
        """Return the loop of the thread that the browser lives in."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._opening = asyncio.Lock()
                self._runner = Thread(target=self._loop.run_forever, name="studio", daemon=True)
                self._runner.start()
            return self._loop

    # --- in the thread ---------------------------------------------------------------------------

    async def _still(self, figure: dict[str, Any], sheet: Sheet, kind: Still) -> bytes:
        width, height = sheet.room
        options = {"format": kind, "width": width, "height": height, "scale": sheet.scale}
        return await self._tried(lambda running: running.calc_fig(figure, opts=options))

    async def _frame(self, figure: dict[str, Any], sheet: Sheet) -> bytes:
        width, height = sheet.room
        size = json.dumps({"width": width, "height": height, "scale": sheet.scale})
        script = f"shoot({json.dumps(figure, cls=PlotlyJSONEncoder)}, {size})"
        return png_bytes(await self._tried(lambda running: self._shot(script)))

    async def _shot(self, script: str) -> str:
        """Return what a script paints in the next free tab."""
        assert self._tabs is not None
        tabs = self._tabs
        tab = await tabs.get()
        try:
            painted: str = await _evaluate(tab, script)
        finally:
            tabs.put_nowait(tab)
        return painted

    async def _tried(self, work: Callable[[Any], Awaitable[Result]]) -> Result:
        """Return what some work with the browser comes to; if that fails, once more with another one."""
        for attempt in range(2):
            running: Any = None
            try:
                running = await self._running()
                return await asyncio.wait_for(work(running), _SECONDS)
            except (Exception, asyncio.CancelledError) as problem:
                # A browser that dies may cancel what waits for it; who cancels this task means it.
                if (task := asyncio.current_task()) and task.cancelling():
                    raise
                if self._kaleido is running:
                    await self._close()
                if attempt:
                    raise RuntimeError(f"the browser could not paint: {problem or problem!r}") from problem
        raise AssertionError("unreachable")

    async def _running(self) -> Any:
        """Return the browser, started if need be."""
        assert self._opening is not None
        async with self._opening:
            if self._kaleido is None:
                self._kaleido = await self._open()
            return self._kaleido

    async def _open(self) -> Any:
        from kaleido import Kaleido  # noqa: PLC0415  # an optional extra

        # Nothing comes from elsewhere: MathJax would, but our figures write Unicode; and what Chromium
        # asks for of its own accord goes to a proxy that is not there.
        opened = Kaleido(n=1, mathjax=False, timeout=_SECONDS, proxy_server=_NOWHERE)
        await opened.open()
        self._page = Path(tempfile.mkdtemp(prefix="backpass-")) / "film.html"
        self._page.write_text(_PAGE % get_plotlyjs(), encoding="utf-8")
        self._tabs = asyncio.Queue()
        for _ in range(_TABS):
            tab = await opened.create_tab(self._page.as_uri(), window=True)
            await _loaded(tab)
            self._tabs.put_nowait(tab)
        return opened

    async def _close(self) -> None:
        running, self._kaleido = self._kaleido, None
        if running is not None:
            with suppress(Exception):  # one that died cannot be closed
                await running.close()
        if self._page is not None:
            self._page.unlink(missing_ok=True)
            self._page.parent.rmdir()
            self._page = None


async def _evaluate(tab: Any, script: str) -> Any:
    """Return what a script comes to in a tab."""
    how = {"expression": script, "awaitPromise": True, "returnByValue": True}
    answer = await tab.send_command("Runtime.evaluate", params=how)
    result = answer.get("result", {})
    if "error" in answer or "exceptionDetails" in result:
        raise RuntimeError(f"the browser could not paint: {answer.get('error') or result}"[:500])
    return result["result"].get("value")


async def _loaded(tab: Any) -> None:
    """Wait until a film page can paint."""
    for _ in range(600):
        if await _evaluate(tab, "typeof shoot === 'function'"):
            return
        await asyncio.sleep(0.02)
    raise RuntimeError("the browser did not load the film page")


@cache
def studio() -> Studio:
    """Return the studio that all share; its browser closes with the program."""
    made = Studio()
    atexit.register(made.close)
    return made
