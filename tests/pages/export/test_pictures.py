"""The pictures for slides: the numbers of the screen and of core, laid out so that they read."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from core import Timeline, backward, forward, layer_signs, open_step, sharpness, sharpness_threshold
from core.run.other_batch import with_batch
from core.run.training import blocks
from pages.export.caption import caption
from pages.export.choices import SIZES, StripChoices
from pages.export.equation import latex
from pages.export.film import film_sheet
from pages.export.order import Order, read_order
from pages.export.pictures import PICTURES, draw, require_picture
from pages.export.strip import strip_steps
from pages.figures.patch import apply
from pages.figures.sheet import SHARE
from pages.figures.words import fmt
from pages.scenes.gradient_check.bugs import BUGS
from pages.scenes.one_step import chosen_samples
from pages.stage.views import (
    CurvesView,
    DecisionView,
    HeatmapsView,
    Moment,
    NetworkView,
    NormsView,
    Setting,
)
from tests.pages.shown import printed

RUNS: dict[str, dict[str, str]] = {
    "the notes' network": {"step": "40"},
    "three classes, three layers": {"dataset": "blobs", "hidden": "8,8,8", "step": "12"},
    "relu, penalty, batches": {
        "activation": "relu",
        "init": "he",
        "l2": "0.01",
        "batch": "10",
        "step": "7",
    },
}
LINEAR = {"hidden": "none", "step": "5"}
NEED_HIDDEN = ("slope", "slope_map")
VIEWS = (DecisionView, NetworkView, HeatmapsView, CurvesView, NormsView)
every_run = pytest.mark.parametrize("link", RUNS.values(), ids=RUNS)


def ordered(link: dict[str, str], **more: str) -> Order:
    order, ignored = read_order({"mistake": "sign", "phase": "dW1", **link, **more})
    assert ignored == ()
    return order


def figure_of(order: Order) -> go.Figure:
    """Return the still picture of an order as a Plotly figure."""
    return go.Figure(draw(order, order.style.sheet).figure)


def shown(order: Order, kind: str) -> list[Any]:
    """Return the traces of a type in an order's picture."""
    return [trace for trace in figure_of(order).data if trace.type == kind]


def array(value: Any) -> Any:
    """Return an array that Plotly may have packed."""
    if not isinstance(value, dict):
        return np.asarray(value)
    flat = np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"])
    return flat.reshape([int(size) for size in str(value.get("shape", flat.size)).split(",")])


def fonts(value: Any, way: tuple[str, ...] = ()) -> Iterator[float]:
    """Yield every size of a font in a figure."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key == "size" and way and way[-1].endswith("font"):
                yield float(each)
            yield from fonts(each, (*way, str(key)))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from fonts(each, way)


@every_run
@pytest.mark.parametrize("figure", PICTURES)
def test_every_picture_fits_its_slide_and_reads_from_the_last_row(
    link: dict[str, str], figure: str
) -> None:
    for size, ink in zip(SIZES, ("colour", "grey", "colour"), strict=True):
        order = ordered(link, figure=figure, size=size, ink=ink)
        sheet, made = order.style.sheet, figure_of(order)
        width, height = SIZES[size]
        assert (int(made.layout.width * sheet.scale), int(made.layout.height * sheet.scale)) == (
            width,
            height,
        )
        drawn = made.to_plotly_json()
        assert min(fonts(drawn)) * sheet.scale >= height / SHARE
        assert made.layout.title.text


@pytest.mark.parametrize("figure", [name for name in PICTURES if name not in NEED_HIDDEN])
def test_a_network_without_a_hidden_layer_has_all_but_the_unit(figure: str) -> None:
    assert len(figure_of(ordered(LINEAR, figure=figure, phase="dW1")).data)


@pytest.mark.parametrize("figure", NEED_HIDDEN)
def test_what_is_not_there_is_said(figure: str) -> None:
    with pytest.raises(ValueError, match="needs a hidden layer"):
        figure_of(ordered(LINEAR, figure=figure))


@pytest.mark.parametrize("figure", PICTURES)
@pytest.mark.parametrize(
    "link",
    [LINEAR, {**LINEAR, "mistake": "none"}, {**LINEAR, "phase": "dW3"}, {"phase": "update 2"}],
    ids=str,
)
def test_what_a_run_lacks_is_known_without_a_picture(figure: str, link: dict[str, str]) -> None:
    order = ordered(link, figure=figure)
    known, found = (problem_of(ask, order) for ask in (require_picture, figure_of))
    assert known == found


def problem_of(ask: Callable[[Order], object], order: Order) -> str:
    try:
        ask(order)
    except ValueError as problem:
        return str(problem)
    return ""


@every_run
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_slide_is_the_stage_s_figure_with_the_stage_s_patches(link: dict[str, str], view: Any) -> None:
    order = ordered(link, figure=view.name)
    run = Timeline(order.experiment)
    setting = Setting(run.experiment, order.look, "light", *map(round, order.style.sheet.inside))
    part = view(setting)
    entry, exact = part.figure()["figure"], part.exact(Moment(setting, run.at(order.step)))
    screen = apply(go.Figure({"data": entry["data"], "layout": entry["layout"]}), exact.patches)
    for ours, theirs in zip(figure_of(order).data, screen.data, strict=True):
        mine, own = (trace.to_plotly_json() for trace in (ours, theirs))
        skipped = {"uid", "x", "y"} if view in (CurvesView, NormsView) else {"uid"}
        assert mine.keys() - skipped == own.keys() - skipped
        for key in own.keys() - skipped:
            assert same(mine[key], own[key]), key
    shapes = [shape.to_plotly_json() for shape in screen.layout.shapes]
    own = [shape.to_plotly_json() for shape in figure_of(order).layout.shapes if shape.name != "boundary"]
    assert own == shapes


def same(one: Any, other: Any) -> bool:
    if isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in other)
    return np.array_equal(np.asarray(one, dtype=object), np.asarray(other, dtype=object))


@every_run
@pytest.mark.parametrize("cells", ["gradient", "weights", "step"])
def test_the_cells_on_the_slide_are_core_s(link: dict[str, str], cells: str) -> None:
    order = ordered(link, figure="heatmaps", cells=cells)
    now = Timeline(order.experiment).at(order.step)
    vector = {"gradient": now.gradient, "weights": now.parameters, "step": -now.update}[cells]
    found = [array(trace.z) for trace in shown(order, "heatmap")]
    for layer, block in enumerate(blocks(vector, order.experiment.sizes)):
        assert np.array_equal(np.vstack(found[2 * layer : 2 * layer + 2]), block.T)


@every_run
def test_the_lines_on_the_slide_are_the_history(link: dict[str, str]) -> None:
    order = ordered(link)
    rows = Timeline(order.experiment).history(order.step)
    for figure, columns in (("curves", range(1, 5)), ("norms", range(5, rows.shape[1]))):
        traces = shown(replace(order, style=replace(order.style, figure=figure)), "scatter")
        lines = [trace for trace in traces if trace.mode == "lines"]
        if figure == "norms":  # none is 0
            lines, zeros = lines[: len(columns)], lines[len(columns) :]
            assert len(zeros) == len(columns)
            assert all(np.isnan(zero.y).all() for zero in zeros)
        assert len(lines) == len(columns)
        for line, column in zip(lines, columns, strict=True):
            assert np.array_equal(line.x, rows[:, 0])
            assert np.array_equal(line.y, rows[:, column])


@every_run
def test_the_lines_of_vital_signs_on_the_slide_are_core_s(link: dict[str, str]) -> None:
    order = ordered(link)
    run = Timeline(order.experiment)
    train, l2 = run.train, order.experiment.l2
    for figure in ("ratio", "saturation", "sharpness"):
        traces = shown(replace(order, style=replace(order.style, figure=figure)), "scatter")
        lines = [trace for trace in traces if trace.mode == "lines" and trace.yaxis != "y2"]
        assert lines[0].x[-1] == order.step
        for i, step in enumerate(np.asarray(lines[0].x, dtype=int).tolist()):
            now = run.at(step)
            signs = layer_signs(now, train)
            hidden = signs[:-1]
            expected = {
                "ratio": [sign.update_ratio for sign in signs],
                "saturation": [*(sign.saturated for sign in hidden), *(sign.dead for sign in hidden)],
                "sharpness": [
                    sharpness(now.network, train.X, train.Y, l2=l2),
                    np.nan if "batch" in link else sharpness_threshold(order.experiment, step),
                ],
            }[figure]
            np.testing.assert_array_equal([line.y[i] for line in lines], np.array(expected, dtype=float))


def test_a_slide_of_the_sharpness_says_how_far_it_is_from_its_threshold() -> None:
    made = draw(order := ordered({"lr": "10"}, figure="sharpness"), order.style.sheet)
    assert made.title == "Sharpness and its threshold"
    assert made.alternative == "The sharpness at step 0 is 0.8526; an update overshoots beyond 2/lr = 0.2."
    adam = draw(order := ordered({"optimizer": "adam"}, figure="sharpness"), order.style.sheet)
    assert adam.alternative.endswith("; no threshold is known for Adam.")


@every_run
@pytest.mark.parametrize("convention", ["rows", "columns"])
@pytest.mark.parametrize("whole", ["auto", "no", "taken"])
def test_the_blocks_of_a_phase_are_forward_s_and_backward_s(
    link: dict[str, str], convention: str, whole: str
) -> None:
    for phase in ("Z1", "A1", "dW1", "db1", "loss", "update 1", "data"):
        order = ordered(link, figure="phase", phase=phase, convention=convention, whole=whole)
        run = Timeline(order.experiment)
        few, batch = chosen_samples(run.train, order.one_step), run.at(order.step).batch
        chosen = batch if whole == "auto" else few
        network = run.at(order.step).network
        X, Y = run.train.X[chosen], run.train.Y[chosen]
        trace = forward(network, X)
        gradients = backward(network, trace, Y, l2=order.experiment.l2).layers[0]
        _, taken = with_batch(run, order.step, few)
        later = taken if whole == "taken" and taken else Timeline(order.experiment).at(order.step + 1)
        after = later.network.layers[0]
        result = {
            "Z1": trace.Z[0], "A1": trace.A[0], "dW1": gradients.dW, "db1": gradients.db[None],
            "loss": open_step(network, X, Y).matrices["loss"].values, "update 1": after.b[None], "data": Y,
        }[phase]  # fmt: skip
        name = {"update 1": "next b₁", "data": "Y"}.get(phase, phase.replace("1", "₁"))
        (cells,) = (
            trace for trace in shown(order, "heatmap") if trace.hovertemplate.startswith(f"{name}[")
        )
        drawn = np.ix_(array(cells.y) - 1, array(cells.x) - 1)
        assert np.array_equal(array(cells.z), (result.T if convention == "columns" else result)[drawn])
        words = " ".join(str(note.text) for note in figure_of(order).layout.annotations)
        assert phase.replace("1", "₁").partition(" ")[0] in words or phase in ("update 1", "data")


def end_of(scale: str) -> float:
    """Return the upper end of a scale in words: ``±0.02`` or ``±10⁻⁸…10⁻²``."""
    return printed(
        re.sub(r"^10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "1×10", scale.rsplit("…", maxsplit=1)[-1].lstrip("±"))
    ).value


@every_run
@pytest.mark.parametrize("scale", ["own", "one", "log", "3"])
def test_a_strip_has_core_s_cells_and_says_the_scale_of_each(link: dict[str, str], scale: str) -> None:
    order = ordered(link, figure="strip", steps="7,0,3", layer="1", scale=scale)
    assert strip_steps(order) == (0, 3, 7)
    cells = shown(order, "heatmap")
    words = [note.text for note in figure_of(order).layout.annotations]
    assert words[:3] == ["step 0", "step 3", "step 7"]
    ends = [end_of(text.partition(" (max ")[0]) for text in words[-3:]]
    for at, step in enumerate((0, 3, 7)):
        gradients = Timeline(order.experiment).at(step).gradients.layers[0]
        assert np.array_equal(array(cells[2 * at].z), gradients.dW)
        assert np.array_equal(array(cells[2 * at + 1].z), gradients.db[None])
        for trace in cells[2 * at : 2 * at + 2]:
            assert (trace.zmin, trace.zmax) == (-ends[at], ends[at])
        largest = max(np.abs(gradients.dW).max(), np.abs(gradients.db).max())
        assert scale == "3" or largest <= ends[at]
        assert scale != "own" or ends[at] <= 4 * largest
    if scale == "3":
        assert len(set(ends)) == 1
    assert len(figure_of(order).layout.images) == 3


def test_a_strip_says_the_largest_number_of_a_panel_that_looks_empty() -> None:
    order = ordered({"step": "3000", "lr": "3"}, figure="strip", steps="0,3000", scale="0")
    first, last = [note.text for note in figure_of(order).layout.annotations][-2:]
    gradients = Timeline(order.experiment).at(3000).gradients.layers[0]
    largest = max(np.abs(gradients.dW).max(), np.abs(gradients.db).max())
    assert last == f"{first} (max {fmt(largest, 2)})"
    assert largest < 0.02 * float(first.removeprefix("±"))


@pytest.mark.parametrize(
    ("rows", "images", "cells"), [("decision", 4, 0), ("heatmap", 0, 8), ("both", 4, 8)]
)
def test_a_strip_has_the_rows_asked_for(rows: str, images: int, cells: int) -> None:
    order = ordered({"step": "90"}, figure="strip", rows=rows, pictures="4")
    assert strip_steps(order) == (0, 30, 60, 90)
    assert len(figure_of(order).layout.images) == images
    assert len(shown(order, "heatmap")) == cells


@pytest.mark.parametrize(
    ("surface", "rows", "title"),
    [
        ("probability", "both", "Predicted probabilities and the gradient of layer 1"),
        ("decision", "both", "Decision regions and the gradient of layer 1"),
        ("decision", "decision", "Decision regions"),
        ("decision", "heatmap", "The gradient of layer 1"),
    ],
)
def test_a_strip_is_called_what_it_shows(surface: str, rows: str, title: str) -> None:
    order = ordered({}, figure="strip", surface=surface, rows=rows, layer="1")
    assert draw(order, order.style.sheet).title == title


@pytest.mark.parametrize(
    ("figure", "hidden", "title"),
    [
        ("jacobian", "none", "Jacobian of the softmax at sample 5"),
        ("slope", "4", "Activation of unit 3 at sample 5"),
        ("slope_map", "3,4", "Derivative of unit 3 of layer 2, ★ sample 5"),
    ],
)
def test_a_picture_of_the_notes_names_its_unit_and_its_sample(figure: str, hidden: str, title: str) -> None:
    order = ordered({}, figure=figure, hidden=hidden, point="5", unit="3")
    assert draw(order, order.style.sheet).title == title


@pytest.mark.parametrize("figure", ["analytic", "difference", "epsilon", "race"])
def test_a_picture_of_a_wrong_gradient_says_so(figure: str) -> None:
    wrong = ordered({}, figure=figure)
    assert "a bug" in draw(wrong, wrong.style.sheet).title or figure == "race"
    assert "The backward pass has the bug “Wrong sign”." in caption(wrong)
    assert "the bug “Wrong sign”" in latex(wrong)
    hidden = caption(ordered({}, figure=figure, diagnose="1"))
    assert "The backward pass has a hidden bug." in hidden
    assert not any(each.title in hidden for each in BUGS.values())


@pytest.mark.parametrize("figure", ["analytic", "numeric", "difference", "epsilon"])
def test_a_picture_of_a_right_gradient_speaks_of_no_bug(figure: str) -> None:
    right = ordered({}, figure=figure, mistake="none")
    assert "bug" not in caption(right).partition("\n")[0]
    if figure == "numeric":
        assert caption(ordered({}, figure=figure)).partition("\n")[0] == caption(right).partition("\n")[0]


@pytest.mark.parametrize("size", SIZES)
def test_a_slide_of_more_pixels_is_the_same_picture(size: str) -> None:
    small, large = (ordered({}, size=size, resolution=str(lines)) for lines in (720, 2160))
    assert large.style.pixels == tuple(3 * side for side in SIZES[size])
    assert repr(figure_of(small)) == repr(figure_of(large))
    assert large.style.sheet.scale == pytest.approx(3 * small.style.sheet.scale)


def test_backgrounds_are_what_they_say() -> None:
    papers = {
        "white": "#ffffff",
        "dark": "#0e1117",
        "transparent": "rgba(0,0,0,0)",
        "transparent-dark": "rgba(0,0,0,0)",
    }
    for background, paper in papers.items():
        layout = figure_of(ordered({}, background=background)).layout
        assert layout.paper_bgcolor == paper
        is_dark = background.endswith("dark")
        assert layout.template.layout.font.color == ("#f2f3f5" if is_dark else "#31333f")
    assert figure_of(ordered({}, background="dark", ink="grey")).layout.paper_bgcolor == "#ffffff"
    assert not figure_of(ordered({}, heading="off")).layout.title.text
    clear = figure_of(ordered({}, background="transparent", figure="curves")).layout
    assert clear.xaxis.gridcolor == clear.yaxis2.gridcolor == "rgba(93,96,112,0.25)"


@pytest.mark.parametrize(("width", "height"), [(320, 2000), (3840, 700)])
def test_a_size_out_of_proportion_is_named(width: int, height: int) -> None:
    order = ordered({}, size="free", width=str(width), height=str(height))
    with pytest.raises(ValueError, match=rf"0\.75 to 4 times the height; got {width} by {height}"):
        figure_of(order)


def test_a_film_s_frames_are_the_still_picture_at_another_size() -> None:
    order = ordered({"step": "40"})
    order = replace(order, sequence=StripChoices(film_height=360))
    small = draw(order, film_sheet(order)).figure
    large = draw(order, order.style.sheet).figure
    (line,), image = large["layout"].pop("shapes"), large["layout"]["images"][0]
    assert line["name"] == "boundary"
    assert not small["layout"].pop("shapes", ())
    assert len(small["layout"]["images"][0].pop("source")) < len(image.pop("source"))
    assert repr(small) == repr(large)
    assert (film_sheet(order).width, film_sheet(order).height) == (640, 360)


def test_the_boundary_of_a_still_is_the_line_where_two_probabilities_are_equal() -> None:
    order = ordered({"dataset": "blobs", "step": "60"}, figure="decision")
    (line,) = figure_of(order).layout.shapes
    points = np.array(
        [[float(x), float(y)] for x, y in re.findall(r"(-?\d[\d.]*),(-?\d[\d.]*)", line.path)]
    )
    assert len(points) > 100
    P = np.sort(forward(Timeline(order.experiment).at(60).network, points).probabilities, axis=1)
    assert np.quantile(P[:, -1] - P[:, -2], 0.98) < 1e-3
    assert (line.xref, line.yref, line.layer) == ("x", "y", "between")
    opened = ordered({"dataset": "blobs", "step": "60"}, figure="decision", opened="1,2")
    assert not figure_of(opened).layout.shapes
    strip = figure_of(ordered({"dataset": "blobs", "step": "60"}, figure="strip", pictures="3")).layout
    assert [shape.xref for shape in strip.shapes] == ["x", "x2", "x3"]


def test_every_picture_says_what_it_shows() -> None:
    for figure in PICTURES:
        made = draw(ordered(RUNS["the notes' network"], figure=figure), ordered({}).style.sheet)
        assert re.search(r"\d", made.alternative), figure
        assert made.title


@pytest.mark.parametrize("name", PICTURES)
def test_the_end_of_a_violent_run_is_drawn_without_warnings(
    name: str, recwarn: pytest.WarningsRecorder
) -> None:
    violent = {"dataset": "moons", "hidden": "6", "activation": "relu", "l2": "1", "lr": "100"}
    run = Timeline(ordered(violent).experiment)
    run.at(5000)
    order = ordered(violent, figure=name, step=str(run.end))
    draw(order, order.style.sheet)
    caption(order)
    latex(order)
    assert [str(each.message) for each in recwarn if issubclass(each.category, RuntimeWarning)] == []
