"""The pages themselves: texts that overlap or are cut, what is wider than the window, and their figures."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page

from tests.docs import camera
from tests.docs.pictures import PAGES
from tests.docs.pictures import Picture as Shown
from tests.figures.audit import ink_rules, mark_rules, text_rules
from tests.figures.audit.drawing import Box, beyond, drawing_of, shared
from tests.figures.audit.easel import BARE, SCRIPT
from tests.figures.audit.fault import Fault, Finding

WIDTHS = 390, 1024, 1400, 1920
THEMES = "light", "dark"
PAGE_RULES = (
    text_rules.overlaps,
    text_rules.off_sheet,
    text_rules.off_cells,
    text_rules.struck,
    ink_rules.faint,
    mark_rules.cut,
    mark_rules.bars,
    mark_rules.legends,
)
"""Those of a figure on a page; it has no heading, and its texts may be smaller than on a sheet."""

_HEIGHT, _MOST = 900, 6000
_TOUCH = 1.5  # pixels
_FIGURES = "[data-testid=stMain] .js-plotly-plot"
_SCREEN = SCRIPT.with_name("screen.js")
_TALL = """() => Math.max(...[...document.querySelectorAll("[data-testid=stMain]")]
  .map((main) => main.scrollHeight), 0)"""


@dataclass(frozen=True)
class ScreenCase:
    """Hold a page, the width of the window, and its theme."""

    page: Shown
    width: int
    theme: str

    def __str__(self) -> str:
        return f"{self.page.name} · {self.width} px · {self.theme}"


def screens() -> list[ScreenCase]:
    """Return every page at every width in both themes."""
    return [ScreenCase(page, width, theme) for page in PAGES for width in WIDTHS for theme in THEMES]


def audit_screen(case: ScreenCase, window: BrowserContext, base: str) -> tuple[list[Fault], bytes]:
    """Return the faults of a page, and what it looks like; it is opened in a tab of a window."""
    page = _opened(case, window, base)
    try:
        seen = page.screenshot()
        found = [*page_texts(page), *_figures(page)]
    finally:
        page.close()
    link = case.page.link.partition("?")[2]
    name, size = case.page.name, f"{case.width} px"
    return [Fault(name, link, size, case.theme, "colour", each) for each in dict.fromkeys(found)], seen


def _opened(case: ScreenCase, window: BrowserContext, base: str) -> Page:
    """Open a page, in a tab as high as the page."""
    shown = replace(case.page, size=(case.width, _HEIGHT), theme=case.theme)
    page = camera.opened(window, base, shown, _words(case.page.name))
    camera.at_rest(page)
    tall = page.evaluate(_TALL)
    page.set_viewport_size({"width": case.width, "height": min(_MOST, max(_HEIGHT, tall + 20))})
    camera.at_rest(page)
    prepare(page)
    return page


@cache
def _words(name: str) -> dict[str, Any]:
    """Return the words that a page shows at every width."""
    return next(page for page in PAGES if page.name == name).words


def prepare(page: Page) -> None:
    """Add what measures a page to it."""
    page.add_style_tag(content=BARE)
    for script in (SCRIPT, _SCREEN):
        page.add_script_tag(content=script.read_text())


def page_texts(page: Page) -> Iterator[Finding]:
    """Yield what is wrong with the texts of a page, without those of its figures."""
    measured = json.loads(page.evaluate("JSON.stringify(measureTexts())"))
    texts, width = measured["texts"], measured["width"]
    if measured["beyond"] > 1:
        yield Finding("off sheet", "the page", "the window", f"{measured['beyond']} px wider")
    for text in texts:
        yield from _faint(text)
        out = max(_beyond(tuple(line), text["room"]) for line in text["lines"])
        if out > _TOUCH:
            yield Finding("cut", text["text"], "what holds it", f"{out:.0f} px")
        elif not text["scrolls"] and max(line[2] for line in text["lines"]) > width + _TOUCH:
            yield Finding("off sheet", text["text"], "the window", "outside")
    for one, other in _neighbours(texts):
        depth = max(shared(tuple(a), tuple(b)) for a in one["lines"] for b in other["lines"])
        if depth > _TOUCH:
            yield Finding("overlap", one["text"], other["text"], f"{depth:.1f} px")


def _neighbours(texts: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the pairs of texts whose outer boxes share a place; code has a thousand texts on a page."""
    boxes = [np.array(text["lines"]) for text in texts]
    first = np.array([box[:, :2].min(axis=0) for box in boxes]).reshape(-1, 2)
    last = np.array([box[:, 2:].max(axis=0) for box in boxes]).reshape(-1, 2)
    shares = (first[:, None] < last[None]).all(axis=-1)
    for one, other in np.argwhere(np.triu(shares & shares.T, 1)).tolist():
        yield texts[one], texts[other]


def _faint(text: dict[str, Any]) -> Iterator[Finding]:
    """Yield a text without enough contrast; large letters need less (WCAG 2.2)."""
    if found := text.get("colours"):
        dark, light = sorted(ink_rules.luminance(np.array([found["ink"], found["paper"]])))
        ratio, least = (light + 0.05) / (dark + 0.05), 3.0 if found["isLarge"] else ink_rules.CONTRAST
        if ratio < least - 0.05:
            yield Finding("faint", text["text"], "what lies behind", f"{ratio:.1f}:1")


def _beyond(line: Box, room: list[float | None]) -> float:
    """Return by how much a line leaves a room, some of whose sides are open."""
    far = -1e9, -1e9, 1e9, 1e9
    sides = [open_side if side is None else side for side, open_side in zip(room, far, strict=True)]
    if beyond(line, (sides[0], sides[1], sides[2], sides[3])) >= max(line[2] - line[0], line[3] - line[1]):
        return 0.0  # scrolled or folded away as a whole
    return beyond(line, (sides[0], sides[1], sides[2], sides[3]))


def _figures(page: Page) -> Iterator[Finding]:
    for figure in page.locator(_FIGURES).all():
        if figure.is_visible() and figure.evaluate("(root) => Boolean(root._fullLayout)"):
            yield from _figure(page, figure)


def _figure(page: Page, figure: Locator) -> Iterator[Finding]:
    measured = json.loads(figure.evaluate("(root) => JSON.stringify(measure(root))"))
    page.evaluate("() => document.body.classList.add('bare')")
    bare = np.asarray(Image.open(io.BytesIO(figure.screenshot())).convert("RGB"))
    page.evaluate("() => document.body.classList.remove('bare')")
    drawing = drawing_of(measured, bare)
    for rule in PAGE_RULES:
        yield from rule(drawing)
