"""The stage draws and plays before Plotly is there, and Plotly takes over without a jump."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Route

from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

LINK = "/?dataset=moons&hidden=6&step=120"
STILL = "[...s.querySelectorAll('.pane')].every((pane) => pane.matches('.still'))"
PLANE = """() => document.querySelector("[data-figure=decision] canvas.moving").getBoundingClientRect()"""
AXES = """() => { const p = document.querySelector("[data-figure=decision] .plot");
  const { xaxis: x, yaxis: y } = p._fullLayout, box = p.getBoundingClientRect();
  return { x: box.x + x._offset, y: box.y + y._offset, width: x._length, height: y._length }; }"""
# A pixel of each cell, above its number.
CELLS = """[["x", "y"], ["x2", "y2"]].flatMap(([a, b]) => {
  const x = p._fullLayout[a.replace("x", "xaxis")], y = p._fullLayout[b.replace("y", "yaxis")];
  const count = (axis) => Math.abs(axis.range[1] - axis.range[0]);
  const at = (axis, i) => Math.round(axis._offset + (i + 0.2) * axis._length / count(axis));
  return [...Array(count(x)).keys()].flatMap((i) => [...Array(count(y)).keys()].map(
    (j) => [at(y, j), at(x, i)])); })"""
MOVES: list[tuple[Callable[[Tab], None], int]] = [
    (Tab.forward, 121),
    (Tab.back, 120),
    (lambda tab: tab.scrub(64), 64),
    (lambda tab: tab.scrub(120), 120),
]
TEXTS = """[...p.querySelectorAll("svg text")].filter((t) => t.textContent.trim()
  && getComputedStyle(t).visibility === "visible" && t.getBoundingClientRect().width > 0).map((t) => {
    const box = t.getBoundingClientRect(), plot = p.getBoundingClientRect();
    return [t.textContent.trim(), ...[box.x - plot.x, box.y - plot.y, box.width].map(Math.round)]; })"""
IS_HERE = "() => Boolean(window.Plotly)"
ANTIALIASED = 24
"""A difference of two channels that only the edge of a shape may have."""


@pytest.fixture
def held(tab: Tab) -> list[Route]:
    """The requests for Plotly, none of which is answered."""
    found: list[Route] = []

    def hold(route: Route) -> None:
        found.append(route)

    tab.page.route("**/plotly-*.js", hold)
    return found


def release(tab: Tab, held: list[Route]) -> None:
    for route in held:
        route.continue_()
    tab.page.unroute("**/plotly-*.js")


def seen(tab: Tab, figure: str) -> NDArray[np.int_]:
    """Return the pixels of a figure."""
    png = tab.page.locator(f"[data-figure={figure}] .plot").screenshot(animations="disabled")
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def inside(picture: NDArray[np.int_], box: dict[str, float], figure: dict[str, float]) -> NDArray[np.int_]:
    """Return what lies within a box, without two pixels at its edges."""
    left, top = box["x"] - figure["x"], box["y"] - figure["y"]
    rows = slice(int(top) + 3, int(top + box["height"]) - 2)
    return picture[rows, int(left) + 3 : int(left + box["width"]) - 2]


def test_plotly_takes_over_without_a_jump(tab: Tab, held: list[Route]) -> None:
    tab.page.goto(tab.base + LINK)
    tab.waits(f"s.dataset.state === 'paused' && s.dataset.step === '120' && {STILL}")
    assert int(tab.page.locator("[data-testid=stage]").get_attribute("data-frame") or 0) >= 1
    for act, step in MOVES:
        act(tab)
        tab.waits(f"s.dataset.state === 'paused' && s.dataset.step === '{step}' && {STILL}")
        assert tab.readout.startswith(f"step {step} ·")
    assert not tab.page.evaluate(IS_HERE)
    tab.page.mouse.move(1, 1)
    names = tab.figures()
    assert {"decision", "network", "heatmaps", "curves"} <= set(names)
    before = {name: seen(tab, name) for name in names}
    plane, labels = tab.page.evaluate(PLANE), texts(tab)
    release(tab, held)
    tab.rests(120)
    after = {name: seen(tab, name) for name in names}
    axes, box = tab.page.evaluate(AXES), tab.page.locator("[data-figure=decision] .plot").bounding_box()
    assert box is not None
    assert [axes[key] for key in ("x", "y", "width", "height")] == pytest.approx(
        [plane[key] for key in ("x", "y", "width", "height")], abs=0.02
    )
    assert texts(tab) == labels
    differences = {
        name: np.abs(before[name] - after[name]).max(axis=2) for name in names if name != "decision"
    }
    differences["decision"] = np.abs(
        inside(before["decision"], axes, dict(box)) - inside(after["decision"], axes, dict(box))
    ).max(axis=2)
    shares = {name: float((found > ANTIALIASED).mean()) for name, found in differences.items()}
    assert shares.pop("decision") < 0.0005
    assert max(shares.values()) < 0.01, shares
    cells = [tuple(cell) for cell in tab.plot("heatmaps", CELLS)]
    assert len(cells) == 6 * 3 + 2 * 7
    assert [before["heatmaps"][at].tolist() for at in cells] == [
        after["heatmaps"][at].tolist() for at in cells
    ]


def texts(tab: Tab) -> dict[str, list[Any]]:
    """Return what is written in each figure and where in it, in whole pixels."""
    return {name: sorted(tab.plot(name, TEXTS)) for name in tab.figures()}


def test_the_run_plays_before_plotly_which_waits_for_a_quiet_moment(tab: Tab, held: list[Route]) -> None:
    tab.page.goto(tab.base + "/?dataset=moons&hidden=6,4&step=120")
    tab.waits(f"s.dataset.state === 'paused' && s.dataset.step === '120' && {STILL}")
    tab.slider("Hidden layers").press("ArrowLeft")
    tab.waits(f"s.dataset.state === 'paused' && s.dataset.step === '0' && {STILL}")
    tab.page.set_viewport_size(
        {"width": 1200, "height": 900}
    )  # what is left has its places in the new figures
    tab.waits("s.querySelector('[data-figure=decision] svg').clientWidth < 350")
    tab.play(past=200)
    release(tab, held)
    tab.plays_past(tab.step + 800)  # a blocked page would not
    assert not tab.page.evaluate(IS_HERE)
    tab.page.locator("[data-figure=decision] h2").hover()
    tab.page.mouse.down()
    tab.page.keyboard.press(" ")
    tab.waits(f"s.dataset.state === 'paused' && {STILL}")
    assert not tab.page.evaluate(IS_HERE)
    tab.page.mouse.up()
    tab.rests()


@pytest.mark.parametrize("link", ["step=40", "hidden=4,4&mistake=transpose&l2=0.01&step=7"])
def test_the_gradient_check_is_drawn_before_plotly(tab: Tab, held: list[Route], link: str) -> None:
    tab.page.goto(f"{tab.base}/gradient_check?{link}")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    names = tab.figures()
    labels, before = texts(tab), {name: seen(tab, name) for name in names}
    assert not tab.page.evaluate(IS_HERE)
    release(tab, held)
    tab.page.wait_for_function("""() => [...document.querySelectorAll("[data-testid=panel] .pane")].every(
      (pane) => pane.matches(".exact"))""")
    for name in names:
        after = seen(tab, name)
        assert (np.abs(before[name] - after).max(axis=2) > ANTIALIASED).mean() < 0.01, name
        for (text, *place), (again, *then) in zip(labels[name], texts(tab)[name], strict=True):
            assert text == again
            assert place == pytest.approx(then, abs=1)  # a pixel
