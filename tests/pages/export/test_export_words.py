"""What goes with a slide: its link, its caption, its equation, and the numbers behind it."""

import io
import itertools
import re
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from core import Experiment, Timeline, key_of, layer_signs, sharpness
from core.arrays import Array
from pages.export.caption import caption
from pages.export.data import MOST_ROWS, TABLES, csv, npz, spacing
from pages.export.equation import latex
from pages.export.formats import export
from pages.export.order import RECORDS, Order, read_order
from pages.export.pictures import PICTURES
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.stage.look import Pace

LINKS: list[dict[str, str]] = [
    {},
    {"dataset": "spiral", "hidden": "8,8", "schedule": "0.1@5", "step": "12", "phase": "dW2",
     "figure": "phase"},
    {"dataset": "blobs", "l2": "0.01", "batch": "10", "step": "7", "steps": "1,3", "figure": "strip"},
    {"hidden": "none", "optimizer": "adam", "step": "3", "size": "free", "width": "800", "ink": "grey"},
]  # fmt: skip
every_link = pytest.mark.parametrize("link", LINKS, ids=str)


def ordered(link: dict[str, str]) -> Order:
    order, ignored = read_order(link)
    assert ignored == ()
    return order


# --- the link ------------------------------------------------------------------------------------


@every_link
def test_an_order_is_its_link(link: dict[str, str]) -> None:
    assert ordered(link).link == link
    assert list(ordered(link).link)[-1:] in (["step"], [])


def test_no_two_choices_share_a_key_or_a_name() -> None:
    records: list[type[Any]] = [Experiment, Pace, *RECORDS.values()]
    names = [item.name for record in records for item in fields(record)]
    keys = [key_of(record, item.name) for record in records for item in fields(record)]
    assert len(names) == len(set(names))
    assert len(keys) == len(set(keys))


def test_a_bad_choice_is_named_and_the_rest_holds() -> None:
    order, ignored = read_order({"frames": "1000", "film": "361", "figure": "pie", "step": "9"})
    assert order == Order(step=9)
    assert [text.partition(" ")[0] for text in ignored] == ["figure=pie", "frames=1000", "film=361"]


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "text"), [("b1:1=1@0", "1 parameter set"), ("W1:1,1=2@0;b1:1=1@0", "2 parameters set")]
)
def test_a_caption_counts_what_is_set_by_hand(edit: str, text: str) -> None:
    assert f", {text} by hand." in caption(ordered({"edit": edit}))


@every_link
def test_a_caption_holds_the_settings_and_a_link_that_brings_it_back(link: dict[str, str]) -> None:
    order = ordered(link)
    text = caption(order, "https://example.org/slides")
    *_, last = text.strip().splitlines()
    assert last.startswith("https://example.org/slides?")
    assert read_order(dict(parse_qsl(last.partition("?")[2])))[0] == order
    for told in (
        order.experiment.dataset,
        "-".join(map(str, order.experiment.sizes)),
        f"Step {order.step}",
    ):
        assert told in text


def test_a_caption_tells_what_changes_in_mid_run() -> None:
    link = {"schedule": "0.5@3", "batch_schedule": "10@2,full@6", "l2_schedule": "0.1@4", "step": "9"}
    training = (
        "Training: SGD, learning rate 1, 0.5 from step 3, full batch, batches of 10 from step 2, full "
        "batch from step 6, L2 penalty 0, 0.1 from step 4."
    )
    assert training in caption(ordered(link))


def equations(text: str) -> list[str]:
    """Return each equation of a display on one line, without what breaks and aligns it."""
    displays = re.findall(r"\\begin\{align\*\}\n(.*?)\n\\end\{align\*\}", text, re.DOTALL)
    inside = " \\\\[4pt]\n".join(displays)
    whole = [re.sub(r" \\\\\n&(\\quad )?", " ", each) for each in inside.split(" \\\\[4pt]\n")]
    return [
        each.removeprefix("&").replace(" &=", " =").replace(r" &\approx", r" \approx") for each in whole
    ]


def matrices(text: str) -> list[Array]:
    """Return the matrices that are written out in LaTeX."""
    found = []
    for inside in re.findall(r"\\begin\{bmatrix\} (.*?) \\end\{bmatrix\}", text):
        rows = [row.split(" & ") for row in inside.split(r" \\ ") if not row.startswith(r"\vdots")]
        found.append(np.array([[number(cell) for cell in row if cell != r"\cdots"] for row in rows]))
    return found


SUMS = [
    {"step": "40"},
    {"step": "3000"},
    {"dataset": "blobs", "hidden": "8", "optimizer": "adam", "step": "300"},
    {"lr": "0.003", "l2": "0.01", "l1": "0.02", "batch": "5", "step": "7", "activation": "relu"},
    {"init": "zeros", "step": "5"},
]  # fmt: skip


def rounded(values: Any) -> Any:
    """Return numbers to four significant digits, as they are printed."""
    return np.vectorize(lambda value: float(f"{value:.4g}"))(values)


def number(cell: str) -> float:
    mantissa, _, power = cell.partition(r" \times 10^{")
    return float(f"{mantissa}e{power.rstrip('}') or 0}")


def test_the_equation_of_an_opened_unit_is_that_of_its_layer() -> None:
    text = latex(ordered({"step": "40", "opened": "1,2"}))
    assert "% Unit 2 of layer 1: activation map, step 40: " in text
    assert equations(text)[0].startswith(r"A_{1} = \sigma\left(Z_{1}\right)")
    assert equations(latex(ordered({"step": "40", "opened": "2,1"})))[0].startswith(r"A_{2} = ")


def test_the_equation_of_the_heatmaps_holds_the_run_s_numbers() -> None:
    order = ordered({"step": "40", "figure": "heatmaps"})
    now = Timeline(order.experiment).at(40)
    (text,) = equations(latex(order))
    assert text.startswith(r"dW_{2} = A_{1}^{\top} \, dZ_{2} = ")
    assert np.array_equal(matrices(text)[-1], rounded(now.gradients.layers[1].dW))


@pytest.mark.parametrize("link", SUMS, ids=str)
@pytest.mark.parametrize("layer", [0, 1])
def test_the_equation_of_an_update_adds_up_as_printed(link: dict[str, str], layer: int) -> None:
    order = ordered(link | {"figure": "phase", "phase": f"update {layer + 1}"})
    after = Timeline(order.experiment).at(order.step + 1).network.layers[layer]
    for line, parameters in zip(equations(latex(order)), (after.W, after.b[None, :]), strict=True):
        old, step, new = matrices(line)
        rows, columns = new.shape
        assert min(parameters.shape[0], 2) <= rows
        assert min(parameters.shape[1], 2) <= columns
        assert np.array_equal(new, rounded(parameters[:rows, :columns]))
        assert np.array_equal(rounded(old - step), new)


@pytest.mark.parametrize("link", SUMS, ids=str)
def test_the_equation_of_the_norms_adds_up_as_printed(link: dict[str, str]) -> None:
    order = ordered(link | {"figure": "norms"})
    now = Timeline(order.experiment).at(order.step)
    for line, size in zip(equations(latex(order))[1:], now.norms, strict=True):
        squares, norm = re.search(r".*= \\sqrt\{(.*)\} = (.+)$", line).groups()  # type: ignore[union-attr]
        assert number(norm) == rounded(size)
        assert rounded(np.sqrt(sum(map(number, squares.split(" + "))))) == number(norm)


def test_the_norm_of_roundoff_is_written_as_zero() -> None:
    order = ordered({"init": "zeros", "hidden": "4,4", "step": "20", "figure": "norms"})
    assert Timeline(order.experiment).at(20).gradients.layers[2].norm > 0
    assert all(line.endswith(r"\sqrt{0 + 0} = 0") for line in equations(latex(order))[1:])


@pytest.mark.parametrize("link", [*LINKS, {"init": "zeros", "count": "5"}], ids=str)
def test_an_equation_of_rounded_numbers_says_that_it_holds_only_about(link: dict[str, str]) -> None:
    order = ordered(link)
    inspected = InspectedStep(Timeline(order.experiment), order.step, order.one_step)
    seen = set()
    for phase in inspected.rows.phases:
        if phase.kind in ("data", "update"):
            continue
        names = {*phase.inputs, *(each.name for each in phase.factors), phase.plus, phase.result}
        names |= {penalty.name for penalty in phase.penalties}
        values = [inspected.values(name) for name in names if name]
        is_exact = all(np.array_equal(each, rounded(each)) for each in values)
        text = latex(ordered(link | {"figure": "phase", "phase": phase.key}))
        assert (r"\approx" in text) is not is_exact, phase.key
        seen.add(is_exact)
    assert seen == ({True, False} if link.get("init") == "zeros" else {False})


def test_the_equations_of_vital_signs_say_core_s_numbers() -> None:
    run = Timeline(Experiment())
    now = run.at(40)
    (first, second), train = layer_signs(now, run.train), run.train
    expected = {
        "ratio": [first.update_ratio, second.update_ratio],
        "saturation": [first.dead],
        "sharpness": [sharpness(now.network, train.X, train.Y), 2.0],
    }
    for figure, values in expected.items():
        lines = equations(latex(ordered({"step": "40", "figure": figure})))
        lines = [line for line in lines if r"\#" not in line]  # which says what a share is
        found = [number(line.rpartition(r" \approx ")[2]) for line in lines]
        assert found == pytest.approx(values, rel=1e-3), figure
    adam = latex(ordered({"optimizer": "adam", "figure": "sharpness"}))
    assert "eta" not in adam
    assert "lr" not in adam
    assert r"\frac{2}{\text{lr}} \approx 2" in equations(latex(ordered({"figure": "sharpness"})))
    assert "no hidden layer" in latex(ordered({"hidden": "none", "figure": "saturation"}))


def test_the_equation_of_the_check_is_the_difference_quotient() -> None:
    text = latex(ordered({"step": "40", "figure": "epsilon", "epsilon": "1e-3"}))
    quotient, backward = equations(text)
    above, below, low = re.search(r"\\frac\{([\d.]+) - ([\d.]+)\}\{2 \\cdot ([^}]+)\}", quotient).groups()  # type: ignore[union-attr]
    assert low.strip() == "0.001"
    measured = number(quotient.rpartition(" = ")[2])
    assert rounded((float(above) - float(below)) / 2e-3) == measured
    assert number(backward.partition(" = ")[2]) == pytest.approx(measured, rel=1e-2)


@every_link
@pytest.mark.parametrize("figure", PICTURES)
def test_every_picture_has_an_equation_whose_braces_close(link: dict[str, str], figure: str) -> None:
    order = ordered(link)
    order = replace(order, style=replace(order.style, figure=figure))
    text = latex(order)
    assert text.endswith("\n")
    assert text.count("{") == text.count("}")
    assert text.count(r"\left") == text.count(r"\right")
    assert text.count(r"\begin{bmatrix}") == text.count(r"\end{bmatrix}")


# --- numbers -------------------------------------------------------------------------------------


@every_link
@pytest.mark.parametrize("name", TABLES)
def test_a_table_reads_back_to_the_last_bit(link: dict[str, str], name: str) -> None:
    table = TABLES[name](ordered(link))
    back = pd.read_csv(io.BytesIO(csv(table)), dtype=str).astype(table.dtypes.to_dict())
    pd.testing.assert_frame_equal(back, table, check_exact=True)


@every_link
def test_the_tables_are_core_s(link: dict[str, str]) -> None:
    order = ordered(link)
    run = Timeline(order.experiment)
    now = run.at(order.step)
    points, losses = TABLES["points"](order), TABLES["losses"](order)
    assert np.array_equal(points[["x1", "x2"]], np.vstack([run.train.X, run.test.X]))
    assert (points["part"] == "train").sum() == len(run.train.y)
    agrees = (points["class"] == points["predicted"])[points["part"] == "train"]
    assert agrees.mean() == pytest.approx(now.train_accuracy)
    assert np.array_equal(losses.to_numpy(dtype=float), run.history(order.step))
    for name, layers in (("weights", now.network.layers), ("gradients", now.gradients.layers)):
        table = TABLES[name](order)
        letter = "d" if name == "gradients" else ""
        for at, layer in enumerate(layers, start=1):
            own = table[(table["layer"] == at) & (table["name"] == f"{letter}W")]
            W = getattr(layer, f"{letter}W")
            for (i, j), value in zip(itertools.product(*map(range, W.shape)), own["value"], strict=True):
                assert value == W[i, j]
            bias = table[(table["layer"] == at) & (table["name"] == f"{letter}b")]
            assert np.array_equal(bias["value"], getattr(layer, f"{letter}b"))


def test_the_losses_have_every_step_unless_chosen_otherwise() -> None:
    run = Timeline(Experiment())
    table = TABLES["losses"](ordered({"step": "3000"}))
    assert table["step"].tolist() == list(range(3001))
    for step in (0, 1, 1234, 3000):
        assert np.array_equal(table.iloc[step].to_numpy(dtype=float), run.at(step).row)
    chosen = TABLES["losses"](ordered({"step": "3000", "every": "700"}))
    assert chosen["step"].tolist() == [0, 700, 1400, 2100, 2800, 3000]
    pd.testing.assert_frame_equal(chosen, table.iloc[chosen["step"]].reset_index(drop=True))


@pytest.mark.parametrize("table", MOST_ROWS)
def test_a_table_over_a_run_is_bounded_and_its_spacing_round(table: str) -> None:
    for step in (0, 1, 199, 200, 9_999, 10_000, 123_456, 1_000_000):
        found = spacing(ordered({"step": str(step)} if step else {}), table)
        assert len(range(0, step, found)) <= MOST_ROWS[table]
        assert str(found).rstrip("0") in ("1", "2", "5")
        finer = {"1": found // 2, "2": found // 2, "5": found * 2 // 5}[str(found).rstrip("0")]
        assert found == 1 or step // finer >= MOST_ROWS[table]


def test_the_vital_signs_are_core_s() -> None:
    for link in ({"step": "5"}, {"step": "4", "optimizer": "adam", "activation": "relu", "init": "he"}):
        order = ordered(link)
        run = Timeline(order.experiment)
        table = TABLES["vital_signs"](order)
        assert table["step"].tolist() == list(range(order.step + 1))
        for step, row in enumerate(table.to_dict("records")):
            now = run.at(step)
            first, last = layer_signs(now, run.train)
            assert row["gradient_norm_2"] == last.gradient_norm
            assert (row["update_ratio_1"], row["saturated_1"]) == (first.update_ratio, first.saturated)
            assert (row["dead_1"], row["mean_slope_1"]) == (first.dead, first.mean_slope)
            assert np.isnan(row["dead_2"])
            assert row["sharpness"] == sharpness(now.network, run.train.X, run.train.Y)
            assert row["threshold"] == 2 or (np.isnan(row["threshold"]) and "optimizer" in link)


def test_the_columns_of_the_history_are_named() -> None:
    order = ordered({"step": "300"})
    with np.load(io.BytesIO(npz(order)), allow_pickle=False) as found:
        columns = found["history_columns"].tolist()
        assert columns == TABLES["losses"](order).columns.tolist()
        assert found["history"].shape == (301, len(columns))
        assert np.array_equal(found["history"][:, columns.index("step")], np.arange(301))


@every_link
def test_the_arrays_are_core_s(link: dict[str, str]) -> None:
    order = ordered(link)
    run = Timeline(order.experiment)
    now = run.at(order.step)
    with np.load(io.BytesIO(npz(order)), allow_pickle=False) as found:
        assert np.array_equal(found["X_train"], run.train.X)
        assert np.array_equal(found["history"], run.history(order.step))
        for at, (layer, gradient) in enumerate(
            zip(now.network.layers, now.gradients.layers, strict=True), start=1
        ):
            assert np.array_equal(found[f"W{at}"], layer.W)
            assert np.array_equal(found[f"b{at}"], layer.b)
            assert np.array_equal(found[f"dW{at}"], gradient.dW)
            assert np.array_equal(found[f"db{at}"], gradient.db)
            assert np.array_equal(found[f"step_W{at}"], now.updates[at - 1][0])
    assert npz(order) == npz(order)


@pytest.mark.parametrize("kind", ["csv", "npz", "txt", "tex", "html"])
def test_what_needs_no_browser_is_the_same_file_each_time(kind: str) -> None:
    order = ordered({"step": "9", "frames": "3", "figure": "network"})
    assert export(order, kind) == export(order, kind)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_an_update_that_is_only_roundoff_has_the_ratio_0(optimizer: str) -> None:
    order = ordered({"dataset": "moons", "init": "zeros", "optimizer": optimizer, "step": "30"})
    table = TABLES["vital_signs"](order)
    assert not table[["update_ratio_1", "update_ratio_2"]].to_numpy().any()
