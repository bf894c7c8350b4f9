"""From the wish to the file: a picture after the first, and a film of 100 frames at 640 × 360.

The pictures are those of the Playground at its default network; every one is another step, so that nothing
is there already.  The film is asked for twice: with the browser open, and as one command from nothing.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from pages.export.formats import export
from pages.export.order import Order, read_order
from tests.benchmarks.harness import ROOT
from tests.benchmarks.report import Figure, machine, parser, publish

LINK = {"step": "1000", "frames": "100", "film": "360"}
STILLS = ("png", "svg", "pdf")
FIGURES = ("decision", "network", "heatmaps", "curves")


def seconds(order: Order, kind: str) -> float:
    """Return how long a file takes."""
    began = perf_counter()
    export(order, kind)
    return perf_counter() - began


def stills(order: Order, times: int) -> list[Figure]:
    """Time pictures after the first."""
    first = seconds(order, "png")
    taken = {
        kind: [
            seconds(replace(order, step=10 * at + 1, style=replace(order.style, figure=figure)), kind)
            for figure in FIGURES
            for at in range(times)
        ]
        for kind in STILLS
    }
    each = [
        Figure(f"a picture after the first, {kind.upper()}, the slowest", max(found), "s", at_most=2)
        for kind, found in taken.items()
    ]
    everything = [one for found in taken.values() for one in found]
    return [
        Figure("the first picture: the browser starts", first, "s"),
        *each,
        Figure("a picture after the first, the median", median(everything), "s"),
    ]


def command() -> float:
    """Return how long the film takes as a command."""
    link = "&".join(f"{key}={value}" for key, value in LINK.items())
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "run.gif")
        began = perf_counter()
        asked = [sys.executable, "-m", "pages.export", "decision", "--link", link, "--out", out]
        subprocess.run(asked, cwd=ROOT, check=True)
        return perf_counter() - began


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--times", type=int, default=4, help="pictures of each figure and kind")
    chosen = options.parse_args()
    order, _ = read_order(LINK)
    figures = [
        *stills(order, chosen.times),
        Figure("a GIF of 100 frames at 640 × 360", seconds(order, "gif"), "s", at_most=15),
        Figure("an MP4 of the same", seconds(order, "mp4"), "s"),
        Figure("a page of the same", seconds(order, "html"), "s"),
        Figure("the GIF as one command, from nothing", command(), "s"),
    ]
    publish(figures, as_json=chosen.json, where=machine())


if __name__ == "__main__":
    main()
