"""From a touch to the painted answer, on the scenes that answer in the browser: One step, Gradient check.

The clock starts with the event itself (key, pointer, slider) and stops after the paint that follows the
change it causes.  A training step's lesson comes a step ahead; `a jump` is one that the server must make.
"""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from statistics import median

from playwright.sync_api import Browser, Page

from tests.benchmarks import harness
from tests.benchmarks.report import Figure, machine, parser, publish

BOARD, PANEL = "[data-testid=board]", "[data-testid=panel]"
LINK = "step=240"
GIVE_UP, BETWEEN, AT_MOST = 10_000, 250, 100

_WATCH = """([selector, giveUp]) => {
  let began = null;
  const start = () => { began ??= performance.now(); };
  const options = { capture: true, once: true };
  for (const type of ["keydown", "pointermove", "input"]) addEventListener(type, start, options);
  window.answered = new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (began === null) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    });
    const what = { attributes: true, childList: true, characterData: true, subtree: true };
    observer.observe(document.querySelector(selector), what);
    setTimeout(() => done(null), giveUp);
  });
}"""


def timed(page: Page, watched: str, touch: Callable[[], None]) -> float:
    """Return the milliseconds from a touch to the paint of what it changes."""
    page.evaluate(_WATCH, [watched, GIVE_UP])
    touch()
    answered = page.evaluate("() => window.answered")
    page.wait_for_timeout(BETWEEN)
    return nan if answered is None else float(answered)


def hovers(page: Page) -> list[Callable[[], None]]:
    """Return pointer moves from cell to cell of the result."""
    box = page.locator(f"{BOARD} [data-role=result] .field").bounding_box()
    if box is None:
        raise RuntimeError("the board shows no result")
    left, top, width, height = box["x"], box["y"], box["width"], box["height"]
    places = [(left + u * width, top + v * height) for u in (0.2, 0.8) for v in (0.1, 0.4, 0.6, 0.9)]
    return [lambda x=x, y=y: page.mouse.move(x, y) for x, y in places]  # type: ignore[misc]


def one_step(running: Browser, url: str, times: int) -> list[Figure]:
    """Time phases, hovers, the next training step and a jump on One step."""
    page = harness.open_page(
        running, f"{url}/one_step?{LINK}&phase=dW2", ready=f"{BOARD}[data-state=ready]"
    )
    page.wait_for_timeout(1000)
    hover = [timed(page, f"{BOARD} .made", touch) for touch in hovers(page)]
    turns = [
        timed(page, f"{BOARD} .words", lambda: page.keyboard.press("ArrowRight")) for _ in range(times)
    ]
    field = page.get_by_label("Training step", exact=True)

    def jump() -> None:
        field.fill(str(int(field.input_value()) + 50))
        field.press("Enter")

    jumps = [timed(page, f"{BOARD} .when", jump) for _ in range(times)]
    page.context.close()
    return [
        Figure("One step: a cell under the pointer", median(hover), "ms", at_most=AT_MOST),
        Figure("One step: a phase, the next training step included", median(turns), "ms", at_most=AT_MOST),
        Figure("One step: the slowest of these", max(turns), "ms"),
        Figure("One step: a jump of fifty training steps", median(jumps), "ms"),
    ]


def gradient_check(running: Browser, url: str, times: int) -> list[Figure]:
    """Time moves of the ε slider."""
    page = harness.open_page(running, f"{url}/gradient_check?{LINK}", ready=f"{PANEL}[data-state=ready]")
    page.wait_for_timeout(1000)
    slider = page.get_by_test_id("slider")
    slider.focus()
    keys = ["ArrowLeft"] * 6 + ["ArrowRight"] * 6
    moves = [
        timed(page, f"{PANEL} [data-testid=checks]", lambda key=key: page.keyboard.press(key))  # type: ignore[misc]
        for key in (keys * times)[:times]
    ]
    page.context.close()
    return [Figure("Gradient check: a move of ε", median(moves), "ms", at_most=AT_MOST)]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--times", type=int, default=20, help="touches of each kind; the median counts")
    chosen = options.parse_args()
    with harness.server() as server, harness.browser() as running:
        figures = [
            *one_step(running, server.url, chosen.times),
            *gradient_check(running, server.url, chosen.times),
        ]
        where = machine(f"Chromium {running.version}")
    publish(figures, as_json=chosen.json, where=where)


if __name__ == "__main__":
    main()
