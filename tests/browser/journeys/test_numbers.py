"""What the screen says is what core computed."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext

from core import Experiment, Snapshot, Timeline, forward
from pages.figures.regions import decision_palette
from tests.browser.conftest import watched
from tests.browser.journeys.tab import Array, Tab, number, numbers, pixels

pytestmark = pytest.mark.browser

EXPERIMENT = Experiment(dataset="moons", hidden=(3, 2), learning_rate=0.5, l2=0.001, batch_size=20)
LINK = "/?dataset=moons&hidden=3,2&lr=0.5&l2=0.001&batch=20"
STEP = 150


@pytest.fixture(scope="module")
def now() -> Snapshot:
    return Timeline(EXPERIMENT).at(STEP)


@pytest.fixture(scope="module")
def shown(window: BrowserContext, base: str, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab at rest at STEP, for tests that only look at it."""
    with watched(window.new_page(), request) as page:
        made = Tab(page, base)
        made.open(f"{LINK}&step={STEP}", STEP)
        made.seen()
        yield made
        assert made.troubles == []


def stacked(snapshot: Snapshot, cells: str) -> list[Array]:
    if cells == "step":
        return [-np.vstack(pair) for pair in snapshot.updates]
    if cells == "weights":
        return [np.vstack([layer.W, layer.b]) for layer in snapshot.network.layers]
    return [np.vstack([layer.dW, layer.db]) for layer in snapshot.gradients.layers]


def test_cells_hold_core_s_gradients_at_first(shown: Tab, now: Snapshot) -> None:
    assert_cells_are(shown, stacked(now, "gradient"))


def assert_cells_are(tab: Tab, matrices: list[Array]) -> None:
    shown, texts = tab.matrices(), tab.cell_texts()
    printed = [layer for layer, each in enumerate(texts) if any(text.strip() for text in each)]
    assert printed, "no layer has room for its numbers"
    for layer, M in enumerate(matrices):
        np.testing.assert_array_equal(shown[layer], M)
        if layer not in printed:
            continue
        for text, value in zip(texts[layer], M.ravel().tolist(), strict=True):
            assert number(text) == pytest.approx(value, rel=0.0501)


def test_cells_are_hoverable(shown: Tab, now: Snapshot) -> None:
    tab = shown
    place = tab.plot(
        "heatmaps",
        "(() => { const a = p._fullLayout, b = p.getBoundingClientRect();"
        " return [b.left + a._size.l + 0, b.top,"
        " b.left + a.xaxis._offset + a.xaxis.d2p(2), b.top + a.yaxis._offset + a.yaxis.d2p(1)]; })()",
    )
    tab.page.mouse.move(place[2], place[3])
    tab.page.mouse.move(place[2] + 2, place[3] + 1)
    hover = tab.page.locator("[data-figure=heatmaps] .hoverlayer")
    tab.when(lambda: "dW₁[x₁, unit 2]" in (hover.text_content() or ""))
    value = float(stacked(now, "gradient")[0][0, 1])
    assert numbers((hover.text_content() or "").partition("=")[2])[0] == pytest.approx(value, rel=5e-4)


def test_cells_hold_core_s_updates_and_curves_its_history(tab: Tab) -> None:
    tab.open(f"{LINK}&cells=step&step=777", 777)
    tab.seen()
    run = Timeline(EXPERIMENT)
    assert_cells_are(tab, stacked(run.at(777), "step"))
    rows = run.history(777)
    for figure, first in (("curves", 1), ("norms", 5)):
        for column, (x, y) in enumerate(tab.lines(figure), start=first):
            assert x.tolist() == rows[:, 0].tolist()
            assert y.tolist() == rows[:, column].tolist()


AXES = """() => ["curves", "norms"].map((name) => {
  const plot = document.querySelector(`[data-figure=${name}] .plot`);
  const { x } = plot.data[0];
  let widest = 1;
  for (let i = 1; i < x.length - 1; i += 1) while (widest < x[i] - x[i - 1]) widest *= 2;
  return [plot.querySelector(".xtitle").textContent, widest]; })"""


def test_the_axis_says_how_many_steps_lie_between_two_points(tab: Tab) -> None:
    """What lies between two pairs of steps is not seen: the reader is told."""

    def title(spacing: int) -> str:
        return f"steps (2 of every {spacing})" if spacing > 1 else "training steps"

    def says(spacing: int) -> None:
        tab.when(lambda: tab.page.evaluate(AXES) == [[title(spacing), spacing]] * 2)

    def is_true() -> bool:
        return all(told == title(spacing) for told, spacing in tab.page.evaluate(AXES))

    tab.open(f"{LINK}&step=120", 120)
    says(1)
    tab.play(past=140)
    for step in (300, 600, 1200):
        tab.plays_past(step)
        tab.when(is_true)
        assert any(spacing > 1 for _, spacing in tab.page.evaluate(AXES))
    tab.pause()
    tab.scrub(100)
    tab.rests(100)
    says(1)
    tab.open(f"{LINK}&step=2000", 2000)
    says(16)


def test_curves_that_grew_while_playing_hold_the_same_and_cells_core_s_weights(tab: Tab) -> None:
    tab.open(f"{LINK}&cells=weights")
    tab.play(past=500)
    at = tab.pause()
    tab.seen()
    run = Timeline(EXPERIMENT)
    assert_cells_are(tab, stacked(run.at(at), "weights"))
    rows = run.history(at)
    for column, (x, y) in enumerate(tab.lines("curves"), start=1):
        assert x.tolist() == rows[:, 0].tolist()
        assert y.tolist() == rows[:, column].tolist()


def test_the_readout_says_core_s_numbers(shown: Tab, now: Snapshot) -> None:
    told = numbers(shown.seen()["readout"])
    true = [now.step, now.epoch, now.learning_rate, now.train_loss, now.test_loss]
    assert told[:5] == pytest.approx(true, rel=5.01e-4)
    assert told[5:] == pytest.approx([100 * now.train_accuracy, 100 * now.test_accuracy], abs=0.0501)


def test_the_sentence_of_a_step_is_true(tab: Tab) -> None:
    tab.open(f"/?dataset=moons&step={STEP - 1}", STEP - 1)
    tab.forward()
    tab.rests(STEP)
    run = Timeline(Experiment(dataset="moons"))
    before, now = run.at(STEP - 1), run.at(STEP)
    changes = [
        np.abs(b - a) for a, b in zip(stacked(before, "weights"), stacked(now, "weights"), strict=True)
    ]
    layer = int(np.argmax([change.max() for change in changes]))
    place = np.unravel_index(changes[layer].argmax(), changes[layer].shape)
    old, new = (float(stacked(s, "weights")[layer][place]) for s in (before, now))
    slope = float(stacked(before, "gradient")[layer][place])
    found = re.search(
        r"from (\S+) to (\S+), by −(\S+) × (\S+); training loss fell from (\S+) to (\S+)\.$",
        tab.seen()["sentence"],
    )
    assert found
    shown = [number(text.strip("()")) for text in found.groups()]
    true = [old, new, 1.0, slope, before.train_loss, now.train_loss]
    assert shown == pytest.approx(true, rel=5.01e-4)


def prediction(P: Array) -> NDArray[np.uint8]:
    k = P.shape[1]
    sure = (P.max(axis=1) - 1 / k) / (1 - 1 / k)
    level = np.rint(np.clip(sure, 0, 1) * (255 // k - 1))
    return (P.argmax(axis=1) * (255 // k) + level).astype(np.uint8)


def test_the_colours_of_the_plane_are_core_s_predictions(shown: Tab, now: Snapshot) -> None:
    picture = pixels(shown.seen()["images"]["decision"][0])
    n = len(picture)
    assert picture.shape == (n, n, 3)
    x0, x1 = shown.plot("decision", "p.layout.xaxis.range")
    middles = x0 + (x1 - x0) * (np.arange(n) + 0.5) / n
    x, y = np.meshgrid(middles, middles[::-1])
    P = forward(now.network, np.column_stack([x.ravel(), y.ravel()])).probabilities
    palette = decision_palette(2, "light", hard=False)
    expected = palette[prediction(P)].reshape(n, n, 3)
    assert np.mean(np.any(picture != expected, axis=2)) < 1e-3


def test_the_points_are_core_s_points(shown: Tab) -> None:
    run = Timeline(EXPERIMENT)
    traces = shown.places("decision")
    for offset, data in ((1, run.train), (3, run.test)):
        for label in (0, 1):
            x, y = traces[offset + label]
            np.testing.assert_array_equal(np.column_stack([x, y]), data.X[data.y == label])
