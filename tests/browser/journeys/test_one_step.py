"""One step: what stands on the board is what core computes, and each sum is the sum of its terms."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from core import Experiment, Timeline, from_link
from tests.browser.journeys import sums
from tests.browser.journeys.boards import BOARD, open_board, phases, ready, turn_to
from tests.browser.journeys.tab import Tab, number
from tests.pages.scenes.board_truth import LINKS, Truth

pytestmark = pytest.mark.browser

IN_A_BROWSER = (
    "the notes' network",
    "three classes, two layers, a penalty",
    "relu, columns, picked",
    "the run's own batch",
)
"""Of the links: the sums of the others are written by the same script, which Node runs for all of them."""


def cells(tab: Tab) -> Iterator[tuple[str, str]]:
    """Point at the corner cells of every result on the board; return each cell's name and sum."""
    for block in tab.page.locator(f"{BOARD} [data-role=result] .field").all():
        block.scroll_into_view_if_needed()
        box = block.bounding_box()
        assert box
        for across, down in ((0.02, 0.02), (0.98, 0.98), (0.02, 0.98), (0.5, 0.5)):
            tab.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
            yield tab.part("cell").inner_text(), tab.part("sum").inner_text()


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


@pytest.mark.parametrize("name", IN_A_BROWSER)
def test_every_sum_is_that_of_its_terms_and_core_s_value(tab: Tab, name: str) -> None:
    link = LINKS[name]
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


def test_a_pinned_cell_is_in_the_link_and_comes_back_until_escape_lets_it_go(tab: Tab) -> None:
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
    expect(tab.page.locator(f"{BOARD} .pinned")).to_have_count(1)
    field.focus()
    field.press("Escape")
    tab.when(lambda: tab.link == {"phase": "dW2", "step": "20"})
    expect(tab.page.locator(f"{BOARD} .pinned")).to_have_count(0)


@pytest.mark.parametrize(("convention", "pin"), [("rows", "W1:2,3"), ("columns", "W1:3,2")])
def test_a_pinned_weight_is_set_by_hand(tab: Tab, convention: str, pin: str) -> None:
    open_board(tab, {"convention": convention, "step": "20", "phase": "Z1", "pin": pin})
    field, link = tab.part("pinned-weight"), tab.link
    old = Timeline(Experiment()).at(20).network.layers[0].W[1, 2]
    assert float(field.input_value()) == pytest.approx(old, rel=1e-5)
    field.fill("0.75")
    field.press("Enter")
    tab.when(lambda: tab.link == link | {"edit": "W1:2,3=0.75@20"})
    expect(tab.part("sum")).to_contain_text("0.75")
    expect(field).to_have_value("0.75")
    tab.page.locator(f"{BOARD} [data-matrix=X] .field").click()
    expect(field).to_be_hidden()


def test_a_click_on_a_point_opens_it_up(tab: Tab) -> None:
    open_board(tab, {"step": "20"})
    before = opened(tab)
    point = next(i for i in range(1, 50) if i not in before)
    tab.page.locator(f"{BOARD} .plane [data-index='{point - 1}']").dispatch_event("click")
    tab.when(lambda: tab.link.get("points") == str(point))
    tab.when(lambda: point in opened(tab))
    assert len(opened(tab)) == len(before)


def test_questions_hide_what_is_to_come_until_they_are_answered(tab: Tab) -> None:
    """Also from the keyboard: the focus stays on the phase, and goes from an option to its answer."""
    open_board(tab, {"step": "20", "predict": "on"})
    fact = re.compile(r"^Sample \d+ is of class \d\.$")
    for phase in ("Z1", "A2", "dZ2"):
        turn_to(tab, phase)
        tab.page.locator(f"{BOARD} .block .field").first.focus()
        expect(tab.part("sample")).to_have_text(fact)
    chip = tab.part("phase-Z1")
    chip.focus()
    chip.press("Enter")
    ready(tab, "20", "Z1")
    expect(chip).to_be_focused()
    expect(chip).to_have_attribute("aria-current", "step")
    expect(tab.part("sum")).to_have_text("?")
    expect(tab.page.locator(f"{BOARD} [data-role=result] .unknown")).to_be_visible()
    expect(tab.part("told")).to_have_text("")
    option = tab.page.locator(f"{BOARD} .options button").first
    option.focus()
    option.press("Enter")
    expect(tab.part("answer")).to_be_focused()
    expect(tab.part("answer")).to_contain_text(re.compile("Right|Not quite"))
    expect(tab.part("tally")).to_contain_text("of 1 predicted")
    expect(tab.part("sum")).to_contain_text(" = ")
    turn_to(tab, "dZ2")
    tab.page.locator(f"{BOARD} .options button").first.click()
    tab.page.locator(f"{BOARD} .block .field").first.focus()
    expect(tab.part("sample")).to_contain_text("The network gives class")


def test_nothing_on_the_board_answers_the_open_question(tab: Tab) -> None:
    open_board(tab, {"step": "24", "predict": "on"})
    for phase in phases(tab)[1:]:
        turn_to(tab, phase)
        result = tab.page.locator(f"{BOARD} [data-role=result]")
        for hidden in result.all():
            assert "[" not in hidden.inner_text()
            assert hidden.locator("figcaption").get_attribute("title") is None
        result.first.locator(".field").hover()
        assert "[" not in tab.part("cell").inner_text()
        assert tab.page.locator(f"{BOARD} .plane .lit").count() == 0
        assert (tab.page.locator(f"{BOARD} .plane image").count() == 0) == (phase == "A2")
    for phase, bare in (("dW2", "dW₂ = ?"), ("db1", "db₁ = ?")):
        turn_to(tab, phase)
        expect(tab.part("equation")).to_contain_text(bare)
        expect(tab.part("code")).to_be_hidden()
        told = tab.page.locator(f"{BOARD} .picture").inner_text()
        assert not re.search("[ᵀΣ@]|Sum over", told)
        tab.page.locator(f"{BOARD} .options button").first.click()
        expect(tab.part("code")).to_be_visible()
        assert re.search("[ᵀΣ]", tab.page.locator(f"{BOARD} .picture").inner_text())
    turn_to(tab, "A2")
    tab.page.locator(f"{BOARD} .options button").first.click()
    expect(tab.page.locator(f"{BOARD} .plane image")).to_have_count(1)


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


def test_play_walks_through_the_phases(clocked: Page, base: str) -> None:
    def pace() -> int:
        return int(tab.page.locator(BOARD).get_attribute("data-pace") or 0)

    tab = Tab(clocked, base)
    open_board(tab, {"step": "20"})
    names = phases(tab)
    tab.part("phase-play").click()
    tab.page.clock.fast_forward(pace())
    ready(tab, "20", names[1])
    tab.part("phase-play").click()
    assert pace() >= 4000
    tab.page.clock.fast_forward(pace() + 1000)
    ready(tab, "20", names[1])
    assert tab.troubles == []


def test_the_board_names_its_controls_its_samples_and_what_an_update_does(tab: Tab) -> None:
    open_board(tab, {"step": "20", "phase": "dZ2"})
    for chip in tab.page.locator(f"{BOARD} .chips button").all():
        label = chip.inner_text()
        assert (chip.get_attribute("aria-label") or "").startswith(f"{label}: "), "a name begins otherwise"
    expect(tab.part("phase-forward")).to_have_attribute("aria-label", "Next phase")

    field = tab.page.locator(f"{BOARD} [data-matrix=dZ2] .field")
    field.focus()
    field.press("ArrowDown")
    sample = re.search(r"sample (\d+)", tab.part("cell").inner_text())
    assert sample
    expect(tab.page.locator(f"{BOARD} .plane .lit")).to_have_attribute(
        "data-index", str(int(sample.group(1)) - 1)
    )
    expect(tab.part("sample")).to_contain_text(f"Sample {sample.group(1)} is of class")

    turn_to(tab, "update 2")
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
