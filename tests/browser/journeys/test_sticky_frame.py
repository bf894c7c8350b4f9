"""In a frame of another site, too, the proxy's cookie brings a tab back to its replica."""

import ssl
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PATIENCE_MS
from tests.browser.course import course
from tests.browser.journeys.test_frames import framed
from tests.deploy.house import free_port, house, proxy, wait_until_healthy

pytestmark = [pytest.mark.browser, pytest.mark.needs_caddy]

ASK = """() => Promise.all(Array.from({ length: 20 }, async () => {
  const signal = AbortSignal.timeout(60000);
  return (await fetch("/app/static/who.txt", { cache: "no-store", signal })).text();
}))"""


def test_a_framed_tab_stays_with_one_replica(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "front").mkdir()
    secure = free_port()
    site = f"https://localhost:{secure}"
    frame = f'<iframe id="app" width="1000" height="800" src="{site}/?step=20"></iframe>'
    names = {"BACKPASS_SITE": site, "BACKPASS_HTTP_PORT": str(free_port())}
    with (
        house(tmp_path, STREAMLIT_SERVER_ALLOWED_HOSTS="localhost") as behind,
        course(frame) as page_around,
        browser.new_context(ignore_https_errors=True) as window,
    ):
        front = proxy(
            tmp_path / "front", behind.replicas, BACKPASS_EMBEDDED_BY="http://127.0.0.1:*", **names
        )
        front.launch()
        try:
            wait_until_healthy(site, front.log, ssl._create_unverified_context())
            window.set_default_timeout(PATIENCE_MS)
            tab = framed(window.new_page(), page_around.url)
            tab.stands(20)
            assert len({*tab.page.evaluate(ASK)}) == 1
            assert [each for each in tab.troubles if f"//localhost:{secure}/" not in each] == []
            (cookie,) = [each for each in window.cookies(site) if each["name"] == "backpass_replica"]
        finally:
            front.kill()
    assert (cookie["sameSite"], cookie["secure"], cookie["httpOnly"]) == ("None", True, True)
