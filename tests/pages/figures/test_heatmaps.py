import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.figures import heatmaps
from pages.figures.cells import LEAST_PIXELS, fitting_numbers
from pages.figures.heatmaps import BIAS, NUMBERS, WEIGHTS, trace_index
from pages.figures.palette import DIVERGING, colorscale
from pages.figures.panel_places import domains, panel_places
from pages.figures.panels import panel_layout, placed, thinned
from pages.figures.patch import apply
from pages.figures.raster import signed_bytes
from pages.figures.template import LABEL, TICK
from pages.figures.text_size import text_height, text_width

WIDTHS = (2, 4, 2)
SCALES = (1.0, 0.5)


@pytest.fixture
def matrices(rng):
    return [rng.normal(size=(3, 4)), rng.normal(size=(5, 2))]


@pytest.fixture
def figure(theme):
    return heatmaps.heatmap_figure(WIDTHS, scales=SCALES, theme=theme)


@pytest.fixture
def exact(figure, matrices, theme):
    return apply(figure, heatmaps.heatmap_patch(matrices, scales=SCALES, theme=theme))


def test_exact_cells_are_the_matrices(exact, matrices):
    for layer, M in enumerate(matrices):
        W, b = (exact.data[trace_index(layer, part)] for part in (WEIGHTS, BIAS))
        assert np.array_equal(W.z, M[:-1])
        assert np.array_equal(b.z, M[-1:])
        assert list(b.y) == [len(M)]
        assert (W.zmin, W.zmax) == (-SCALES[layer], SCALES[layer]) == (b.zmin, b.zmax)


def test_exact_cells_use_the_raster_s_colours(exact, theme):
    for trace in exact.data:
        if trace.type == "heatmap":
            assert [list(stop) for stop in trace.colorscale] == colorscale(DIVERGING[theme], "root")


def test_names_under_the_pointer(figure):
    weights, bias = figure.data[trace_index(0, WEIGHTS)], figure.data[trace_index(1, BIAS)]
    assert weights.customdata[1][2] == "dW₁[x₂, unit 3]"
    assert bias.customdata[0] == ["db₂[class 0]", "db₂[class 1]"]
    assert weights.hovertemplate.startswith("%{customdata} = ")


def test_names_between_units_need_not_be_sent():
    figure = heatmaps.heatmap_figure((2, 64, 64, 2), scales=(1, 1, 1), theme="light", kind="W")
    middle = figure.data[trace_index(1, WEIGHTS)]
    assert middle.customdata is None
    assert middle.hovertemplate.startswith("W₂[unit %{y:d}, unit %{x:d}] = ")


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("dW", "dW₁ (2×4), db₁ (4,)"),
        ("W", "W₁ (2×4), b₁ (4,)"),
        ("step", "−lr·dW₁ (2×4), −lr·db₁ (4,)"),
        ("update", "ΔW₁ (2×4), Δb₁ (4,)"),
    ],
)
def test_titles_tell_shapes(kind, title):
    figure = heatmaps.heatmap_figure(WIDTHS, scales=SCALES, theme="light", kind=kind)
    assert title in [note.text for note in figure.layout.annotations]


def test_rows_and_columns_are_named(figure):
    layout = figure.layout
    assert layout.yaxis.ticktext == ("x₁", "x₂", "b")
    assert layout.yaxis2.ticktext == ("a₁", "a₂", "a₃", "a₄", "b")
    assert layout.xaxis.ticktext == ("z₁", "z₂", "z₃", "z₄")
    assert layout.xaxis2.ticktext == ("z₀", "z₁")  # classes
    assert layout.yaxis.range == (3.5, 0.5)


def test_images_cover_exactly_the_cells(figure):
    for image, (rows, columns) in zip(figure.layout.images, [(3, 4), (5, 2)], strict=True):
        assert (image.x, image.y, image.sizex, image.sizey) == (0.5, 0.5, columns, rows)
        assert (image.layer, image.xanchor, image.yanchor) == ("below", "left", "top")


def test_numbers_stand_in_their_cells(exact, matrices):
    trace = exact.data[trace_index(0, NUMBERS)]
    at = {(y, x): t for x, y, t in zip(trace.x, trace.y, trace.text, strict=True)}
    assert len(at) == 12
    assert float(at[3, 2].replace("−", "-")) == pytest.approx(matrices[0][2, 1], rel=0.06)
    assert set(trace.textfont.color) <= {"#000000", "#ffffff"}


def test_no_numbers_where_they_would_not_fit(theme, rng):
    M = [rng.normal(size=(3, 64)), rng.normal(size=(65, 2))]
    figure = heatmaps.heatmap_figure((2, 64, 2), scales=SCALES, theme=theme)
    apply(figure, heatmaps.heatmap_patch(M, scales=SCALES, theme=theme))
    for layer in range(2):
        assert set(figure.data[trace_index(layer, NUMBERS)].text) == {" "}


def test_no_numbers_in_cells_too_low_for_them(theme, rng):
    M = [rng.normal(size=(3, 29)), rng.normal(size=(30, 2))]
    figure = heatmaps.heatmap_figure((2, 29, 2), scales=SCALES, theme=theme)
    apply(figure, heatmaps.heatmap_patch(M, scales=SCALES, theme=theme))
    assert set(figure.data[trace_index(1, NUMBERS)].text) == {" "}


def test_all_zero_gradients_are_drawn(theme):
    M = [np.zeros((3, 4)), np.zeros((5, 2))]
    figure = heatmaps.heatmap_figure(WIDTHS, scales=(0.0, 0.0), theme=theme)
    apply(figure, heatmaps.heatmap_patch(M, scales=(0.0, 0.0), theme=theme))
    assert set(figure.data[trace_index(0, NUMBERS)].text) == {"0"}
    assert (signed_bytes(M[0], 0.0) == 128).all()


def test_a_scale_for_each_layer():
    with pytest.raises(ValueError, match="1 scales for 2 layers"):
        heatmaps.heatmap_figure(WIDTHS, scales=[1.0], theme="light")


@pytest.mark.parametrize("widths", [(2, 2), (2, 64, 3), (2, 8, 8, 8, 8, 2)])
def test_panels_stand_side_by_side(widths):
    places = np.array(domains(widths))
    assert len(places) == len(widths) - 1
    assert (np.diff(places.ravel()) > 0).all()
    assert places[0, 0] == 0
    assert places[-1, 1] == pytest.approx(1)


@given(
    st.lists(st.integers(1, 64), max_size=4),
    st.integers(2, 6),
    st.sampled_from(["dW", "W", "step", "update"]),
    st.floats(0.75, 4),
)
def test_on_a_sheet_of_any_shape_no_title_meets_another_or_a_panel(hidden, k, kind, ratio):
    widths, pixels, room = (2, *hidden, k), round(440 * ratio) - 24, 386
    places = placed(widths, kind, pixels=pixels, room=room)
    layout = panel_layout(places, [1.0] * (k + 9), theme="light", pixels=pixels)
    margin = layout["margin"]
    across, up = pixels + 16 - margin["l"] - margin["r"], room + 16 - margin["t"] - margin["b"]
    boxes, titles = [], [note for note in layout["annotations"] if note["yanchor"] == "bottom"]
    for panel, title in zip(places.panels, titles, strict=True):
        (x0, x1), (y0, y1) = panel.x, panel.y
        assert (y1 - y0) * up >= 30
        below = y0 * up - 36  # the scale and its numbers
        boxes.append((x0 * across, below, x1 * across, y1 * up + 18))
        text, size, x, foot = (
            title["text"],
            title["font"]["size"],
            title["x"] * across,
            title["y"] * up + 18,
        )
        assert size in (TICK, LABEL)
        half = text_width(text, size) / 2
        boxes.append((x - half, foot, x + half, foot + text_height(text, size)))
    for one, other in itertools.combinations(boxes, 2):
        assert not (
            one[0] < other[2] and other[0] < one[2] and one[1] < other[3] - 0.1 and other[1] < one[3] - 0.1
        )
    assert min(box[0] for box in boxes) >= -margin["l"] - 4
    assert max(box[2] for box in boxes) <= across + margin["r"] + 4


def test_cells_print_fewer_digits_where_these_alone_fit_a_sheet():
    M = [np.array([[-0.00123, 0.5], [0.25, 1.0]])]
    (texts,), size = fitting_numbers(M, (60.0, 20.0))
    assert (texts[0], size) == ("−0.0012", 11)
    (texts,), size = fitting_numbers(M, (48.0, 20.0))
    assert (texts[0], size) == ("−0.001", 11)
    (texts,), _ = fitting_numbers(M, (30.0, 20.0))
    assert set(texts) == {" "}
    (texts,), size = fitting_numbers(M, (36.0, 20.0), LEAST_PIXELS)
    assert texts[0] == "−0.0012"
    assert LEAST_PIXELS <= size < 11


def test_labels_are_thinned():
    assert thinned(4, 50, 26) == [1, 2, 3, 4]
    assert thinned(8, 14, 26) == [1, 3, 5, 7]
    assert thinned(1, 14, 26) == [1]


@pytest.mark.parametrize("d", [1, 2, 16, 17, 40, 61, 64])
@pytest.mark.parametrize("height", [120, 170, 230, 620])
def test_no_label_of_a_row_is_near_that_of_the_bias(d: int, height: float):
    places = panel_places((d, 3), [("W", "b")], pixels=300, height=height)
    rows = panel_layout(places, [1.0], theme="light", pixels=300)["yaxis1"]["tickvals"]
    gaps = np.diff(rows) * height / (d + 1)
    assert rows[0] == 1
    assert rows[-1] == d + 1
    assert gaps.min() >= 16
