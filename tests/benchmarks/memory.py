"""The server's memory while one session plays without a pause.

The resident memory is read every ten seconds.  Growth is from the median of the minute after the first
five to the median of the last minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from statistics import median
from time import monotonic

from playwright.sync_api import Page

from tests.benchmarks import harness
from tests.benchmarks.processes import resident_bytes
from tests.benchmarks.report import Figure, machine, parser, publish

EVERY = 10.0
SETTLING = 5.0
LINK = "/"


def sample(page: Page, pid: int, minutes: float) -> list[float]:
    """Return the server's MiB, read every ten seconds while the page plays."""
    series = [resident_bytes(pid) / 2**20]
    began = monotonic()
    while monotonic() < began + 60 * minutes:
        page.wait_for_timeout(1000 * EVERY)
        series.append(resident_bytes(pid) / 2**20)
    state = page.locator(harness.STAGE).get_attribute("data-state")
    if state not in ("playing", "computing"):
        raise RuntimeError(f"the page stopped playing: its state is {state}")
    return series


def summary(series: Sequence[float]) -> str:
    """Return the median of each minute as one line."""
    each = int(60 / EVERY)
    minutes = [median(series[i : i + each]) for i in range(0, len(series), each)]
    return "MiB by minute: " + " ".join(f"{value:.0f}" for value in minutes)


def growth(series: Sequence[float]) -> Figure:
    """Return the growth from the minute after the first five to the last one.

    A run too short to have two such minutes apart gets no verdict: it prints not-a-number and fails.
    """
    each = int(60 / EVERY)
    begin = int(SETTLING * each)
    is_long_enough = len(series) >= begin + 2 * each
    early, late = median(series[begin : begin + each] or [nan]), median(series[-each:])
    value = 100 * (late / early - 1) if is_long_enough else nan
    return Figure(
        f"growth after minute {SETTLING:g} (needs {SETTLING + 2:g} minutes)", value, "%", at_most=5
    )


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--minutes", type=float, default=30, help="how long to play")
    chosen = options.parse_args()
    with harness.server() as server, harness.browser() as running:
        page = harness.open_page(running, server.url + LINK)
        harness.play(page, 0)
        series = sample(page, server.pid, chosen.minutes)
        where = machine(f"Chromium {running.version}")
    figures = [
        Figure("memory at the start", series[0], "MiB"),
        Figure("memory at the end", series[-1], "MiB"),
        Figure("most", max(series), "MiB"),
        growth(series),
    ]
    publish(figures, as_json=chosen.json, where=f"{summary(series)}\n{where}")


if __name__ == "__main__":
    main()
