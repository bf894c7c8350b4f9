"""How long a tab stands still when its replica is killed: two replicas behind Caddy, one real browser.

For a tab that plays: the longest time without a new frame, and the time until the other replica has sent
some.  For one that stands: the time until the other replica has sent its picture.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from tests.benchmarks import harness
from tests.benchmarks.report import Figure, machine, parser, publish
from tests.deploy.house import House, house, serving

SOON = 5.0
LINK = "dataset=spiral&hidden=8&lr=0.3"
WATCH = """() => {
  const stage = document.querySelector("[data-testid=stage]");
  Object.assign(window, { last: performance.now(), longest: 0 });
  new MutationObserver(() => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - window.last);
    window.last = now;
  }).observe(stage, { attributeFilter: ["data-frame"] });
}"""
ENOUGH = 20_000
"""Bytes: an answer, not a greeting."""


def fall(running: Browser, home: House, *, plays: bool) -> tuple[float, float]:
    """Kill the replica of a tab; return the seconds to the other's answer, and the longest standstill."""
    page = harness.open_page(running, f"{home.url}/?{LINK}&step=40")
    page.wait_for_selector("[data-reconnection=watched]")
    if plays:
        harness.play(page, 2)
        page.evaluate(WATCH)
    answers: list[float] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: _note(page, answers, data)))
    began = page.evaluate("performance.now()")
    lost = serving(home)
    lost.kill()
    while not answers:
        page.wait_for_timeout(20)
    page.wait_for_timeout(4000)
    longest = page.evaluate("window.longest ?? 0") / 1000
    page.context.close()
    lost.start()
    return (answers[0] - began) / 1000, longest


def _note(page: Page, answers: list[float], data: Any) -> None:
    if len(data) > ENOUGH:
        answers.append(page.evaluate("performance.now()"))


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--times", type=int, default=3, help="falls of each kind; the median counts")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as home, harness.browser() as running:
        playing = [fall(running, home, plays=True) for _ in range(chosen.times)]
        standing = [fall(running, home, plays=False) for _ in range(chosen.times)]
        where = machine(f"Chromium {running.version}", "Caddy and both replicas beside it")
    said = {
        "playing: the other replica answers after": [answer for answer, _ in playing],
        "playing: longest time without a new frame": [longest for _, longest in playing],
        "standing: the other replica answers after": [answer for answer, _ in standing],
    }
    figures = [Figure(what, median(seconds), "s", at_most=SOON) for what, seconds in said.items()]
    publish(figures, as_json=chosen.json, where=where)


if __name__ == "__main__":
    main()
