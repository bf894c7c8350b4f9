"""On a slow network Streamlit's widgets come late: runs that end before must not cost their values.

The browser loads the program of each kind of widget when a page first has one.
"""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

PROGRAMS = re.compile(
    r"/static/js/(Slider|Selectbox|NumberInput|TextInput|TextArea|ButtonGroup|Multiselect)\."
)
WIDGETS = "[data-testid=stSlider], [data-testid=stSelectbox], [data-testid=stNumberInput]"
LINKS = {
    "": "dataset=circles&hidden=3,5&lr=0.3&activation=relu&objective=squared_error&features=x1x2&init=he"
    "&optimizer=adam&batch=20&l2=0.01&samples=150&noise=0.2&test=0.4&seed=7&data_seed=3"
    "&surface=decision&cells=weights&lines=gradient&signs=ratio&scale=log",
    "one_step": "lr=0.3&count=9&convention=columns&predict=on&whole=taken",
    "slides": "figure=strip&lr=0.3&size=4:3&resolution=1080&background=dark&ink=grey&steps=1,3&layer=2",
    "gradient_check": "lr=0.3&scheme=forward&precision=float32&mistake=mean&entry=3",
    "notes": "lr=0.3&point=5&i=1&j=0&unit=2",
    "code": "lr=0.3&convention=columns&library=pytorch",
    "drill": "lr=0.3&drill=2&drill_convention=columns",
    "lessons": "lesson=line",
}


def asks_for_a_class(tab: Tab) -> None:
    """Open the dialog "For a class", which takes a run of the page, and close it."""
    tab.page.get_by_role("button", name="For a class").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    tab.page.wait_for_selector("[data-test-script-state=notRunning]")
    tab.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


@pytest.mark.parametrize("scene", LINKS, ids=[scene or "playground" for scene in LINKS])
def test_widgets_that_come_late_have_the_values_of_the_link(tab: Tab, scene: str) -> None:
    held: list[Route] = []
    tab.page.route(PROGRAMS, lambda route: held.append(route))  # noqa: PLW0108 - a bound method takes no handle
    tab.page.goto(f"{tab.base}/{scene}?{LINKS[scene]}")
    expect(tab.page.get_by_role("button", name="For a class")).to_be_visible()
    tab.page.wait_for_selector("[data-test-script-state=notRunning]")
    before = tab.link
    asks_for_a_class(tab)  # its messages replace those of the first run, which no widget has read
    expect(tab.page.locator(WIDGETS)).to_have_count(0)
    for each in held:
        each.continue_()
    tab.page.unroute(PROGRAMS)
    expect(tab.page.locator(WIDGETS).first).to_be_visible()
    expect(tab.page.get_by_test_id("stSkeleton")).to_have_count(0)
    asks_for_a_class(tab)  # the browser sends the values of all widgets
    assert tab.link == before
