"""The labels of log axes, as Plotly draws them: two or more at any span, and none on another."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page
from plotly.offline import get_plotlyjs

from pages.export.order import read_order
from pages.export.pictures import draw
from pages.figures.curves import curves_figure, curves_patch
from pages.figures.log_axis import log_ticks
from pages.figures.patch import filled
from pages.figures.vital_signs import signs_figure, signs_patch
from pages.stage.views.moment import plain

pytestmark = pytest.mark.browser

DECADES = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.1, 1.4, 1.7, 2, 2.4, 3.3, 6, 9, 14, 20, 40, 160, 300, 600)
LOWEST = {"small": -9.3, "ordinary": -2.7, "huge": 4.2}
ACCURACIES = ("train_accuracy", "test_accuracy")
LABELS = """async ([figure, width, height]) => {
  const plot = document.getElementById("plot");
  await Plotly.newPlot(plot, figure.data, { ...figure.layout, width, height, autosize: false });
  const { yaxis } = plot._fullLayout;
  const read = (group) => [...plot.querySelectorAll(`.${group} text`)].map((text) => {
    const { top, bottom } = text.getBoundingClientRect();
    return { text: text.textContent, top, bottom };
  });
  return { own: read("ytick"), below: read("y2tick"), range: yaxis.range }; }"""


@pytest.fixture(scope="module")
def sheet(browser: Any) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content("<div id=plot></div>")
    page.add_script_tag(content=get_plotlyjs())
    yield page
    page.close()


def drawn(sheet: Page, figure: dict[str, Any], size: tuple[float, float]) -> dict[str, Any]:
    found: dict[str, Any] = sheet.evaluate(LABELS, [json.loads(json.dumps(figure, default=listed)), *size])
    return found


def listed(value: Any) -> Any:
    """Return an array as JSON has it: null for what is not a number."""
    return [None if isinstance(each, float) and np.isnan(each) else each for each in value.tolist()]


def check(found: dict[str, Any], *, strip: bool) -> None:
    """Labels of the log axis are at least two, inside its range, and touch no other label."""
    values = [float(label["text"].replace("−", "-")) for label in found["own"]]
    low, high = found["range"]
    assert len(values) >= 2, found
    assert all(low - 1e-9 <= np.log10(value) <= high + 1e-9 for value in values), found
    assert [label["text"] for label in found["below"] if strip] == ["0"] * strip
    places = sorted((label["top"], label["bottom"]) for label in [*found["own"], *found["below"] * strip])
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(places)), found


@pytest.mark.parametrize("height", [200, 240, 600])
@pytest.mark.parametrize("lowest", LOWEST)
def test_the_axis_of_norms_reads_over_any_number_of_decades(sheet: Page, lowest: str, height: int) -> None:
    figure = plain(signs_figure("norms", 2, theme="light"))
    for decades in DECADES:
        low = max(min(LOWEST[lowest], 300 - decades), -300)
        values = 10.0 ** np.linspace(low, low + decades, 40)
        rows = np.column_stack([values, np.where(values > np.median(values), values, 0.0)])
        shown = filled(figure, [*signs_patch("norms", np.arange(40), rows), log_ticks(rows)])
        check(drawn(sheet, shown, (360, height)), strip=True)


@pytest.mark.parametrize("height", [250, 600])
@pytest.mark.parametrize("lowest", LOWEST)
def test_the_log_axis_of_the_loss_has_labels_at_any_span(sheet: Page, lowest: str, height: int) -> None:
    figure = plain(curves_figure(theme="light", loss_scale="log"))
    for decades in DECADES:
        low = max(min(LOWEST[lowest], 300 - decades), -300)
        values = 10.0 ** np.linspace(low, low + decades, 40)
        shares = np.linspace(0, 1, 40)
        lines = {"train_loss": values, "test_loss": values} | dict.fromkeys(ACCURACIES, shares)
        shown = filled(figure, [*curves_patch(np.arange(40), **lines), log_ticks(values)])
        check(drawn(sheet, shown, (360, height)), strip=False)


@pytest.mark.parametrize(
    "link",
    [
        {"figure": "curves", "loss": "log", "step": "600"},
        {"figure": "norms", "dataset": "gaussians", "hidden": "none", "l2": "0.1", "step": "3000"},
        {"figure": "norms", "hidden": "8,8,8,8", "activation": "relu", "lr": "70", "step": "40"},
        {"figure": "norms", "init": "zeros", "step": "50"},
        {"figure": "ratio", "step": "300"},
        {"figure": "sharpness", "lr": "0.01", "step": "300"},
    ],
)
@pytest.mark.parametrize("size", ["16:9", "4:3", "half"])
def test_the_labels_of_slides_read(sheet: Page, link: dict[str, str], size: str) -> None:
    order, ignored = read_order({**link, "size": size})
    assert ignored == ()
    made = draw(order, order.style.sheet).figure
    found = drawn(sheet, made, order.style.sheet.room)
    if link.get("init") == "zeros":  # no gradient is above 0
        assert [label["text"] for label in found["below"]] == ["0"]
    else:
        check(found, strip=link["figure"] != "curves")
