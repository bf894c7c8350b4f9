"""From a key press on a control to the first picture that shows it, in a real browser on localhost.

The clock starts at the key press and stops after the paint of the first frame of the new run.  In between
stands the moment when Streamlit sends the change to the server, printed apart: what comes before it
is the widget's own delay.  The ratios compare with the least that Streamlit can do: a fragment that holds
one slider and writes its value (`bare/fragment.py`), measured before each control.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from statistics import median

from playwright.sync_api import Browser, Locator, Page

from tests.benchmarks import harness
from tests.benchmarks.report import Figure, machine, parser, publish

Times = tuple[float, float]
"""Milliseconds from the press until the change was sent, and until it was shown."""


@dataclass(frozen=True)
class Control:
    """Say where a control is, and the keys that change it; the clock starts with the last of them."""

    link: str
    label: str
    keys: tuple[str, ...]
    section: str = ""
    is_playing: bool = False
    most: int = 1000


# Always the same keys: each press asks for a run that nobody has seen, so no cache can answer.
CONTROLS = {
    "learning rate, playing": Control("/", "Learning rate", ("ArrowLeft",), is_playing=True),
    "learning rate, paused": Control("/?step=100", "Learning rate", ("ArrowLeft",)),
    "samples, paused": Control("/?step=100", "Samples", ("ArrowRight",), "Data"),
    "units, paused": Control("/?step=100&hidden=4,4", "Units 1", ("ArrowRight",)),
    "dataset, paused": Control("/?step=100&seed=3", "Dataset", ("ArrowDown", "Enter"), most=6),
}
LEAST = Control("/", "Value", ("ArrowRight",))
GIVE_UP, BETWEEN, AT_MOST = 10_000, 500, 3

# The first message that leaves after the press is the change: an ask of the stage keeps clear of it.
_SOCKET = """
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (window.pressed && !window.sent) window.sent = performance.now();
    return send.call(this, data);
  };
  addEventListener("keydown", () => {
    window.sent = null;
    window.pressed = performance.now();
  }, true);
"""

# A new run is one that the stage names anew; the bare page writes another number.  The change is painted
# one frame after that.
_WAIT = """(giveUp) => {
  const stage = document.querySelector("[data-testid=stage]");
  const watched = stage ?? document.querySelector("[data-testid=stMain]");
  const said = () => stage ? stage.dataset.run : watched.querySelector(".stMarkdown p").textContent;
  const before = said();
  window.pressed = window.sent = null;
  window.shown = new Promise((done) => {
    const found = () => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done({
        sent: window.sent - window.pressed, shown: performance.now() - window.pressed })));
    };
    const observer = new MutationObserver(() => { if (window.pressed && said() !== before) found(); });
    observer.observe(watched, stage ? { attributeFilter: ["data-run", "data-frame"] }
      : { characterData: true, childList: true, subtree: true });
    setTimeout(() => done(null), giveUp);
  });
}"""


def time_press(page: Page, control: Locator, keys: tuple[str, ...]) -> Times | None:
    """Press the keys on a control; return when the change was sent and when it was shown."""
    page.evaluate(_WAIT, GIVE_UP)
    for key in keys:
        control.press(key)
    times = page.evaluate("() => window.shown")
    page.wait_for_timeout(BETWEEN)
    return times and (times["sent"], times["shown"])


def found_in(page: Page, control: Control) -> Locator:
    """Return a control, after unfolding the section that it stands in."""
    if control.section:
        page.locator("[data-testid=stExpander] summary", has_text=control.section).click()
    kinds = [page.get_by_role(role, name=control.label) for role in ("slider", "combobox")]  # type: ignore[arg-type]
    found = kinds[0].or_(kinds[1]).first
    found.wait_for(state="attached")
    page.wait_for_timeout(BETWEEN)
    return found


def presses(running: Browser, url: str, control: Control, count: int) -> list[Times | None]:
    """Press a control's keys time and again on a page of its own."""
    ready = "text=500" if control is LEAST else f"{harness.STAGE}[data-state=paused]"
    page = harness.open_page(running, url + control.link, script=_SOCKET, ready=ready)
    found = found_in(page, control)
    if control.is_playing:
        harness.play(page, 2)
    times = [time_press(page, found, control.keys) for _ in range(min(count, control.most))]
    page.context.close()
    return times


def figures_of(name: str, times: list[Times | None], least: float) -> list[Figure]:
    """Return a control's medians, and their ratio to the least."""
    found = [each for each in times if each]
    sent, shown = (median(column) for column in zip(*found or [(nan, nan)], strict=True))
    return [
        Figure(f"{name}: key press to message sent", sent, "ms"),
        Figure(f"{name}: message sent to picture", shown - sent, "ms"),
        Figure(f"{name}: key press to picture", shown, "ms", at_most=200),
        Figure(f"{name}: the same, of a bare fragment's", shown / least, "×", at_most=AT_MOST),
        Figure(f"{name}: presses not shown, of {len(times)}", len(times) - len(found), "", at_most=0),
    ]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--presses", type=int, default=16, help="key presses per control")
    count = options.parse_args().presses
    bare: list[Times | None] = []
    shown = {}
    with (
        harness.server() as ours,
        harness.server(app=harness.BARE / "fragment.py") as least,
        harness.browser() as running,
    ):
        for name, control in CONTROLS.items():
            bare += presses(running, least.url, LEAST, max(4, count // 4))
            shown[name] = presses(running, ours.url, control, count)
        where = machine(f"Chromium {running.version}")
    whole = median(each[1] for each in bare if each)
    figures = [figure for name, times in shown.items() for figure in figures_of(name, times, whole)]
    first = Figure("a bare fragment: key press to the number", whole, "ms")
    publish([first, *figures], as_json=options.parse_args().json, where=where)


if __name__ == "__main__":
    main()
