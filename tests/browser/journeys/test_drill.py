"""The Drill: a line is missed and built, also by keys; it survives a reload; a level ends with a ticket."""

import pytest
from playwright.sync_api import expect

from core.drill.exercise import make_exercise
from core.drill.tiles import write_tiles
from pages.session.ticket import TITLE
from tests.browser.journeys.tab import Tab
from tests.browser.journeys.test_clinic import says

pytestmark = pytest.mark.browser

SIX = make_exercise(3, 0, convention="rows", loss="cross_entropy").lines


def test_a_line_is_missed_built_and_kept(tab: Tab) -> None:
    tab.page.goto(f"{tab.base}/drill?drill=3&checked=dZ2:(A2-Y)*1/n")
    tab.page.get_by_role("heading", name="dW2: gradient").wait_for()
    for tile in ("A1", "@", "dZ2"):
        tab.page.get_by_role("button", name=tile, exact=True).click()
    tab.when(lambda: tab.link.get("tiles") == "A1@dZ2")
    expect(tab.page.get_by_test_id("announcement")).to_have_text("dW2 = A1 @ dZ2")
    tab.page.get_by_role("button", name="Check").click()
    says(tab, "the inner sizes 3 and 4 differ")
    says(tab, "A wrong transpose or order.")
    back = tab.page.get_by_role("button", name="Take back")
    back.dblclick()
    tab.page.get_by_role("button", name=".T", exact=True).dblclick()
    tab.when(lambda: tab.link.get("tiles") == "A1.T.T")
    for _ in range(3):
        back.press("Enter")
    expect(back).to_be_focused()
    for tile in ("A1", ".T", "@", "dZ2"):
        tab.page.get_by_role("button", name=tile, exact=True).press("Enter")
        expect(tab.page.get_by_role("button", name=tile, exact=True)).to_be_focused()
    tab.when(lambda: tab.link.get("tiles") == "A1.T@dZ2")
    expect(tab.page.get_by_test_id("announcement")).to_have_text("dW2 = A1.T @ dZ2, shape (3, 5)")
    tab.page.reload()
    expect(tab.page.locator(".stMain .stCode").first).to_contain_text("dW2 = A1.T @ dZ2")
    tab.page.get_by_role("button", name="Check").click()
    says(tab, "dW2 = A1.T @ dZ2 is right, at try 2.")
    tab.page.get_by_role("heading", name="db2: gradient").wait_for()
    assert tab.troubles == []


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_a_level_ends_and_the_page_fits(tab: Tab, width: int, height: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": height})
    checked = "~".join(f"{line.target}:{write_tiles(line.gap)}" for line in SIX[:-1])
    tab.page.goto(f"{tab.base}/drill?drill=3&checked={checked}&tiles=dZ1.sum0")
    tab.page.get_by_role("button", name="Check").click()
    tab.page.get_by_role("heading", name="Level complete").wait_for()
    expect(tab.page.get_by_test_id("ticket")).to_contain_text(TITLE)
    main = tab.page.get_by_test_id("stMain")
    assert main.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    tab.page.get_by_role("button", name="Next level").click()
    tab.when(lambda: tab.link == {"drill": "4"})
