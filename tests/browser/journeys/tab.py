"""A reader's tab: what a journey does in it, and what it reads off the screen."""

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, TimeoutError

from tests.browser.waiting import PATIENCE, until
from tests.drawn import DRAWN

APP = Path(__file__).resolve().parents[3] / "app.py"
STAGE = "[data-testid=stage]"
STEPLESS = ", ".join(drawn.content for drawn in DRAWN.values() if not drawn.has_step)
AGREES = 150  # milliseconds between two looks that must agree
MOST_LOOKS = 200
EXTENT = "(e) => ({ height: e.offsetHeight, moving: e.getAnimations({ subtree: true }).length })"
NUMBER = r"[−-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"

Array = NDArray[np.float64]


class Tab:
    """Hold one page of the app.

    Attributes
    ----------
    troubles : list of str
        Errors of the console and of scripts, and requests that left the machine.
    """

    def __init__(self, page: Page, base: str) -> None:
        page.set_default_timeout(1000 * PATIENCE)
        self.page = page
        self.base = base
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", self._hear)
        page.on("request", lambda request: self._see(request.url))
        page.on("websocket", lambda socket: self._see(socket.url))

    def _hear(self, message: Any) -> None:
        # Below a page's own path Streamlit first looks for its server there, then at the root.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            self.troubles.append(f"console: {message.text}")

    def _see(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            self.troubles.append(f"request: {url}")

    # --- going there ---------------------------------------------------------------------------------

    def open(self, link: str = "/", step: int | None = None) -> None:
        self.page.goto(self.base + link)
        self.rests(step)

    def waits(self, condition: str) -> None:
        """Wait until a condition on the stage `s` holds."""
        try:
            self.page.wait_for_function(
                f"() => {{ const s = document.querySelector('{STAGE}'); return s && ({condition}); }}"
            )
        except TimeoutError as error:
            told = self.page.evaluate(
                "(stage) => JSON.stringify([...document.querySelectorAll(stage)]"
                ".map((s) => [{ ...s.dataset }, s.isConnected, s.innerText.slice(0, 300)]))",
                STAGE,
            )
            raise AssertionError(f"never true: {condition}; the stage says {told}") from error

    def stands(self, step: int) -> None:
        """Wait until the scene, whichever it is, shows a step: its stage, its board, or its field.

        A scene without a step is to be there.
        """
        self.page.wait_for_function(
            "([stage, stepless, step]) => { const here = (q) => document.querySelector(q);"
            " const s = here(stage), b = here('[data-testid=board]');"
            " const f = here('[aria-label=\"Training step\"]');"
            " if (s) return s.dataset.state === 'paused' && s.dataset.step === step;"
            " if (here(stepless)) return true;"
            " return b ? b.dataset.state === 'ready' && b.dataset.step === step : f?.value === step; }",
            arg=[STAGE, STEPLESS, str(step)],
        )

    def rests(self, step: int | None = None) -> None:
        """Wait until the stage stands still and Plotly shows the exact picture of its step."""
        here = "true" if step is None else f"s.dataset.step === '{step}'"
        exact = (
            "(() => { const pane = s.querySelector('[data-figure=decision]');"
            " return pane?.matches('.exact') && new RegExp(`step ${s.dataset.step}\\\\b`)"
            ".test(pane.querySelector('.plot').getAttribute('aria-label')); })()"
        )
        drawn = "[...s.querySelectorAll('.pane')].every((pane) => pane.matches('.exact'))"
        self.waits(f"['paused', 'ended'].includes(s.dataset.state) && {here} && {exact} && {drawn}")

    def plays_past(self, step: int) -> None:
        self.waits(f"s.dataset.state === 'playing' && Number(s.dataset.step) > {step}")

    def part(self, name: str) -> Locator:
        return self.page.get_by_test_id(name)

    def play(self, past: int = 0) -> None:
        self.part("play").click()
        self.plays_past(past)

    def pause(self) -> int:
        self.part("play").click()
        self.rests()
        return self.step

    def forward(self) -> None:
        self.part("step-forward").click()

    def back(self) -> None:
        self.part("step-back").click()

    def scrub(self, step: int) -> None:
        self.part("timeline").evaluate(
            "(range, step) => { range.max = Math.max(range.max, step); range.value = step;"
            " for (const type of ['input', 'change']) range.dispatchEvent(new Event(type)); }",
            step,
        )

    # --- controls ------------------------------------------------------------------------------------

    def slider(self, name: str) -> Locator:
        return self.page.get_by_test_id("stSidebar").get_by_role("slider", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_test_id("stSidebar").get_by_role("button", name=name)

    def pick(self, label: str, option: str) -> None:
        self.page.get_by_role("combobox", name=label).click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def unfold(self, title: str) -> None:
        """Open an expander that may be open, and wait until it stands: what moves may be missed."""
        expander = self.page.get_by_test_id("stExpander").filter(has_text=title)
        if not expander.locator("details[open]").count():
            expander.locator("summary").click()
        looks: list[Any] = []

        def stands() -> bool:
            looks.append(expander.evaluate(EXTENT))
            return looks[-3:] == [looks[-1]] * 3 and looks[-1]["moving"] == 0

        self.when(stands)

    # --- what is on the screen -----------------------------------------------------------------------

    @property
    def step(self) -> int:
        return int(self.page.locator(STAGE).get_attribute("data-step") or -1)

    @property
    def state(self) -> str:
        return self.page.locator(STAGE).get_attribute("data-state") or ""

    @property
    def link(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    @property
    def readout(self) -> str:
        return self.part("readout").text_content() or ""

    @property
    def sentence(self) -> str:
        return self.part("sentence").inner_text()

    def plot(self, figure: str, what: str) -> Any:
        """Return what an expression on a figure's element `p` gives."""
        return self.page.evaluate(
            "([figure]) => { const p = document.querySelector(`[data-figure=${figure}] .plot`);"
            f" return {what}; }}",
            [figure],
        )

    def figures(self) -> list[str]:
        names: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('[data-figure]')].map((e) => e.dataset.figure)"
        )
        return names

    def images(self) -> dict[str, list[str]]:
        """Return the sources of all images, as Plotly holds them."""
        return {
            name: self.plot(name, "(p.layout.images ?? []).map((i) => i.source)") for name in self.figures()
        }

    def lines(self, figure: str) -> list[tuple[Array, Array]]:
        """Return the places of a figure's lines, without those that have no points."""
        return self.places(figure, "t.mode === 'lines' && Array.from(t.y ?? []).some(Number.isFinite)")

    def places(self, figure: str, which: str = "true") -> list[tuple[Array, Array]]:
        """Return x and y of each trace t of a figure that is meant."""
        drawn = f"p._fullData.filter((t) => {which})"
        traces = self.plot(figure, f"{drawn}.map((t) => [Array.from(t.x ?? []), Array.from(t.y ?? [])])")
        return [(np.array(x, dtype=float), np.array(y, dtype=float)) for x, y in traces]

    def matrices(self) -> list[Array]:
        """Return the heatmaps' numbers (d + 1, h), as one reads them under the pointer."""
        grids = self.plot(
            "heatmaps",
            "p.data.map((t) => t.type === 'heatmap' ? Array.from(t.z, (r) => Array.from(r)) : null)",
        )
        parts = [np.array(grid, dtype=float) for grid in grids if grid is not None]
        return [np.vstack(parts[i : i + 2]) for i in range(0, len(parts), 2)]

    def cell_texts(self) -> list[list[str]]:
        texts: list[list[str] | None] = self.plot(
            "heatmaps", "p.data.map((t) => t.type === 'scatter' && t.text ? Array.from(t.text) : null)"
        )
        return [text for text in texts if text is not None]

    def seen(self) -> dict[str, Any]:
        """Return all that the screen says of a step, once two looks agree."""
        last: dict[str, Any] = {}
        for _ in range(MOST_LOOKS):
            now = {
                "step": self.step,
                "readout": self.readout,
                "sentence": self.sentence,
                "images": self.images(),
                "labels": [self.plot(name, "p.getAttribute('aria-label')") for name in self.figures()],
                "lines": [
                    [(x.tolist(), y.tolist()) for x, y in self.lines(name)]
                    for name in ("curves", "norms")
                    if name in self.figures()
                ],
                "cells": [M.tolist() for M in self.matrices()] if "heatmaps" in self.figures() else [],
            }
            if now == last:
                return now
            last = now
            self.page.wait_for_timeout(AGREES)
        raise AssertionError(f"no two looks agreed; the last one saw {last}")

    def when(self, holds: Callable[[], bool]) -> None:
        """Wait until something read off the screen holds."""
        until(self.page, holds)


def pixels(source: str) -> NDArray[np.uint8]:
    """Return the picture (height, width, 3) in a data URL."""
    picture = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2])))
    return np.asarray(picture.convert("RGB"))


def number(text: str) -> float:
    """Return the number that a printed one says."""
    powers = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.replace(",", "").replace("−", "-").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(powers) or 0)


def numbers(text: str) -> list[float]:
    return [number(found) for found in re.findall(NUMBER, text)]
