"""The messages: every byte and every number in them is one that core computed."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core import DATASETS, Experiment, Snapshot, Timeline, forward, plane_activations
from pages.stage.look import Look
from tests.pages.shown import VIEWS, Array, asked, batch_of, opened, picture_of, printed, stacked

TANH = Experiment(dataset="arms", samples=60, hidden=(3, 2), activation="tanh", optimizer="adam")
SIGMOID = Experiment(dataset="moons", samples=60, hidden=(4,), batch_size=9, l2=0.01)
LINEAR = Experiment(dataset="blobs", samples=40, hidden=())
RUNS = pytest.mark.parametrize("experiment", [SIGMOID, TANH, LINEAR], ids=["sigmoid", "tanh", "linear"])
GRID, EXACT_GRID, TILE = 60, 120, 20


def plane(timeline: Timeline, n: int) -> Array:
    """Return the centres (n², 2) of the picture's pixels, the top row first."""
    reach = max(np.abs(timeline.train.X).max(), np.abs(timeline.test.X).max())
    side = np.ceil(10 * (reach + 0.12)) / 10
    middles = -side + 2 * side * (np.arange(n) + 0.5) / n
    x, y = np.meshgrid(middles, middles[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def prediction(P: Array) -> NDArray[np.uint8]:
    """Quantise probabilities (n, k): the class's share of 0 to 255, and within it how sure."""
    k = P.shape[1]
    steps = 255 // k
    sure = (P.max(axis=1) - 1 / k) / (1 - 1 / k)
    return (P.argmax(axis=1) * steps + np.rint(np.clip(sure, 0, 1) * (steps - 1))).astype(np.uint8)


def signed(M: Array, scale: float) -> NDArray[np.uint8]:
    return (128 + np.rint(127 * np.clip(M / scale, -1, 1))).astype(np.uint8)


def rooted(M: Array, scale: float) -> NDArray[np.uint8]:
    """Quantise as the heatmaps and the lines do: colours follow the square root."""
    return signed(np.sign(M) * np.sqrt(np.abs(M) / scale), 1.0)


def scale_shown(batch: dict[str, Any], i: int, layer: int) -> float:
    """Return the number at the upper end of the scale under a layer's heatmap."""
    low, middle, high = batch["text"]["scales"][i][3 * layer : 3 * layer + 3]
    assert (low, middle) == (f"−{high}", "0")
    return printed(high).value


def moments(experiment: Experiment, batch: dict[str, Any]) -> list[Snapshot]:
    fresh = Timeline(experiment)
    return [fresh.at(step) for step in batch["steps"]]


# --- frames --------------------------------------------------------------------------------------


@RUNS
@pytest.mark.parametrize("stride", [1, 8])
def test_rows_are_the_timeline_s(experiment: Experiment, stride: int) -> None:
    picture = picture_of(experiment)
    size = opened(picture)["scene"]["size"]
    for index in (0, 3):
        batch = batch_of(picture, index, stride)
        assert batch["steps"] == [(index * size + i) * stride for i in range(size)]
        rows = np.array([snapshot.row for snapshot in moments(experiment, batch)])
        np.testing.assert_array_equal(batch["rows"], rows)
        assert {len(values) for values in batch["channels"].values()} == {size}
        assert {len(words) for words in batch["text"].values()} == {size}


def test_extra_rows_are_the_timeline_s() -> None:
    batch = batch_of(picture_of(SIGMOID), 1, 8)
    fresh = Timeline(SIGMOID)
    first, last = batch["steps"][0], batch["steps"][-1]
    assert len(batch["extra"]) > 0
    for row in batch["extra"]:
        assert first - 8 < row[0] <= last
        np.testing.assert_array_equal(row, fresh.at(int(row[0])).row)


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_plane_shows_core_s_predictions(dataset: str) -> None:
    experiment = replace(SIGMOID, dataset=dataset)
    batch = batch_of(picture_of(experiment), 2, 16)
    points = plane(Timeline(experiment), GRID)
    for frame, snapshot in zip(batch["channels"]["plane"], moments(experiment, batch), strict=True):
        quick = plane_activations(snapshot.network, points)[-1].T
        np.testing.assert_array_equal(frame, prediction(quick))
        exact = prediction(forward(snapshot.network, points).probabilities)
        assert np.mean(frame != exact) < 0.01  # single precision: a level here and there


@RUNS
@pytest.mark.parametrize("cells", ["gradient", "weights", "step"])
@pytest.mark.parametrize("scale", ["own", "one", 40])
def test_cells_show_core_s_matrices(experiment: Experiment, cells: str, scale: str | int) -> None:
    picture = picture_of(experiment, Look(cells=cells, scale=scale))
    batch = batch_of(picture, 1, 4)
    for i, snapshot in enumerate(moments(experiment, batch)):
        for layer, M in enumerate(stacked(snapshot, cells)):
            shown = batch["channels"][f"cells{layer}"][i].reshape(M.shape)
            np.testing.assert_array_equal(shown, rooted(M, scale_shown(batch, i, layer)))


@RUNS
def test_an_anchored_scale_holds_its_step(experiment: Experiment) -> None:
    batch = batch_of(picture_of(experiment, Look(scale=40)), 7)
    for layer, M in enumerate(stacked(Timeline(experiment).at(40), "gradient")):
        largest, scale = np.abs(M).max(), scale_shown(batch, 3, layer)
        assert largest <= scale * (1 + 1e-9) <= largest * 2.5 * (1 + 1e-6)
        assert f"{scale:.0e}"[0] in "125"


@RUNS
@pytest.mark.parametrize("lines", ["weights", "gradient"])
def test_the_network_shows_core_s_units_and_lines(experiment: Experiment, lines: str) -> None:
    picture = picture_of(experiment, Look(lines=lines, cells=lines))
    batch = batch_of(picture, 2, 8)
    layers = range(len(experiment.sizes) - 1)
    for i, snapshot in enumerate(moments(experiment, batch)):
        matrices = [
            rooted(M, scale_shown(batch, i, layer))
            for layer, M in zip(layers, stacked(snapshot, lines), strict=True)
        ]
        drawn = [*(M[:-1].ravel() for M in matrices), *(M[-1] for M in matrices)]
        np.testing.assert_array_equal(batch["channels"]["lines"][i], np.concatenate(drawn))


@RUNS
def test_tiles_show_core_s_units(experiment: Experiment) -> None:
    picture = picture_of(experiment, Look(cells="weights"))
    batch = batch_of(picture, 2, 8)
    points = plane(Timeline(experiment), GRID).reshape(GRID, GRID, 2)[1::3, 1::3].reshape(-1, 2)
    for i, snapshot in enumerate(moments(experiment, batch)):
        tiles = batch["channels"]["units"][i].reshape(-1, TILE**2)
        inputs = signed(points / np.abs(points).max(axis=0), 1.0).T
        np.testing.assert_array_equal(tiles[:2], inputs)
        np.testing.assert_array_equal(tiles[2:], unit_bytes(experiment, snapshot, points))


def unit_bytes(experiment: Experiment, snapshot: Snapshot, points: Array) -> NDArray[np.uint8]:
    """Quantise each unit's answers over the points: from its least to its largest possible value."""
    *hidden, P = plane_activations(snapshot.network, points)
    low = {"sigmoid": 0, "tanh": -1}[experiment.activation]
    shares = [(A.astype(float) - low) / (1 - low) for A in hidden]
    return np.rint(np.vstack([*shares, P]) * 255).astype(np.uint8)


def test_a_relu_unit_has_its_own_range() -> None:
    experiment = replace(SIGMOID, activation="relu", init="he")
    batch = batch_of(picture_of(experiment), 0)
    points = plane(Timeline(experiment), GRID).reshape(GRID, GRID, 2)[1::3, 1::3].reshape(-1, 2)
    (A, _) = plane_activations(Timeline(experiment).at(5).network, points)
    shown = batch["channels"]["units"][5].reshape(-1)[: 8 * TILE**2].reshape(8, TILE**2)[2:6]
    most = A.max(axis=1, keepdims=True).astype(float)
    expected = np.where(most > 0, A / np.where(most > 0, most, 1), 0)
    np.testing.assert_array_equal(shown, np.rint(expected * 255).astype(np.uint8))


def test_wide_layers_are_shown_as_far_as_there_is_room() -> None:
    experiment = replace(SIGMOID, hidden=(64,))
    batch = batch_of(picture_of(experiment, Look(cells="weights")), 0)
    W1 = Timeline(experiment).at(3).network.layers[0].W
    scale = scale_shown(batch, 3, 0)
    np.testing.assert_array_equal(batch["channels"]["lines"][3][:24], rooted(W1[:, :12], scale).ravel())
    assert batch["channels"]["cells0"].shape[1] == 3 * 64


# --- the exact picture ---------------------------------------------------------------------------


def exact_of(picture: Any, step: int) -> dict[str, Any]:
    return dict(asked(picture, at=step, exact=True)["exact"])


@RUNS
def test_exact_cells_are_core_s_matrices(experiment: Experiment) -> None:
    for cells in ("gradient", "weights", "step"):
        exact = exact_of(picture_of(experiment, Look(cells=cells)), 77)
        assert exact["step"] == 77
        values = next(p for p in exact["patches"] if p["figure"] == "heatmaps" and "z" in p["update"])
        shown = {t: np.array(z) for t, z in zip(values["traces"], values["update"]["z"], strict=True)}
        for layer, M in enumerate(stacked(Timeline(experiment).at(77), cells)):
            np.testing.assert_array_equal(np.vstack([shown[3 * layer], shown[3 * layer + 1]]), M)


@RUNS
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_next_update_is_signed_as_the_weights_move(experiment: Experiment, optimizer: str) -> None:
    run = replace(experiment, optimizer=optimizer)
    timeline, picture = Timeline(run), picture_of(run, Look(cells="step"))
    exact, batch = exact_of(picture, 12), batch_of(picture, 0)
    values = next(p for p in exact["patches"] if p["figure"] == "heatmaps" and "z" in p["update"])
    cells = [np.array(z) for z in values["update"]["z"]]
    now, later = timeline.at(12).network.layers, timeline.at(13).network.layers
    for layer, (before, after) in enumerate(zip(now, later, strict=True)):
        moved = np.vstack([after.W - before.W, after.b - before.b])
        shown = np.vstack(cells[2 * layer : 2 * layer + 2])
        np.testing.assert_allclose(shown, moved, rtol=1e-9, atol=1e-15)
        i = batch["steps"].index(12)
        frame = batch["channels"][f"cells{layer}"][i].reshape(moved.shape)
        np.testing.assert_array_equal(frame, rooted(shown, scale_shown(batch, i, layer)))
    figures = opened(picture)["scene"]["figures"]
    (label,) = (entry["title"] for entry in figures if entry["name"] == "heatmaps")
    assert label == "Next update by layer"


@RUNS
def test_the_exact_plane_is_core_s_forward(experiment: Experiment) -> None:
    timeline = Timeline(experiment)
    exact = exact_of(picture_of(experiment), 77)
    network = timeline.at(77).network
    fine = exact["rasters"]["plane"]
    assert (fine["width"], fine["height"]) == (EXACT_GRID, EXACT_GRID)
    expected = prediction(forward(network, plane(timeline, EXACT_GRID)).probabilities)
    np.testing.assert_array_equal(fine["pixels"], expected)
    surface = next(p for p in exact["patches"] if p["figure"] == "decision" and "z" in p["update"])
    P = forward(network, plane(timeline, GRID)).probabilities
    shown = np.array(surface["update"]["z"][0]).ravel()
    np.testing.assert_allclose(shown, P.max(axis=1), rtol=1e-12)


@RUNS
def test_rings_are_around_the_points_that_are_wrong(experiment: Experiment) -> None:
    timeline = Timeline(experiment)
    exact = exact_of(picture_of(experiment), 10)
    keys = {"x", "y", "opacity"}
    ringed = [p for p in exact["patches"] if p["figure"] == "decision" and set(p["update"]) == keys]
    shown = np.column_stack([ringed[-1]["update"]["x"][0], ringed[-1]["update"]["y"][0]])
    wrong = []
    for data in (timeline.train, timeline.test):
        P = forward(timeline.at(10).network, data.X).probabilities
        wrong.append(data.X[P.argmax(axis=1) != data.y])
    np.testing.assert_array_equal(shown, np.concatenate(wrong))
    now = timeline.at(10)
    missed = len(timeline.train.y) * (1 - now.train_accuracy) + len(timeline.test.y) * (
        1 - now.test_accuracy
    )
    assert len(shown) == round(missed)


@RUNS
def test_history_is_the_timeline_s(experiment: Experiment) -> None:
    answer = asked(picture_of(experiment), at=333, history=True)
    np.testing.assert_array_equal(answer["history"], Timeline(experiment).history(333))
    assert answer["history_step"] == 333


# --- the scene -----------------------------------------------------------------------------------


def test_a_scene_brings_what_it_takes_to_draw_it() -> None:
    picture = picture_of(SIGMOID)
    message = opened(picture, stand=100)
    assert message["scene"]["step"] == 100
    assert message["exact"]["step"] == 100
    assert any(100 in batch["steps"] for batch in message["batches"])
    assert [f["name"] for f in message["scene"]["figures"]] == [view.name for view in VIEWS]
    sizes = {c["name"]: c for c in message["scene"]["channels"] if c["kind"] in ("raster", "stroke")}
    frames = message["batches"][0]["channels"]
    assert set(sizes) == set(frames)
    for name, channel in sizes.items():
        width, height = channel["width"], channel.get("height")
        tiles = channel.get("tiles")
        pixels = sum(w * h for _, _, w, h, _ in tiles) if tiles is not None else None
        expected = channel["count"] if channel["kind"] == "stroke" else pixels or width * height
        assert frames[name].shape[1] == expected


def test_a_run_opened_beyond_its_end_is_drawn_at_its_end() -> None:
    """Nobody knows the end before it is opened; that its picture misses nothing must not depend on that."""
    run = Experiment(activation="relu", init="he", learning_rate=30.0, l2=0.9, seed=77)
    end = Timeline(run).at(2000)
    assert end.divergence
    message = opened(picture_of(run), 2000)
    (batch,) = message["batches"]
    assert message["history_step"] == message["exact"]["step"] == batch["steps"][0] == end.step


def test_every_palette_has_a_colour_for_every_byte() -> None:
    for theme in ("light", "dark"):
        for channel in opened(picture_of(TANH, theme=theme))["scene"]["channels"]:
            if channel["kind"] == "raster":
                assert all(len(palette) == 256 for palette in channel["palettes"])


def test_whoever_holds_another_scene_gets_this_one() -> None:
    picture = picture_of(SIGMOID)
    assert "scene" in asked(picture, scene="another", at=5)
    assert "scene" not in asked(picture, at=5)


def test_who_stays_in_the_run_keeps_the_step_and_who_changes_it_begins_at_the_stand() -> None:
    light, dark = picture_of(SIGMOID), picture_of(SIGMOID, theme="dark")
    stays = asked(dark, scene=light.id, run=light.run, at=64)
    assert stays["exact"]["step"] == 64
    other = picture_of(replace(SIGMOID, seed=3))
    begins = asked(other, stand=0, scene=light.id, run=light.run, at=64)
    assert begins["exact"]["step"] == 0


def test_labels_say_what_the_pictures_show() -> None:
    labels = exact_of(picture_of(SIGMOID), 77)["labels"]
    assert set(labels) == {view.name for view in VIEWS}
    assert all("77" in label for label in labels.values())


def test_ids_differ_where_pictures_differ() -> None:
    looks = [
        Look(), Look(cells="weights"), Look(lines="gradient"), Look(scale=3), Look(surface="decision"),
        Look(loss_axis="log"),
    ]  # fmt: skip
    ids = [picture_of(SIGMOID, look).id for look in looks] + [picture_of(SIGMOID, theme="dark").id]
    assert len({*ids, picture_of(TANH).id}) == len(ids) + 1


def test_batches_at_all_strides_agree() -> None:
    picture = picture_of(SIGMOID)
    for slow, fast in pairwise((1, 2, 4, 8)):
        some, more = batch_of(picture, 0, fast), batch_of(picture, 1, slow)
        common = sorted({*some["steps"]} & {*more["steps"]})
        assert common
        for step in common:
            i, j = some["steps"].index(step), more["steps"].index(step)
            np.testing.assert_array_equal(some["rows"][i], more["rows"][j])
            for name in some["channels"]:
                np.testing.assert_array_equal(some["channels"][name][i], more["channels"][name][j])


# --- the timeline --------------------------------------------------------------------------------


def test_the_timeline_marks_where_the_rate_changes() -> None:
    assert opened(picture_of(SIGMOID))["scene"]["marks"] == []
    changed = replace(SIGMOID, schedule=((40, 10.0), (3000, 0.003)))
    assert opened(picture_of(changed))["scene"]["marks"] == [
        {"step": 40, "text": "learning rate 10 from step 40"},
        {"step": 3000, "text": "learning rate 0.003 from step 3,000"},
    ]


def test_the_timeline_marks_where_penalties_and_batches_change() -> None:
    changed = replace(
        SIGMOID, batch_schedule=((40, 10), (60, None)), l2_schedule=((40, 0.01),), l1_schedule=((60, 0.0),)
    )
    assert opened(picture_of(changed))["scene"]["marks"] == [
        {"step": 40, "text": "batches of 10 from step 40; L2 penalty 0.01 from step 40"},
        {"step": 60, "text": "full batch from step 60; L1 penalty 0 from step 60"},
    ]


def test_the_timeline_marks_what_is_done_by_hand() -> None:
    by_hand = replace(
        SIGMOID,
        schedule=((40, 10.0),),
        edits=((0, "W1:1,1", 1.0), (0, "b1:1", 2.0), (40, "W1:2,1", 0.5)),
        frozen=(("b1", 40, 60),),
    )
    assert opened(picture_of(by_hand))["scene"]["marks"] == [
        {"step": 0, "text": "2 parameters set by hand at step 0"},
        {
            "step": 40,
            "text": "learning rate 10 from step 40; W₁[x₂, unit 1] set to 0.5 at step 40; "
            "b₁ frozen from step 40",
        },
        {"step": 60, "text": "b₁ updated again from step 60"},
    ]
