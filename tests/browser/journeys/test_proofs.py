"""The notes and the gradient check: the verdicts on the screen are those that core comes to."""

import json
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, expect

from core import EQUATIONS, Case, Timeline, check_gradients, examine, from_link
from tests.browser.journeys.tab import Tab
from tests.browser.line import Line

pytestmark = pytest.mark.browser

HOLDS = {True: "true", False: "false", None: "unknown"}
NOTES = {
    "the notes' network": {"notes": "printed", "step": "240"},
    "three classes": {
        "notes": "printed",
        "dataset": "blobs",
        "hidden": "3",
        "point": "7",
        "i": "2",
        "step": "30",
    },
}


def opened(tab: Tab, page: str, link: dict[str, str]) -> None:
    tab.page.goto(f"{tab.base}/{page}?" + "&".join(f"{k}={v}" for k, v in link.items()))
    tab.stands(int(link["step"]))


def data_of(tab: Tab, testid: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = tab.page.evaluate(
        "(id) => [...document.querySelectorAll(`[data-testid=${id}]`)].map((e) => ({ ...e.dataset }))",
        testid,
    )
    return found


@pytest.mark.parametrize("link", NOTES.values(), ids=NOTES)
def test_the_verdicts_on_the_screen_are_core_s(tab: Tab, link: dict[str, str]) -> None:
    opened(tab, "notes", link)
    experiment, step, _ = from_link(link)
    run = Timeline(experiment)
    case = Case.of(
        run.at(step).network, run.train.X, run.train.Y,
        sample=int(link.get("point", 1)) - 1, i=int(link.get("i", 0)), j=1, unit=0,
    )  # fmt: skip
    tab.page.wait_for_function(
        "(n) => new Set([...document.querySelectorAll('[data-testid=verdict]')]"
        ".map((e) => e.dataset.equation)).size === n",
        arg=len(EQUATIONS),
    )
    right = {equation.key: examine(equation, case) for equation in EQUATIONS}
    for verdict in data_of(tab, "verdict"):
        examined: Any = right[verdict["equation"]]
        line = "corrected" if verdict["line"] == "added" else verdict["line"]
        found = getattr(examined, line)
        assert verdict["holds"] == HOLDS[found.holds]
        assert float(verdict["error"]) == pytest.approx(found.error, rel=1e-6, abs=1e-15)


def test_the_panel_says_at_every_epsilon_what_core_measures(tab: Tab) -> None:
    link = {"hidden": "3", "step": "40"}
    opened(tab, "gradient_check", link)
    slider = tab.part("slider")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    run = Timeline(from_link(link)[0])
    now = run.at(40)
    X, Y = run.train.X[now.batch], run.train.Y[now.batch]
    for epsilon in (1e-3, 1e-5, 1e-7):
        press_to(slider, epsilon)
        expect(tab.page.locator("[data-testid=panel]")).to_have_attribute(
            "data-position", slider.input_value()
        )
        shown = [float(check["error"]) for check in data_of(tab, "check")]
        measured = check_gradients(now.network, X, Y, epsilon=epsilon)
        # Where round-off rules, two ways of adding up the same loss differ in their last digits.
        assert np.allclose(shown, measured, rtol=0.5, atol=1e-9), (epsilon, json.dumps(shown))


def test_a_position_is_come_back_to_while_answers_are_late(tab: Tab) -> None:
    """Streamlit may name a message that the browser has meanwhile thrown away, and then shows an error."""

    def move(key: str, times: int = 1) -> None:
        before = line.asked
        for _ in range(times):
            slider.press(key)
        tab.when(lambda: line.asked >= before + times and not line.running)

    line = Line(tab.page)
    opened(tab, "gradient_check", {"hidden": "3", "step": "40"})
    slider = tab.part("slider")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    move("ArrowRight")
    move("ArrowRight")
    line.hold()
    move("ArrowRight")
    move("ArrowLeft", 3)
    line.release()
    move("ArrowLeft")
    expect(tab.page.locator("[data-testid=panel]")).to_have_attribute("data-position", slider.input_value())
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def press_to(slider: Locator, epsilon: float) -> None:
    """Press arrow keys until the slider says `epsilon`."""
    for _ in range(30):
        now = number_in(slider.get_attribute("aria-valuetext") or "")
        if now == epsilon:
            return
        slider.press("ArrowRight" if now < epsilon else "ArrowLeft")
    raise AssertionError(f"the slider never came to {epsilon}: {slider.get_attribute('aria-valuetext')}")


def number_in(text: str) -> float:
    """Return what a slider says: ε = 3×10⁻⁷, or ε = 10⁻⁵."""
    mantissa, _, power = text.removeprefix("ε = ").rpartition("10")
    exponent = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    return float(f"{mantissa.rstrip('×') or 1}e{exponent}")


LAYOUTS = {
    "the notes' network": "step=240&mistake=slope",
    "three layers": "hidden=4,4&step=30&mistake=transpose",
    "five layers": "hidden=8,8,8,8&step=30&mistake=mean",
}


ENDS = """() => ['analytic', 'numeric', 'difference'].map((name) => Math.max(
  ...[...document.querySelectorAll(`[data-figure=${name}] .plot :is(.hm, .infolayer text)`)]
    .map((e) => e.getBoundingClientRect().bottom)))"""


@pytest.mark.parametrize("link", LAYOUTS.values(), ids=LAYOUTS)
def test_the_three_heatmaps_are_seen_together(tab: Tab, link: str) -> None:
    tab.page.goto(f"{tab.base}/gradient_check?{link}")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    tab.page.wait_for_selector("[data-figure=race] .scatterlayer .trace", state="attached")
    # What stands above may still shrink while the page comes: where the heatmaps come to rest counts.
    tab.page.wait_for_function(f"({ENDS})().every((end) => Number.isFinite(end) && end <= 900)")
    ends = tab.page.evaluate(ENDS)
    assert sorted(ends) == ends
    assert ends[-1] <= 900, "below the fold"
    assert tab.page.evaluate(MEETING) == []


@pytest.mark.parametrize("width", [390, 1024])  # at 1400 px they are looked at above
def test_no_two_labels_of_a_heatmap_meet(tab: Tab, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 900})
    tab.page.goto(f"{tab.base}/gradient_check?hidden=8,8,8,8&step=30")
    tab.page.wait_for_selector("[data-testid=panel][data-state=ready]")
    tab.page.wait_for_selector("[data-figure=difference] .hm")
    met = tab.page.evaluate(MEETING)
    assert met == []
    assert tab.page.locator("[data-testid=panel] .modebar").count() == 0


# Labels are compared as their letters are, without the air above and below.
MEETING = """() => ['analytic', 'numeric', 'difference'].flatMap((name) => {
  const texts = [...document.querySelectorAll(`[data-figure=${name}] .plot text`)]
    .filter((e) => e.textContent.trim() && e.style.visibility !== 'hidden')
    .map((e) => [e.textContent, e.getBoundingClientRect()]);
  return texts.flatMap(([a, p], i) => texts.slice(i + 1)
    .filter(([, q]) => p.left < q.right && q.left < p.right && p.top + 4 < q.bottom && q.top + 4 < p.bottom)
    .map(([b]) => `${name}: ${a} and ${b}`));
})"""
