"""The board on a sheet: for any run, phase and size nothing collides, and it says what the board says."""

import json
import math
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import ACTIVATIONS, DATASETS, LOSSES, OPTIMIZERS, Experiment, Timeline
from pages.figures.block_frame import Box, Frame
from pages.figures.block_layout import laid_out_blocks
from pages.figures.cell_form import forms_of
from pages.figures.cells import NUMBER_PIXELS
from pages.figures.sheet import Sheet
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.drawing import BoardDrawing
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.message import step_message
from tests.browser.journeys import sums
from tests.pages.by_hand import Array, every_run, every_view

SIZES = [(1280, 720), (960, 720), (640, 720), (2400, 600), (540, 720), (320, 240)]
MATRICES = Path(__file__).resolve().parents[3] / "pages" / "frontend" / "matrices"
SLACK = 0.5

experiments = st.builds(
    Experiment,
    dataset=st.sampled_from(DATASETS),
    samples=st.sampled_from([20, 60, 200]),
    hidden=st.lists(st.sampled_from([1, 2, 4, 7, 8, 9, 16, 64]), max_size=4).map(tuple),
    activation=st.sampled_from([name for name in ACTIVATIONS if name != "softmax"]),
    loss=st.sampled_from(list(LOSSES)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    init=st.sampled_from(["xavier", "he", "zeros"]),
    learning_rate=st.sampled_from([0.003, 0.3, 10.0]),
    batch_size=st.sampled_from([None, 1, 10]),
    l2=st.sampled_from([0.0, 0.01]),
    l1=st.sampled_from([0.0, 0.02]),
)
views = st.builds(
    OneStepChoices,
    convention=st.sampled_from(["rows", "columns"]),
    whole=st.sampled_from(["yes", "no"]),
    count=st.sampled_from([3, 6, 12]),
)


def drawing(experiment: Experiment, step: int, choices: OneStepChoices, key: str) -> BoardDrawing:
    return BoardDrawing(InspectedStep(Timeline(experiment), step, choices), key)


def keys(experiment: Experiment, step: int = 0) -> list[str]:
    rows = InspectedStep(Timeline(experiment), step, OneStepChoices()).rows
    return [phase.key for phase in rows.phases]


def texts(frame: Frame) -> Iterator[tuple[str, float, Box]]:
    for label in frame.labels:
        yield label.line.text, label.line.size, label.box
    for place in frame.places:
        for label in place.labels(frame.look):
            yield label.line.text, label.line.size, label.box


def overlap(a: Box, b: Box) -> bool:
    across, down = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    return across > SLACK and down > SLACK


def assert_tidy(frame: Frame, room: tuple[float, float]) -> None:
    """Check that all fits the room, nothing stands on another thing, and every number fits its cell."""
    cells = [(place.piece.block.symbol, place.box(frame.look)) for place in frame.places]
    drawn = [*((text, box) for text, _, box in texts(frame)), *cells]
    for name, (left, top, right, bottom) in drawn:
        assert min(left, top) > -SLACK, name
        assert right < room[0] + SLACK, name
        assert bottom < room[1] + SLACK, name
    for at, (one, box) in enumerate(drawn):
        assert not [other for other, its in drawn[at + 1 :] if overlap(box, its)], one
    assert min(size for _, size, _ in texts(frame)) >= NUMBER_PIXELS
    assert frame.look.font >= NUMBER_PIXELS
    for place in frame.places:
        assert (form := place.piece.form(frame.look)), place.piece.block.symbol
        assert form.ems * frame.look.font < frame.look.wide


@settings(max_examples=30, deadline=None)
@given(experiments, views, st.sampled_from([0, 3, 40]), st.sampled_from(SIZES), st.booleans(), st.data())
def test_nothing_collides_on_any_sheet(
    experiment: Experiment,
    choices: OneStepChoices,
    step: int,
    size: tuple[int, int],
    has_heading: bool,
    data: st.DataObject,
) -> None:
    step = min(step, Timeline(experiment).end)
    key = data.draw(st.sampled_from(keys(experiment)))
    room = Sheet(*size, "light", has_heading=has_heading).inside
    board = drawing(experiment, step, choices, key)
    assert_tidy(laid_out_blocks(board.scheme, board.words, room), room)


@every_run
@every_view
def test_the_blocks_are_those_of_the_board(experiment: Experiment, choices: OneStepChoices) -> None:
    message = step_message(Timeline(experiment), 3, choices, "light")
    inspected = InspectedStep(Timeline(experiment), 3, choices)
    for phase in message["phases"]:
        board, layout = BoardDrawing(inspected, phase["key"]), phase["layout"]
        if "lines" in layout:
            expected = [[(p["name"], p["sign"], p["role"]) for p in line] for line in layout["lines"]]
        else:
            parts = [
                (layout["left"]["name"], "left"), (layout["right"]["name"], "right"),
                (layout["plus"], "plus"), (phase["result"], "result"),
            ]  # fmt: skip
            expected = [[(name, "", role) for name, role in parts if name]]
        found = [
            [(block.symbol.removesuffix("ᵀ"), block.sign, block.role) for block in line]
            for line in board.scheme.lines
        ]
        matrices = message["matrices"]
        assert found == [
            [(matrices[name]["symbol"], sign, role) for name, sign, role in line] for line in expected
        ]
        for block, (name, _, _) in zip(board.scheme.blocks, chain(*expected), strict=True):
            values = matrices[name].get("seen", matrices[name]["values"])
            assert np.array_equal(block.values, values.T if block.symbol.endswith("ᵀ") else values)
            assert block.scale == matrices[name]["scale"]


def in_node(given: dict[str, Any]) -> Any:
    """Return the sums and the forms that the board in the browser writes."""
    script = (
        f'import {{ readFileSync }} from "node:fs";'
        f'import {{ sumOf }} from "{MATRICES}/cell_sums.js";'
        f'import {{ formOf }} from "{MATRICES}/number_format.js";'
        "const { matrices, asked, forms } = JSON.parse(readFileSync(0));"
        "const sums = asked.map(([sums, ...cell]) => sumOf({ matrices }, { sums }, ...cell).text);"
        "const texts = forms.map(([name, wide]) => { const { values } = matrices[name];"
        "const { text, unit } = formOf(values, { wide, font: 12 });"
        "return [values.flat().map(text), unit]; });"
        "console.log(JSON.stringify({ sums, texts }));"
    )
    run = ["node", "--input-type=module", "-e", script]
    made = subprocess.run(run, input=json.dumps(given), capture_output=True, text=True, check=True)
    return json.loads(made.stdout)


@every_run
@every_view
def test_sums_and_numbers_are_written_as_in_the_browser(
    experiment: Experiment, choices: OneStepChoices
) -> None:
    message = step_message(Timeline(experiment), 3, choices, "light")
    matrices = {
        name: {**matrix, "values": matrix["values"].tolist(), "seen": None}
        for name, matrix in message["matrices"].items()
    }
    asked, ours = [], []
    inspected = InspectedStep(Timeline(experiment), 3, choices)
    for phase in message["phases"]:
        board = BoardDrawing(inspected, phase["key"])
        if board.words.sums:
            is_folded = "…" in board.words.sums[0]
            asked.append([phase["sums"], *(board.marked or ()), is_folded])
            ours.append(board.words.sums[int(is_folded)].rpartition(" = ")[0])
    forms = [[name, wide] for name in matrices for wide in (80, 50, 34)]
    theirs = in_node({"matrices": matrices, "asked": asked, "forms": forms})
    assert theirs["sums"] == ours
    allowed = {
        name: [(list(form.texts), form.unit) for form in forms_of(np.array(matrix["values"]))]
        for name, matrix in matrices.items()
    }
    for (name, _), (written, unit) in zip(forms, theirs["texts"], strict=True):
        assert (written, unit) in allowed[name], name


def test_the_pinned_cell_is_marked_with_its_sum() -> None:
    board = drawing(Experiment(), 40, OneStepChoices(whole="no", pin="dW2:2,1"), "dW2")
    assert board.words.cell == "dW₂[unit 2, class 0] = −0.001153"
    assert board.words.sums[0] == (
        "0.5546 · (−0.07861) + 0.5263 · 0.0855 + 0.4704 · (−0.08035) + 0.4596 · 0.08159 + "
        "0.4287 · (−0.09251) + 0.481 · 0.07776 = −0.001153"
    )
    left, right, result = board.scheme.blocks
    assert [(light.row, light.column) for light in (*left.lights, *right.lights, *result.lights)] == [
        (1, None),
        (None, 0),
        (1, 0),
    ]


def test_a_pinned_cell_is_drawn_however_far_out_it_is() -> None:
    board = drawing(Experiment(), 40, OneStepChoices(whole="yes", pin="Z2:97,2"), "Z2")
    frame = laid_out_blocks(board.scheme, board.words, (758, 386))
    assert all(96 in place.piece.rows for place in frame.places if place.piece.block.axes[0].letter == "n")
    assert board.words.cell.startswith("Z₂[sample 97, class 1] = ")


def test_a_long_sum_is_written_with_fewer_terms_and_its_own_value() -> None:
    board = drawing(Experiment(), 40, OneStepChoices(whole="yes"), "dW2")
    assert board.words.sums
    assert [text.count(" + ") for text in board.words.sums] == [6, 4, 3, 2]
    for text, left in zip(board.words.sums, (134, 136, 137, 138), strict=True):
        assert f" + … {left} more (" in text
        assert text.endswith(board.words.cell.partition(" = ")[2])
        assert sums.adds_up(text)


def sizes(M: Array) -> float:
    return float(np.abs(M).max())


@pytest.mark.parametrize(
    "choices", [OneStepChoices(whole="yes"), OneStepChoices(whole="yes", convention="columns")]
)
def test_round_off_looks_like_zero_in_every_phase(choices: OneStepChoices) -> None:
    experiment = Experiment(init="zeros", activation="tanh")
    inspected = InspectedStep(Timeline(experiment), 3, choices)
    exact = {name: sizes(matrix.values) for name, matrix in inspected.rows.matrices.items()}
    noisy = {name for name, size in exact.items() if 0 < size < 1e-16}
    assert noisy, "this run has matrices that are only round-off"
    checked = set()
    for phase in inspected.rows.phases:
        for block in BoardDrawing(inspected, phase.key).scheme.blocks:
            if exact.get(block.symbol.translate(PLAIN), 1) < 1e-16:
                assert not block.values.any(), block.symbol
                assert block.scale > 1e-6, block.symbol
                checked.add(block.symbol.translate(PLAIN))
    assert checked & noisy


PLAIN = str.maketrans("₁₂₃", "123")


def test_small_numbers_that_are_no_round_off_are_kept() -> None:
    experiment = Experiment(dataset="gaussians", hidden=(4,), optimizer="adam", learning_rate=0.1)
    inspected = InspectedStep(Timeline(experiment), 400, OneStepChoices())
    for phase in inspected.rows.phases:
        for block in BoardDrawing(inspected, phase.key).scheme.blocks:
            matrix = inspected.rows.matrices.get(block.symbol.translate(PLAIN))
            if (
                matrix is not None
                and not math.isclose(sizes(matrix.values), 0)
                and sizes(matrix.values) > 1e-12
            ):
                assert (
                    np.array_equal(block.values != 0, matrix.values != 0)
                    or sizes(matrix.values[block.values == 0]) < 1e-15
                )


@pytest.mark.parametrize("key", ["Z1", "dZ1", "dW2", "update 2"])
def test_blocks_stay_where_they_are_from_step_to_step(key: str) -> None:
    looks, places = set(), set()
    for step in (0, 7, 40, 300):
        board = drawing(Experiment(), step, OneStepChoices(whole="yes"), key)
        frame = laid_out_blocks(board.scheme, replace(board.words, sums=()), (758, 386))
        looks.add(frame.look)
        places.add(tuple((place.left, place.top) for place in frame.places))
    assert len(looks) == len(places) == 1
