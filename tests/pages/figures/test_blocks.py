"""Where blocks and words stand on a sheet: as the board does, and as much as fits."""

import numpy as np
import pytest

from core import Axis
from pages.figures.block import Block, Light, windows
from pages.figures.block_frame import Frame
from pages.figures.block_layout import Scheme, laid_out_blocks
from pages.figures.block_words import Words
from pages.figures.blocks import alt_blocks, blocks_figure
from pages.figures.palette import INK

N, H, K = Axis("n", "samples"), Axis("h", "units of layer 1"), Axis("k", "classes")
ONE = Axis("1", "")
ROOM = (758.0, 386.0)
WORDS = Words("dW₂ = A₁ᵀ dZ₂", "Eq. (6)", "dW2 = A1.T @ dZ2", ["All 140 training samples."], "dW₂ = 1")


def block(symbol: str, rows: tuple[Axis, int], columns: tuple[Axis, int], **more: object) -> Block:
    (down, r), (across, c) = rows, columns
    values = np.arange(1.0, r * c + 1).reshape(r, c) / 100
    names = [f"{axis.words} {at + 1}" for axis, count in (rows, columns) for at in range(count)]
    shape = f"({down.letter} × {across.letter}) = ({r} × {c})"
    return Block(symbol, (), shape, values, values.max(), names[:r], names[r:], (down, across), **more)  # type: ignore[arg-type]


def a_product(n: int, h: int = 4, focus: dict[str, int] | None = None) -> Scheme:
    blocks = [
        block("A₁ᵀ", (H, h), (N, n), role="left", lights=[Light(row=1)]),
        block("dZ₂", (N, n), (K, 2), role="right", lights=[Light(column=0)]),
        block("dW₂", (H, h), (K, 2), role="result", lights=[Light(1, 0)]),
    ]
    return Scheme([blocks], is_product=True, focus=focus or {})


def boxes(frame: Frame) -> dict[str, tuple[float, float, float, float]]:
    return {place.piece.block.symbol: place.box(frame.look) for place in frame.places}


def test_a_product_stands_as_its_matrices_multiply() -> None:
    frame = laid_out_blocks(a_product(6), WORDS, ROOM)
    left, right, result = boxes(frame).values()
    assert left[1:4:2] == result[1:4:2], "a row runs from the left factor into the result"
    assert right[0:3:2] == result[0:3:2], "a column runs from the right factor into the result"
    assert left[2] < right[0]
    assert right[3] < left[1]


def test_what_is_added_stands_above_the_result_or_before_it() -> None:
    product = a_product(3)
    plus = block("b", (Axis("1", ""), 1), (K, 2), role="plus")
    beside = block("b", (H, 4), (Axis("1", ""), 1), role="plus")
    left, right, result = product.lines[0]
    above = boxes(laid_out_blocks(Scheme([[left, right, plus, result]], is_product=True), WORDS, ROOM))
    before = boxes(
        laid_out_blocks(
            Scheme([[left, right, beside, result]], is_product=True, is_beside=True), WORDS, ROOM
        )
    )
    assert above["dZ₂"][3] < above["b"][1] < above["b"][3] < above["dW₂"][1]
    assert above["b"][0] == above["dW₂"][0]
    assert before["A₁ᵀ"][2] < before["b"][0] < before["b"][2] < before["dW₂"][0]
    assert before["b"][1] == before["dW₂"][1]


def test_a_sheet_is_used() -> None:
    frame = laid_out_blocks(a_product(6), WORDS, ROOM)
    assert frame.width > 0.8 * ROOM[0]
    assert frame.height > 0.9 * ROOM[1]
    assert frame.look.font >= 14


def test_words_stand_before_the_blocks_on_a_very_wide_sheet() -> None:
    losses = Scheme([[block("l", (N, 140), (ONE, 1)), block("loss", (ONE, 1), (ONE, 1), sign="mean →")]])
    for room, is_before in (((1900.0, 400.0), True), (ROOM, False)):
        frame = laid_out_blocks(losses, WORDS, room)
        first = min(box[0] for box in boxes(frame).values())
        words = [label.box for label in frame.labels if label.line.text == WORDS.equation]
        assert [box[2] < first for box in words] == [is_before]


@pytest.mark.parametrize("focus", [{}, {"n": 80, "h": 17}])
def test_rows_that_do_not_fit_are_left_out_and_counted_once(focus: dict[str, int]) -> None:
    frame = laid_out_blocks(a_product(140, 64, focus), WORDS, ROOM)
    texts = [label.line.text for label in frame.labels]
    assert sum("Drawn:" in text for text in texts) == 1
    for place in frame.places:
        axes = zip(place.piece.block.axes, (place.piece.rows, place.piece.columns), strict=True)
        for axis, shown in axes:
            assert axis is K or focus.get(axis.letter, 0) in shown
            assert axis is not N or f"{len(shown)} of 140 samples" in " ".join(texts)


def test_windows_hold_what_must_be_seen() -> None:
    shown = windows(a_product(140).blocks, 6, {"n": 139})
    assert shown == {"h": range(4), "n": range(134, 140), "k": range(2)}
    assert windows(a_product(140).blocks, 6, {"n": 3})["n"] == range(6)


def test_lines_break_before_a_sign_where_a_sheet_is_narrow() -> None:
    line = [
        block("A", (N, 140), (K, 2)),
        block("Y", (N, 140), (K, 2), sign="−"),
        block("dZ", (N, 140), (K, 2), sign=") / 140 =", role="result"),
    ]
    wide, narrow = (laid_out_blocks(Scheme([line]), WORDS, room) for room in (ROOM, (360.0, 378.0)))
    assert len({place.top for place in wide.places}) == 1
    assert len({place.top for place in narrow.places}) == 2
    signs = [label for label in wide.labels if label.line.text in ("−", "=")]
    assert signs
    assert all(label.box[0] > boxes(wide)["A"][2] for label in signs)


def test_the_figure_has_the_numbers_that_are_drawn_and_marks_the_cell() -> None:
    product = a_product(140, 64, {"n": 100})
    figure = blocks_figure(product, WORDS, room=ROOM, theme="light")
    cells = [trace for trace in figure.data if trace.type == "heatmap"]
    for trace, block in zip(cells, product.blocks, strict=True):
        assert np.array_equal(trace.z, block.values[np.ix_(trace.y - 1, trace.x - 1)])
    assert set(cells[0].x) == set(cells[1].y) >= {101}
    texts = [trace for trace in figure.data if trace.type == "scatter"]
    assert texts[2].text[0] == "0.01"
    assert all(text.textfont.size >= 11 for text in texts)
    marks = [shape for shape in figure.layout.shapes if shape.line.color == INK["light"].text]
    assert len(marks) == 3, "the row, the column and the cell that they make"
    row, column, cell = ((mark.x0, mark.y0, mark.x1, mark.y1) for mark in marks)
    assert row[1:4:2] == pytest.approx(cell[1:4:2])
    assert column[0:3:2] == pytest.approx(cell[0:3:2])


def test_the_words_name_the_samples_and_the_result() -> None:
    said = alt_blocks(a_product(6).blocks, "dW₂ = A₁ᵀ dZ₂", "all 140 training samples")
    assert said.startswith(
        "dW₂ = A₁ᵀ dZ₂, as blocks, over all 140 training samples: A₁ᵀ (h × n) = (4 × 6), "
    )
    assert said.endswith("The largest number in size of dW₂ is 0.08, in row 4, column 2.")
