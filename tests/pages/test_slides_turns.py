"""Exports take turns: others compute between the slices of a far table, a handout or a film."""

from threading import Event, Thread
from typing import Any

import pytest

from pages.export import handout
from pages.export.order import Order, read_order
from pages.export.turns import AT_ONCE, taking
from pages.scenes.slides import files
from pages.scenes.slides.files import FileOffer
from pages.server import scheduler
from pages.server.scheduler import Scheduler
from pages.server.work import compute
from tests.pages.shown import forget

HEAVY = {"hidden": "32,32,32,32", "samples": "500", "optimizer": "adam", "step": "900"}
LARGEST_SHARE = 2 / 3
"""Of an export's processor time, for one turn: the largest picture of a handout takes almost half."""
BRIEF = 0.5
"""Seconds of processor that nobody minds, whatever their share."""


class WatchedScheduler(Scheduler):
    """Note how long each turn is, and whose."""

    def __init__(self) -> None:
        super().__init__(1)
        self.works: list[tuple[str, float]] = []

    def _leave(self, waiter: Any, work: float) -> None:
        self.works.append((waiter.session, work))
        super()._leave(waiter, work)


class Unpainted:
    """Stand in for the browser: nobody holds a turn while it paints."""

    def still(self, *_: object) -> bytes:
        with scheduler.turns.turn("somebody"):
            return b"<svg/>"

    def page(self, html: str, *_: object, **__: object) -> bytes:
        with scheduler.turns.turn("somebody"):
            return html.encode()


@pytest.fixture(autouse=True)
def turns(monkeypatch: pytest.MonkeyPatch) -> WatchedScheduler:
    forget(monkeypatch)
    watched = WatchedScheduler()
    monkeypatch.setattr(scheduler, "turns", watched)
    monkeypatch.setattr(handout, "renderer", Unpainted)
    return watched


def ordered(**link: str) -> Order:
    order, ignored = read_order(HEAVY | link)
    assert ignored == ()
    return order


def made(order: Order, kind: str) -> bytes:
    offer = FileOffer("key", "label", order, kind, "name")
    return offer.made(files._turns(lambda done, count: None, "mine"), lambda done, count: None)


@pytest.mark.parametrize(
    ("kind", "link", "least"),
    [
        ("csv", {"table": "losses", "every": "9"}, 15),
        ("csv", {"table": "vital_signs", "every": "90", "hidden": "16"}, 22),
        ("npz", {"every": "9"}, 15),
        ("handout.pdf", {"figures": "decision,network,heatmaps,curves,norms,jacobian"}, 12),
        ("html", {"figure": "heatmaps", "frames": "5"}, 10),
    ],
)
def test_an_export_is_made_in_short_turns(
    turns: WatchedScheduler, kind: str, link: dict[str, str], least: int
) -> None:
    order = ordered(**link)
    content = made(order, kind)
    mine = [work for session, work in turns.works if session == "mine"]
    assert len(mine) >= least
    assert max(mine) < max(LARGEST_SHARE * sum(mine), BRIEF)
    with taking(AT_ONCE):
        assert content == FileOffer("key", "label", order, kind, "name").made(AT_ONCE, lambda *_: None)


def test_others_compute_between_the_turns_of_an_export(turns: WatchedScheduler) -> None:
    begun, ended, others = Event(), Event(), 0

    def export() -> None:
        offer = FileOffer("key", "label", ordered(table="losses", every="3"), "csv", "name")
        try:
            offer.made(files._turns(lambda *_: None, "mine"), lambda done, count: begun.set())
        finally:
            ended.set()

    Thread(target=export, daemon=True).start()
    assert begun.wait(60)
    while not ended.is_set():
        compute("other", lambda: None)
        others += 1
    assert others >= 5


def test_a_report_ends_the_way_to_a_far_step() -> None:
    def stop(done: int, count: int) -> None:
        raise TimeoutError

    offer = FileOffer("key", "label", ordered(step="1000000", table="losses"), "csv", "name")
    with pytest.raises(TimeoutError):
        offer.made(files._turns(stop, "mine"), stop)
