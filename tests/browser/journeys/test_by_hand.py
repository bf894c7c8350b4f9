"""A weight is set by hand: from a line, a cell or the list, or dragged; the link has it."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Position, expect

from core import Experiment, Timeline, to_link
from core.run.changes import with_edit, with_freeze
from core.run.worked_example import WORKED_EXAMPLE
from pages.figures.words import fmt
from pages.stage.by_hand import sentence_of_edits
from tests.browser.journeys.boards import open_board, ready, turn_to
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

FIRST = ((0.15, 0.25), (0.2, 0.3), (0.35, 0.35))
SECOND = ((0.4, 0.5), (0.45, 0.55), (0.6, 0.6))
FIRST_CELL: Position = {"x": 100, "y": 54}  # of a table
CELL = (0.12, 0.45)  # of the heatmaps: W1[x2, unit 1]


def test_a_weight_is_set_nudged_frozen_and_taken_back(tab: Tab) -> None:
    tab.open("/?step=40", 40)
    run = Timeline(Experiment()).at(40)
    tab.page.locator("[data-figure=network] [data-testid=weight-list]").select_option("W₁[x₁, unit 2]")
    field = tab.part("weight-value")
    expect(field).to_be_focused()
    W = run.network.layers[0].W[0, 1]
    assert float(field.input_value()) == pytest.approx(W, rel=1e-5)
    gradient = run.gradients.layers[0].dW[0, 1]
    expect(tab.part("weight")).to_contain_text(f"gradient {fmt(gradient)} · next update {fmt(-gradient)}")

    field.fill("1.5")
    field.press("Enter")
    tab.when(lambda: tab.link == {"edit": "W1:1,2=1.5@40", "step": "40"})
    edited = with_edit(Experiment(), 40, "W1:1,2", 1.5)
    expect(tab.part("sentence")).to_have_text(sentence_of_edits(edited, 40))
    tab.rests(40)
    assert f"loss {fmt(Timeline(edited).at(40).train_loss)} train" in tab.readout

    field.press("ArrowUp")
    field.press("ArrowUp")  # waits until the first one's run is here
    tab.when(lambda: tab.link == {"edit": "W1:1,2=1.7@40", "step": "40"})
    tab.part("freeze").check()
    tab.when(lambda: tab.link.get("freeze") == "W1:1,2@40")
    expect(tab.part("weight")).to_contain_text("next update 0")
    tab.part("step-forward").click()
    tab.rests(41)
    held = with_freeze(with_edit(Experiment(), 40, "W1:1,2", 1.7), 40, "W1:1,2", is_frozen=True)
    now = Timeline(held).at(41)
    expect(tab.part("weight")).to_have_attribute("data-step", "41")
    expect(field).to_have_value("1.7")
    assert f"loss {fmt(now.train_loss)} train" in tab.readout

    tab.part("step-back").click()
    tab.rests(40)
    tab.part("take-back").click()
    tab.when(lambda: tab.link == {"freeze": "W1:1,2@40", "step": "40"})

    plot = tab.page.locator("[data-figure=heatmaps] .plot")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    x, y = box["x"] + CELL[0] * box["width"], box["y"] + CELL[1] * box["height"]
    tab.page.mouse.click(x, y)
    expect(tab.part("weight").locator("strong")).to_have_text("W₁[x₂, unit 1]")
    expect(field).to_be_enabled()
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x, y - 60, steps=6)  # the first of them tells a drag from a click
    tab.page.mouse.up()
    dragged = float(f"{run.network.layers[0].W[1, 0]:.6g}") + 0.5
    tab.when(lambda: tab.link.get("edit", "").startswith("W1:2,1="))
    tab.when(lambda: float(tab.link["edit"][7:].partition("@")[0]) == pytest.approx(dragged, rel=1e-5))
    tab.part("take-back").click()
    tab.when(lambda: tab.link == {"freeze": "W1:1,2@40", "step": "40"})
    tab.part("close-weight").click()
    expect(tab.part("weight")).to_be_hidden()


def test_a_link_with_a_weight_that_is_not_there_says_so(tab: Tab) -> None:
    tab.open("/?edit=W1:1,2=1.5@40;W5:1,1=2@0&step=40", 40)
    notice = tab.page.get_by_text(re.compile("a 2-4-2 network has no such weight"))
    expect(notice).to_be_visible()
    tab.when(lambda: tab.link == {"edit": "W1:1,2=1.5@40", "step": "40"})


def enter(tab: Tab, table: Locator, rows: tuple[tuple[float, ...], ...]) -> None:
    """Type numbers into the cells of a table, row after row."""
    keys, field = tab.page.keyboard, tab.page.locator("input.gdg-input")

    def opens() -> bool:
        """Open the cell that is chosen, unless it is open."""
        if not field.count():
            keys.press("Enter")
        return field.count() > 0

    def opens_first() -> bool:
        """Choose the first cell, and open it; a table that has just appeared misses a click."""
        if not field.count():
            table.click(position=FIRST_CELL)
        return opens()

    tab.when(opens_first)
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row, start=1):
            field.fill(str(value))
            field.press("Tab" if at < len(row) else "Enter")
            expect(field).to_have_count(0)
            if at < len(row):
                tab.when(opens)
        for _ in row[1:]:
            keys.press("ArrowLeft")
        if number < len(rows):
            tab.when(opens)


def test_the_worked_example_is_entered_and_every_number_is_on_the_board(tab: Tab) -> None:
    open_board(tab, {"hidden": "2", "lr": "0.5"})
    expect(tab.part("two-losses")).to_have_count(0)
    tab.page.get_by_text("Two losses, one sample").click()
    expect(tab.part("two-losses")).to_be_visible()
    title = tab.page.get_by_text("Check a calculation by hand")
    tables = tab.page.get_by_test_id("stDataFrame")
    expect(title).to_be_visible()
    expect(tables).to_have_count(0)
    title.click()
    expect(tables).to_have_count(3)
    for table, rows in ((tables.nth(1), FIRST), (tables.nth(2), SECOND)):
        enter(tab, table, rows)
    title.click()
    expect(tables.first).to_be_hidden()
    title.click()  # nothing that was typed is lost
    tab.page.get_by_role("button", name="Show this calculation").click()
    tab.when(lambda: tab.link == to_link(replace(WORKED_EXAMPLE, frozen=())))
    ready(tab, "0")
    for phase, printed in (("loss", "0.2984"), ("dW2", "0.08217"), ("update 2", "0.3589")):
        turn_to(tab, phase)
        expect(tab.part("board")).to_contain_text(printed)

    tab.page.get_by_role("button", name="Show the worked example").click()
    tab.when(lambda: tab.link == {**to_link(WORKED_EXAMPLE), "phase": "update 2"})
