"""Every page draws with either of Plotly's bundles: the cartesian one, and that of the plotly package."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from plotly.offline import get_plotlyjs

from pages.frontend.assets import cartesian_bundle
from pages.scenes.table import SCENES
from tests.benchmarks import harness
from tests.browser.journeys.tab import Tab
from tests.drawn import DRAWN

pytestmark = pytest.mark.browser

BUNDLES = [pytest.param(True, id="cartesian", marks=pytest.mark.needs_npm), pytest.param(False, id="whole")]


@pytest.fixture
def new_tab(browser: Browser, base: str) -> Iterator[Tab]:
    """A tab in a window of its own: another one may have kept the other bundle by the same name."""
    with browser.new_context(viewport=harness.SCREEN) as window:
        made = Tab(window.new_page(), base)
        yield made
        assert made.troubles == []


@pytest.mark.parametrize("is_cartesian", BUNDLES)
def test_every_page_draws_with_a_bundle(new_tab: Tab, is_cartesian: bool) -> None:
    tab = new_tab
    cartesian = cartesian_bundle() if is_cartesian else None
    script = cartesian.read_text(encoding="utf-8") if cartesian else get_plotlyjs()
    tab.page.route(
        "**/plotly-*.min.js", lambda route: route.fulfill(body=script, content_type="text/javascript")
    )
    tab.page.goto(tab.base)
    for scene in SCENES:
        if scene is not SCENES[0]:
            tab.page.get_by_test_id("stSidebar").get_by_role("link", name=scene.title).click()
        expect(tab.page).to_have_title(f"{scene.title} · Backpass")
        tab.page.wait_for_selector(DRAWN[scene].whole)
        if scene is SCENES[0]:  # on The notes Streamlit loads a Plotly of its own
            has_surfaces = tab.page.evaluate("() => 'surface' in Plotly.PlotSchema.get().traces")
            assert has_surfaces is not is_cartesian
