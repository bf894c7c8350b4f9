"""The Clinic: a patient is opened, taken for another case, diagnosed, cured, and stays solved."""

from dataclasses import replace

import pytest
from playwright.sync_api import TimeoutError, expect

from core import Timeline
from pages.figures.words import fmt
from pages.scenes.clinic.patients import PATIENTS
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

LOOK = 2000  # milliseconds
STILL, WORSE = PATIENTS["still"], PATIENTS["worse"]


def says(tab: Tab, text: str) -> None:
    """Wait until a box on the page says something."""
    expect(
        tab.page.get_by_test_id("stMain").get_by_test_id("stAlert").filter(has_text=text)
    ).to_be_visible()


def choose(tab: Tab, label: str, option: str) -> None:
    """Choose from a list; it closes when the page scrolls below it, and is opened until it stays."""
    entry = tab.page.get_by_role("option", name=option, exact=True)

    def is_open() -> bool:
        tab.page.get_by_role("combobox", name=label).click()
        try:
            entry.wait_for(timeout=LOOK)
        except TimeoutError:
            return False
        return True

    tab.when(is_open)
    entry.click()


def test_a_patient_is_diagnosed_and_cured_and_stays_solved(tab: Tab) -> None:
    tab.open("/clinic?dataset=blobs&step=20")
    tab.page.get_by_role("button", name="Open the first patient").click()
    expect(tab.page.get_by_text(STILL.complaint)).to_be_visible()
    tab.rests(STILL.step)
    loss = Timeline(STILL.experiment).at(STILL.step).train_loss
    assert f"loss {fmt(loss)} train" in tab.readout
    tab.page.get_by_role("button", name="The learning rate is too small").click()
    says(tab, "it is 0.6931 at 10 and 0.6931 at 100")
    says(tab, STILL.hint)
    tab.page.get_by_role("button", name="All hidden units are alike").click()
    says(tab, STILL.lesson)
    tab.unfold("Network")
    choose(tab, "Initialization", "Xavier")
    says(tab, "Cured on your first try: Initialization Zeros → Xavier.")
    after = Timeline(STILL.with_cure("init=xavier")).at(STILL.step)
    tab.when(lambda: f"loss {fmt(after.train_loss)} train, {fmt(after.test_loss)} test" in tab.readout)
    tab.rests(STILL.step)
    cell = tab.page.get_by_role("row", name="test loss").get_by_role("cell").last
    expect(cell).to_have_text(fmt(after.test_loss))
    tab.when(lambda: tab.link.get("solved") == "still")
    tab.page.reload()
    expect(tab.page.get_by_text("1 of 12 cured")).to_be_visible()
    tab.rests(STILL.step)
    choose(tab, "Patient", "Your own run")
    tab.rests(20)
    record = "still@rate_too_small.symmetry@1@init:xavier"
    kept = {"dataset": "blobs", "solved": "still", "record": record, "step": "20"}
    tab.when(lambda: {key: text for key, text in tab.link.items() if key != "begun"} == kept)


def test_a_new_rate_is_shown_at_the_step_of_the_comparison(tab: Tab) -> None:
    tab.open("/clinic?patient=worse", WORSE.step)
    tab.scrub(137)
    tab.rests(137)
    tab.slider("Learning rate").press("ArrowLeft")
    says(tab, "Learning rate 10 → 7")
    tab.rests(WORSE.step)
    after = Timeline(replace(WORSE.experiment, learning_rate=7.0)).at(WORSE.step)
    assert "rate 7 ·" in tab.readout
    assert f"loss {fmt(after.train_loss)} train" in tab.readout


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_page_fits(tab: Tab, width: int, height: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.open("/clinic?patient=corner&guesses=rate_too_small", PATIENTS["corner"].step)
    main = tab.page.get_by_test_id("stMain")
    assert main.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    bottom = tab.plot("norms", "p.getBoundingClientRect().bottom")
    assert (bottom <= height) == (width > 640)  # on a phone the figures stand below one another
    words = tab.page.get_by_text(PATIENTS["corner"].complaint).bounding_box()
    stage = tab.page.get_by_test_id("stage").bounding_box()
    assert words
    assert stage
    assert (stage["x"] > words["x"] + words["width"]) == (width > 640)
