"""From opening a link to its first picture, beside a page that only writes "hello".

Each opening is in a browser context that has loaded nothing, and by turns with the bare page; a ratio is
that of the medians.  The time is the page's own: from the start of the navigation until the condition of
`openings` holds.  Every request is listed whose host is not this machine; there must be none.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.benchmarks import first_picture, harness
from tests.benchmarks.openings import BARE, PAGES, PICTURES, Opening, opened
from tests.benchmarks.report import Figure, machine, parser, publish

LOCAL = ("127.0.0.1", "localhost")
KILOBYTE = 1000


def in_turns(running: Browser, places: Sequence[tuple[str, Opening]], rounds: int) -> list[float]:
    """Return the median milliseconds of each opening; each round takes all of them once."""
    times: list[list[float]] = [[] for _ in places]
    for _ in range(rounds):
        for found, (url, opening) in zip(times, places, strict=True):
            context, milliseconds = opened(running, url, opening)
            context.close()
            found.append(milliseconds)
    return [median(found) for found in times]


def beside(
    openings: Sequence[Opening], times: Sequence[float], bare: float, what: str, most: float
) -> list[Figure]:
    """Return the ratios to the bare page, and the seconds that they are made of."""
    return [
        Figure(f"{each.name}, {what} ({time / 1000:.2f} s)", time / bare, "×", at_most=most)
        for each, time in zip(openings, times, strict=True)
    ]


def first_requests(running: Browser, rounds: int) -> list[Figure]:
    """Open the pictures as the very first request of a server, each on a new one."""
    openings = [BARE, *PICTURES]
    times: list[list[float]] = [[] for _ in openings]
    for _ in range(rounds):
        for found, opening in zip(times, openings, strict=True):
            app = harness.BARE / "hello.py" if opening is BARE else harness.APP
            with harness.server(app=app) as server:
                context, milliseconds = opened(running, server.url, opening)
                context.close()
            found.append(milliseconds)
    bare, *others = (median(found) for found in times)
    return [
        Figure("a page that writes hello, new server", bare / 1000, "s"),
        *beside(PICTURES, others, bare, "new server", 1.8),
    ]


def warm_server(running: Browser, rounds: int) -> list[Figure]:
    """Open every page on a server that has been running, and count what the first picture takes."""
    with ExitStack() as stack:
        bare = stack.enter_context(harness.server(app=harness.BARE / "hello.py")).url
        ours = stack.enter_context(harness.server()).url
        places = [(bare, BARE), *((ours, each) for each in (*PICTURES, *PAGES))]
        hosts = visit(running, places)
        hello, *others = in_turns(running, places, rounds)
        sent = first_picture.bytes_beyond(running, ours, PICTURES[0], (bare, BARE))
    cut = len(PICTURES)
    foreign = sorted(host for host in hosts if host and host not in LOCAL)
    return [
        Figure("a page that writes hello", hello / 1000, "s"),
        *beside(PICTURES, others[:cut], hello, "new browser", 1.5),
        *beside(PAGES, others[cut:], hello, "content and controls", 1.7),
        Figure("bytes beyond Streamlit's own until the picture", sent / KILOBYTE, "KB", at_most=900),
        Figure(f"hosts beyond this machine {', '.join(foreign)}", len(foreign), "", at_most=0),
    ]


def visit(running: Browser, places: Sequence[tuple[str, Opening]]) -> set[str]:
    """Open each page once: a server imports at its first request; return the hosts that were asked."""
    seen: set[str] = set()
    for url, opening in places:
        context = running.new_context(viewport=harness.SCREEN)
        context.on("request", lambda request: seen.add(urlsplit(request.url).hostname or ""))
        page = context.new_page()
        page.on("websocket", lambda socket: seen.add(urlsplit(socket.url).hostname or ""))
        page.goto(url + opening.link)
        page.wait_for_function(opening.ready, timeout=60_000)
        context.close()
    return seen


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--rounds", type=int, default=5, help="openings of each page; the median counts")
    options.add_argument("--table", action="store_true", help="print what the first picture takes instead")
    chosen = options.parse_args()
    if chosen.table:
        first_picture.print_table(PICTURES[0])
        return
    with harness.browser() as running:
        figures = [*warm_server(running, chosen.rounds), *first_requests(running, chosen.rounds)]
    publish(figures, as_json=chosen.json, where=machine())


if __name__ == "__main__":
    main()
