"""Sheets: what stands above a figure fits it, and a colour bar is as long as its plane."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.export.order import read_order
from pages.export.pictures import PICTURES, draw
from pages.figures.curves import curves_figure
from pages.figures.decision import decision_figure
from pages.figures.epsilon import race_figure
from pages.figures.sheet import HEADING, Sheet, fitted, laid_out
from pages.figures.slope_map import slope_map_figure
from pages.figures.template import LABEL
from pages.figures.text_size import text_height, text_width

TITLES = [
    *(picture.title for picture in PICTURES.values()),
    "The network: activation map of each unit",
    "Predicted probabilities and the gradient of layer 1",
    "Gradient with respect to the weights of layer 3",
]
SHEETS = st.builds(lambda ratio: Sheet(round(720 * ratio), 720, "light"), st.floats(0.75, 4))


@given(st.sampled_from(TITLES), st.integers(0, 10**6), SHEETS)
def test_a_heading_is_whole_on_every_sheet(title, step, sheet):
    width = sheet.room[0] - 24
    heading, size = fitted(f"{title} · step {step:,}", width)
    assert size in (LABEL, HEADING)
    assert text_width(heading, size) <= width
    assert text_height(heading, size) <= 42 - 4
    assert heading.endswith(f"step {step:,}")
    if "<br>" in heading:
        assert heading.replace("<br>", " ").replace(" · ", " ").split() == f"{title} step {step:,}".split()


@pytest.mark.parametrize(("width", "rows"), [(540, 2), (640, 1), (1280, 1), (2880, 1)])
def test_a_legend_stands_under_the_heading(width, rows):
    sheet, race = Sheet(width, 720, "light"), race_figure(theme="light").to_plotly_json()
    margin = laid_out(race, sheet, "Loss · step 1")["layout"]["margin"]
    assert margin["t"] >= 12 + 30 + 19 * rows
    curves = curves_figure(theme="light").to_plotly_json()
    assert laid_out(curves, sheet, "Loss · step 1")["layout"]["margin"]["t"] >= 12 + 30 + 18


@pytest.mark.parametrize("ratio", [0.75, 8 / 9, 4 / 3, 16 / 9, 4])
@pytest.mark.parametrize("bounds", [(-1.0, 1.0, -1.0, 1.0), (0.0, 5.0, -300.0, 900.0)])
def test_a_colour_bar_is_as_long_as_its_plane(ratio, bounds):
    X, y = np.zeros((2, 2)), np.array([0, 1])
    sheet = Sheet(round(720 * ratio), 720, "light")
    plane = decision_figure(X, y, X, y, n_classes=2, bounds=bounds, theme="light")
    slopes = slope_map_figure(np.zeros((4, 4)), X, 0, bounds=bounds, highest=1, title="f", theme="light")
    for figure in (plane, slopes):
        made = laid_out(figure.to_plotly_json(), sheet, "A plane")["layout"]
        margin = made["margin"]
        across, up = made["width"] - margin["l"] - margin["r"], made["height"] - margin["t"] - margin["b"]
        assert across == pytest.approx(up)
        assert not figure.layout.xaxis.automargin
        assert not figure.layout.yaxis.automargin
        bars = [t.marker.colorbar if t.type == "scatter" else t.colorbar for t in figure.data]
        assert any(bar.len == 1 for bar in bars)


def test_a_gap_in_the_colour_of_the_page_is_a_line_on_a_clear_sheet():
    shape = {"type": "line", "line": {"color": "#ffffff", "width": 4}}
    figure = {"data": [], "layout": {"shapes": [shape]}}
    clear, white = (
        laid_out(figure, Sheet(960, 720, "light", clear), "A")["layout"] for clear in (True, False)
    )
    assert white["shapes"] == [shape]
    assert clear["shapes"][0]["line"] == {"color": "#5d6070", "width": 1}


@pytest.mark.parametrize(
    "size", [Sheet(960, 720, "light"), Sheet(1280, 720, "light"), Sheet(640, 720, "light")]
)
def test_a_strip_of_one_plane_keeps_the_places_that_it_chose(size):
    order, _ = read_order({"figure": "strip", "step": "0", "rows": "decision"})
    made = draw(order, size).figure["layout"]
    assert made["width"] - made["margin"]["l"] - made["margin"]["r"] == pytest.approx(size.inside[0])
