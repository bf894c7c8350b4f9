"""An opened unit: its map, its colours and its numbers are core's, playing and paused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core import Experiment, Network, Timeline, forward
from pages.export.order import read_order
from pages.export.pictures import draw
from pages.figures.palette import CLASS_COLOURS, INK, SEQUENTIAL, mix, rgb
from pages.figures.regions import grid_points
from pages.frontend import encode
from pages.stage.look import Look
from pages.stage.views import NetworkView
from pages.stage.views.moment import EXACT_GRID, GRID, Setting
from tests.core.diagnosis.test_cases import LARGE
from tests.pages.shown import NUMBER, asked, batch_of, numbers_in, opened, picture_of, printed
from tests.pages.stage.test_picture import plane

DEEP = Experiment(dataset="moons", samples=60, hidden=(3, 14), activation="tanh", l2=0.001)
UNITS = pytest.mark.parametrize("unit", [(1, 2), (2, 14), (3, 1)], ids=["first", "last hidden", "class"])
FINE = 50
LOW = {1: -1.0, 2: -1.0, 3: 0.0}


def expected_bytes(network: Network, points: Any, unit: tuple[int, int]) -> Any:
    layer, number = unit
    A = forward(network, points).A[layer - 1][:, number - 1]
    return np.rint((A - LOW[layer]) / (1 - LOW[layer]) * 255)


def figure(scene: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in scene["figures"] if each["name"] == name)


@UNITS
def test_its_map_is_core_s_playing_and_paused(unit: tuple[int, int]) -> None:
    run, picture = Timeline(DEEP), picture_of(DEEP, Look(opened=unit))
    batch = batch_of(picture, 2, 8)
    for step, frame in zip(batch["steps"], batch["channels"]["plane"], strict=True):
        wanted = expected_bytes(run.at(step).network, plane(run, GRID), unit)
        assert np.abs(frame - wanted).max() <= 1  # single precision
    exact = asked(picture, at=300, exact=True)["exact"]
    wanted = expected_bytes(run.at(300).network, plane(run, EXACT_GRID), unit)
    np.testing.assert_array_equal(exact["rasters"]["plane"]["pixels"], wanted)
    surface = next(p for p in exact["patches"] if p["figure"] == "decision" and "z" in p["update"])
    layer, number = unit
    A = forward(run.at(300).network, plane(run, GRID)).A[layer - 1][:, number - 1]
    np.testing.assert_allclose(np.ravel(surface["update"]["z"][0]), A, atol=1e-12)


@UNITS
def test_its_numbers_are_its_column_its_bias_and_its_row(unit: tuple[int, int]) -> None:
    run, picture = Timeline(DEEP), picture_of(DEEP, Look(opened=unit))
    batch = batch_of(picture, 2, 8)
    for step, text in zip(batch["steps"][::8], batch["text"]["unit"][::8], strict=True):
        assert_numbers(text, run.at(step).network, unit)
    exact = asked(picture, at=300, exact=True)["exact"]
    assert_numbers(exact["text"]["unit"], run.at(300).network, unit)
    assert exact["text"]["unit"] in exact["labels"]["decision"]
    assert "at step 300, from " in exact["labels"]["decision"]


def assert_numbers(text: str, network: Network, unit: tuple[int, int]) -> None:
    (layer, number), layers = unit, network.layers
    W, b = layers[layer - 1].W, layers[layer - 1].b
    column, bias, *row = text.split(" · ")
    assert column.startswith(f"Column {number} of W{'₀₁₂₃'[layer]} ({W.shape[0]} × {W.shape[1]}): ")
    assert_values(column, W[:, number - 1])
    assert printed(numbers_in(f"b{'₀₁₂₃'[layer]}[{name_of(unit)}]: #", bias)[0]).says(b[number - 1])
    assert len(row) == (layer < len(layers))
    if row:
        following = layers[layer].W
        shape = f"{following.shape[0]} × {following.shape[1]}"
        assert row[0].startswith(f"row {number} of W{'₀₁₂₃'[layer + 1]} ({shape}): ")
        assert_values(row[0], following[number - 1])


def name_of(unit: tuple[int, int]) -> str:
    layer, number = unit
    return f"class {number - 1}" if layer == 3 else f"unit {number}"


def assert_values(text: str, values: Any) -> None:
    listed = text.partition(": ")[2].split(", ")
    if len(values) > 12:
        assert listed.pop() == f"… {len(values) - 12} more"
    assert len(listed) == min(len(values), 12)
    for item, value in zip(listed, values.tolist(), strict=False):
        assert printed(item.rpartition(" ")[2]).says(value), NUMBER


@UNITS
def test_its_title_and_colours_say_what_it_is(unit: tuple[int, int]) -> None:
    scene = opened(picture_of(DEEP, Look(opened=unit)))["scene"]
    pane = figure(scene, "decision")
    kind = "predicted probability" if unit[0] == 3 else "activation map"
    assert pane["title"] == f"{name_of(unit).capitalize()} of layer {unit[0]}: {kind}"
    assert pane["note"] == "unit"
    markers = [trace.get("marker", {}) for trace in pane["figure"]["data"]]
    (bar,) = [marker["colorbar"] for marker in markers if "colorbar" in marker]
    assert bar["ticktext"] == (["0", "1"] if unit[0] == 3 else ["−1", "1"])
    palette = next(c for c in scene["channels"] if c["name"] == "plane")["palettes"][0]
    strongest = (
        mix(CLASS_COLOURS[unit[1] - 1], INK["light"].page, INK["light"].fill)
        if unit[0] == 3
        else SEQUENTIAL["light"][-1][1]
    )
    assert np.abs(np.array(palette[255]) - rgb(strongest)).max() <= 0.5


def lines_in(picture: Any, pane: dict[str, Any], step: int) -> list[dict[str, Any]]:
    """Return what the exact picture of a step draws as the pane's last trace."""
    last = len(pane["figure"]["data"]) - 1
    patches = asked(picture, at=step, exact=True)["exact"]["patches"]
    here = [each for each in patches if each["figure"] == "decision"]
    return [each["update"] for each in here if each["traces"] == [last]]


DIAGONAL = Experiment(edits=((0, "W1:1,1", 1.0), (0, "W1:2,1", 1.0)))  # through points of the grid
SCALED = Experiment(dataset="own", points=LARGE.removeprefix("data="), hidden=(3,), scaling="standard")
LINES = [(DEEP, (1, 2), 300), (DEEP, (2, 14), 300), (SCALED, (1, 1), 20), (DIAGONAL, (1, 1), 0)]


@pytest.mark.parametrize(("run", "unit", "step"), LINES, ids=["first", "last hidden", "scaled", "diagonal"])
def test_a_line_shows_where_its_z_is_0(run: Experiment, unit: tuple[int, int], step: int) -> None:
    """All of it: between any two neighbours of a grid with z of both signs a point of the line is near."""
    picture, timeline = picture_of(run, Look(opened=unit)), Timeline(run)
    pane = figure(opened(picture)["scene"], "decision")
    ((line,), bounds) = lines_in(picture, pane, step), Setting(run, Look(), "light").bounds
    points = np.column_stack([line["x"][0], line["y"][0]])
    points = points[np.isfinite(points).all(axis=1)]

    def z(places: Any) -> Any:
        inputs = timeline.train.scaling.apply(places)
        return forward(timeline.at(step).network, inputs).Z[unit[0] - 1][:, unit[1] - 1]

    places = grid_points(bounds, FINE)
    Z = z(places)
    assert np.abs(z(points)).max() < 1e-4 * np.ptp(Z)
    positive, span = (Z > 0).reshape(FINE, FINE), [bounds[1] - bounds[0], bounds[3] - bounds[2]]
    turns = places.reshape(FINE, FINE, 2)[:, :-1][positive[:, :-1] != positive[:, 1:]]
    turns = np.concatenate([turns, places.reshape(FINE, FINE, 2)[:-1][positive[:-1] != positive[1:]]])
    assert len(turns) > 20
    far = np.linalg.norm((turns[:, None] - points) / span, axis=-1).min(axis=1)
    assert far.max() < 2 / 60
    assert "─ z = 0" in pane["figure"]["layout"]["annotations"][0]["text"]
    assert pane["exactOnly"][-1] == len(pane["figure"]["data"]) - 1


def test_softmax_has_no_line() -> None:
    picture = picture_of(DEEP, Look(opened=(3, 1)))
    pane = figure(opened(picture)["scene"], "decision")
    assert lines_in(picture, pane, 300) == []
    assert "z = 0" not in pane["figure"]["layout"]["annotations"][0]["text"]
    assert len(pane["exactOnly"]) == 1


def test_a_slide_has_the_line() -> None:
    order, _ = read_order({"dataset": "moons", "figure": "decision", "opened": "1,2", "step": "40"})
    line = draw(order, order.style.sheet).figure["data"][-1]
    assert line["mode"] == "lines"
    assert np.isfinite(line["x"]).sum() > 20


def test_a_unit_whose_z_is_never_0_has_no_line() -> None:
    picture = picture_of(replace(DEEP, edits=((0, "b1:1", 50.0),)), Look(opened=(1, 1)))
    (line,) = lines_in(picture, figure(opened(picture)["scene"], "decision"), 0)
    assert not np.isfinite(line["x"][0]).any()


def test_the_network_marks_it_and_offers_every_unit_that_it_draws() -> None:
    scene = opened(picture_of(DEEP, Look(opened=(2, 3))))["scene"]
    picks = figure(scene, "network")["picks"]
    assert picks["open"] == [2, 3]
    assert [part[5] for part in picks["parts"]] == [
        *([1, i] for i in (1, 2, 3)), *([2, i] for i in range(1, 13)), [3, 1], [3, 2],
    ]  # fmt: skip
    frames = [s for s in figure(scene, "network")["figure"]["layout"]["shapes"] if s["type"] == "rect"]
    strong = [s for s in frames if s["line"]["width"] > 1]
    (x, y, width, height, name, _), (frame,) = picks["parts"][5], strong
    assert name == "unit 3, layer 2"
    assert [frame["x0"], frame["y0"], frame["x1"], frame["y1"]] == [x, y, x + width, y + height]


@pytest.mark.parametrize("unit", [(), (2,), (1, 4), (4, 1), (3, 3), (64, 64)])
def test_a_unit_that_the_network_lacks_is_none(unit: tuple[int, ...]) -> None:
    plain, odd = picture_of(DEEP), picture_of(DEEP, Look(opened=unit))
    assert odd.view == plain.view
    assert encode(opened(odd)["scene"]) == encode(opened(plain)["scene"])
    assert "unit" not in batch_of(odd, 0)["text"]


def test_units_do_not_share_frames() -> None:
    views = {picture_of(DEEP, Look(opened=unit)).view for unit in ((), (1, 1), (1, 2), (2, 1), (1, 11))}
    assert len(views) == 4  # layer 1 has three units


def test_a_network_alone_offers_nothing_to_open() -> None:
    alone = replace(picture_of(DEEP), views=(NetworkView,))
    assert "picks" not in figure(opened(alone)["scene"], "network")
