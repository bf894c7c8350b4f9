"""Every page at four sizes: nothing is covered, all is named, the picture is on the first screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from pages.scenes.table import ONE_STEP, SCENES
from pages.session.scene import Scene
from tests.browser.journeys.spoken import faults, spoken
from tests.browser.journeys.tab import Tab
from tests.drawn import DRAWN, path_of

pytestmark = pytest.mark.browser

SIZES = ((1400, 900), (1024, 768), (700, 450), (390, 844))
COVERED = Path(__file__).with_name("covered.js").read_text()
CUT = """(entries) => entries
  .filter((entry) => [...entry.querySelectorAll("*")].some((part) =>
    getComputedStyle(part).display !== "inline" && part.scrollWidth > part.clientWidth + 1))
  .map((entry) => entry.innerText)"""
AT_REST = "() => document.querySelector('[data-test-script-state=notRunning] .st-key-menu[role]')"
PICTURES = {
    "One step": ".picture",
    "Gradient check": ".gallery .plot",
    "Slides": ".backpass-slide .drawing",
}
SHOWN = """(picture) => {
  const { top, bottom, height } = picture.getBoundingClientRect();
  return { top, height, shown: Math.min(bottom, innerHeight) - Math.max(top, 0) };
}"""
CLOSED = "() => document.querySelector('.stSidebar').getBoundingClientRect().right <= 0"


def steady(tab: Tab, look: Callable[[], Any]) -> Any:
    """Return what is seen once two looks agree: after a change of size figures and rows still move."""
    looks: list[Any] = []

    def agree() -> bool:
        looks.append(look())
        return looks[-2:] == [looks[-1]] * 2

    tab.when(agree)
    return looks[-1]


def covered(tab: Tab) -> Any:
    """Return what is covered."""
    tab.page.evaluate(COVERED)
    return steady(tab, lambda: tab.page.evaluate("() => window.findCovered()"))


def close_sidebar(tab: Tab) -> None:
    tab.page.get_by_test_id("stSidebar").hover()
    tab.page.get_by_role("button", name="Collapse sidebar").click()
    tab.page.wait_for_function(CLOSED)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.title)
def test_nothing_is_covered_and_all_is_named(tab: Tab, scene: Scene) -> None:
    tab.page.goto(tab.base + path_of(scene) + "?step=40")
    tab.page.wait_for_function(AT_REST)
    for part in ("h1", DRAWN[scene].whole):
        tab.page.locator(part).first.wait_for(state="attached")
    assert covered(tab)["covered"] == []
    assert steady(tab, lambda: faults(spoken(tab.page))) == []
    current = tab.page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")
    expect(current.locator("visible=true")).to_have_accessible_name(scene.title)
    close_sidebar(tab)
    # A resize of the page Code crashes Chromium's renderer now and then, right after its tree was read.
    for width, height in SIZES if scene.title != "Code" else ():
        tab.page.set_viewport_size({"width": width, "height": height})
        found = covered(tab)
        assert found["covered"] == [], (width, height)
        assert found["tried"] >= 5
    if picture := PICTURES.get(scene.title):
        seen = tab.page.locator(picture).first.evaluate(SHOWN)
        assert seen["shown"] >= min(300, seen["height"] / 2), seen
        assert seen["top"] >= 0


def test_the_menu_shows_whole_names_and_leaves_room_for_the_first_controls(tab: Tab) -> None:
    tab.open("/?step=40", 40)
    menu = tab.page.get_by_role("navigation", name="Pages").locator(":is(a, button):visible")
    assert menu.count() == len(SCENES) + 1
    assert menu.evaluate_all(CUT) == []
    rate = tab.page.get_by_role("textbox", name="Learning rate, exactly")
    expect(rate).to_be_in_viewport(ratio=1)
    expect(tab.button("Reset")).to_be_in_viewport(ratio=1)


def test_on_a_phone_the_menu_closes_and_the_choices_unfold(phone_tab: Tab) -> None:
    tab = phone_tab
    tab.page.goto(tab.base + "/?step=40")
    tab.page.wait_for_function(AT_REST)
    for title in ("One step", "Playground", "One step"):
        tab.page.get_by_role("button", name="Expand sidebar").click()
        tab.page.get_by_role("navigation", name="Pages").get_by_role("link", name=title).click()
        tab.page.wait_for_function(CLOSED)
        expect(tab.page).to_have_title(f"{title} · Backpass")
        tab.page.wait_for_function("() => document.activeElement.id === 'stMain'")
    tab.page.locator(DRAWN[ONE_STEP].whole).wait_for()
    assert covered(tab)["covered"] == []
    columns = tab.page.get_by_role("radio", name="columns")
    expect(columns).to_be_hidden()
    fold = tab.page.locator(".stMain summary").filter(has_text="Choices")
    fold.press("Enter")
    columns.click()
    tab.when(lambda: tab.link.get("convention") == "columns")
    tab.page.wait_for_function(AT_REST)
    expect(columns).to_be_checked()
    assert covered(tab)["covered"] == []
    fold.click()
    expect(columns).to_be_hidden()
