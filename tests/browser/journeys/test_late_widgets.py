"""On a slow network Streamlit's widgets come late: runs that end before must not cost their values.

The browser loads the program of each kind of widget when a page first has one.
"""

import re
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Route, expect

from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

PROGRAMS = re.compile(
    r"/static/js/(Slider|Selectbox|NumberInput|TextInput|TextArea|ButtonGroup|Multiselect)\."
)
STAGE_PROGRAM = re.compile(r"/static/js/BidiComponent\.")
WIDGETS = "[data-testid=stSlider], [data-testid=stSelectbox], [data-testid=stNumberInput]"
LINKS = {  # as the page writes them, without defaults
    "": "dataset=spiral&hidden=3,5&lr=0.3&activation=relu&objective=squared_error&features=x1x2&init=he"
    "&optimizer=adam&batch=20&l2=0.01&samples=150&noise=0.2&test=0.4&seed=7&data_seed=3"
    "&surface=decision&cells=weights&lines=gradient&signs=ratio&scale=log",
    "one_step": "lr=0.3&count=9&convention=columns&predict=on&whole=taken",
    "gradient_check": "lr=0.3&scheme=forward&precision=float32&mistake=mean&entry=3",
}


def opens_and_closes(tab: Tab, dialog_of: str) -> None:
    """Open the dialog of a button, which takes a run of the page, and close it."""
    tab.page.get_by_role("button", name=dialog_of).click()
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
    # The messages of this run replace those of the first one, which no widget has read.
    opens_and_closes(tab, "For a class")
    expect(tab.page.locator(WIDGETS)).to_have_count(0)
    for each in held:
        each.continue_()
    tab.page.unroute(PROGRAMS)
    expect(tab.page.locator(WIDGETS).first).to_be_visible()
    expect(tab.page.get_by_test_id("stSkeleton")).to_have_count(0)
    opens_and_closes(tab, "For a class")  # the browser sends the values of all widgets
    assert tab.link == dict(parse_qsl(LINKS[scene]))


def test_a_stage_that_comes_late_stands_at_the_step_of_the_link(tab: Tab) -> None:
    held: list[Route] = []
    tab.page.route(STAGE_PROGRAM, lambda route: held.append(route))  # noqa: PLW0108
    tab.page.goto(f"{tab.base}/?lr=0.3&step=40")
    opens_and_closes(tab, "Your table")
    assert held
    for each in held:
        each.continue_()
    tab.page.unroute(STAGE_PROGRAM)
    tab.rests(40)
    assert tab.link == {"lr": "0.3", "step": "40"}
