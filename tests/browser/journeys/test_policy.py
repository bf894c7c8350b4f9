"""Under the headers that the proxy sets, every scene works, and a foreign script does not."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from pages.scenes.table import SCENES
from tests.browser.journeys.tab import Tab
from tests.deploy.house import House, house

pytestmark = [pytest.mark.browser, pytest.mark.needs_caddy]

LISTEN = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(
  `${event.violatedDirective} ${event.blockedURI}`.slice(0, 200)));"""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("guarded"), count=1) as running:
        yield running


@pytest.fixture
def watched(page: Page, guarded: House) -> Tab:
    page.add_init_script(LISTEN)
    return Tab(page, guarded.url)


def violations(tab: Tab) -> list[str]:
    """Return what the policy stopped, but for WebAssembly: protobuf tries it, and does without."""
    found: list[str] = tab.page.evaluate("() => window.violations")
    return [each for each in found if each != "script-src wasm-eval"]


def test_playing_saving_and_every_scene_work_under_the_policy(watched: Tab) -> None:
    watched.open("/?hidden=8,8&samples=500")
    watched.play(past=200)
    at = watched.pause()
    watched.page.locator("[data-figure=curves]").hover()
    with watched.page.expect_download() as saved:
        watched.page.locator("[data-figure=curves] [data-title^=Download]").click()
    assert saved.value.suggested_filename.endswith(".png")
    for scene in SCENES[1:]:
        watched.page.get_by_role("link", name=scene.title).click()
        expect(watched.page).to_have_title(f"{scene.title} · Backpass")
        watched.stands(at)
        # No page adds to the link what nobody chose.
        watched.when(lambda: watched.link == {"hidden": "8,8", "samples": "500", "step": str(at)})
    assert violations(watched) == []
    assert watched.troubles == []


MARKED = {
    "lr": "[log in](https://evil.example)",
    "noise": "![x](https://evil.example/x)",
    "test": "https://evil.example",
    "l2": "www.evil.example **bold** `code` <b>",
    "samples": ":red[$x^2$]",
}


def test_a_link_puts_its_text_on_the_page_and_nothing_else(watched: Tab) -> None:
    watched.page.goto(f"{watched.base}/?{urlencode(MARKED)}")
    notices = watched.page.locator("[data-testid=stAlert] [data-testid=stMarkdownContainer]")
    expect(notices.locator("li")).to_have_count(len(MARKED))
    shown = " ".join(notices.all_inner_texts())
    assert [f"{key}={text} was ignored: it must be" in shown for key, text in MARKED.items()] == [True] * 5
    assert notices.locator("a, img, strong, .katex, code *").count() == 0


FOREIGN = {
    "script-src-elem inline": "const s = document.createElement('script');"
    " s.textContent = 'window.got = 1'; document.head.append(s);",
    "script-src-elem": "const s = document.createElement('script'); s.src = 'http://127.0.0.2:9/x.js';"
    " document.head.append(s);",
    "script-src eval": "setTimeout('window.got = 1');",
    "connect-src": "fetch('http://127.0.0.2:9/').catch(() => {});",
    "img-src": "new Image().src = 'http://127.0.0.2:9/x.png';",
    "form-action": "const f = document.createElement('form'); f.action = 'http://127.0.0.2:9/';"
    " document.body.append(f); f.submit();",
    "base-uri": "const b = document.createElement('base'); b.href = 'http://127.0.0.2:9/';"
    " document.head.append(b);",
    "frame-src": "const f = document.createElement('iframe'); f.src = 'http://127.0.0.2:9/';"
    " document.body.append(f);",
}


def test_what_is_foreign_is_stopped(watched: Tab) -> None:
    """The policy must be able to fail: each thing that it forbids is tried."""
    watched.open("/")
    for directive, attempt in FOREIGN.items():
        watched.page.evaluate(f"() => {{ window.violations = []; {attempt} }}")
        watched.when(lambda: violations(watched) != [])
        assert violations(watched)[0].startswith(directive.split()[0]), directive
    assert watched.page.evaluate("() => window.got") is None
