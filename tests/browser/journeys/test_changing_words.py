"""Lists whose words change: the browser sends the old word once more, and that is no wish of anybody."""

import pytest
from playwright.sync_api import expect

from pages.scenes.clinic.patients import PATIENTS
from pages.scenes.lessons.library import LIBRARY
from tests.browser.journeys.tab import Tab
from tests.browser.journeys.test_clinic import choose

pytestmark = pytest.mark.browser


def test_a_slide_takes_another_size_and_then_another_ground(tab: Tab) -> None:
    tab.page.goto(f"{tab.base}/slides?step=40")
    tab.page.wait_for_selector("[data-testid=slide][data-state=ready]")
    for name, link in (
        ("half", {"size": "half"}),
        ("dark", {"size": "half", "background": "dark"}),
        ("16:9", {"background": "dark"}),
        ("white", {}),
    ):
        tab.page.get_by_role("radio", name=name, exact=True).click()
        tab.when(lambda link=link: tab.link == {**link, "step": "40"})  # type: ignore[misc]
    expect(tab.page.get_by_role("combobox", name="Pixels")).to_have_value("1280 × 720")


def test_the_next_patient_and_the_next_lesson_open(tab: Tab) -> None:
    still, second, *_ = PATIENTS.values()
    tab.open("/clinic?patient=still&guesses=symmetry", still.step)
    tab.unfold("Network")
    choose(tab, "Initialization", "Xavier")
    tab.when(lambda: tab.link.get("solved") == "still")
    tab.page.get_by_role("button", name="Next patient").click()
    expect(tab.page.get_by_text(second.complaint)).to_be_visible()
    choose(tab, "Patient", "Patient 1 ✓")
    expect(tab.page.get_by_text(still.complaint)).to_be_visible()

    line, unit, *_ = LIBRARY.lessons.values()
    tab.page.goto(f"{tab.base}/lessons?lesson={line.name}&block={len(line.cards)}")
    tab.rests()
    tab.page.get_by_role("button", name="Skip").or_(tab.page.get_by_role("button", name="Finish")).click()
    tab.page.get_by_role("button", name="Next lesson").click()
    expect(tab.page.get_by_role("heading", name=unit.cards[0].title)).to_be_visible()
