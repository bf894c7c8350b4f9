"""The tabs of a browser: one that cannot be used is closed again."""

import asyncio
import signal
import subprocess
import sys
from contextlib import suppress
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


class Silent:
    """Stand in for a browser that does not answer, and whose driver does not give up."""

    def __init__(self) -> None:
        self.subprocess = subprocess.Popen(["sleep", "3600"], start_new_session=True)

    async def close(self) -> None:
        for _ in range(2):
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(3600)


def test_a_browser_that_does_not_answer_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabs, "_SECONDS_TO_CLOSE", 0.01)
    silent = Silent()

    async def closed() -> None:
        await asyncio.wait_for(Tabs(silent).close(), 20)
        assert silent.subprocess.wait(20) == -signal.SIGKILL

    finished(closed())
