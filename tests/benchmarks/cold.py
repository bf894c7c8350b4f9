"""From opening a deep link to its first drawn picture, on a cold server and with fresh browser contexts.

The time is the page's own: from the start of the navigation until the stage stands still with a picture.
Every request is listed whose host is not this machine; there must be none.
"""

from __future__ import annotations

from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.benchmarks import harness
from tests.benchmarks.report import Figure, machine, parser, publish

LINKS = {"/?dataset=spiral&hidden=8&step=300": "300", "/start_here": ""}
LOCAL = ("127.0.0.1", "localhost")

_DRAWN = """([step]) => {
  const stage = document.querySelector("[data-testid=stage]");
  if (stage?.dataset.state !== "paused" || Number(stage.dataset.frame) < 1) return null;
  return (!step || stage.dataset.step === step) && performance.now();
}"""


def first_picture(running: Browser, url: str, step: str, seen: set[str]) -> float:
    """Return the milliseconds from navigation to picture in a fresh context; add hosts to `seen`."""
    context = running.new_context(viewport=harness.SCREEN)
    page = context.new_page()
    context.on("request", lambda request: seen.add(urlsplit(request.url).hostname or ""))
    page.on("websocket", lambda socket: seen.add(urlsplit(socket.url).hostname or ""))
    page.goto(url, wait_until="commit")
    milliseconds = page.wait_for_function(_DRAWN, arg=[step], polling="raf").json_value()
    context.close()
    return float(milliseconds)


def measure(link: str, step: str, contexts: int) -> list[Figure]:
    """Open one link on a server of its own, first in a browser of its own too."""
    hosts: set[str] = set()
    with harness.server() as server:
        with harness.browser() as running:
            first = first_picture(running, server.url + link, step, hosts)
        with harness.browser() as running:
            times = [first_picture(running, server.url + link, step, hosts) for _ in range(contexts)]
    foreign = sorted(host for host in hosts if host and host not in LOCAL)
    named = f" ({', '.join(foreign)})" if foreign else ""
    return [
        Figure(f"{link}: the very first, cold server", first / 1000, "s", at_most=3),
        Figure(f"{link}: fresh browser context", median(times) / 1000, "s", at_most=3),
        Figure(f"{link}: hosts beyond this machine{named}", len(foreign), "", at_most=0),
    ]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--contexts", type=int, default=5, help="fresh contexts; the median counts")
    chosen = options.parse_args()
    figures = [figure for link, step in LINKS.items() for figure in measure(link, step, chosen.contexts)]
    publish(figures, as_json=chosen.json, where=machine())


if __name__ == "__main__":
    main()
