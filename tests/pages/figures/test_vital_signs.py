"""The lines of each vital sign, and where an exact 0 stands."""

import numpy as np
import pytest

from pages.figures import vital_signs as signs
from pages.figures.log_axis import log_ticks
from pages.figures.palette import layer_colour
from pages.figures.patch import apply

NAN = float("nan")
LOGS = [kind for kind, about in signs.SIGN_KINDS.items() if about.is_log]
every_kind = pytest.mark.parametrize("kind", signs.SIGN_KINDS)


def count_of(kind, n_layers=3):
    return len(signs.sign_lines(kind, n_layers, "light"))


@pytest.mark.parametrize(
    ("kind", "steps", "expected"),
    [
        ("norms", [0], "training steps"),
        ("norms", [0, 1, 2], "training steps"),
        ("norms", [0, 7, 8, 15, 16, 19], "steps (2 of every 8)"),
        ("ratio", [0, 1, 2], "training steps"),
        ("ratio", [0, 8, 16, 19], "steps (1 of every 8)"),
    ],
)
def test_the_axis_of_the_steps_says_what_lies_between_two_points(theme, kind, steps, expected):
    figure = signs.signs_figure(kind, 2, theme=theme)
    apply(figure, signs.signs_patch(kind, np.array(steps), np.ones((len(steps), 2))))
    assert figure.layout.xaxis.title.text == expected


@pytest.mark.parametrize("kind", ["norms", "ratio"])
def test_each_layer_has_a_line_and_a_colour(theme, kind):
    figure = signs.signs_figure(kind, 3, theme=theme)
    values = np.arange(1, 13.0).reshape(4, 3)
    apply(figure, signs.signs_patch(kind, np.arange(4), values))
    assert [t.line.color for t in figure.data[:3]] == [layer_colour(i, theme) for i in range(3)]
    assert all(np.array_equal(t.y, values[:, i]) for i, t in enumerate(figure.data[:3]))
    assert len({t.line.dash for t in figure.data[:3]}) == 3
    key = figure.layout.annotations[0].text
    assert all(layer_colour(i, theme) in key for i in range(3))
    assert figure.layout.yaxis.type == "log"


def test_saturated_units_have_thick_lines_and_dead_ones_thin_lines(theme):
    figure = signs.signs_figure("saturation", 3, theme=theme)
    lines = figure.data[:4]
    assert [t.name for t in lines] == [
        f"layer {i} {what}" for what in ("saturated", "dead") for i in (1, 2)
    ]
    assert lines[0].line.width == lines[1].line.width > 2 * lines[2].line.width
    assert lines[0].line.color == lines[2].line.color != lines[1].line.color
    assert lines[0].line.dash == lines[2].line.dash != lines[1].line.dash
    assert figure.layout.yaxis.type is None
    assert "thin: dead" in figure.layout.annotations[0].text


def test_without_a_hidden_layer_the_figure_says_why_it_is_empty(theme):
    figure = signs.signs_figure("saturation", 1, theme=theme)
    assert [t.mode for t in figure.data] == ["markers"]
    assert figure.layout.annotations[0].text == "no hidden layer: no unit can saturate"


@pytest.mark.parametrize("threshold", ["2/lr", "no threshold is known for Adam"])
def test_the_key_of_the_sharpness_says_what_its_threshold_is(theme, threshold):
    text = signs.signs_figure("sharpness", 2, theme=theme, threshold=threshold).layout.annotations[0].text
    assert threshold in text
    assert "λ" in text


@every_kind
def test_every_line_has_a_dot_of_its_colour(theme, kind):
    count = count_of(kind)
    figure = signs.signs_figure(kind, 3, theme=theme)
    values = [0.1 * (i + 1) for i in range(count)]
    apply(figure, [signs.signs_here(kind, 7, values)])
    dots = figure.data[signs.dot_traces(kind, count)[0]]
    assert (tuple(dots.x), tuple(dots.y), dots.mode) == ((7,) * count, tuple(values), "markers")
    assert list(dots.marker.color) == [t.line.color for t in figure.data[:count]]


@pytest.mark.parametrize("kind", LOGS)
def test_an_exact_zero_stands_on_a_strip_below_the_log_axis(theme, kind):
    count = count_of(kind)
    figure = signs.signs_figure(kind, 3, theme=theme)
    values = np.full((3, count), 0.5)
    values[1:, 0] = 0.0
    values[2, 1] = NAN
    apply(figure, [*signs.signs_patch(kind, np.arange(3), values), signs.signs_here(kind, 2, values[2])])
    traces = signs.sign_traces(kind, count)
    above = [figure.data[each["trace"]] for each in traces if "zeros" not in each]
    below = [figure.data[each["trace"]] for each in traces if "zeros" in each]
    np.testing.assert_array_equal(above[0].y, [0.5, NAN, NAN])
    np.testing.assert_array_equal(below[0].y, [NAN, 0, 0])
    np.testing.assert_array_equal(above[1].y, [0.5, 0.5, NAN])
    np.testing.assert_array_equal(below[1].y, [NAN, NAN, NAN])
    assert {t.yaxis for t in above} == {"y"}
    assert {t.yaxis for t in below} == {"y2"}
    assert [t.line.color for t in above] == [t.line.color for t in below]
    dots, zeros = (figure.data[at] for at in signs.dot_traces(kind, count))
    np.testing.assert_array_equal(dots.y[:2], [NAN, NAN])
    np.testing.assert_array_equal(zeros.y[:2], [0, NAN])
    strip = figure.layout.yaxis2
    assert (strip.tickvals, strip.ticktext) == ((0,), ("0",))
    assert strip.range[0] < 0 < strip.range[1]
    assert strip.domain[1] < figure.layout.yaxis.domain[0]
    assert figure.layout.xaxis.anchor == "y2"
    (mark,) = [note for note in figure.layout.annotations if note.text == "//"]
    assert strip.domain[1] < mark.y < figure.layout.yaxis.domain[0]


def test_the_threshold_of_the_sharpness_changes_in_a_step():
    figure = signs.signs_figure("sharpness", 2, theme="light")
    assert [trace.line.shape for trace in figure.data[:2]] == ["linear", "hv"]


@pytest.mark.parametrize(
    ("values", "ticks"),
    [([1, 10, 0], 3), ([1e-3, 2.0, NAN], 4), ([1e-9, 1.0], 3), ([0.0, NAN], 3), ([], 3)],
)
def test_an_axis_of_three_to_four_decades_has_more_ticks(values, ticks):
    assert log_ticks(np.array(values))["layout"] == {"yaxis.nticks": ticks}
