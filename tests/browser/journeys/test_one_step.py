"""One step: what stands on the board is what core computes, and each sum is the sum of its terms."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from core import Timeline, backward, forward, from_link
from tests.browser.journeys import sums
from tests.browser.journeys.boards import BOARD, open_board, phases, ready, turn_to
from tests.browser.journeys.tab import Tab, number

pytestmark = pytest.mark.browser

SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
LINKS = {
    "the notes' network": {"step": "240"},
    "columns": {"step": "240", "convention": "columns"},
    "three classes, two layers, a penalty": {
        "dataset": "arms", "hidden": "3,2", "activation": "tanh", "l2": "0.01", "step": "60",
    },
    "relu, columns, picked": {
        "hidden": "3", "activation": "relu", "init": "he", "convention": "columns", "points": "3,17,25",
        "count": "3", "step": "30",
    },
    "no hidden layer, Adam": {"hidden": "none", "optimizer": "adam", "step": "10"},
    "the run's own batch": {"batch": "5", "whole": "yes", "step": "12"},
    "the first visit": {},
    "the first visit, columns": {"convention": "columns"},
    "sure of everything": {"lr": "30", "step": "500"},
    "late, columns": {"step": "3000", "convention": "columns"},
    "late": {"step": "3000"},
    "three classes, sure of them": {"lr": "10", "step": "2000", "dataset": "blobs"},
    "three classes, sure of them, columns": {
        "lr": "10", "step": "2000", "dataset": "blobs", "convention": "columns",
    },
    "what cancels": {"init": "zeros", "whole": "yes", "lr": "0.7"},
}  # fmt: skip


def cells(tab: Tab) -> Iterator[tuple[str, str]]:
    """Point at the corner cells of every result on the board; return each cell's name and sum."""
    for block in tab.page.locator(f"{BOARD} [data-role=result] .field").all():
        block.scroll_into_view_if_needed()
        box = block.bounding_box()
        assert box
        for across, down in ((0.02, 0.02), (0.98, 0.98), (0.02, 0.98), (0.5, 0.5)):
            tab.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
            yield tab.part("cell").inner_text(), tab.part("sum").inner_text()


class Truth:
    """Compute what the board shows, with core alone, for the samples that it names."""

    def __init__(self, link: dict[str, str], samples: list[int]) -> None:
        self.experiment, step, _ = from_link(link)
        timeline = Timeline(self.experiment)
        self.is_turned = link.get("convention") == "columns"
        self.now, self.next = timeline.at(step), timeline.at(step + 1)
        train = timeline.train
        self.samples = samples
        self.trace = forward(self.now.network, train.X[samples])
        self.Y = train.Y[samples]
        self.gradients = backward(self.now.network, self.trace, self.Y, l2=self.experiment.l2)

    def value(self, cell: str) -> float:
        """Return the number in a cell named as in ``dW2[unit 1, class 0]``, in either convention."""
        symbol, _, place = cell.translate(SUBSCRIPTS).replace("]", "").partition("[")
        name, layer = re.fullmatch(
            r"(next W|next b|l|loss|d?[ZAWb]|lr · dW|lr · db|[sS])(\d*)", symbol
        ).groups()  # type: ignore[union-attr]
        index = int(layer or 1) - 1
        array = self.array(name, index)
        parts = [part for part in place.split(", ") if part]
        return float(array[self.place(array, name, parts)])

    def array(self, name: str, i: int) -> Any:
        P, grads, after = self.trace.probabilities, self.gradients.layers, self.next.network.layers
        losses = -np.log((P * self.Y).sum(axis=1))
        made = {
            "Z": lambda: self.trace.Z[i], "A": lambda: self.trace.A[i], "l": lambda: losses,
            "loss": lambda: np.array(losses.mean()), "dZ": lambda: grads[i].dZ, "dA": lambda: grads[i].dA,
            "dW": lambda: grads[i].dW, "db": lambda: grads[i].db,
            "next W": lambda: after[i].W, "next b": lambda: after[i].b,
        }  # fmt: skip
        return made[name]()

    def place(self, array: Any, name: str, parts: list[str]) -> tuple[int, ...]:
        """Return where a cell stands in core's array, whose rows are samples or what enters a layer."""
        of_sample = [part for part in parts if part.startswith("sample")]
        at = [self.samples.index(int(part.split()[1]) - 1) for part in of_sample]
        rest = [number_of(part) for part in parts if part not in of_sample]
        if name in ("dW", "next W") and self.is_turned:
            rest.reverse()
        return tuple(at + rest)[: array.ndim]


def number_of(part: str) -> int:
    """Return the place that ``unit 2``, ``class 0`` or ``x₁`` names, from 0."""
    if part.startswith("x"):
        return int(part[1:]) - 1
    word, count = part.split()
    return int(count) - (word == "unit")


def opened(tab: Tab) -> list[int]:
    """Return the samples on the board, in its order, as the rows of the data are named."""
    turn_to(tab, "data")
    field = tab.page.locator(f"{BOARD} [data-matrix=X] .field")
    field.focus()
    field.press("ArrowUp")
    names: list[str] = []
    turned = tab.page.locator(BOARD).get_attribute("data-convention") == "columns"
    while True:
        name = re.search(r"sample (\d+)", tab.part("cell").inner_text())
        assert name
        if name.group(1) in names:
            return [int(each) for each in names]
        names.append(name.group(1))
        field.press("ArrowRight" if turned else "ArrowDown")


@pytest.mark.parametrize("link", LINKS.values(), ids=LINKS)
def test_every_sum_is_that_of_its_terms_and_core_s_value(tab: Tab, link: dict[str, str]) -> None:
    open_board(tab, link)
    truth = Truth(link, [sample - 1 for sample in opened(tab)])
    checked = 0
    for phase in phases(tab)[1:]:
        turn_to(tab, phase)
        for cell, text in cells(tab):
            _, is_a_sum, value = text.rpartition(" = ")
            assert is_a_sum, (phase, cell, text)
            assert sums.adds_up(text), (phase, cell, text, sums.evaluate(text.rpartition(" = ")[0]))
            assert number(value) == pytest.approx(truth.value(cell), rel=6e-4, abs=1e-12), (phase, cell)
            checked += 1
    assert checked >= 3 * (len(phases(tab)) - 1)


def test_keys_go_through_the_phases_and_on_to_the_next_step(tab: Tab) -> None:
    open_board(tab, {"hidden": "none", "step": "7"})
    names = phases(tab)
    for name in names[1:]:
        tab.page.keyboard.press("ArrowRight")
        ready(tab, "7", name)
    tab.page.keyboard.press("ArrowRight")
    ready(tab, "8", "data")
    tab.when(lambda: tab.link == {"hidden": "none", "step": "8"})
    tab.page.keyboard.press("ArrowLeft")
    ready(tab, "7", names[-1])
    tab.part("phase-back").click()
    ready(tab, "7", names[-2])


def test_a_pinned_cell_is_in_the_link_and_comes_back(tab: Tab) -> None:
    open_board(tab, {"step": "20", "phase": "dW2"})
    field = tab.page.locator(f"{BOARD} [data-matrix=dW2] .field")
    field.focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        field.press(key)
    pinned = (tab.part("cell").inner_text(), tab.part("sum").inner_text())
    assert tab.link == {"phase": "dW2", "pin": "dW2:2,2", "step": "20"}
    tab.page.mouse.move(5, 5)
    tab.page.reload()
    ready(tab, "20", "dW2")
    assert (tab.part("cell").inner_text(), tab.part("sum").inner_text()) == pinned


def test_a_click_on_a_point_opens_it_up(tab: Tab) -> None:
    open_board(tab, {"step": "20"})
    before = opened(tab)
    point = next(i for i in range(1, 50) if i not in before)
    tab.page.locator(f"{BOARD} .plane [data-index='{point - 1}']").dispatch_event("click")
    tab.when(lambda: tab.link.get("points") == str(point))
    tab.when(lambda: point in opened(tab))
    assert len(opened(tab)) == len(before)


def test_the_question_hides_the_answer_until_it_is_given(tab: Tab) -> None:
    open_board(tab, {"step": "20", "phase": "Z1", "predict": "on"})
    expect(tab.part("sum")).to_have_text("?")
    expect(tab.page.locator(f"{BOARD} [data-role=result] .unknown")).to_be_visible()
    expect(tab.part("told")).to_have_text("")
    tab.page.locator(f"{BOARD} .options button").first.click()
    expect(tab.part("answer")).to_contain_text(re.compile("Right|Not quite"))
    expect(tab.part("tally")).to_contain_text("of 1 predicted")
    expect(tab.part("sum")).to_contain_text(" = ")


def test_the_run_and_the_step_are_those_of_the_playground(tab: Tab) -> None:
    tab.open("/?dataset=moons&hidden=3")
    for _ in range(3):
        tab.forward()
    tab.rests(3)
    tab.page.get_by_role("link", name="One step").click()
    ready(tab, "3")
    for _ in range(len(phases(tab))):
        tab.page.keyboard.press("ArrowRight")
    ready(tab, "4", "data")
    tab.when(lambda: tab.link == {"dataset": "moons", "hidden": "3", "step": "4"})
    tab.page.get_by_role("link", name="Playground").click()
    tab.rests(4)
    assert tab.link == {"dataset": "moons", "hidden": "3", "step": "4"}


def test_a_row_of_the_error_lights_its_sample_and_says_what_was_believed(tab: Tab) -> None:
    open_board(tab, {"step": "20", "phase": "dZ2"})
    field = tab.page.locator(f"{BOARD} [data-matrix=dZ2] .field")
    field.focus()
    field.press("ArrowDown")
    sample = re.search(r"sample (\d+)", tab.part("cell").inner_text())
    assert sample
    expect(tab.page.locator(f"{BOARD} .plane .lit")).to_have_attribute(
        "data-index", str(int(sample.group(1)) - 1)
    )
    expect(tab.part("sample")).to_contain_text(f"Sample {sample.group(1)} is of class")


def test_play_walks_through_the_phases(tab: Tab) -> None:
    def pace() -> int:
        return int(tab.page.locator(BOARD).get_attribute("data-pace") or 0)

    tab.page.clock.install()
    open_board(tab, {"step": "20"})
    names = phases(tab)
    tab.part("phase-play").click()
    tab.page.clock.fast_forward(pace())
    ready(tab, "20", names[1])
    tab.part("phase-play").click()
    assert pace() >= 4000
    tab.page.clock.fast_forward(pace() + 1000)
    ready(tab, "20", names[1])


def test_the_focus_stays_on_the_chip_and_goes_to_the_answer(tab: Tab) -> None:
    open_board(tab, {"step": "20", "predict": "on"})
    chip = tab.part("phase-Z1")
    chip.focus()
    chip.press("Enter")
    ready(tab, "20", "Z1")
    expect(chip).to_be_focused()
    expect(chip).to_have_attribute("aria-current", "step")
    option = tab.page.locator(f"{BOARD} .options button").first
    option.focus()
    option.press("Enter")
    expect(tab.part("answer")).to_be_focused()


def test_a_control_s_name_begins_with_its_label(tab: Tab) -> None:
    open_board(tab, {"step": "20"})
    for chip in tab.page.locator(f"{BOARD} .chips button").all():
        assert (chip.get_attribute("aria-label") or "").startswith(f"{chip.inner_text()}: ")
    expect(tab.part("phase-forward")).to_have_attribute("aria-label", "Next phase")


def test_escape_lets_a_pinned_cell_go(tab: Tab) -> None:
    open_board(tab, {"step": "20", "phase": "dW2", "pin": "dW2:2,2"})
    expect(tab.page.locator(f"{BOARD} .pinned")).to_have_count(1)
    field = tab.page.locator(f"{BOARD} [data-matrix=dW2] .field")
    field.focus()
    field.press("Escape")
    tab.when(lambda: tab.link == {"phase": "dW2", "step": "20"})
    expect(tab.page.locator(f"{BOARD} .pinned")).to_have_count(0)


def test_a_sample_does_not_tell_the_answers_to_come(tab: Tab) -> None:
    open_board(tab, {"step": "240", "phase": "A2", "predict": "on"})
    fact = re.compile(r"^Sample \d+ is of class \d\.$")
    for phase in ("Z1", "A2", "dZ2"):
        turn_to(tab, phase)
        tab.page.locator(f"{BOARD} .block .field").first.focus()
        expect(tab.part("sample")).to_have_text(fact)
    tab.page.locator(f"{BOARD} .options button").first.click()
    tab.page.locator(f"{BOARD} .block .field").first.focus()
    expect(tab.part("sample")).to_contain_text("The network gives class")


def test_the_update_says_once_what_it_does_to_the_loss(tab: Tab) -> None:
    open_board(tab, {"step": "20", "phase": "update%202"})
    assert tab.part("told").inner_text().count("training loss") == 1


@pytest.mark.parametrize("convention", ["rows", "columns"])
def test_the_update_shows_the_step_beside_what_it_moves(tab: Tab, convention: str) -> None:
    """Also where only a few samples are opened up: the gradient is that of the run's own batch."""
    open_board(tab, {"step": "240", "lr": "0.5", "phase": "update%202", "convention": convention})
    names = (
        tab.page.locator(f"{BOARD} .line")
        .first.locator(".block")
        .evaluate_all("(blocks) => blocks.map((block) => block.dataset.matrix)")
    )
    assert names == ["W2", "S2", "W2 next"]
    field = tab.page.locator(f"{BOARD} .line").first.locator("[data-matrix=S2] .field")
    field.focus()
    assert re.fullmatch(
        r"lr · dW₂\[(unit 1|class 0), (unit 1|class 0)\] of all 140", tab.part("cell").inner_text()
    )
    text = tab.part("sum").inner_text()
    assert text.startswith("0.5 · ")
    assert sums.adds_up(text)
    experiment, step, _ = from_link({"step": "240", "lr": "0.5"})
    now = Timeline(experiment).at(step)
    factor = sums.evaluate(text.partition(" · ")[2].rpartition(" = ")[0])
    assert factor == pytest.approx(now.gradients.layers[1].dW[0, 0], rel=6e-4)
    assert number(text.rpartition(" = ")[2]) == pytest.approx(now.updates[1][0][0, 0], rel=6e-4)
