"""The pages that are opened, and what a browser must show before each of them counts as open."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from pages.scenes.table import PLAYGROUND, SCENES
from pages.session.scene import Scene
from tests.benchmarks import harness
from tests.drawn import DRAWN, path_of

PATIENCE = 120_000
"""Milliseconds."""

HELLO = """() => [...document.querySelectorAll("[data-testid=stMain] p")].some(
  (each) => each.textContent === "hello")"""

# The first frame is drawn, at its step.
PICTURE = """() => {
  const stage = document.querySelector("[data-testid=stage]");
  return stage?.dataset.state === "paused" && Number(stage.dataset.frame) > 0;
}"""

# The menu, the controls and the page's own first content; nothing on the screen is a grey box any more.
_WHOLE = """() => {
  const all = (what) => [...document.querySelectorAll(what)];
  const seen = (each) => each.getBoundingClientRect().top < innerHeight;
  const content = all(%(content)r);
  return all("[data-testid=stSidebar] [data-testid=stPageLink]").length === %(links)d
    && all("[data-testid=stSidebar] input[type=range]").length >= %(sliders)d
    && content.length > 0 && content.some(seen)
    && !all("[data-testid=stSkeleton]").some(seen);
}"""

_SLIDERS = 3
"""The least number of them among the controls of the run."""


@dataclass(frozen=True)
class Opening:
    """Name an address, and the condition in the page that ends its opening."""

    name: str
    link: str
    ready: str


def _whole(scene: Scene) -> Opening:
    """Return the opening of a page until its content, its menu and its controls are there."""
    path, drawn = path_of(scene), DRAWN[scene]
    sliders = _SLIDERS if drawn.has_controls else 0
    ready = _WHOLE % {"content": drawn.content, "links": len(SCENES), "sliders": sliders}
    return Opening(path, f"{path}?step=40", ready)


BARE = Opening("a page that writes hello", "/", HELLO)
PICTURES = (
    Opening("default network", "/?step=40", PICTURE),
    Opening("8-8-8", "/?dataset=spiral&hidden=8,8,8&step=300", PICTURE),
)
PAGES = tuple(_whole(scene) for scene in SCENES if scene is not PLAYGROUND)


def opened(running: Browser, url: str, opening: Opening) -> tuple[BrowserContext, float]:
    """Open a page in a context that has loaded nothing; return the milliseconds from the navigation on."""
    context = running.new_context(viewport=harness.SCREEN)
    page = context.new_page()
    page.goto(url + opening.link, wait_until="commit")
    wait = f"() => ({opening.ready})() && performance.now()"
    milliseconds = page.wait_for_function(wait, polling="raf", timeout=PATIENCE).json_value()
    return context, float(milliseconds)
