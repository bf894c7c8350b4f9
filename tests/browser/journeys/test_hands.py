"""Hands and screens of all kinds: quick keys, the keyboard alone, a phone, the dark."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journeys.tab import STAGE, Tab

pytestmark = pytest.mark.browser

MOST_TABS = 120


@pytest.mark.parametrize("plays", [False, True], ids=["at rest", "playing"])
def test_25_quick_keys_on_a_slider_all_land(tab: Tab, plays: bool) -> None:
    tab.open("/")
    if plays:
        tab.play(past=50)
    units = tab.slider("Units 1")
    for _ in range(25):
        units.press("ArrowRight")
    tab.when(lambda: tab.link.get("hidden") == "29")
    expect(units).to_have_value("29")
    if plays:
        tab.plays_past(20)
        tab.pause()
    tab.rests()
    tab.seen()
    assert tab.matrices()[0].shape == (3, 29)
    assert {**tab.link, "step": "0"} == {"hidden": "29", "step": "0"}


def test_25_quick_keys_on_the_rate_while_it_plays(tab: Tab) -> None:
    tab.open("/?lr=0.00002")
    tab.play(past=50)
    rate = tab.slider("Learning rate")
    for _ in range(25):
        rate.press("ArrowRight")
    tab.when(lambda: tab.link.get("schedule", "").split(",")[-1].startswith("2@"))
    at = tab.step
    tab.plays_past(at + 100)
    tab.pause()
    assert "rate 2 ·" in tab.readout
    assert tab.link["lr"] == "0.00002" or float(tab.link["lr"]) == 2e-5


def test_the_keyboard_drives_time_and_every_control_is_reached_by_tab(tab: Tab) -> None:
    tab.open("/")
    tab.page.keyboard.press("ArrowRight")
    tab.rests(1)
    tab.page.keyboard.press("ArrowRight")
    tab.rests(2)
    tab.page.keyboard.press("ArrowLeft")
    tab.rests(1)
    tab.page.keyboard.press(" ")
    tab.plays_past(60)
    tab.page.keyboard.press(" ")
    tab.rests()
    tab.page.keyboard.press("Home")
    tab.rests(0)
    for role in ("slider", "combobox", "button"):  # each kind arrives in a script of its own
        expect(tab.page.locator("section").get_by_role(role).first).to_be_visible()
    wanted = tab.page.evaluate(
        "() => { const all = document.querySelectorAll('section [role=slider], section [role=combobox],"
        " [data-testid=stButton] button, [data-testid=stPageLink] a, [role=radiogroup], summary,"
        " [data-testid=stage] .transport button, .transport select, .transport input');"
        " return [...all].filter((e) => !e.disabled && e.checkVisibility()).map((e, i) =>"
        " { e.dataset.reach = i; return e.outerHTML.slice(0, 120); }); }"
    )
    assert len(wanted) > 15
    reached: set[int] = set()
    for _ in range(MOST_TABS):
        tab.page.keyboard.press("Tab")
        found = tab.page.evaluate(
            "() => { const e = document.activeElement.closest('[data-reach]');"
            " return e ? Number(e.dataset.reach) : null; }"
        )
        if found is not None:
            reached.add(found)
    assert [wanted[i] for i in range(len(wanted)) if i not in reached] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_wear_the_page_s_theme_and_tell_what_they_show(tab: Tab, scheme: Any) -> None:
    tab.page.emulate_media(color_scheme=scheme)
    tab.open("/?step=40", 40)
    expect(tab.page.locator(STAGE)).to_have_attribute("data-theme", scheme)
    background = tab.page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    page_is_dark = sum(int(n) for n in background.strip("rgba()").split(",")[:3]) < 384
    assert page_is_dark == (scheme == "dark")
    ink = tab.plot("curves", "getComputedStyle(p.querySelector('.xtitle')).fill")
    ink_is_light = sum(int(n) for n in ink.strip("rgba()").split(",")[:3]) > 384
    assert ink_is_light == (scheme == "dark")
    labels = [tab.plot(name, "p.getAttribute('aria-label')") for name in tab.figures()]
    assert len(labels) == 5
    assert all("step 40" in label for label in labels)
    expect(tab.part("sentence")).to_have_attribute("aria-live", "polite")


@pytest.mark.parametrize("screen", ["tab", "phone_tab"])
def test_printed_numbers_do_not_overlap(request: pytest.FixtureRequest, screen: str) -> None:
    tab: Tab = request.getfixturevalue(screen)
    tab.open("/?step=300&hidden=4,3", 300)
    boxes = tab.page.evaluate(
        "() => [...document.querySelectorAll('[data-figure=heatmaps] .textpoint text')]"
        ".filter((t) => t.textContent.trim() && getComputedStyle(t).visibility === 'visible')"
        ".map((t) => { const b = t.getBoundingClientRect(); return [b.left, b.right, b.top]; })"
    )
    rows: dict[int, list[tuple[float, float]]] = {}
    for left, right, top in boxes:
        rows.setdefault(round(top), []).append((left, right))
    for row in rows.values():
        ends = sorted(row)
        assert all(right <= left for (_, right), (left, _) in pairwise(ends))
