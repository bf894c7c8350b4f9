"""A link brings everything back: cold, again, and for somebody else."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from core import LAST_STEP, Experiment, Timeline
from pages.scenes.table import SCENES
from tests.browser.conftest import Servers
from tests.browser.journeys.tab import APP, Tab
from tests.drawn import path_of

pytestmark = pytest.mark.browser

PATHS = [path_of(scene) for scene in SCENES]
CHOSEN = {
    "dataset": "spiral", "hidden": "5,3", "activation": "tanh", "lr": "0.3", "schedule": "0.1@90",
    "seed": "2", "cells": "weights", "step": "240",
}  # fmt: skip


def address(link: dict[str, str], path: str = "/") -> str:
    return f"{path}?{urlencode(link, safe=',@')}"


WIDE = """() => [...document.querySelectorAll("[data-testid=stMain] *")]
  .filter((e) => !e.closest("svg, .katex"))
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > 391)
  .map((e) => e.outerHTML.slice(0, 100))"""
FITS = """() => [document.documentElement, document.querySelector("[data-testid=stMain]")]
  .every((e) => e.scrollWidth <= e.clientWidth)"""


@pytest.fixture
def unvisited(tmp_path: Path) -> Iterator[str]:
    """The app on a server that nobody has visited, which ends with the test."""
    servers = Servers(tmp_path)
    try:
        yield servers.serve(APP)
    finally:
        servers.stop()


@pytest.mark.parametrize("place", range(len(PATHS)), ids=PATHS)
def test_a_cold_deep_link_is_served_and_a_phone_shows_all_without_scrolling_sideways(
    unvisited: str, phone_tab: Tab, place: int
) -> None:
    tab = phone_tab
    tab.base = unvisited
    tab.page.goto(tab.base + address(CHOSEN, PATHS[place]))
    tab.stands(240)
    expect(tab.page).to_have_title(f"{SCENES[place].title} · Backpass")
    tab.when(lambda: tab.link == CHOSEN)
    if PATHS[place] == "/code":
        tab.page.locator("code.language-python .token").first.wait_for()
    tab.when(lambda: tab.page.evaluate(WIDE) == [])  # a list of chosen words folds once it is measured
    assert tab.page.evaluate(FITS)


def test_a_reload_brings_back_the_same_picture(tab: Tab) -> None:
    tab.open("/?hidden=5,3&cells=weights")
    tab.play(past=300)
    at = tab.pause()
    tab.forward()
    tab.rests(at + 1)
    seen = tab.seen()
    tab.page.reload()
    tab.rests(at + 1)
    assert tab.seen() == seen


def test_a_friend_sees_the_same_to_the_digit(tab: Tab, browser: Browser) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.open("/?dataset=moons&optimizer=adam&lr=0.05&batch=10")
    tab.play(past=200)
    tab.slider("Learning rate").press("ArrowLeft")
    tab.when(lambda: "schedule" in tab.link or tab.link["lr"] == "0.03")
    assert "schedule" in tab.link, f"the run began anew: {tab.link}"
    tab.plays_past(tab.step + 100)
    tab.pause()
    seen = tab.seen()
    tab.part("copy-link").click()
    expect(tab.part("copy-link")).to_contain_text("Copied")
    link = tab.page.evaluate("() => navigator.clipboard.readText()")
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    friend = Tab(context.new_page(), tab.base)
    friend.page.goto(link)
    friend.rests(seen["step"])
    assert friend.seen() == seen
    assert friend.troubles == []
    context.close()


def test_a_bad_value_is_named_and_the_rest_holds_and_follows_the_step(tab: Tab) -> None:
    tab.open("/?lr=loud&hidden=3&cells=<b>&step=40", 40)
    alerts = tab.page.locator("[data-testid=stAlert]")
    expect(alerts).to_have_count(1)
    expect(alerts).to_contain_text("lr=loud was ignored")
    expect(alerts).to_contain_text("cells=<b> was ignored")
    assert tab.link == {"hidden": "3", "step": "40"}
    for step in (41, 42, 43):
        tab.forward()
        tab.rests(step)
        assert tab.link == {"hidden": "3", "step": str(step)}
    tab.part("to-start").click()
    tab.rests(0)
    assert tab.link == {"hidden": "3"}


def test_a_link_beyond_the_end_of_a_run_opens_at_its_end(tab: Tab) -> None:
    experiment = Experiment(activation="relu", init="he", learning_rate=10.0, l2=1.0)
    end = Timeline(experiment).at(LAST_STEP)
    assert end.divergence
    tab.open("/?activation=relu&init=he&lr=10&l2=1&step=5000", end.step)
    assert tab.state == "ended"
    assert tab.sentence == end.divergence.message


def test_the_menu_keeps_what_was_chosen(tab: Tab) -> None:
    link = {"dataset": "moons", "hidden": "3", "seed": "5", "cells": "weights"}
    tab.open(address(link))
    tab.scrub(64)
    tab.rests(64)
    readout = tab.readout
    for scene in (*SCENES[1:], SCENES[0]):
        tab.page.get_by_role("link", name=scene.title).click()
        expect(tab.page).to_have_title(f"{scene.title} · Backpass")
        tab.stands(64)
        tab.when(lambda: tab.link == {**link, "step": "64"})
    tab.rests(64)
    assert tab.readout == readout
