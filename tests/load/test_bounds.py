"""What a server takes, and what a class still gets, while others want the heaviest that is allowed."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from time import monotonic

import pytest

from tests.benchmarks import harness
from tests.benchmarks.processes import cpu_seconds, resident_bytes
from tests.load.client import Tab, finished
from tests.load.room import Plan, Report, attend

pytestmark = pytest.mark.browser  # no browser, but a server: it runs with those that need one

# With the image's environment: glibc gives each of Streamlit's threads a heap of its own, whose gaps no
# weight counts (40 visitors: 847 MB; with MALLOC_ARENA_MAX=2 244 MB, 2026-11-29).
MOST_BYTES = 600 * 10**6
HEAVIEST = [
    "samples=500&test=0.1&batch=1&hidden=1,1,1,1&optimizer=adam",
    "hidden=32,32,32,32&samples=500&optimizer=adam",
]
FAR = "hidden=32,32,32,32&samples=500&optimizer=adam&step=1000000"
PAGES = ("gradient_check", "one_step", "notes", "code")
PLAN = Plan(arriving=2, settling=4, counted=8)
TRIES = 3
"""Other programs may take the time of a class beside the far tabs, but not each time."""


@pytest.mark.needs_jemalloc
@pytest.mark.parametrize("link", HEAVIEST)
def test_one_visitor_who_tries_many_runs_takes_bounded_memory(tmp_path: Path, link: str) -> None:
    async def visit(url: str) -> None:
        async with Tab.open(url, link) as tab:
            await tab.begin()
            await tab.finished()
            for seed in range(1, 181):
                await tab.choose("seed", seed)

    with harness.server(tmp_path / "log.txt", **harness.deployed()) as server:
        finished(visit(server.url))
        assert resident_bytes(server.pid) < MOST_BYTES


@pytest.mark.needs_jemalloc
def test_many_visitors_of_the_heaviest_runs_take_bounded_memory(tmp_path: Path) -> None:
    links = [f"{link}&seed={seed}" for seed in range(20) for link in HEAVIEST]
    with harness.server(tmp_path / "log.txt", **harness.deployed()) as server:
        finished(attend(server.url, links, Plan(arriving=5, counted=5)))
        assert 0 < resident_bytes(server.pid) < MOST_BYTES


def test_a_class_plays_on_beside_ten_tabs_that_want_a_far_step(tmp_path: Path) -> None:
    with harness.server(tmp_path / "log.txt", BACKPASS_HOSTED="1") as server:
        for _ in range(TRIES):
            alone = finished(attend(server.url, ["seed=1"] * 8, PLAN))
            beside = finished(_beside_far_tabs(server.url))
            assert [each.errors for each in (*alone, *beside)] == [[]] * 16
            if plays_on := _plays_on(alone, beside):
                break
        assert plays_on, (alone, beside)
        finished(_until_idle(server.pid))


def _plays_on(alone: list[Report], beside: list[Report]) -> bool:
    """Return whether a class beside far tabs gets half of its frames, in four times the time."""
    gets = median(each.frames for each in beside) >= median(each.frames for each in alone) / 2
    # Of a busy machine the longest waits say more than of the far tabs.
    return gets and median(_waits(beside)) <= max(1, 4 * median(_waits(alone)))


def _waits(reports: list[Report]) -> list[float]:
    return [wait for each in reports for wait in each.waits]


async def _beside_far_tabs(url: str) -> list[Report]:
    async with AsyncExitStack() as stack:
        for index in range(10):
            tab = await stack.enter_async_context(Tab.open(url, FAR))
            tab.page_name = PAGES[index % len(PAGES)]
            await tab.rerun()
        return await attend(url, ["seed=1"] * 8, PLAN)


async def _until_idle(pid: int) -> None:
    """Wait until the process rests: the work of tabs that are closed ends soon, not with the far step."""
    give_up = monotonic() + 10
    while True:
        before = cpu_seconds(pid)
        await asyncio.sleep(0.5)
        if cpu_seconds(pid) - before < 0.15:
            return
        assert monotonic() < give_up, "the server still works for tabs that are closed"
