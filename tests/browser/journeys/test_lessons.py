"""A whole lesson: each card is answered, each answer is kept, and the run follows."""

import pytest
from playwright.sync_api import expect

from pages.scenes.lessons.library import LIBRARY
from tests.browser.journeys.spoken import faults, spoken
from tests.browser.journeys.tab import Tab
from tests.browser.journeys.test_clinic import says

pytestmark = pytest.mark.browser

RATE = LIBRARY.lessons["rate"]


LATE_FOCUS = """(answer) => {
  const title = document.querySelector(".st-key-card_title h2");
  title.tabIndex = -1;
  answer.click();
  title.focus();
}"""
"""Press an answer, and let the title get the focus then, as on a busy machine."""


def press(tab: Tab, name: str) -> None:
    tab.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).click()


def enter(tab: Tab, label: str, text: str) -> None:
    """Type into a field once the script of the page is at rest: it may draw the field anew."""
    tab.page.wait_for_selector("[data-test-script-state=notRunning]")
    field = tab.page.get_by_role("textbox", name=label)
    field.fill(text)
    field.press("Enter")


def shows(tab: Tab, card: int, step: int) -> None:
    """Wait until a card and its run are shown."""
    expect(tab.page.get_by_role("heading", name=RATE.cards[card - 1].title, exact=True)).to_be_visible()
    tab.rests(step)


def test_a_whole_lesson(tab: Tab) -> None:
    tab.open("/lessons?dataset=blobs&step=20", 20)
    tab.page.get_by_role("button", name=RATE.title).click()
    shows(tab, 1, 0)
    assert "rate 0.001" in tab.readout
    expect(tab.part("readout")).to_be_hidden()
    press(tab, "Almost 0: so many updates are enough at any learning rate")
    says(tab, "It went from 0.8181 to 0.6952.")
    tab.rests(2000)
    expect(tab.part("readout")).to_be_visible()
    expect(tab.page.locator(".st-key-reply")).to_be_focused()
    press(tab, "Next")
    shows(tab, 2, 0)
    expect(tab.page.get_by_role("heading", name=RATE.cards[1].title, exact=True)).to_be_focused()
    press(tab, "Far below what 0.001 reached in 2000 updates")
    says(tab, "Right")
    tab.rests(300)
    press(tab, "Next")
    shows(tab, 3, 0)
    press(tab, "Skip")
    shows(tab, 4, 0)
    tab.page.get_by_role("button", name="10", exact=True).evaluate(LATE_FOCUS)
    says(tab, "Both ends lose")
    expect(tab.page.get_by_role("button", name="0.1", exact=True)).to_be_focused()
    press(tab, "3")
    says(tab, "Right on your second try")
    press(tab, "Next")
    shows(tab, 5, 300)
    tab.slider("Learning rate").press("End")
    tab.when(lambda: "rate 100" in tab.readout)
    press(tab, "Check my run")
    says(tab, "Not yet")
    press(tab, "Restore the run")
    tab.when(lambda: "rate 0.01 " in tab.readout)
    press(tab, "Skip")
    shows(tab, 6, 0)
    enter(tab, "Your number", "0.3378")
    says(tab, "Right")
    tab.when(lambda: "update:0.3378" in tab.link["answers"])
    tab.page.reload()
    says(tab, "Right")
    tab.when(lambda: faults(spoken(tab.page)) == [])
    press(tab, "Finish")
    expect(
        tab.page.get_by_text("You answered 3 of 6 questions right, 2 of them on the first try.")
    ).to_be_visible()
    expect(tab.page.get_by_text("Your ticket.")).to_be_visible()
    tab.when(lambda: tab.link.get("lessons") == "rate")
    tab.pick("Lesson", "All lessons")
    tab.rests(20)
    tab.when(lambda: tab.link == {"dataset": "blobs", "lessons": "rate", "step": "20"})
