"""The tabs of a browser: one that cannot be used is closed again."""

import asyncio
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from pages.export import tabs
from pages.export.tabs import Tabs
from tests.load.client import finished


class Broken:
    """Stand in for a browser that starts, but opens no tab."""

    fails = True
    open_count = 0

    def __init__(self, **_: Any) -> None:
        pass

    async def open(self) -> None:
        Broken.open_count += 1

    async def create_tab(self, *_: object, **__: object) -> None:
        await asyncio.sleep(0 if self.fails else 60)
        raise RuntimeError("no tab")

    async def close(self) -> None:
        Broken.open_count -= 1


@pytest.mark.parametrize(("fails", "problem"), [(True, RuntimeError), (False, TimeoutError)])
def test_a_browser_without_a_tab_does_not_stay_open(
    fails: bool, problem: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "choreographer", SimpleNamespace(Browser=Broken))
    monkeypatch.setattr(Broken, "open_count", 0)
    monkeypatch.setattr(Broken, "fails", fails)

    async def counted() -> None:
        with pytest.raises(problem):
            await asyncio.wait_for(Tabs.opened(), 0.05)

    finished(counted())
    assert Broken.open_count == 0


def test_a_browser_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_SECONDS_TO_CLOSE", 0.01)

    async def closed() -> None:
        silent = SimpleNamespace(close=lambda: asyncio.sleep(3600))
        await asyncio.wait_for(Tabs(silent).close(), 20)

    finished(closed())
