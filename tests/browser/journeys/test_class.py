"""A class: a teacher's link, what a student sees of it, the student's ticket, and the teacher's page."""

import pytest
from playwright.sync_api import Page, expect

from pages.scenes.clinic.patients import PATIENTS
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

STILL = PATIENTS["still"]
QUESTION = "Why does <b>this</b> run stay still?"


def test_a_teacher_asks_a_student_answers_and_the_teacher_reads(tab: Tab) -> None:
    page = tab.page
    tab.open("/clinic?patient=still", STILL.step)
    page.get_by_role("button", name="For a class", exact=True).locator("visible=true").first.click()
    page.get_by_role("textbox", name="Question or task").fill(QUESTION)
    page.get_by_role("textbox", name="Question or task").press("Enter")
    choose(page, "Controls to hide", "The list of pages")
    choose(page, "Values to lock", "Dataset")
    link = page.get_by_test_id("class_link")
    for part in ("hide=menu", "lock=dataset", "ask=Why"):
        expect(link).to_contain_text(part)
    code = page.get_by_role("img", name="QR code of the link")
    expect(code).to_be_visible()
    box = code.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 900
    address = link.inner_text()
    assert address.startswith(f"{tab.base}/clinic?")

    tab.open(address.removeprefix(tab.base), STILL.step)
    expect(page.get_by_text(QUESTION)).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_role("combobox", name="Dataset")).to_be_disabled()
    expect(page.get_by_role("navigation", name="Pages")).to_have_count(0)
    page.get_by_role("button", name="The learning rate is too small").click()
    page.get_by_text("Ticket for your course").click()
    line = page.get_by_test_id("ticket")
    expect(line).to_be_visible()
    page.get_by_role("button", name="All hidden units are alike").click()
    expect(line).to_contain_text("still:_what_is_wrong,The_learning_rate_is_too_small,wrong,2,")
    expect(line).to_be_visible()  # the box stays open where it is
    ticket = line.text_content() or ""

    page.goto(f"{tab.base}/teacher")
    field = page.get_by_role("textbox", name="Tickets")
    field.fill(f"Name,Answer\nAnn,{ticket}\nBo,{ticket[:80]}\n")
    field.press("Control+Enter")
    page.locator("[data-testid=slide][data-state=ready]").wait_for()
    expect(page.get_by_text("1 ticket. Time: ")).to_be_visible()
    expect(page.get_by_text("2 lines were not read")).to_be_visible()
    expect(page.get_by_role("row", name="The learning rate is too small instead of")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_test_id("save-svg").click()
    assert download.value.suggested_filename == "answers.svg"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the run of ticket 1").click()
    run = Tab(opened.value, tab.base)
    run.rests(STILL.step)
    expect(run.page.get_by_text(STILL.complaint)).to_be_visible()
    assert "ask" not in run.link
    run.page.close()


def choose(page: Page, label: str, option: str) -> None:
    """Choose one of several from a list that takes many."""
    page.get_by_role("combobox", name=label).fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Tab")  # the list closes, and what is behind it can be reached again


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_teacher_s_page_fits(tab: Tab, width: int, height: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.page.goto(f"{tab.base}/teacher")
    expect(tab.page.get_by_role("textbox", name="Tickets")).to_be_visible()
    assert tab.page.get_by_test_id("stMain").evaluate("(e) => e.scrollWidth <= e.clientWidth")
