"""The browser's Back and Forward: address and picture always tell the same."""

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

ENTRIES = "() => window.history.length"
OPENED = {"dataset": "moons", "hidden": "6", "step": "120"}


def lower_rate(tab: Tab) -> str:
    """Lower the learning rate by one notch; return the key that tells it, once the address does."""
    tab.slider("Learning rate").press("ArrowLeft")
    tab.when(lambda: {"schedule", "lr"} & set(tab.link) != set())
    return next(key for key in ("schedule", "lr") if key in tab.link)


def test_back_leaves_and_forward_returns_to_what_was_seen(tab: Tab) -> None:
    """A link is one entry of the history, and a change makes no other."""
    before = tab.page.evaluate(ENTRIES)
    tab.open("/?dataset=moons&hidden=6&step=120", 120)
    assert tab.page.evaluate(ENTRIES) == before + 1
    lower_rate(tab)
    tab.forward()
    tab.rests(121)
    left = tab.link
    assert tab.page.evaluate(ENTRIES) == before + 1
    seen = tab.seen()
    tab.page.go_back()
    expect(tab.page).to_have_url("about:blank")
    tab.page.go_forward()
    tab.rests(121)
    assert tab.link == left
    assert tab.seen() == seen


def test_back_to_a_page_shows_the_run_that_its_address_tells(tab: Tab) -> None:
    tab.open("/?dataset=moons&hidden=6&step=120", 120)
    before, entries = tab.seen(), tab.page.evaluate(ENTRIES)
    tab.page.get_by_role("link", name="One step").click()
    tab.stands(120)
    tab.page.get_by_test_id("stButtonGroup").get_by_text("columns", exact=True).click()
    tab.when(lambda: tab.link == OPENED | {"convention": "columns"})
    tab.slider("Units 1").press("ArrowRight")
    tab.stands(0)
    changed = {"dataset": "moons", "hidden": "7", "convention": "columns"}
    tab.when(lambda: tab.link == changed)
    tab.page.go_back()
    tab.rests(120)
    tab.when(lambda: tab.link == OPENED)
    assert tab.seen() == before
    expect(tab.slider("Units 1")).to_have_attribute("aria-valuetext", "6")
    tab.page.go_forward()
    tab.stands(0)
    tab.when(lambda: tab.link == changed)
    expect(tab.slider("Units 1")).to_have_attribute("aria-valuetext", "7")
    assert tab.page.evaluate(ENTRIES) == entries + 1


def test_after_back_a_change_applies_at_the_step_that_is_seen(tab: Tab) -> None:
    """The messages carry the address as it stands, not the one to which Back led."""
    tab.open("/?dataset=moons&hidden=6&step=120", 120)
    tab.page.get_by_role("link", name="Code").click()
    expect(tab.page).to_have_title("Code · Backpass")
    tab.stands(120)
    tab.page.go_back()
    tab.rests(120)
    tab.scrub(200)
    tab.rests(200)
    assert lower_rate(tab) == "schedule"
    tab.when(lambda: tab.link.get("schedule", "").endswith("@200"))
    assert tab.step == 200
