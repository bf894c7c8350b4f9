"""A figure that is drawn while the page has no room for it, as can happen while scenes change."""

import pytest

from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

SQUASH = """document.addEventListener("DOMContentLoaded", () => document.head.append(Object.assign(
  document.createElement("style"), { id: "squash",
    textContent: "#root .gallery .plot { flex: none; width: 0; height: 0; min-height: 0; }" })));"""
READY = "[data-testid=stage][data-state=paused], [data-testid=panel][data-state=ready]"
SIZES = """() => [...document.querySelectorAll(".gallery .plot")].map(
  (plot) => [plot.clientWidth, plot.clientHeight, plot._fullLayout?.width, plot._fullLayout?.height])"""


@pytest.mark.parametrize("scene", ["/?hidden=8,8", "/gradient_check?hidden=8,8"])
def test_what_is_drawn_without_room_is_drawn_well_and_takes_its_room_later(tab: Tab, scene: str) -> None:
    tab.page.add_init_script(SQUASH)
    tab.page.goto(tab.base + scene)
    tab.page.locator(READY).wait_for()
    tab.when(lambda: all(drawn for *_, drawn in tab.page.evaluate(SIZES)))
    assert all(size[:2] == [0, 0] for size in tab.page.evaluate(SIZES))
    tab.page.evaluate("() => document.getElementById('squash').remove()")
    tab.when(lambda: all([w, h] == drawn for w, h, *drawn in tab.page.evaluate(SIZES)))
    assert all(size[0] >= 200 for size in tab.page.evaluate(SIZES))
    assert tab.troubles == []
