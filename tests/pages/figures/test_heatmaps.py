import numpy as np
import pytest

from pages.figures import heatmaps
from pages.figures.heatmaps import BIAS, NUMBERS, WEIGHTS, trace_index
from pages.figures.palette import DIVERGING, colorscale
from pages.figures.panels import domains, thinned
from pages.figures.patch import apply
from pages.figures.raster import signed_bytes

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


def test_labels_are_thinned():
    assert thinned(4, 50, 26) == [1, 2, 3, 4]
    assert thinned(8, 14, 26) == [1, 3, 5, 7]
    assert thinned(1, 14, 26) == [1]
