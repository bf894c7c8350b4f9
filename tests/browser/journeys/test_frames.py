"""The app in a frame of a page on another origin, and the link that works there, too."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.course import PAGE, SPEAKS, Course, course
from tests.browser.journeys.tab import APP, Tab

pytestmark = pytest.mark.browser

Serve = Callable[..., str]
OPENED = {"dataset": "moons", "hidden": "6", "step": "120"}
LINK = "/?dataset=moons&hidden=6&step=120"


@pytest.fixture(scope="module")
def host(serve: Serve) -> Iterator[Course]:
    """A page that may speak with the app."""
    with course() as made:
        made.html = PAGE % (serve(APP, f"--client.allowedOrigins={made.url}"), SPEAKS)
        yield made


def framed(page: Page, url: str) -> Tab:
    """Open a page; return a tab that acts in its frame."""
    tab = Tab(page, url)
    page.goto(url)
    frame = page.locator("#app").element_handle().content_frame()
    assert frame is not None
    tab.page = frame  # type: ignore[assignment]  # a frame has all that a tab uses
    return tab


def query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def copied(tab: Tab, name: str = "copy-link", reader: Page | None = None) -> str:
    """Press a button that copies; return what a page then reads from the clipboard."""
    tab.part(name).click()
    expect(tab.part(name)).to_contain_text("Copied")
    if reader:
        reader.bring_to_front()
    text: str = (reader or tab.page).evaluate("() => navigator.clipboard.readText()")
    return text


def test_the_outer_address_follows_and_brings_everything_back(
    page: Page, window: BrowserContext, host: Course
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = framed(page, host.url + LINK)
    tab.rests(120)
    tab.slider("Learning rate").press("ArrowLeft")
    tab.when(lambda: "schedule" in tab.link)
    tab.forward()
    tab.rests(121)
    tab.when(lambda: query(page.url) == tab.link == query(page.url) | {"step": "121"})
    seen = tab.seen()
    link = copied(tab)
    assert link.startswith(f"{host.url}/?dataset=moons")
    friend = framed(window.new_page(), link)
    friend.rests(121)
    assert friend.seen() == seen
    friend.page.page.close()  # type: ignore[attr-defined]
    told = [each for each in page.evaluate("() => heard") if each["type"] == "SET_QUERY_PARAM"]
    assert {frozenset(each) for each in told} == {frozenset({"stCommVersion", "type", "queryParams"})}
    page.evaluate("() => send({ type: 'UPDATE_FROM_QUERY_PARAMS', queryParams: '?hidden=3&step=40' })")
    tab.rests(40)
    tab.when(lambda: tab.link == query(page.url) == {"hidden": "3", "step": "40"})
    assert tab.troubles == friend.troubles == []


def test_back_and_forward_do_what_they_do_outside_a_frame(page: Page, host: Course) -> None:
    tab = framed(page, host.url + LINK)
    tab.rests(120)
    before, entries = tab.seen(), page.evaluate("() => history.length")
    tab.page.get_by_role("link", name="One step").click()
    tab.stands(120)
    tab.when(lambda: urlsplit(page.url).path == "/one_step")
    tab.slider("Units 1").press("ArrowRight")
    tab.stands(0)
    changed = {"dataset": "moons", "hidden": "7"}
    tab.when(lambda: tab.link == query(page.url) == changed and urlsplit(page.url).path == "/one_step")
    assert page.evaluate("() => history.length") == entries + 1
    page.evaluate("() => history.back()")
    tab.rests(120)
    tab.when(lambda: tab.link == query(page.url) == OPENED and urlsplit(page.url).path == "/")
    assert tab.seen() == before
    page.evaluate("() => history.forward()")
    tab.stands(0)
    tab.when(lambda: tab.link == query(page.url) == changed and urlsplit(page.url).path == "/one_step")
    assert tab.troubles == []


def test_a_page_that_is_not_allowed_is_told_nothing(page: Page, window: BrowserContext, base: str) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    with course(PAGE % (base, SPEAKS)) as stranger:
        tab = framed(page, stranger.url + LINK)
        tab.rests(120)
        tab.forward()
        tab.rests(121)
        page.evaluate("() => send({ type: 'UPDATE_FROM_QUERY_PARAMS', queryParams: '?hidden=3&step=40' })")
        assert copied(tab) == f"{base}/?dataset=moons&hidden=6&step=121"
        assert page.url == stranger.url + LINK
        types = {each["type"] for each in page.evaluate("() => heard")}
        assert "SET_QUERY_PARAM" not in types
        assert tab.link == OPENED | {"step": "121"}
    assert tab.troubles == []


def test_embed_gives_a_frame_that_holds_the_picture_and_its_transport(
    page: Page, window: BrowserContext, base: str
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    tab = Tab(page, base)
    tab.open(f"{LINK}&hide=samples,lr", 120)
    html = copied(tab, "embed")
    assert re.search(r' title="Playground · Backpass" width="\d+" height="\d+" ', html)
    images = tab.images()
    with course(f"<!DOCTYPE html><title>Course</title>{html.replace('<iframe', '<iframe id=app')}") as made:
        course_page = window.new_page()
        inner = framed(course_page, made.url)
        inner.rests(120)
        assert inner.images() == images
        expect(inner.page.get_by_test_id("stSidebar")).to_have_count(0)
        expect(inner.page.locator(".st-key-look")).to_be_hidden()
        kept = {**OPENED, "embed": "true", "hide": "samples,lr"}
        inner.when(lambda: inner.link == kept)
        room = inner.page.evaluate(
            "() => { const m = document.querySelector('[data-testid=stMain]');"
            " return [m.scrollHeight - m.clientHeight, m.scrollWidth - m.clientWidth]; }"
        )
        assert room == [0, 0]
        inner.play(past=200)
        at = inner.pause()
        assert query(copied(inner, reader=page)) == kept | {"step": str(at)}
        course_page.close()
    assert inner.troubles == []


def test_a_link_takes_away_single_controls(tab: Tab) -> None:
    hidden = "menu,dataset,hidden,samples,noise,test,data_seed,activation,cells,speed"
    tab.open(f"/?hide={hidden},lol&step=20", 20)
    alert = tab.page.get_by_test_id("stAlert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("hide=lol was ignored")
    side = tab.page.get_by_test_id("stSidebar")
    expect(tab.slider("Learning rate")).to_be_visible()
    expect(side.get_by_text("Training", exact=True)).to_be_visible()
    for label in ("Dataset", "Hidden layers", "Units 1", "Data", "Watch", "One step"):
        expect(side.get_by_text(label, exact=True).locator("visible=true")).to_have_count(0)
    expect(tab.page.get_by_text("Heatmaps", exact=True).locator("visible=true")).to_have_count(0)
    expect(tab.page.get_by_text("Loss axis", exact=True)).to_be_visible()
    expect(tab.part("speed")).to_be_hidden()
    expect(tab.part("rate")).to_be_visible()
    tab.slider("Learning rate").press("ArrowLeft")
    tab.when(lambda: "schedule" in tab.link)
    assert tab.link["hide"] == hidden
