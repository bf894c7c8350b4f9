"""How smoothly the Playground plays in a real browser, and what that costs the server.

Frames are counted by the stage's own `data-frame`, which tells what is drawn.  What an empty page gets
from the same browser is printed beside it: no page can draw more.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from pages.figures.vital_signs import SIGN_KINDS
from tests.benchmarks import harness
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.report import Figure, machine, parser, publish

DEFAULT = "/"
LARGE = "/?dataset=spiral&hidden=8,8,8&samples=500"
FASTEST = "/?speed=64"
WARM_UP, WATCHED = 2.0, 10.0

_EMPTY_PAGE = """(seconds) => new Promise((done) => {
  let frames = 0;
  const began = performance.now();
  const beat = (now) => {
    frames += 1;
    if (now - began < 1000 * seconds) requestAnimationFrame(beat);
    else done(frames / (performance.now() - began) * 1000);
  };
  requestAnimationFrame(beat);
})"""

_READ = """() => {
  const { frame, step } = document.querySelector("[data-testid=stage]").dataset;
  return { at: performance.now() / 1000, frame: Number(frame), step: Number(step) };
}"""

# Every change of the step is recorded with the value before it, so none is missed between two looks.
_WATCH = """() => {
  const stage = document.querySelector("[data-testid=stage]");
  const charts = [...stage.querySelectorAll(".pane, .js-plotly-plot, .main-svg, canvas.moving")];
  const seen = window.watched = { steps: [], pictures: 0, charts };
  new MutationObserver((records) => {
    for (const record of records) seen.steps.push(Number(record.oldValue));
  }).observe(stage, { attributeFilter: ["data-step"], attributeOldValue: true });
  const plane = stage.querySelector("[data-figure=decision] canvas.moving");
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...args) {
    if (this.canvas === plane) seen.pictures += 1;
    return putImageData.apply(this, args);
  };
}"""

_WATCHED = """() => {
  const { steps, pictures, charts } = window.watched;
  const stage = document.querySelector("[data-testid=stage]");
  return {
    frames: steps.length,
    pictures,
    disordered: steps.filter((step, i) => i && step <= steps[i - 1]).length,
    remounted: charts.filter((chart) => !stage.contains(chart)).length,
    charts: charts.length,
  };
}"""


@dataclass(frozen=True)
class Played:
    """Hold the rates of one stretch of playing."""

    frames: float
    steps: float
    cpu_ms: float


def watch(page: Page, pid: int, seconds: float) -> Played:
    """Look at a page that plays for some seconds."""
    cpu, before = cpu_seconds(pid), page.evaluate(_READ)
    page.wait_for_timeout(1000 * seconds)
    after, cpu_after = page.evaluate(_READ), cpu_seconds(pid)
    frames, wall = after["frame"] - before["frame"], after["at"] - before["at"]
    cpu_ms = 1000 * (cpu_after - cpu) / max(frames, 1)
    return Played(frames / wall, (after["step"] - before["step"]) / wall, cpu_ms)


def play(running: Browser, server: harness.Server, link: str, repeats: int, seconds: float) -> Played:
    """Play a link for a while, some times over, and return the medians."""
    page = harness.open_page(running, server.url + link)
    harness.play(page, WARM_UP)
    each = [watch(page, server.pid, seconds) for _ in range(repeats)]
    page.context.close()
    return Played(*(median(getattr(one, name) for one in each) for name in Played.__annotations__))


def integrity(running: Browser, server: harness.Server, seconds: float) -> dict[str, Any]:
    """Play the default link and count charts that were remounted and frames out of order."""
    page = harness.open_page(running, server.url + DEFAULT)
    harness.play(page, WARM_UP)
    page.evaluate(_WATCH)
    page.wait_for_timeout(1000 * seconds)
    seen: dict[str, Any] = page.evaluate(_WATCHED)
    page.context.close()
    if not (seen["frames"] and seen["charts"] and seen["pictures"]):
        raise RuntimeError(f"nothing was seen to play, so nothing can be said of its order: {seen}")
    return seen


def empty_page(running: Browser) -> float:
    """Return how many frames per second an empty page is given."""
    page = running.new_page(viewport=harness.SCREEN)
    rate: float = page.evaluate(_EMPTY_PAGE, 5)
    page.close()
    return rate


def measure(running: Browser, server: harness.Server, repeats: int, seconds: float) -> list[Figure]:
    default, large, fastest = (
        play(running, server, link, repeats, seconds) for link in (DEFAULT, LARGE, FASTEST)
    )
    seen = integrity(running, server, seconds)
    return [
        Figure("frames/s of an empty page: the cap", empty_page(running), "/s"),
        Figure("frames/s, default net", default.frames, "/s", at_least=55),
        Figure("frames/s, 8-8-8 hidden, 500 points", large.frames, "/s", at_least=55),
        Figure("frames/s, default net, 64 steps a frame", fastest.frames, "/s"),
        Figure("steps/s, default net, 64 steps a frame", fastest.steps, "/s", at_least=3000),
        Figure("server CPU per drawn frame, default net", default.cpu_ms, "ms", at_most=1.5),
        Figure("server CPU per drawn frame, 8-8-8 hidden", large.cpu_ms, "ms"),
        Figure("server CPU per drawn frame, 64 steps a frame", fastest.cpu_ms, "ms"),
        Figure(f"charts remounted, of {seen['charts']} elements", seen["remounted"], "", at_most=0),
        Figure(f"frames out of order, of {seen['frames']}", seen["disordered"], "", at_most=0),
        Figure("boundary pictures per frame", seen["pictures"] / max(seen["frames"], 1), ""),
    ]


def measure_signs(running: Browser, server: harness.Server, repeats: int, seconds: float) -> list[Figure]:
    """Play the default net with each vital sign; each in a run of its own, of which nothing is cached."""
    figures = []
    for seed, kind in enumerate(SIGN_KINDS):
        played = play(running, server, f"/?signs={kind}&seed={seed}", repeats, seconds)
        figures.append(Figure(f"frames/s, {kind} shown", played.frames, "/s"))
        figures.append(Figure(f"server CPU per drawn frame, {kind} shown", played.cpu_ms, "ms"))
    return figures


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--repeats", type=int, default=3, help="stretches per link; the median counts")
    options.add_argument("--seconds", type=float, default=WATCHED, help="length of a stretch")
    options.add_argument("--signs", action="store_true", help="compare the vital signs instead")
    chosen = options.parse_args()
    with harness.server() as server, harness.browser() as running:
        figures = (measure_signs if chosen.signs else measure)(
            running, server, chosen.repeats, chosen.seconds
        )
        where = machine(f"Chromium {running.version}")
    publish(figures, as_json=chosen.json, where=where)


if __name__ == "__main__":
    main()
