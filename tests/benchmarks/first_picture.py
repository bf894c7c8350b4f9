"""What a browser requests, receives and runs until the first picture, by kind of file.

The milliseconds are the time that the page's main thread spent in the functions of these files, a file's
own evaluation included, as Chromium's profiler samples it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession

from tests.benchmarks import harness
from tests.benchmarks.openings import Opening
from tests.benchmarks.report import machine

ROUNDS = 5
_SAMPLE = 500  # microseconds
OURS = ("Plotly.js", "our modules", "our styles", "messages")


@dataclass
class Load:
    """Sum up the files of one kind."""

    requests: int = 0
    sent: float = 0.0
    raw: float = 0.0
    running: float = 0.0


def kind_of(url: str) -> str:
    """Return the kind of a file."""
    path = urlsplit(url).path
    if "/app/static/" in path:
        name = path.rsplit("/", 1)[-1]
        return "Plotly.js" if name.startswith("plotly") else f"our {_PARTS[path.rsplit('.', 1)[-1]]}"
    if "/static/" in path and path.endswith((".js", ".css")):
        return f"Streamlit's {_PARTS[path.rsplit('.', 1)[-1]]}"
    return "Streamlit's fonts" if path.endswith(".woff2") else "everything else"


_PARTS = {"js": "modules", "css": "styles"}


class Watch:
    """Count what a page receives."""

    def __init__(self, session: CDPSession) -> None:
        self.loads: defaultdict[str, Load] = defaultdict(Load)
        self._kinds: dict[str, str] = {}
        self._session = session
        listeners: dict[str, Callable[[Any], None]] = {
            "Network.requestWillBeSent": self._begin,
            "Network.dataReceived": self._receive,
            "Network.loadingFinished": self._finish,
            "Network.webSocketFrameReceived": self._hear,
        }
        for event, heard in listeners.items():
            session.on(event, heard)
        session.send("Network.enable")
        session.send("Profiler.enable")
        session.send("Profiler.setSamplingInterval", {"interval": _SAMPLE})
        session.send("Profiler.start")

    def _begin(self, told: Any) -> None:
        if told["request"]["url"].startswith("http"):
            self._kinds[told["requestId"]] = kind_of(told["request"]["url"])

    def _receive(self, told: Any) -> None:
        if kind := self._kinds.get(told["requestId"]):
            self.loads[kind].raw += told["dataLength"]

    def _finish(self, told: Any) -> None:
        kind, sent = self._kinds.get(told["requestId"]), told["encodedDataLength"]
        if kind and sent:  # nothing is sent for what the page holds already
            self.loads[kind].requests += 1
            self.loads[kind].sent += sent

    def _hear(self, told: Any) -> None:
        frame = told["response"]
        # Text is base64 where the frame is binary.
        size = len(frame["payloadData"]) * (3 / 4 if frame["opcode"] == 2 else 1)
        load = self.loads["messages"]
        load.requests, load.sent, load.raw = load.requests + 1, load.sent + size, load.raw + size

    def end(self) -> dict[str, Load]:
        """Return what was counted, with the time that each kind of file ran."""
        profile = self._session.send("Profiler.stop")["profile"]
        kinds = {each["id"]: _running_kind(each["callFrame"]) for each in profile["nodes"]}
        for node, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
            if kind := kinds[node]:
                self.loads[kind].running += microseconds / 1000
        return dict(self.loads)


def _running_kind(frame: Any) -> str:
    """Return the kind of file that a sample ran in; "" when the page was idle."""
    if frame["url"].startswith("http"):
        return kind_of(frame["url"])
    return "" if frame["functionName"] in ("(idle)", "(root)") else "the browser itself"


def watched(running: Browser, url: str, opening: Opening) -> tuple[dict[str, Load], float]:
    """Open a page in a new context; return what it took until it was ready, and the milliseconds."""
    context = running.new_context(viewport=harness.SCREEN)
    page = context.new_page()
    watch = Watch(context.new_cdp_session(page))
    page.goto(url + opening.link, wait_until="commit")
    page.wait_for_function(opening.ready, polling="raf", timeout=60_000)
    milliseconds = float(page.evaluate("() => performance.now()"))
    loads = watch.end()
    context.close()
    return loads, milliseconds


def bytes_beyond(running: Browser, url: str, opening: Opening, bare: tuple[str, Opening]) -> float:
    """Return the bytes for a picture that are neither Streamlit's files nor sent to a bare page."""
    ours, hello = (
        sum(loads[kind].sent for kind in OURS if kind in loads)
        for loads, _ in (watched(running, url, opening), watched(running, *bare))
    )
    return ours - hello


def print_table(opening: Opening) -> None:
    """Print the table of docs/benchmarks.md: medians of several openings on a warm server."""
    with harness.server() as server, harness.browser() as running:
        watched(running, server.url, opening)
        rounds = [watched(running, server.url, opening) for _ in range(ROUNDS)]
    kinds = Counter(kind for loads, _ in rounds for kind in loads)
    print("| what | requests | KB sent | KB raw | ms in it |", "|---|---|---|---|---|", sep="\n")
    for kind in sorted(kinds, key=lambda kind: -_middle(rounds, kind, "running")):
        counted = [_middle(rounds, kind, part) for part in ("requests", "sent", "raw", "running")]
        requests, sent, raw, running_ms = counted
        print(f"| {kind} | {requests:.0f} | {sent / 1000:.0f} | {raw / 1000:.0f} | {running_ms:.0f} |")
    print(f"\nThe picture after {median(ms for _, ms in rounds):.0f} ms, watched. {machine()}")


def _middle(rounds: list[tuple[dict[str, Load], float]], kind: str, part: str) -> float:
    return median(getattr(loads.get(kind, Load()), part) for loads, _ in rounds)
