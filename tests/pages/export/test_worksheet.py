"""A worksheet: no blank cell can be read anywhere on it, and the key has the true numbers."""

import base64
import re
from html import unescape
from itertools import product

import numpy as np
import pytest

from core import Timeline
from pages.export import worksheet
from pages.export.order import Order, read_order
from pages.export.worksheet import (
    PHASES,
    WorksheetPhase,
    blank_cells,
    link_of,
    page,
    phases_of,
    with_room,
)

RUN = {"step": "40", "hidden": "3", "count": "4"}


def ordered(**link: str) -> Order:
    order, ignored = read_order(RUN | link)
    assert ignored == ()
    return order


def numbers(packed: dict) -> np.ndarray:
    """Return an array as Plotly packs it."""
    shape = tuple(map(int, str(packed.get("shape", "-1")).split(",")))
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).reshape(shape)


def cells_of(
    figure: dict, name: str, phase: WorksheetPhase
) -> dict[tuple[int, int, int], tuple[float, str]]:
    """Return colour and text of each drawn cell of a matrix, by block, row and column of the matrix.

    A small sheet has no room for the last line of an update.
    """
    blocks = phase.board.scheme.blocks
    heatmaps = [trace for trace in figure["data"] if trace["type"] == "heatmap"]
    texts = [trace["text"] for trace in figure["data"] if trace["type"] == "scatter"]
    found = {}
    for at, (block, heatmap, words) in enumerate(zip(blocks, heatmaps, texts, strict=False)):
        z, places = numbers(heatmap["z"]), [numbers(heatmap[axis]) - 1 for axis in ("y", "x")]
        for (row, column), colour, text in zip(product(*places), z.flat, words, strict=True):
            place = (column, row) if block.is_transposed else (row, column)
            if block.name == name:
                found[at, *place] = float(colour), text.strip()
    return found


@pytest.mark.parametrize(
    ("phase", "convention"), [("Z1", "rows"), ("dZ2", "columns"), ("update 1", "rows")]
)
def test_a_blank_cell_is_blank_wherever_its_matrix_stands(phase: str, convention: str) -> None:
    phases = phases_of(with_room(ordered(phase=phase, convention=convention)))
    cells = blank_cells(phases, 16, 7)
    assert sum(map(len, cells.values())) == 16
    seen = 0
    for each in phases:
        sheet, key = each.figure(cells, is_key=False), each.figure(cells, is_key=True)
        for name, places in cells.items():
            true = cells_of(key, name, each)
            for (at, *place), (colour, text) in cells_of(sheet, name, each).items():
                if tuple(place) in places:
                    assert (colour, text) == (0, "")
                    assert true[at, *place][1]
                    seen += 1
                else:
                    assert (colour, text) == true[at, *place]
        said = " ".join(text["text"] for text in sheet["layout"]["annotations"])
        assert each.board.words.cell not in said
        assert not any(text in said for text in each.board.words.sums)
    assert seen >= 16


def test_the_key_has_the_numbers_of_core() -> None:
    order = ordered(phase="Z1", points="1,2,3,4", whole="no")
    (first, *_) = phases_of(order)
    now, train = Timeline(order.experiment).at(40), Timeline(order.experiment).train
    inspected = first.board._inspected.chosen
    layer = now.network.layers[0]
    cells = cells_of(first.figure({}, is_key=True), "Z1", first)
    shown = [colour for colour, _ in cells.values()]
    np.testing.assert_allclose(shown, (train.X[inspected] @ layer.W + layer.b).ravel(), rtol=1e-12)


def test_the_seed_draws_the_cells_and_each_phase_has_some() -> None:
    phases = phases_of(ordered(phase="Z1"))
    cells = blank_cells(phases, PHASES, 1)
    assert list(map(len, cells.values())) == [1] * PHASES
    assert blank_cells(phases, 12, 3) == blank_cells(phases, 12, 3) != blank_cells(phases, 12, 4)
    many = blank_cells(phases, 10_000, 0)
    assert sum(map(len, many.values())) == sum(len(phase.free) for phase in phases)


@pytest.mark.parametrize(
    ("phase", "hidden", "keys"),
    [
        ("data", "3", ["Z1", "A1", "Z2", "A2"]),
        ("dZ2", "3", ["dZ2", "dW2", "db2", "dA1"]),
        ("update 2", "3", ["dW1", "db1", "update 1", "update 2"]),
        ("Z1", "none", ["Z1", "A1", "l", "loss"]),
        ("dZ5", "3", ["Z1", "A1", "Z2", "A2"]),
    ],
)
def test_the_sheet_begins_with_the_phase_that_is_open(phase: str, hidden: str, keys: list[str]) -> None:
    assert [each.board.phase.key for each in phases_of(ordered(phase=phase, hidden=hidden))] == keys


class Unpainted:
    def still(self, figure: dict, sheet: object, kind: str) -> bytes:
        return b"<svg/>"


def test_both_pages_have_the_link_as_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheet, "renderer", Unpainted)
    coded: list[str] = []
    monkeypatch.setattr(worksheet, "qr_code", lambda text, title: coded.append(text) or "<svg class=code/>")
    order = ordered(phase="dZ2", dataset="own", data="a@1,2_3,4__b<b>@5,6_7,8__4".replace("<b>", ""))
    html = page(order, "https://example.org/x/slides")
    assert html.count("<article>") == html.count("<svg class=code/>") == 2
    assert html.count("<figure>") == 2 * PHASES
    assert coded == [f"https://example.org/x/one_step{link_of(order)}"] * 2
    assert "phase=dZ2" in link_of(order)
    assert [*re.findall(r"<h1>(.*?)</h1>", html)] == ["own, 2-3-2, step 40", "Key: own, 2-3-2, step 40"]


def test_without_an_address_or_with_a_long_link_the_link_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheet, "renderer", Unpainted)
    order = ordered(phase="Z1")
    assert unescape(page(order)).count(f'<p class="link">{link_of(order)}</p>') == 2
    assert page(order, "https://example.org/" + "x" * 1200 + "/slides").count('<p class="link">') == 2
    assert link_of(Order()) == ""


def drawn(phase: WorksheetPhase) -> dict[str, np.ndarray]:
    """Return what is drawn of the factors and of the result."""
    return {
        piece.block.role: np.asarray(piece.block.values)[np.ix_(piece.rows, piece.columns)]
        for piece in phase.pieces
        if piece.block.role in ("left", "right", "result")
    }


@pytest.mark.parametrize(
    "link", [{}, {"dataset": "iris", "hidden": "4"}, {"convention": "columns"}, {"hidden": "8,8"}], ids=str
)
def test_a_product_that_is_asked_follows_from_what_is_drawn(link: dict[str, str]) -> None:
    order, _ = read_order({"step": "40", "phase": "dW2", **link})
    phases = phases_of(with_room(order))
    (product,) = [phase for phase in phases if phase.board.phase.key == "dW2"]
    assert product.free
    found = drawn(product)
    assert np.allclose(found["left"] @ found["right"], found["result"], rtol=1e-12, atol=1e-18)


def test_the_sums_of_a_whole_batch_are_not_asked() -> None:
    order, _ = read_order({"step": "40", "phase": "dW2", "whole": "yes"})
    assert with_room(order) == order
    asked = {phase.board.phase.key for phase in phases_of(order) if phase.free}
    assert asked == {"dA1", "dZ1"}
