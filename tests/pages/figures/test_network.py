import itertools
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import ACTIVATIONS
from pages.figures import network
from pages.figures.network_layout import LEFT, RIGHT, STUB, TILE
from pages.figures.network_raster import picture
from pages.figures.network_words import (
    column_heads,
    column_names,
    foot_pixels,
    head_pixels,
    left_out,
    map_and_line_key,
)
from pages.figures.palette import css, sequential_table, signed_table
from pages.figures.patch import apply
from pages.figures.template import TICK
from pages.figures.text_size import text_height, text_width
from pages.figures.words import fmt, sub

SHAPES = [(2, 4, 2), (2, 8, 8, 8, 2), (2, 64, 64, 3), (2, 3)]


@pytest.fixture(params=SHAPES, ids=str)
def layout(request):
    return network.network_layout(request.param)


@pytest.fixture
def activations(layout):
    return ["tanh"] * (len(layout.widths) - 2) + ["softmax"]


@pytest.fixture
def values(layout, rng):
    pairs = list(zip(layout.widths[:-1], layout.widths[1:], strict=True))
    return {
        "weights": [rng.normal(size=pair) for pair in pairs],
        "biases": [rng.normal(size=h) for _, h in pairs],
        "scales": [2.0] * len(pairs),
    }


def test_tiles_are_inside_and_do_not_overlap(layout):
    width, height = layout.canvas
    covered = np.zeros((height, width), dtype=int)
    for x, y, w, h, _ in layout.tiles:
        assert x >= 0
        assert y >= 0
        assert x + w <= width
        assert y + h <= height
        covered[y : y + h, x : x + w] += 1
    assert covered.max() == 1


def test_at_most_twelve_are_drawn_and_the_rest_is_counted():
    layout = network.network_layout((2, 64, 64, 3))
    assert layout.drawn == (2, 12, 12, 3)
    figure = network.network_figure(layout, activations=["relu", "relu", "softmax"], theme="light")
    told = [n.text for n in figure.layout.annotations if "not drawn" in (n.text or "")]
    assert told == ["104 of 128 hidden units are not drawn"]
    whole = network.network_figure(
        network.network_layout((2, 12, 3)), activations=["relu", "softmax"], theme="light"
    )
    assert not any("not drawn" in n.text for n in whole.layout.annotations)


@given(
    st.lists(st.integers(1, 64), max_size=4),
    st.integers(2, 6),
    st.sampled_from(sorted(ACTIVATIONS)),
    st.floats(0.75, 4),
)
def test_on_a_sheet_of_any_shape_no_labels_or_units_meet(hidden, k, activation, ratio):
    width, height = round(440 * ratio) - 24, 386
    layout = network.network_layout((2, *hidden, k), room=(width, height))
    boxes = [(x, y, x + w, y + h) for x, y, w, h, _ in layout.tiles.tolist()]
    assert not any(meet(a, b) for a, b in itertools.combinations(boxes, 2))
    names = column_heads(layout, [activation] * len(hidden) + ["softmax"])
    heads, key = column_names(layout, names), map_and_line_key(layout, activation, "light", "dW")
    above, below = head_pixels(names), foot_pixels(layout, key["text"])
    across, up = layout.canvas
    scale = min((width + 8 - LEFT - RIGHT) / across, (height + 8 - above - below) / up)
    placed = [(n["x"] * scale + n.get("xshift", 0), text_width(n["text"], TICK) / 2) for n in heads]
    for (x0, w0), (x1, w1) in itertools.pairwise(placed):
        assert x0 + w0 <= x1 - w1
    assert all(text_height(name, TICK) + 4 <= above for name in names)
    assert placed[0][1] - placed[0][0] <= LEFT + 20
    assert placed[-1][0] + placed[-1][1] <= across * scale + RIGHT + 20
    assert all(text_width(n["text"], TICK) <= width for n in [key, *left_out(layout, "light")])


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_a_phone_shows_the_formula_of_up_to_three_hidden_layers():
    for hidden, head in (((8,), "A1 = tanh(Z1)<br>(n × 8)"), ((8, 8, 8), "A1 =<br>tanh(Z1)<br>(n × 8)")):
        layout = network.network_layout((2, *hidden, 2))
        figure = network.network_figure(
            layout, activations=["tanh"] * len(hidden) + ["softmax"], theme="light"
        )
        assert figure.layout.annotations[1].text == head


def test_edges_are_shapes_in_order(layout, activations, values, theme):
    figure = network.network_figure(layout, activations=activations, theme=theme)
    patches = network.network_patch(
        layout, **values, means=[np.zeros(w) for w in layout.widths], theme=theme
    )
    apply(figure, patches)
    pixels = network.line_bytes(layout, values["weights"], values["biases"], values["scales"])
    table = signed_table(theme, edges=True)
    assert len(pixels) == len(layout.lines) == len(layout.edges) + sum(layout.drawn[1:])
    for index, (layer, i, j) in enumerate(layout.edges):
        shape = figure.layout.shapes[network.FIRST_LINE + index]
        assert (shape.type, shape.layer) == ("line", "below")
        assert shape.x0 == layout.centres[layer][i, 0] + TILE / 2
        assert shape.y1 == layout.centres[layer + 1][j, 1]
        assert shape.line.color == css(table[pixels[index]])
        assert pixels[index] == round(np.clip(values["weights"][layer][i, j] / 2, -1, 1) * 127) + 128


def test_a_bias_is_a_line_into_its_unit_from_below(layout, activations, values, theme):
    figure = network.network_figure(layout, activations=activations, theme=theme)
    apply(
        figure,
        network.network_patch(layout, **values, means=[np.zeros(w) for w in layout.widths], theme=theme),
    )
    table, index = signed_table(theme, edges=True), network.FIRST_LINE + len(layout.edges)
    for centres, b in zip(layout.centres[1:], values["biases"], strict=True):
        for (x, y), value in zip(centres, b, strict=False):
            shape = figure.layout.shapes[index]
            assert (shape.type, shape.x0, shape.x1) == ("line", x, x)
            assert (shape.y1, shape.y0) == (y + TILE / 2, y + TILE / 2 + STUB)
            assert shape.line.color == css(table[round(np.clip(value / 2, -1, 1) * 127) + 128])
            index += 1
    assert all(shape.type == "rect" for shape in figure.layout.shapes[index:])
    assert len(figure.layout.shapes) - index == sum(layout.drawn)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("sigmoid", "0", "1"),
        ("tanh", "−1", "1"),
        ("relu", "0", "max"),
        ("leaky", "min", "max"),
        ("linear", "min", "max"),
    ],
)
def test_the_key_shows_the_colours_of_maps_and_lines_and_says_what_the_lines_are(name, low, high, theme):
    layout = network.network_layout((2, 4, 2))
    figure = network.network_figure(layout, activations=[name, "softmax"], theme=theme)
    (key,) = [note.text for note in figure.layout.annotations if "lines" in note.text]
    colours = re.findall(r'<span style="color:(#\w{6})">■</span>', key)
    signs = [signed_table(theme, edges=True)[at] for at in (1, 255)]
    assert colours == [css(c) for c in (*sequential_table(theme)[::51], *signs)]
    assert re.sub("<.*?>", "", key.replace("<br>", "|")).split("|") == [
        f"A: {low} ■■■■■■ {high}",
        "lines: W −■ +■, below a unit b",
    ]
    linear = network.network_figure(
        network.network_layout((2, 2)), activations=["softmax"], theme=theme, kind="dW"
    )
    plain = [re.sub("<.*?>", "", note.text) for note in linear.layout.annotations]
    assert "lines: dW −■ +■, below a unit db" in plain


def test_values_under_the_pointer(layout, activations, values, theme):
    figure = network.network_figure(layout, activations=activations, theme=theme, kind="dW")
    means = [np.arange(w) / 10 for w in layout.widths]
    apply(figure, network.network_patch(layout, **values, means=means, theme=theme))
    edges = figure.data[network.EDGES]
    told = dict(zip(edges.text, edges.customdata, strict=True))
    last = len(layout.widths) - 1
    other = "class 1" if last == 1 else "unit 2"
    above = "x₁" if last == 1 else "unit 1"
    assert told[f"dW₁[x₂, {other}]"] == fmt(values["weights"][0][1, 1])
    assert told[f"{sub('dW', last)}[{above}, class 1]"] == fmt(values["weights"][-1][0, 1])
    biases = figure.data[network.BIASES]
    told = dict(zip(biases.text, biases.customdata, strict=True))
    assert told[f"db₁[{other}]"] == fmt(values["biases"][0][1])
    neurons = figure.data[network.NEURONS]
    told = dict(zip(neurons.text, neurons.customdata, strict=True))
    assert told["mean of x₂"] == told[f"mean of A₁[:, {other}]"] == "0.1"


def test_columns_are_named_with_their_shapes():
    layout = network.network_layout((2, 4, 2))
    figure = network.network_figure(layout, activations=["sigmoid", "softmax"], theme="light")
    texts = [note.text for note in figure.layout.annotations]
    assert texts[:3] == ["X<br>(n × 2)", "A1 = σ(Z1)<br>(n × 4)", "A2 = softmax(Z2)<br>(n × 2)"]
    assert {"x₁", "x₂", "class 0", "class 1"} <= set(texts)


def test_labels_are_on_the_canvas_or_they_would_not_be_drawn(layout, activations):
    figure = network.network_figure(layout, activations=activations, theme="light")
    width, height = layout.canvas
    for note in figure.layout.annotations:
        if note.yref != "paper":
            assert 0 <= note.x <= width
            assert 0 <= note.y <= height


def test_atlas_paints_each_unit_at_its_place(layout, activations, values, rng, theme):
    maps = [rng.uniform(-1, 1, (TILE * TILE, w)) for w in layout.widths]
    maps[-1] = np.abs(maps[-1])
    atlas = network.tile_bytes(layout, maps, activations)
    assert len(atlas) == int((layout.tiles[:, 2] * layout.tiles[:, 3]).sum())
    palettes = network.network_palettes(layout.widths[-1], theme)
    canvas = picture(layout, atlas, palettes)
    x, y = (layout.centres[-1][1] - TILE / 2).astype(int)
    fade = palettes[3]
    assert (canvas[y, x, :3] == fade[round(maps[-1][0, 1] * 255)]).all()
    assert (canvas[..., 3] == 255).sum() == len(atlas)


def test_batches_of_frames_are_one_call(rng):
    layout = network.network_layout((2, 4, 2))
    maps = [rng.normal(size=(400, 2)), rng.uniform(size=(5, 400, 4)), rng.uniform(size=(5, 400, 2))]
    frames = network.tile_bytes(layout, maps, ["sigmoid", "softmax"])
    assert frames.shape == (5, 8 * 400)
    W = [rng.normal(size=(5, 2, 4)), rng.normal(size=(5, 4, 2))]
    b = [rng.normal(size=(5, 4)), rng.normal(size=(5, 2))]
    each = [network.line_bytes(layout, [w[f] for w in W], [v[f] for v in b], [1.0, 1.0]) for f in range(5)]
    assert (network.line_bytes(layout, W, b, [1.0, 1.0]) == each).all()


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("sigmoid", 0, 1), ("tanh", -1, 1), ("softmax", 0, 1), ("relu", 0, 4)],
)
def test_ranges(name, low, high):
    lows, highs = network.activation_range(name, np.array([[0.5], [4.0]]))
    assert (lows.item(), highs.item()) == (low, high)


def test_wrong_arguments():
    layout = network.network_layout((2, 4, 2))
    with pytest.raises(ValueError, match="widths"):
        network.network_layout((2,))
    with pytest.raises(ValueError, match="1 activations for 2 layers"):
        network.network_figure(layout, activations=["tanh"], theme="light")
    with pytest.raises(ValueError, match="400 points, not 9"):
        network.tile_bytes(layout, [np.zeros((9, w)) for w in layout.widths], ["tanh", "softmax"])
