import numpy as np
import pytest

from pages.figures import curves
from pages.figures.palette import layer_colour
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


@pytest.mark.parametrize(("steps", "title"), [([0], ""), ([0, 1, 2], ""), ([0, 7, 8, 15, 16, 19], "8")])
def test_the_axis_of_the_steps_says_what_lies_between_two_points(theme, steps, title):
    figure = curves.norms_figure(2, theme=theme)
    apply(figure, curves.norms_patch(np.array(steps), np.ones((len(steps), 2))))
    expected = f"steps, 2 in {title} drawn" if title else "training steps"
    assert figure.layout.xaxis.title.text == expected


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_loss_axis(scale):
    assert curves.curves_figure(theme="light", loss_scale=scale).layout.yaxis.type == scale


def test_norms_have_a_line_and_a_colour_for_each_layer(theme):
    figure = curves.norms_figure(3, theme=theme)
    norms = np.arange(1, 13.0).reshape(4, 3)
    apply(figure, curves.norms_patch(np.arange(4), norms))
    assert [t.line.color for t in figure.data[:3]] == [layer_colour(i, theme) for i in range(3)]
    assert all(np.array_equal(t.y, norms[:, i]) for i, t in enumerate(figure.data[:3]))
    assert len({t.line.dash for t in figure.data[:3]}) == 3
    key = figure.layout.annotations[0].text
    assert all(layer_colour(i, theme) in key for i in range(3))
    assert figure.layout.yaxis.type == "log"


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


def test_norms_have_a_dot_on_each_line(theme):
    figure = curves.norms_figure(3, theme=theme)
    apply(figure, [curves.norms_here(7, [0.1, 0.2, 0.3])])
    dots = figure.data[3]
    assert (tuple(dots.x), tuple(dots.y)) == ((7, 7, 7), (0.1, 0.2, 0.3))
    assert list(dots.marker.color) == [t.line.color for t in figure.data[:3]]


def test_a_patch_has_one_entry_for_each_trace():
    with pytest.raises(ValueError, match="x: 1 entries for 2 traces"):
        patch(traces=[0, 1], update={"x": [[1]]})


def test_look(theme):
    layout = template(theme).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert layout.xaxis.tickfont.size == TICK >= 12
    assert config()["displaylogo"] is False


@pytest.mark.parametrize(("longest", "most"), [(3.0, 10), (1e150, 1e300)])
def test_ticks_of_the_norms_reach_far_enough_and_are_few_where_they_are_seen(longest, most):
    ticks = curves.norms_ticks(longest)["layout"]["yaxis.tickvals"]
    assert max(ticks) >= most
    assert len([tick for tick in ticks if 1 <= tick <= longest]) <= 5
