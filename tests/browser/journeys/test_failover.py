"""Servers die under open tabs: who was playing plays on, who stood somewhere stands there."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, WebSocket, expect

from core import Experiment, Timeline
from pages.scenes.table import GRADIENT_CHECK, ONE_STEP, PLAYGROUND
from pages.session.scene import Scene
from tests.browser.journeys.tab import MOST_LOOKS, STAGE, Tab, numbers
from tests.deploy.house import House, house, serving

pytestmark = [pytest.mark.browser, pytest.mark.needs_caddy]

EXPERIMENT = Experiment(dataset="spiral", hidden=(8,), learning_rate=0.3)
LINK = {"dataset": "spiral", "hidden": "8", "lr": "0.3"}
ADDRESS = "dataset=spiral&hidden=8&lr=0.3"
QUIET = 10
"""Tenths of a second without a request on its way: a page that loads part by part is idle in between."""
# What Streamlit's page says when its server goes, and when something is said to nobody.
EXPECTED = ("disconnected from server", "Failed to load resource", "WebSocket", "ERR_")


class Shaken(Tab):
    """A tab that knows how often it has connected."""

    def __init__(self, page: Page, base: str) -> None:
        super().__init__(page, base)
        self.sockets = 0
        self.reran = False
        self.loading: set[Request] = set()
        page.on("websocket", self._count)
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _count(self, socket: WebSocket) -> None:
        self.sockets += 1
        # The first word of a new server: what it was told to run has begun.
        socket.once("framereceived", lambda _: setattr(self, "reran", self.sockets > 1))

    def _begin(self, request: Request) -> None:
        self.loading.add(request)

    def _end(self, request: Request) -> None:
        self.loading.discard(request)

    def is_held(self) -> None:
        """Wait until the page can tell that its server was lost."""
        expect(self.page.locator("[data-reconnection=watched]")).to_have_count(1)
        quiet = 0
        for _ in range(MOST_LOOKS):  # half a script would be an error in the console
            quiet = 0 if self.loading else quiet + 1
            if quiet == QUIET:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"never at rest: {[request.url for request in self.loading]}")

    def reconnects(self) -> None:
        """Wait until another server has begun to run what was lost."""
        self.when(lambda: self.reran)


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("shaken")) as running:
        yield running


@pytest.fixture
def tab(page: Page, shaken: House) -> Iterator[Shaken]:
    for each in shaken.replicas:
        if each.running is None:
            each.start()
    made = Shaken(page, shaken.url)
    yield made
    assert [each for each in made.troubles if not any(known in each for known in EXPECTED)] == []


def follow(tab: Tab) -> None:
    """Let the page note each step that the stage draws, from now on."""
    tab.page.evaluate(
        f"""() => {{
          const stage = document.querySelector("{STAGE}");
          window.drawn = [Number(stage.dataset.step)];
          new MutationObserver(() => window.drawn.push(Number(stage.dataset.step)))
            .observe(stage, {{ attributeFilter: ["data-step"] }});
        }}"""
    )


def test_who_plays_plays_on_with_another_replica(tab: Shaken, shaken: House) -> None:
    tab.open(f"/?{ADDRESS}")
    tab.play(past=100)
    follow(tab)
    lost = serving(shaken)
    lost.kill()
    # Farther than what the tab held when its server went.
    tab.plays_past(tab.step + 1500)
    at = tab.pause()
    assert serving(shaken) is not lost
    drawn = tab.page.evaluate("() => window.drawn")
    assert drawn == sorted(drawn)
    assert tab.link == {**LINK, "step": str(at)}
    snapshot = Timeline(EXPERIMENT).at(at)
    assert numbers(tab.readout)[0] == at
    assert any(shown == pytest.approx(snapshot.train_loss, rel=0.005) for shown in numbers(tab.readout))


def test_who_stands_stands_there_and_goes_on(tab: Shaken, shaken: House) -> None:
    tab.open(f"/?{ADDRESS}&step=240", 240)
    before = tab.seen()
    tab.is_held()
    serving(shaken).kill()
    tab.reconnects()
    tab.rests(240)
    assert tab.seen() == before
    tab.forward()
    tab.rests(241)
    tab.slider("Learning rate").press("ArrowLeft")
    tab.when(lambda: "schedule" in tab.link)
    assert tab.link["step"] == "241"


def test_half_a_script_is_asked_for_again(tab: Shaken) -> None:
    """A replica may die while it sends Plotly."""
    asked: list[str] = []

    def half(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()
        else:
            route.fulfill(body="// and no more", content_type="application/javascript")

    tab.page.route("**/plotly-*.js", half)
    tab.open(f"/?{ADDRESS}&step=40", 40)
    assert len(asked) == 2


OWN = [
    (ONE_STEP, {"phase": "dW2", "step": "40"}),
    (GRADIENT_CHECK, {"step": "40"}),
]


@pytest.mark.parametrize(("scene", "own"), OWN, ids=[scene.title for scene, _ in OWN])
def test_a_scene_without_the_stage_comes_back(
    tab: Shaken, shaken: House, scene: Scene, own: dict[str, str]
) -> None:
    query = "&".join(f"{key}={value}" for key, value in own.items())
    tab.page.goto(f"{tab.base}/{scene.file[6:-3]}?{ADDRESS}&{query}")
    tab.stands(40)
    tab.when(lambda: tab.link == {**LINK, **own})
    tab.is_held()
    serving(shaken).kill()
    tab.reconnects()
    tab.stands(40)
    tab.when(lambda: tab.link == {**LINK, **own})
    expect(tab.page.locator("[data-testid=stAlert]")).to_have_count(0)
    tab.page.get_by_role("link", name=PLAYGROUND.title).click()
    tab.rests(40)
    tab.when(lambda: tab.link == {**LINK, "step": "40"})


def test_the_only_server_started_anew_finds_its_tabs(tab: Shaken, shaken: House) -> None:
    tab.open(f"/?{ADDRESS}")
    tab.play(past=100)
    follow(tab)
    for each in shaken.replicas:
        each.kill()
    tab.waits("s.dataset.state === 'computing'")
    expect(tab.part("status")).to_have_text("Waiting for the server…")
    stood = tab.step
    shaken.replicas[0].start()
    tab.plays_past(stood + 500)
    drawn = tab.page.evaluate("() => window.drawn")
    assert drawn == sorted(drawn)
