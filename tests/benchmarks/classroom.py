"""A class of students on one server, without browsers: frames, waits, errors, processor, memory, bytes.

    python -m tests.benchmarks.classroom --sessions 100 --same-link --seconds 60 --json out.json
    python -m tests.benchmarks.classroom --sessions 100 --different --seconds 60
    python -m tests.benchmarks.classroom --sessions 100 --idle --seconds 60
    python -m tests.benchmarks.classroom --sessions 100 --different --replicas 2 --as-deployed
    python -m tests.benchmarks.classroom --sessions 30 --soak 30

A frame counts when it was there at the time it was due, at the pace that the page would play.  Counting
begins 15 s after the last arrival; what answers took before is told on its own line.  `batch_ms` is what
one batch takes with nobody else here: a machine twice as quick serves twice as many different runs.  The
server's share of the processor is of one core.  `--leave` waits until the class is forgotten and reads the
memory again; it is compared with what a server holds that one student has used.  `--as-deployed` gives the
server the variables of the image, its allocator among them.  `--replicas` starts so many servers behind
Caddy with the shipped configuration; time and memory are then theirs and Caddy's together.  `--browsers`
lets real browsers play beside.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from tests.benchmarks import harness
from tests.benchmarks.memory import EVERY, growth
from tests.benchmarks.processes import cpu_seconds, resident_bytes
from tests.benchmarks.report import Figure, machine, publish
from tests.benchmarks.yardstick import batch_milliseconds
from tests.deploy.house import house
from tests.load import browsers
from tests.load.room import SETTLING, Plan, Report, attend

MIB = 2**20
WARM_UP = Plan(arriving=0.1, counted=2)
FORGOTTEN = 200.0
"""Seconds after which nothing of a class should be left."""

Row = dict[str, Any]


def links(chosen: argparse.Namespace) -> list[str]:
    """Return the link of each student: one for all, or another experiment of the default size each."""
    if chosen.different:
        return [f"seed={i}&data_seed={i}" for i in range(1, chosen.sessions + 1)]
    return [chosen.link] * chosen.sessions


@dataclass(frozen=True)
class Service:
    """Name what serves a class: where it is, each server by itself, the processes, and what they print."""

    url: str
    servers: list[str]
    pids: list[int]
    logs: list[Path] = field(default_factory=list)

    def cpu_seconds(self) -> float:
        return sum(map(cpu_seconds, self.pids))

    def resident_bytes(self) -> int:
        return sum(map(resident_bytes, self.pids))


@contextmanager
def serving(chosen: argparse.Namespace) -> Iterator[Service]:
    """Start what is to serve, unless it runs already."""
    if chosen.url is not None:
        yield Service(chosen.url, [chosen.url], [chosen.pid])
        return
    variables = harness.deployed() if chosen.as_deployed else {"BACKPASS_HOSTED": "1"}
    with TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.replicas:
            with house(folder, chosen.replicas, **variables) as home:
                replicas = home.replicas
                pids = [home.proxy.pid, *(each.pid for each in replicas)]
                urls, logs = [each.url for each in replicas], [each.log for each in replicas]
                yield Service(home.url, urls, pids, logs)
            return
        with harness.server(folder / "log.txt", **variables) as alone:
            yield Service(alone.url, [alone.url], [alone.pid], [folder / "log.txt"])


class Watch:
    """Read the servers' processor time and memory while the class is counted."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.share = 0.0
        self.most = 0
        self.series: list[float] = []

    async def __call__(self) -> None:
        began, cpu = monotonic(), self.service.cpu_seconds()
        while True:
            await asyncio.sleep(1)
            self.most = max(self.most, self.service.resident_bytes())
            if monotonic() - began >= EVERY * len(self.series):
                self.series.append(self.service.resident_bytes() / MIB)
            self.share = (self.service.cpu_seconds() - cpu) / (monotonic() - began)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of all lies; infinite if there are none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else inf


def _milliseconds(waits: Sequence[float], share: float) -> float | None:
    """Return a percentile; nothing where nobody asked."""
    return round(1000 * percentile(waits, share), 1) if waits else None


def summary(reports: Sequence[Report], watch: Watch) -> Row:
    """Return what the class saw, in one row."""
    frames = [report.frames for report in reports]
    waits = [wait for report in reports for wait in report.waits]
    errors = [error for report in reports for error in report.errors]
    return {
        "slowest_frames_per_second": round(min(frames), 2),
        "median_frames_per_second": round(median(frames), 2),
        "p95_ms": _milliseconds(waits, 0.95),
        "p95_while_coming_in_ms": _milliseconds([w for r in reports for w in r.early_waits], 0.95),
        "first_picture_p95_s": round(percentile([r.first_picture for r in reports], 0.95), 2),
        "first_picture_last_s": round(max(r.first_picture for r in reports), 2),
        "errors": len(errors),
        "server_cpu_share": round(watch.share, 3),
        "rss_mb": round(watch.most / MIB, 1),
        "requests": len(waits),
        "asked_anew": sum(report.repeats for report in reports),
        "p50_ms": _milliseconds(waits, 0.5),
        "kilobytes_per_second": round(max(r.bytes for r in reports) / 1000, 1),
        "what_went_wrong": sorted(set(errors))[:10],
    }


async def _browsers(url: str, chosen: argparse.Namespace, plan: Plan) -> Row:
    if not chosen.browsers:
        return {}
    counting = monotonic() + plan.arriving + SETTLING
    links_ = links(chosen)[: chosen.browsers]
    seen = await asyncio.to_thread(browsers.watch, url, links_, counting, plan.counted)
    return {
        "browsers_frames_per_second": [round(report.frames, 1) for report in seen],
        "browsers_errors": [error for report in seen for error in report.errors],
    }


async def measure(service: Service, chosen: argparse.Namespace) -> Row:
    """Let the class come, and return its row."""
    yardstick = round(batch_milliseconds(), 1)
    for each in service.servers:
        await attend(each, [chosen.link], WARM_UP)
    started, watch, url = service.resident_bytes(), Watch(service), service.url
    seconds = 60 * chosen.soak if chosen.soak else chosen.seconds
    plan = Plan(chosen.arriving, seconds, plays=not chosen.idle, restless=bool(chosen.soak))
    seen, reports = await asyncio.gather(
        _browsers(url, chosen, plan), attend(url, links(chosen), plan, while_counted=watch)
    )
    row = summary(reports, watch) | {"rss_start_mb": round(started / MIB, 1)} | seen
    row["batch_ms"] = yardstick
    if chosen.soak:
        row |= {"rss_by_10_s_mb": [round(each, 1) for each in watch.series]}
    if chosen.leave:
        await asyncio.sleep(FORGOTTEN)
        row["rss_after_mb"] = round(service.resident_bytes() / MIB, 1)
    return row | {"tracebacks": sum(log.read_text().count("Traceback") for log in service.logs)}


def figures(row: Row, chosen: argparse.Namespace) -> list[Figure]:
    """Return the row as figures beside what they are to reach."""
    made = [
        Figure("a batch, alone", row["batch_ms"], "ms"),
        Figure("errors", row["errors"], "", at_most=0),
        Figure("asks repeated after a silence", row["asked_anew"], ""),
        Figure("memory of the server", row["rss_mb"], "MiB", at_most=600),
        Figure("last first picture", row["first_picture_last_s"], "s", at_most=10),
    ]
    if chosen.idle:
        return [*made, Figure("server's share of a core", row["server_cpu_share"], "", at_most=0.02)]
    frames, wait = (8, 1000) if chosen.different else (15, 300)
    made += [
        Figure("frames/s, the slowest", row["slowest_frames_per_second"], "/s", at_least=frames),
        Figure("frames/s, the median", row["median_frames_per_second"], "/s"),
        Figure("p95 of an answer", row["p95_ms"] or inf, "ms", at_most=wait),
        Figure("p95 of an answer while they come in", row["p95_while_coming_in_ms"] or inf, "ms"),
        Figure("bytes per session", row["kilobytes_per_second"], "KB/s", at_most=60),
        Figure("server's share of a core", row["server_cpu_share"], ""),
    ]
    if chosen.soak:
        return [*made[:4], growth(row["rss_by_10_s_mb"])]
    if "rss_after_mb" in row:
        grown = row["rss_after_mb"] / row["rss_start_mb"]
        made.append(Figure("memory after they left, to the start", grown, "×", at_most=1.1))
    return made


def options() -> argparse.ArgumentParser:
    """Return the command's options."""
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    made.add_argument("--sessions", type=int, default=100)
    which = made.add_mutually_exclusive_group()
    which.add_argument("--same-link", action="store_true", help="all play one link (the default)")
    which.add_argument("--different", action="store_true", help="each plays another experiment")
    made.add_argument("--idle", action="store_true", help="nobody plays")
    made.add_argument("--soak", type=float, metavar="MINUTES", help="all change controls, so long")
    made.add_argument("--browsers", type=int, default=0, help="real browsers beside the others")
    made.add_argument("--link", default="", help="the link of --same-link")
    made.add_argument("--seconds", type=float, default=60, help="how long the class is counted")
    made.add_argument("--arriving", type=float, default=10, help="seconds in which all arrive")
    made.add_argument("--leave", action="store_true", help="read the memory again after they left")
    made.add_argument("--as-deployed", action="store_true", help="with what deploy/Dockerfile sets")
    made.add_argument("--replicas", type=int, default=0, help="so many servers, behind Caddy")
    made.add_argument("--url", help="a server that runs already; --pid is its process")
    made.add_argument("--pid", type=int, help="the process whose time and memory are read")
    made.add_argument("--json", type=Path, help="a file for the row")
    return made


def main() -> None:
    chosen = options().parse_args()
    with serving(chosen) as service:
        row = asyncio.run(measure(service, chosen))
    if chosen.json:
        chosen.json.write_text(json.dumps(row, indent=1) + "\n")
    print(json.dumps(row, indent=1))
    publish(figures(row, chosen), as_json=False, where=machine())


if __name__ == "__main__":
    main()
