"""Take the pictures: open each page in a browser, wait until nothing moves any more, and write it."""

from __future__ import annotations

import io
import re
import time
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, TimeoutError

from tests.benchmarks.harness import STAGE
from tests.docs.pictures import MOVIE, Picture

_PATIENCE = 120_000  # milliseconds
_BETWEEN_LOOKS = 400  # milliseconds; the longest transition on a page takes 300

# Everything that draws says in `data-state` whether it is done, and Streamlit whether its script still runs
# (an attribute of its own tests, as of 1.67).
_DRAWN = """() => {
  const parts = [...document.querySelectorAll(
    "[data-testid=stage], [data-testid=board], [data-testid=panel], [data-testid=slide]")];
  const isDone = (part) => ["paused", "ended", "ready"].includes(part.dataset.state)
    && (part.dataset.testid !== "stage"
      || [...part.querySelectorAll(".pane")].every((pane) => pane.matches(".exact")));
  const app = document.querySelector("[data-testid=stApp]");
  return app?.dataset.testScriptState === "notRunning" && document.fonts.status === "loaded"
    && parts.every(isDone);
}"""
# What is in the document, seen or not: on a phone the menu is folded away.
_SHOWS = """([words, titles]) => {
  const labels = [...document.querySelectorAll("[aria-label]")].map((e) => e.ariaLabel);
  const text = [document.body.textContent, ...labels].join(" ").replace(/\\s/g, "");
  return words.every((word) => text.includes(word))
    && (!titles.length || titles.some((title) => text.includes(title)));
}"""

_SCALE, _MARGIN = 0.8, 12
_STRIDE, _LAST = 20, 960
_MILLISECONDS, _REST = 130, 1500  # of a frame, and of the last one


def take(window: BrowserContext, base: str, picture: Picture, found: dict[str, Any]) -> None:
    """Write one picture; `found` holds the words that its page must show."""
    page = opened(window, base, picture, found)
    still = at_rest(page)
    _optimized(still, picture)
    page.close()


def opened(window: BrowserContext, base: str, picture: Picture, found: dict[str, Any]) -> Page:
    """Open the page of a picture in a new tab, and wait until it shows the words of `found`.

    Raises
    ------
    RuntimeError
        If a word is not on the page.
    """
    page = _open(window, base, picture)
    words = [_plain(word) for word in (*found["menu"], *found["headings"]) if "$" not in word]
    try:
        page.wait_for_function(_SHOWS, arg=[words, [_plain(title) for title in found["titles"]]])
    except TimeoutError as error:
        raise RuntimeError(f"{picture.link} does not show {words} and one of {found['titles']}") from error
    return page


def _optimized(still: bytes, picture: Picture) -> None:
    Image.open(io.BytesIO(still)).convert("RGB").save(picture.file, optimize=True)


def film(running: Browser, base: str) -> None:
    """Write the moving picture: the Playground's default run from step 0 on, without the menu."""
    page = _open(running.new_context(locale="en-GB", device_scale_factor=_SCALE), base, MOVIE)
    at_rest(page)
    box = _around(page.locator(STAGE).bounding_box())
    frames = [_frame(page, box, step) for step in range(0, _LAST + 1, _STRIDE)]
    page.context.close()
    durations = [_MILLISECONDS] * (len(frames) - 1) + [_REST]
    first, *others = frames
    first.save(MOVIE.file, save_all=True, append_images=others, duration=durations, loop=0, quality=80)


def _around(box: Any) -> Any:
    x, y, width, height = (box[side] for side in ("x", "y", "width", "height"))
    top = max(0, y - _MARGIN)
    return {
        "x": x - _MARGIN,
        "y": top,
        "width": width + 2 * _MARGIN,
        "height": y + height + _MARGIN - top,
    }


def _frame(page: Page, box: Any, step: int) -> Image.Image:
    """Return what the stage shows at a step."""
    page.get_by_test_id("timeline").evaluate(
        "(range, step) => { range.value = step;"
        " for (const type of ['input', 'change']) range.dispatchEvent(new Event(type)); }",
        step,
    )
    page.wait_for_function(
        f"(step) => document.querySelector('{STAGE}').dataset.step === step && ({_DRAWN})()",
        arg=str(step),
        polling="raf",
    )
    taken = page.screenshot(animations="disabled", caret="hide", clip=box)
    return Image.open(io.BytesIO(taken)).convert("RGB")


def _open(window: BrowserContext, base: str, picture: Picture) -> Page:
    width, height = picture.size
    page = window.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=picture.theme)
    page.set_default_timeout(_PATIENCE)
    page.goto(base + picture.link)
    return page


def at_rest(page: Page) -> bytes:
    """Return a picture of the page once all is drawn and two looks are the same.

    Raises
    ------
    RuntimeError
        If the page does not come to rest.
    """
    page.wait_for_function(_DRAWN)
    page.mouse.move(0, 0)
    give_up, last = time.monotonic() + _PATIENCE / 1000, b""
    while time.monotonic() < give_up:
        now = page.screenshot(animations="disabled", caret="hide")
        if now == last:
            return now
        last = now
        page.wait_for_timeout(_BETWEEN_LOOKS)
    raise RuntimeError(f"{page.url} does not come to rest")


def _plain(text: str) -> str:
    """Return a text without spaces and without the marks of Markdown, as it is looked for on the page."""
    return re.sub(r"[\s*`]", "", text)
