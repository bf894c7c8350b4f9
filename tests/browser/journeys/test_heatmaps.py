"""The heatmaps say something at every step, at every size, and say on which scale."""

from typing import Any

import numpy as np
import pytest

from core import Experiment, Timeline
from tests.browser.journeys.tab import Tab, number

pytestmark = pytest.mark.browser

EXACT = """() => [...document.querySelectorAll('[data-figure]')].map((pane) => [pane.dataset.figure,
  pane.matches('.exact'), pane.querySelector('.main-svg').getBoundingClientRect().width])"""
PRINTED = """() => [...document.querySelectorAll('[data-figure=heatmaps] .scatterlayer .text text')]
  .filter((t) => t.textContent.trim() && getComputedStyle(t).visibility === 'visible'
    && t.getBoundingClientRect().width > 0)
  .map((t) => t.textContent)"""
RINGS = """() => [...document.querySelectorAll('[data-figure=decision] .scatterlayer .trace')].flatMap(
  (trace) => [...trace.querySelectorAll('path.point')].filter((p) => p.getBoundingClientRect().width > 0)
    .map((p) => p.getAttribute('d')))"""
DOTS = """() => [...document.querySelectorAll('[data-figure=curves] path.point')].filter(
  (p) => p.getBoundingClientRect().width > 0).length"""
LABELS = """() => [...document.querySelectorAll('[data-figure=heatmaps] .annotation-text')].map(
  (t) => t.textContent)"""


def shown(tab: Tab) -> dict[str, Any]:
    """Return what belongs to the exact picture alone, as it is drawn."""
    page = tab.page
    return {
        "numbers": page.evaluate(PRINTED),
        "marks": len(page.evaluate(RINGS)),
        "dots": page.evaluate(DOTS),
        "labels": page.evaluate(LABELS),
    }


def close_sidebar(tab: Tab) -> None:
    tab.page.get_by_test_id("stSidebar").hover()
    tab.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()


def narrow(tab: Tab) -> None:
    tab.page.set_viewport_size({"width": 1380, "height": 900})


def test_the_exact_picture_survives_changes_of_size(tab: Tab) -> None:
    tab.open("/?step=300")
    before = shown(tab)
    assert len(before["numbers"]) == 12 + 10
    assert before["marks"] > 200
    assert before["dots"] > 0
    for change in (narrow, close_sidebar):
        widths = tab.page.evaluate(EXACT)
        change(tab)
        tab.when(lambda widths=widths: all(
            now[2] != then[2] for now, then in zip(tab.page.evaluate(EXACT), widths, strict=True)
        ))  # fmt: skip
        tab.page.wait_for_timeout(500)
        assert all(is_exact for _, is_exact, _ in tab.page.evaluate(EXACT)), change
        assert shown(tab) == before, change
    tab.page.keyboard.press("ArrowRight")
    tab.rests(301)


def test_scales_change_on_the_screen_while_playing(tab: Tab) -> None:
    tab.open("/?speed=64")
    seen: set[tuple[str, ...]] = set()
    tab.play(past=64)
    for past in (200, 1200, 3000):
        tab.plays_past(past)
        seen.add(tuple(tab.page.evaluate(LABELS)))
    at = tab.pause()
    assert len(seen) > 2
    labels = tab.page.evaluate(LABELS)
    ends = [number(labels[i]) for i in (3, 7)]
    layers = Timeline(Experiment()).at(at).gradients.layers
    for end, layer in zip(ends, layers, strict=True):
        largest = max(np.abs(layer.dW).max(), np.abs(layer.db).max())
        assert largest <= end <= 4 * largest


def test_the_scale_is_chosen_and_in_the_link(tab: Tab) -> None:
    tab.open("/?hidden=4,4,4&init=normal")
    own = tab.page.evaluate(LABELS)
    tab.page.get_by_role("radiogroup", name="Colour scale").get_by_role("radio", name="one").click()
    tab.when(lambda: tab.link.get("scale") == "one")
    tab.when(lambda: len({text for text in tab.page.evaluate(LABELS) if text.startswith("±")}) == 1)
    tab.page.get_by_role("radiogroup", name="Colour scale").get_by_role("radio", name="log").click()
    tab.when(lambda: tab.link.get("scale") == "log")
    tab.when(lambda: any("…" in text for text in tab.page.evaluate(LABELS)))
    tab.page.get_by_role("radiogroup", name="Colour scale").get_by_role("radio", name="own").click()
    tab.when(lambda: tab.page.evaluate(LABELS) == own)
    assert "scale" not in tab.link


def test_a_cell_without_a_number_gives_it_to_the_pointer(tab: Tab) -> None:
    tab.open("/?hidden=24&step=40")
    W1 = Timeline(Experiment(hidden=(24,))).at(40).gradients.layers[0].dW
    assert len(tab.page.evaluate(PRINTED)) < W1.size
    cell = tab.plot("heatmaps", """(() => { const [x, y] = [p._fullLayout.xaxis, p._fullLayout.yaxis];
      const box = p.getBoundingClientRect();
      return [box.left + x._offset + x.d2p(3), box.top + y._offset + y.d2p(2)]; })()""")  # fmt: skip
    tab.page.mouse.move(*cell)
    tab.when(lambda: tab.page.locator("[data-figure=heatmaps] .hoverlayer text").count() > 0)
    said = tab.page.locator("[data-figure=heatmaps] .hoverlayer text").first.text_content() or ""
    name, _, value = said.partition(" = ")
    assert name == "dW₁[x₂, unit 3]"
    assert number(value) == pytest.approx(W1[1, 2], rel=1e-3)
