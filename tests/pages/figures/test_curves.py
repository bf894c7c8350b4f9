import numpy as np
import pytest

from pages.figures import curves
from pages.figures.patch import apply, patch
from pages.figures.template import TICK, config, template


def test_trace_constants_name_the_right_lines(theme):
    figure = curves.curves_figure(theme=theme)
    names = {
        curves.TRAIN_LOSS: ("train", "y"),
        curves.TEST_LOSS: ("test", "y"),
        curves.TRAIN_ACCURACY: ("train", "y2"),
        curves.TEST_ACCURACY: ("test", "y2"),
    }
    assert [(t.name, t.yaxis) for t in figure.data[:4]] == [names[i] for i in range(4)]
    assert figure.layout.yaxis.title.text == "loss"
    assert figure.layout.yaxis2.title.text == "accuracy"
    assert figure.layout.xaxis.title.text == "training steps"


def test_train_and_test_differ_by_dash_and_colour(theme):
    train, test = curves.curves_figure(theme=theme).data[:2]
    assert train.line.dash != test.line.dash
    assert train.line.color != test.line.color


def test_series_are_the_numbers(theme):
    figure = curves.curves_figure(theme=theme)
    rows = np.arange(20.0).reshape(5, 4)
    apply(
        figure,
        curves.curves_patch(
            np.arange(5),
            train_loss=rows[:, 0],
            test_loss=rows[:, 1],
            train_accuracy=rows[:, 2],
            test_accuracy=rows[:, 3],
        ),
    )
    for index, trace in enumerate(figure.data[:4]):
        assert list(trace.x) == [0, 1, 2, 3, 4]
        assert np.array_equal(trace.y, rows[:, index])


@pytest.mark.parametrize(("largest", "kind"), [(1e300, "linear"), (4e304, "log"), (np.inf, "linear")])
def test_a_loss_that_no_linear_axis_holds_stands_on_a_log_axis(largest, kind):
    loss, half = np.array([0.7, largest]), np.full(2, 0.5)
    figure = apply(
        curves.curves_figure(theme="light"),
        curves.curves_patch(
            np.arange(2), train_loss=half, test_loss=loss, train_accuracy=half, test_accuracy=half
        ),
    )
    assert figure.layout.yaxis.type == kind


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_loss_axis(scale):
    assert curves.curves_figure(theme="light", loss_scale=scale).layout.yaxis.type == scale


def test_dots_stand_on_the_lines_of_their_colour(theme):
    figure = curves.curves_figure(theme=theme)
    apply(figure, [curves.curves_here(7, losses=(0.5, 0.6), accuracies=(0.9, 0.8))])
    for index, line, values in (
        (curves.LOSSES_HERE, curves.TRAIN_LOSS, (0.5, 0.6)),
        (curves.ACCURACIES_HERE, curves.TRAIN_ACCURACY, (0.9, 0.8)),
    ):
        dots, lines = figure.data[index], figure.data[line : line + 2]
        assert (tuple(dots.x), tuple(dots.y), dots.mode) == ((7, 7), values, "markers")
        assert dots.yaxis == lines[0].yaxis
        assert list(dots.marker.color) == [each.line.color for each in lines]


def test_a_patch_has_one_entry_for_each_trace():
    with pytest.raises(ValueError, match="x: 1 entries for 2 traces"):
        patch(traces=[0, 1], update={"x": [[1]]})


def test_look(theme):
    layout = template(theme).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.xaxis.tickfont.size == TICK >= 12
    assert config()["displaylogo"] is False
