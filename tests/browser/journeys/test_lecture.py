"""In front of a class: the list of keys, and the whole picture on one screen."""

import pytest
from playwright.sync_api import expect

from tests.benchmarks.harness import SCREEN
from tests.browser.journeys.tab import Tab
from tests.browser.journeys.test_open_unit import press_unit

pytestmark = pytest.mark.browser

SCREENS = [(1024, 768), (1280, 720), (1920, 1080)]
FITS = """(parts) => {
  const boxes = [...document.querySelectorAll(parts)].map((part) => part.getBoundingClientRect());
  return boxes.length > 0 && boxes.every(({ left, top, right, bottom, width, height }) => width > 0 &&
    height > 0 && left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight); }"""
FIGURES = "[data-testid=stage] .transport, [data-testid=stage] .plot > .plot-container"
BOARD = "[data-testid=board] .rail, [data-testid=board] .picture, [data-testid=board] .side"
CONTENT = "[data-testid=stMainBlockContainer]"
ENLARGED = f"new DOMMatrix(getComputedStyle(document.querySelector('{CONTENT}')).transform).a"


def fits(tab: Tab, parts: str) -> None:
    """Wait until all these parts are on the screen, on each screen of a lecture."""
    for width, height in SCREENS:
        tab.page.set_viewport_size({"width": width, "height": height})
        tab.page.wait_for_function(FITS, arg=parts)
        assert tab.page.evaluate(ENLARGED) > 1.05


def test_the_list_has_the_keys_of_the_page_that_is_shown(tab: Tab) -> None:
    tab.open("/?step=20", 20)
    listed, opener = tab.part("key-list"), tab.part("keys")
    expect(opener).to_have_attribute("title", "Keys (?)")
    tab.page.keyboard.press("?")
    expect(listed).to_contain_text("Play or pause")
    expect(listed).to_contain_text("Lecture mode")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    opener.click()
    expect(listed).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(opener).to_be_focused()
    tab.rests(20)
    tab.page.get_by_label("Steps per frame").focus()
    tab.page.keyboard.press("l")
    assert not tab.page.evaluate("document.documentElement.matches('.backpass-lecture')")
    tab.page.get_by_role("link", name="One step").click()
    tab.page.wait_for_selector("[data-testid=board][data-state=ready]")
    tab.page.keyboard.press("?")
    expect(listed).to_contain_text("Previous phase")
    expect(listed).not_to_contain_text("Play or pause")


def test_the_list_of_keys_fits_a_phone(phone_tab: Tab) -> None:
    phone_tab.open("/")
    phone_tab.part("keys").click()
    assert phone_tab.page.evaluate(FITS, "dialog")


def test_a_lecture_shows_the_whole_picture_on_one_screen(tab: Tab) -> None:
    sidebar = tab.page.get_by_test_id("stSidebar")
    tab.open("/?step=120", 120)
    expect(sidebar).to_be_visible()
    whole = tab.page.get_by_test_id("stage").bounding_box()
    tab.page.keyboard.press("l")
    expect(sidebar).to_be_hidden()
    expect(tab.part("lecture")).to_have_attribute("aria-pressed", "true")
    fits(tab, FIGURES)
    tab.page.keyboard.press("ArrowRight")
    tab.rests(121)
    press_unit(tab, 2)
    heading = tab.page.locator("[data-figure=decision] h2")
    expect(heading).to_have_text("Unit 2 of layer 1: activation map")
    tab.page.reload()
    tab.rests(121)
    tab.page.wait_for_function(FITS, arg=FIGURES)
    tab.part("lecture").click()
    expect(sidebar).to_be_visible()
    tab.page.set_viewport_size(SCREEN)
    tab.when(lambda: tab.page.get_by_test_id("stage").bounding_box() == whole)


def test_a_lecture_goes_on_on_other_pages_until_escape(tab: Tab) -> None:
    tab.page.goto(f"{tab.base}/one_step?step=20&phase=dW1&pin=dW1:2,3")
    tab.page.wait_for_selector("[data-testid=board][data-state=ready]")
    tab.page.keyboard.press("L")
    fits(tab, BOARD)
    pinned = tab.page.locator(".field.pinned")
    expect(pinned).to_have_count(1)
    tab.page.keyboard.press("Escape")
    expect(pinned).to_have_count(0)
    assert tab.page.evaluate("document.documentElement.matches('.backpass-lecture')")
    tab.page.goto(f"{tab.base}/start_here?chapter=2&step=20")
    tab.page.wait_for_selector("[data-testid=stage][data-state=paused]")
    fits(tab, FIGURES)
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_test_id("stSidebar")).to_be_visible()
