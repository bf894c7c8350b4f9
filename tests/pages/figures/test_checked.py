import numpy as np
import pytest

from pages.figures import checked
from pages.figures.checked import CheckLayout
from pages.figures.palette import DIVERGING, SEQUENTIAL, contrast, css, lookup
from pages.figures.panel_places import domains
from pages.figures.panels import scale_ends

SHAPES = [(2, 4, 2), (2, 4, 4, 2), (2, 8, 8, 8, 8, 2), (2, 60, 2), (2, 3)]


@pytest.fixture(params=SHAPES, ids=str)
def frame(request):
    return CheckLayout([np.arange(width) for width in request.param], request.param)


def test_row_labels_have_room(frame, theme):
    layout = checked.slopes_figure(frame, theme=theme).layout
    for layer, rows in enumerate(frame.widths[:-1], start=1):
        places = np.array(layout[f"yaxis{layer}"].tickvals) * frame.height / (rows + 1)
        assert (np.diff(places) >= 14).all(), layer
        assert layout[f"yaxis{layer}"].ticktext[-1] == "b"


def test_numbers_stand_in_rows_that_are_high_enough(frame, theme):
    for layer, rows in enumerate(frame.widths[:-1]):
        assert not frame.prints(layer) or frame.height / (rows + 1) >= 14


def test_the_ends_of_a_scale_stay_apart():
    narrow = domains((2, 8, 8, 8, 8, 2))[-1]
    assert [note["text"] for note in scale_ends(0.5, narrow, 620)] == ["±0.5"]
    assert [note["text"] for note in scale_ends(0.5, (0, 0.5), 620)] == ["−0.5", "0", "0.5"]


def test_cells_are_called_as_everywhere(frame):
    last = len(frame.widths) - 2
    above = "x₁" if last == 0 else "unit 1"
    assert frame.names(last)[0][0].endswith(f"[{above}, class 0]")
    assert frame.names(last)[-1][1].endswith("[class 1]")


def test_what_stands_below_another_figure_names_no_layer_again(frame, theme):
    alone, below = (checked.slopes_figure(frame, theme=theme, has_head=head) for head in (True, False))
    for layer in range(1, len(frame.widths)):
        assert alone.layout[f"xaxis{layer}"].title.text.startswith("dW")
        assert below.layout[f"xaxis{layer}"].title.text == ""
        assert below.layout[f"xaxis{layer}"].showticklabels is False
        assert below.layout[f"yaxis{layer}"].ticktext == alone.layout[f"yaxis{layer}"].ticktext


def test_a_difference_of_0_is_printed_as_0(theme):
    frame = CheckLayout([np.arange(2), np.arange(3)], (2, 3))
    _, numbers = checked.difference_patch(frame, [np.array([[0.0, 2e-9, np.nan]] * 3)], theme)
    assert numbers["update"]["text"] == [["0", "10⁻⁹", " "] * 3]


def test_numbers_read_on_every_colour(theme):
    frame = CheckLayout([np.arange(11), np.arange(5)], (11, 5))
    signed = checked.slopes_patch(frame, [np.linspace(-1, 1, 60).reshape(12, 5)], [1.0], theme)
    sizes = checked.difference_patch(frame, [np.logspace(-17, 1, 60).reshape(12, 5)], theme)
    scales = (DIVERGING[theme], (-1, 1)), (SEQUENTIAL[theme], (checked.LEAST, checked.MOST))
    for (cells, numbers), (stops, (low, high)) in zip((signed, sizes), scales, strict=True):
        (z,), (inks,) = cells["update"]["z"], numbers["update"]["textfont.color"]
        assert numbers["traces"] == [1]
        for value, ink in zip(np.ravel(z), inks, strict=True):
            assert contrast(ink, css(lookup(stops, (value - low) / (high - low)))) >= 4.5
