"""The tabs of one open browser: they paint figures and print pages."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from plotly.offline import get_plotlyjs

Page = Literal["pdf", "png"]

MOST_TABS = 2
"""Tabs that paint at once."""

_SECONDS_TO_CLOSE = 5.0
_UNREACHABLE_PROXY = "127.0.0.1:9"
_DOTS_PER_INCH = 96  # of CSS

# As Plotly's own download button does it.
_PAINT = """(async () => {
  const { portable } = await import("data:text/javascript,%s");
  window.paint = async (figure, size) => {
    const image = await Plotly.toImage(figure, { ...size, imageDataOnly: true });
    return size.format === "svg" ? portable(image) : image;
  };
})()
"""
_PORTABLE = Path(__file__).parents[1] / "frontend" / "common" / "portable_svg.js"
_SHOW = """(async (html) => {
  document.documentElement.innerHTML = html;
  await document.fonts.ready;
  await Promise.all([...document.images].map((image) => image.decode()));
})"""


def browser_path() -> str | None:
    """Return the path of the installed browser; nothing is downloaded."""
    from choreographer.browsers import Chromium  # noqa: PLC0415  # an optional extra

    found = Chromium.find_browser(skip_local=False)
    return str(found) if found and os.access(found, os.X_OK) else None


class Tabs:
    """Hold an open browser and its tabs, which are made when they are first needed.

    Attributes
    ----------
    browser : choreographer.Browser
    """

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self._free: asyncio.Queue[Any] = asyncio.Queue()
        self._count = 0
        self._paper: Any = None
        self._printing = asyncio.Lock()

    @classmethod
    async def opened(cls) -> Tabs:
        """Start a browser and return it with one tab that can paint."""
        from choreographer import Browser  # noqa: PLC0415  # an optional extra

        # No request leaves the machine: Chromium's own requests go to a proxy that does not exist.
        tabs = cls(Browser(proxy_server=_UNREACHABLE_PROXY))
        try:
            await tabs.browser.open()
            await tabs._add()
        except BaseException:
            await tabs.close()
            raise
        return tabs

    async def close(self) -> None:
        """Close the browser; kill its process if it does not end for the asking."""
        closing = asyncio.ensure_future(self.browser.close())  # which fails after a crash
        closing.add_done_callback(lambda task: task.cancelled() or task.exception())
        await asyncio.wait({closing}, timeout=_SECONDS_TO_CLOSE)
        _kill(self.browser)
        closing.cancel()
        await asyncio.wait({closing}, timeout=_SECONDS_TO_CLOSE)

    async def painted(self, figure: str, size: dict[str, Any]) -> str:
        """Return the image of a figure: an SVG as text, a PNG in base 64.

        Parameters
        ----------
        figure : str
            JSON of data and layout.
        size : dict
            What ``Plotly.toImage`` takes: format, width, height, scale.
        """
        if self._free.empty() and self._count < MOST_TABS:
            await self._add()
        tab = await self._free.get()
        try:
            return str(await _evaluate(tab, f"paint({figure}, {json.dumps(size)})"))
        finally:
            self._free.put_nowait(tab)

    async def printed(
        self, html: str, size: tuple[float, float], kind: Page, scale: float, count: int
    ) -> str:
        """Return HTML of so many pages of a size in CSS pixels, in base 64."""
        width, height = size
        async with self._printing:
            self._paper = self._paper or await self._tab()
            await _evaluate(self._paper, f"{_SHOW}({json.dumps(html)})")
            if kind == "pdf":
                paper = {"paperWidth": width / _DOTS_PER_INCH, "paperHeight": height / _DOTS_PER_INCH}
                margins = {f"margin{side}": 0 for side in ("Top", "Bottom", "Left", "Right")}
                how = {**paper, **margins, "printBackground": True, "pageRanges": f"1-{count}"}
                return str((await _sent(self._paper, "Page.printToPDF", how))["data"])
            box = {"x": 0, "y": 0, "width": width, "height": count * height, "scale": scale}
            how = {"clip": box, "captureBeyondViewport": True}
            return str((await _sent(self._paper, "Page.captureScreenshot", how))["data"])

    async def _tab(self) -> Any:
        return await self.browser.create_tab("about:blank", window=True)

    async def _add(self) -> None:
        """Add a tab that can paint."""
        self._count += 1
        tab = await self._tab()
        await _evaluate(tab, f"{get_plotlyjs()}\n{_PAINT % quote(_PORTABLE.read_text(encoding='utf-8'))}")
        self._free.put_nowait(tab)


def _kill(browser: Any) -> None:
    """Kill the processes of a browser, if they still run."""
    process = getattr(browser, "subprocess", None)
    if process is None or process.poll() is not None:
        return
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)  # it leads a session of its own
        else:
            process.kill()


async def _evaluate(tab: Any, script: str) -> Any:
    """Return the value of a script in a tab."""
    how = {"expression": script, "awaitPromise": True, "returnByValue": True}
    return (await _sent(tab, "Runtime.evaluate", how))["result"].get("value")


async def _sent(tab: Any, command: str, how: dict[str, Any]) -> dict[str, Any]:
    """Return the result of a command of the DevTools protocol."""
    answer = await tab.send_command(command, params=how)
    result: dict[str, Any] = answer.get("result", {})
    if "error" in answer or "exceptionDetails" in result:
        raise RuntimeError(f"the browser could not paint: {answer.get('error') or result}"[:500])
    return result
