import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.colors import sample_colorscale

from pages.figures import decision, regions
from pages.figures.palette import CLASS_SYMBOLS, INK, class_colour, class_fill, colorscale, css, fade
from pages.figures.patch import apply
from pages.figures.points import number_notes
from pages.figures.regions import levels

BOUNDS = (-2.0, 2.0, -1.0, 3.0)


def softmax(Z):
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


@pytest.fixture(params=[2, 3, 6])
def k(request):
    return request.param


@pytest.fixture
def parts(rng, k):
    X, y = rng.normal(size=(50, 2)), np.arange(50) % k
    return X[:35], y[:35], X[35:], y[35:]


@pytest.fixture
def filled(parts, rng, k, theme):
    figure = decision.decision_figure(*parts, n_classes=k, bounds=BOUNDS, theme=theme)
    P = {
        name: softmax(rng.normal(size=(n, k)))
        for name, n in [("P_grid", 64), ("P_train", 35), ("P_test", 15)]
    }
    patches = decision.decision_patch(*parts, **P, bounds=BOUNDS, step=1)
    return apply(figure, patches), P


def test_a_byte_says_who_wins_and_how_surely(k, rng):
    P = softmax(3 * rng.normal(size=(500, k)))
    pixels, L = regions.decision_bytes(P), levels(k)
    assert (pixels // L == P.argmax(axis=1)).all()
    surely = 1 / k + (1 - 1 / k) * (pixels % L) / (L - 1)
    assert np.abs(surely - P.max(axis=1)).max() <= (1 - 1 / k) / (L - 1)


def test_tie_and_certainty(k):
    L = levels(k)
    assert regions.decision_bytes(np.full((1, k), 1 / k)).tolist() == [0]
    assert regions.decision_bytes(np.eye(k)).tolist() == [c * L + L - 1 for c in range(k)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("k", [2, 3, 5])
def test_bytes_are_the_formula_s_and_the_probabilities_stay(k, dtype):
    P = np.random.default_rng(k).dirichlet(np.ones(k), size=(3, 400)).astype(dtype)
    P[0, :9], P[1, :9], P[2, :9] = 1 / k, np.eye(k)[-1], np.nan
    given, L = P.copy(), levels(k)
    margin = np.nan_to_num((P.max(axis=-1) - 1 / k) / (1 - 1 / k)).clip(0, 1)
    finite = np.isfinite(P).all(axis=-1)
    expected = P.argmax(axis=-1) * L + np.rint(margin * (L - 1))
    for each in (P, np.asfortranarray(P)):
        assert (regions.decision_bytes(each)[finite] == expected[finite]).all()
        assert (regions.decision_bytes(each)[~finite] == 0).all()
        assert np.array_equal(each, given, equal_nan=True)


def test_batches_of_frames_are_one_call(k, rng):
    P = softmax(rng.normal(size=(4, 9, k)))
    each = [regions.decision_bytes(frame) for frame in P]
    assert (regions.decision_bytes(P) == each).all()


@pytest.mark.parametrize("hard", [False, True])
def test_points_placed_in_an_empty_plane_make_the_same_figure(parts, k, theme, hard):
    def built(*points):
        return decision.decision_figure(*points, n_classes=k, bounds=BOUNDS, theme=theme, hard=hard)

    none = np.empty((0, 2)), np.empty(0, dtype=int)
    empty = built(*none, *none).to_plotly_json()
    traces = decision.with_points(empty["data"], *parts, n_classes=k)
    assert go.Figure(empty | {"data": traces}) == built(*parts)
    assert go.Figure(empty) == built(*none, *none)  # what is shared stays empty


@pytest.mark.parametrize("n", [0, 1, 7])
def test_numbers_of_classes_that_have_no_colours(n, theme):
    with pytest.raises(ValueError, match=f"2 to 6, not {n}"):
        regions.decision_palette(n, theme, hard=True)


def test_hard_palette_is_flat_and_soft_one_fades_along_the_scale(k, theme):
    L = levels(k)
    hard, soft = (regions.decision_palette(k, theme, hard=h) for h in (True, False))
    assert hard.shape == soft.shape == (256, 3)
    for c in range(k):
        block = slice(c * L, (c + 1) * L)
        assert {css(row) for row in hard[block]} == {class_fill(c, theme)}
        plotly = sample_colorscale(colorscale(fade(c, theme)), np.linspace(0, 1, L), colortype="tuple")
        assert np.abs(np.array(plotly) * 255 - soft[block]).max() <= 1.01
        assert css(soft[c * L]) == INK[theme].neutral


def test_first_row_of_the_grid_is_the_top():
    points = regions.grid_points(BOUNDS, 4)
    assert points[0].tolist() == [-1.5, 2.5]
    assert points[3].tolist() == [1.5, 2.5]
    assert points[-1].tolist() == [1.5, -0.5]


def test_traces_are_where_the_constants_say(parts, k, theme):
    figure = decision.decision_figure(*parts, n_classes=k, bounds=BOUNDS, theme=theme)
    X_train, y_train, X_test, y_test = parts
    for c in range(k):
        disc = figure.data[decision.train_index(c)]
        ring = figure.data[decision.test_index(c, k)]
        assert np.array_equal(np.column_stack([disc.x, disc.y]), X_train[y_train == c])
        assert np.array_equal(np.column_stack([ring.x, ring.y]), X_test[y_test == c])
        assert disc.marker.color == ring.marker.line.color == class_colour(c)
        assert disc.marker.symbol == ring.marker.symbol == CLASS_SYMBOLS[c]
        assert f"class {c}, train" in disc.hovertemplate
        assert f"class {c}, test" in ring.hovertemplate
    assert figure.data[decision.wrong_points_index(k)].name == "wrong"


def test_image_covers_the_bounds_below_the_points(parts, k, theme):
    figure = decision.decision_figure(*parts, n_classes=k, bounds=BOUNDS, theme=theme)
    image = figure.layout.images[decision.IMAGE]
    assert (image.x, image.y, image.sizex, image.sizey, image.layer) == (-2, 3, 4, 4, "below")


def test_scale_only_where_two_classes_fade(parts, k, theme):
    for hard in (False, True):
        figure = decision.decision_figure(*parts, n_classes=k, bounds=BOUNDS, theme=theme, hard=hard)
        bars = [t for t in figure.data if t.type == "scatter" and t.marker.showscale]
        assert len(bars) == (1 if k == 2 and not hard else 0)


def test_surface_shows_the_winner_at_its_place(filled, k):
    figure, P = filled
    surface = figure.data[decision.SURFACE]
    X = regions.grid_points(BOUNDS, 8)
    for index in (0, 7, 20, 63):
        row, column = divmod(index, 8)
        assert [surface.x[column], surface.y[row]] == X[index].tolist()
        assert surface.z[row][column] == P["P_grid"][index].max()
        assert surface.customdata[row][column] == P["P_grid"][index].argmax()


def test_rings_are_around_the_wrong_points_alone(filled, parts, k):
    figure, P = filled
    X_train, y_train, X_test, y_test = parts
    rings = figure.data[decision.wrong_points_index(k)]
    wrong = [x for x, y, p in zip(X_train, y_train, P["P_train"], strict=True) if p.argmax() != y]
    wrong += [x for x, y, p in zip(X_test, y_test, P["P_test"], strict=True) if p.argmax() != y]
    assert np.array_equal(np.column_stack([rings.x, rings.y]), wrong)


def test_a_wrong_point_keeps_its_class_in_sight(parts, k, theme):
    figure = decision.decision_figure(*parts, n_classes=k, bounds=BOUNDS, theme=theme)
    rings = figure.data[decision.wrong_points_index(k)].marker
    points = figure.data[decision.test_index(0, k)].marker
    assert rings.symbol == "circle-open"
    assert rings.size - rings.line.width > points.size * 1.3 + points.line.width  # a diamond's diagonal


def test_rings_are_fainter_before_training(parts, k, rng):
    sizes = {"P_grid": 64, "P_train": len(parts[0]), "P_test": len(parts[2])}
    P = {name: softmax(rng.normal(size=(n, k))) for name, n in sizes.items()}
    shown = {}
    for step in (0, 1):
        *_, wrong = decision.decision_patch(*parts, **P, bounds=BOUNDS, step=step)
        (shown[step],) = wrong["update"]["opacity"]
    assert shown[0] < 0.5 < shown[1] == 1


def test_points_tell_their_prediction(filled, parts, k):
    figure, P = filled
    own = P["P_test"][parts[3] == 1]
    trace = figure.data[decision.test_index(1, k)]
    assert np.array_equal(trace.customdata, np.column_stack([own.argmax(axis=1), own.max(axis=1)]))
    assert figure.layout.hovermode is None
    assert figure.layout.template.layout.hovermode == "closest"


def test_points_have_their_numbers_beside_them(theme):
    X = np.array([[0.0, 1.0], [2.0, 1.0], [0.0, 1.0], [1.0, -1.0]])
    notes = {(note["x"], note["y"]): note for note in number_notes(X, theme)}
    assert {at: note["text"] for at, note in notes.items()} == {(0, 1): "1, 3", (2, 1): "2", (1, -1): "4"}
    ring = 7  # pixels from the middle of a wrong point
    assert notes[0, 1]["xshift"] > ring
    assert notes[2, 1]["xshift"] < -ring
    assert notes[2, 1]["xanchor"] == "right"
