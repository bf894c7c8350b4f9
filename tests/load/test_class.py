"""A small class on a real server, for some seconds: frames arrive, and are the ones that core computes."""

import json
import urllib.request
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core import Timeline, from_link
from tests.benchmarks import harness
from tests.load.client import Tab, finished
from tests.load.room import Plan, attend

pytestmark = pytest.mark.browser  # no browser, but a server: it runs with those that need one

LINKS = ["seed=1", "dataset=spiral&hidden=8&lr=0.3"] * 5
PLAN = Plan(arriving=1, settling=2, counted=4)


@cache
def run(link: str) -> Timeline:
    return Timeline(from_link(dict(pair.split("=") for pair in link.split("&")))[0])


def metrics(url: str) -> str:
    with urllib.request.urlopen(
        f"{url}/_stcore/metrics?families=backpass_frames&families=backpass_refused"
    ) as got:
        return str(got.read().decode())


def test_a_class_gets_the_frames_that_core_computes(tmp_path: Path) -> None:
    seen: Counter[str] = Counter()

    def check(link: str, message: dict[str, Any]) -> None:
        for batch in message.get("batches", ()):
            for step, row in zip(batch["steps"], batch["rows"], strict=True):
                if step % 96 == 0:
                    np.testing.assert_allclose(row, run(link).at(step).row, rtol=1e-12)
                    seen[link] += 1

    log = tmp_path / "log.txt"
    with harness.server(log, BACKPASS_HOSTED="1", BACKPASS_UNITS="16") as server:
        reports = finished(attend(server.url, LINKS, PLAN, check=check))
        if not all(report.frames for report in reports):  # a busy machine takes longer
            reports = finished(attend(server.url, LINKS, replace(PLAN, counted=40), check=check))
        notice = finished(_beyond(server.url))
        shown = metrics(server.url)
    assert [report.errors for report in reports] == [[]] * len(LINKS)
    assert all(report.frames > 0 for report in reports)
    assert all(seen[link] > len(LINKS) for link in LINKS)
    assert "Traceback" not in log.read_text()
    assert notice == [16]
    assert "backpass_frames_total" in shown
    assert 'backpass_refused_total{reason="hidden"} 1' in shown
    refused = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    assert [(line["reason"], line["limit"]) for line in refused] == [("hidden", 16)]


async def _beyond(url: str) -> list[int]:
    """Open a link beyond the limit; return the widths that the page offers instead."""
    async with Tab.open(url, "hidden=40") as tab:
        await tab.begin()
        await tab.finished()
        return [
            int(state.double_array_value.data[0])
            for name, state in tab.widgets.items()
            if name.endswith("-chosen_units_1")
        ]
