"""From a key press on a control to the first picture that shows it, in a real browser on localhost.

The clock starts at the key press and stops after the paint of the first frame of the new run.  In between
stands the moment when Streamlit sends the change to the server, printed apart: what comes before it
is the widget's own delay.
"""

from __future__ import annotations

from math import nan
from statistics import median

from playwright.sync_api import Browser, Locator, Page

from tests.benchmarks import harness
from tests.benchmarks.report import Figure, machine, parser, publish

# Always the same key: each press asks for a run that nobody has seen, so no cache can answer.
CONTROLS = {
    "learning rate, playing": ("/", "Learning rate", "", "ArrowLeft", True),
    "learning rate, paused": ("/?step=100", "Learning rate", "", "ArrowLeft", False),
    "samples, paused": ("/?step=100", "Samples", "Data", "ArrowRight", False),
    "units, paused": ("/?step=100&hidden=4,4", "Units 1", "", "ArrowRight", False),
}
GIVE_UP, BETWEEN = 10_000, 500

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

# A new run is one that the stage names anew; before it did so, Plotly's redraw of a figure tells.  The
# change is painted one frame after the stage says that it drew it.
_WAIT = """(giveUp) => {
  const stage = document.querySelector("[data-testid=stage]");
  window.pressed = window.sent = null;
  const { run } = stage.dataset;
  let isRedrawn = false;
  stage.querySelector(".js-plotly-plot").on("plotly_react", () => { isRedrawn = true; });
  window.shown = new Promise((done) => {
    const found = () => {
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => done({
        sent: window.sent - window.pressed, shown: performance.now() - window.pressed })));
    };
    const observer = new MutationObserver(() => {
      if (window.pressed && (run === undefined ? isRedrawn : stage.dataset.run !== run)) found();
    });
    observer.observe(stage, { attributeFilter: ["data-run", "data-frame"] });
    setTimeout(() => done(null), giveUp);
  });
}"""


def time_press(page: Page, thumb: Locator, key: str) -> tuple[float, float] | None:
    """Press a key on a control; return when it was sent and when it was shown, in ms."""
    page.evaluate(_WAIT, GIVE_UP)
    thumb.press(key)
    times = page.evaluate("() => window.shown")
    page.wait_for_timeout(BETWEEN)
    return times and (times["sent"], times["shown"])


def slider(page: Page, label: str, section: str) -> Locator:
    """Return the thumb of a slider, after unfolding the section that it stands in."""
    if section:
        page.locator("[data-testid=stExpander] summary", has_text=section).click()
    thumb = page.get_by_role("slider", name=label)
    thumb.wait_for(state="attached")
    page.wait_for_timeout(BETWEEN)
    return thumb


def measure(running: Browser, server: harness.Server, name: str, presses: int) -> list[Figure]:
    """Press a key on a control time and again and return the medians."""
    link, label, section, key, is_playing = CONTROLS[name]
    page = harness.open_page(running, server.url + link, script=_SOCKET)
    thumb = slider(page, label, section)
    if is_playing:
        harness.play(page, 2)
    times = [time_press(page, thumb, key) for _ in range(presses)]
    page.context.close()
    found = [each for each in times if each]
    sent, shown = (median(column) for column in zip(*found or [(nan, nan)], strict=True))
    return [
        Figure(f"{name}: key press to message sent", sent, "ms"),
        Figure(f"{name}: message sent to picture", shown - sent, "ms"),
        Figure(f"{name}: key press to picture", shown, "ms", at_most=200),
        Figure(f"{name}: presses not shown, of {presses}", presses - len(found), "", at_most=0),
    ]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--presses", type=int, default=16, help="key presses per control")
    chosen = options.parse_args()
    with harness.server() as server, harness.browser() as running:
        figures = [figure for name in CONTROLS for figure in measure(running, server, name, chosen.presses)]
        where = machine(f"Chromium {running.version}")
    publish(figures, as_json=chosen.json, where=where)


if __name__ == "__main__":
    main()
