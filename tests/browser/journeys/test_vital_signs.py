"""The Playground's fourth figure: every sign that it shows is core's, paused and after playing."""

import numpy as np
import pytest

from core import Experiment, Timeline, layer_signs, sharpness, sharpness_threshold
from tests.browser.journeys.tab import Array, Tab, numbers

pytestmark = pytest.mark.browser

EXPERIMENT = Experiment(dataset="moons", hidden=(3, 2), activation="relu", learning_rate=0.5, l2=0.001)
LINK = "/?dataset=moons&hidden=3,2&activation=relu&lr=0.5&l2=0.001"
STEP = 150
TITLES = {
    "norms": "Gradient norm by layer",
    "ratio": "Update ratio by layer",
    "saturation": "Saturated and dead units",
    "sharpness": "Sharpness and its threshold",
}
BUTTONS = {"norms": "gradient", "ratio": "update", "saturation": "saturation", "sharpness": "sharpness"}
every_sign = pytest.mark.parametrize("kind", [kind for kind in TITLES if kind != "norms"])


def columns(kind: str, steps: Array, experiment: Experiment = EXPERIMENT) -> Array:
    """Return the columns of a sign (columns, m) at some steps."""
    run = Timeline(experiment)
    rows: list[list[float]] = []
    for step in steps.astype(int).tolist():
        now = run.at(step)
        signs = layer_signs(now, run.train)
        found = {
            "ratio": [sign.update_ratio for sign in signs],
            "saturation": [*(s.saturated for s in signs[:-1]), *(s.dead for s in signs[:-1])],
            "sharpness": [
                sharpness(now.network, run.train.X, run.train.Y, l2=experiment.l2),
                sharpness_threshold(experiment, step),
            ],
        }[kind]
        rows.append([np.nan if value is None else float(value) for value in found])
    return np.array(rows).T


def shown(kind: str, values: Array) -> Array:
    """Return what the axis of a sign shows: a log axis has no place for 0."""
    return values if kind == "saturation" else np.where(values > 0, values, np.nan)


def check_lines(tab: Tab, kind: str, last: int) -> None:
    """The lines are core's at their steps, and the last of them is the step shown."""
    lines = tab.places("norms", "t.mode === 'lines' && t.yaxis === 'y'")
    x = lines[0][0]
    assert (x[0], x[-1]) == (0, last)
    for (steps, values), expected in zip(lines, columns(kind, x), strict=True):
        np.testing.assert_array_equal(steps, x)
        np.testing.assert_array_equal(shown(kind, values), shown(kind, expected))


def check_dots_and_words(tab: Tab, kind: str) -> None:
    """The dots are core's at the step shown, and the words of the figure tell them."""
    now = columns(kind, np.array([STEP]))[:, 0]
    (x, y), *_ = tab.places("norms", "t.mode === 'markers'")
    assert x.tolist() == [STEP] * len(now)
    np.testing.assert_array_equal(y, shown(kind, now))
    label = tab.plot("norms", "p.getAttribute('aria-label')")
    assert f"step {STEP}" in label
    if kind != "saturation":
        assert any(abs(value / now[0] - 1) < 5e-4 for value in numbers(label) if value)


@every_sign
def test_a_sign_that_grew_while_playing_holds_the_same(tab: Tab, kind: str) -> None:
    tab.open(f"{LINK}&signs={kind}")
    assert tab.page.locator("[data-figure=norms] h2").text_content() == TITLES[kind]
    tab.play(past=500)
    line = "s.querySelector('[data-figure=norms] path.js-line')"
    tab.waits(f"{line}?.getAttribute('d').includes('L')")
    at = tab.pause()
    tab.seen()
    check_lines(tab, kind, at)
    tab.scrub(100)
    tab.rests(100)
    tab.seen()
    check_lines(tab, kind, 100)


def test_each_sign_can_be_chosen_and_is_core_s_with_its_dots_and_its_words(tab: Tab) -> None:
    tab.open(f"{LINK}&step={STEP}", STEP)
    for kind in ("sharpness", "ratio", "saturation", "norms"):
        control = tab.page.get_by_role("radiogroup", name="Vital sign")
        control.get_by_role("radio", name=BUTTONS[kind], exact=True).click()
        heading = tab.page.locator("[data-figure=norms] h2")
        tab.when(lambda kind=kind, heading=heading: heading.text_content() == TITLES[kind])
        tab.rests(STEP)
        tab.when(lambda kind=kind: tab.link.get("signs", "norms") == kind)
        tab.seen()
        if kind != "norms":
            check_lines(tab, kind, STEP)
            check_dots_and_words(tab, kind)


def test_a_gradient_that_is_exactly_zero_stands_at_the_bottom(tab: Tab) -> None:
    """With zero weights the first layer's gradient is 0, and only the output's biases learn."""
    tab.open("/?init=zeros&activation=tanh&step=20", 20)
    tab.seen()
    strip = tab.places("norms", "t.mode === 'lines' && t.yaxis === 'y2'")
    rows = Timeline(Experiment(init="zeros", activation="tanh")).history(20)
    assert (rows[:, 5] == 0).all()
    np.testing.assert_array_equal(strip[0][1], np.zeros(21))
    texts = tab.plot("norms", "[...p.querySelectorAll('.y2tick text')].map((t) => t.textContent)")
    assert texts == ["0"]
    label = tab.plot("norms", "p.getAttribute('aria-label')")
    assert label.startswith("Gradient norm at step 20: layer 1 0 and layer 2")


def test_an_unknown_threshold_is_said(tab: Tab) -> None:
    tab.open("/?optimizer=adam&lr=0.01&signs=sharpness&step=10", 10)
    tab.seen()
    key = tab.plot("norms", "p.querySelector('.annotation-text').textContent")
    assert "no threshold is known for Adam" in key
    assert tab.plot("norms", "p.getAttribute('aria-label')").endswith("no threshold is known for Adam.")
