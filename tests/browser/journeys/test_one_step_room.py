"""One step at every width: nothing is cut off, numbers are printed where they fit, the sum is in sight."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import sums
from tests.browser.journeys.boards import BOARD, open_board
from tests.browser.journeys.tab import Tab

pytestmark = pytest.mark.browser

# Opens each phase and tells how it is drawn: what stands out of what holds it and by how many pixels,
# whether it is coloured, the texts and the font of its cells, and where the sum ends.
MEASURE = """() => {
  const board = document.querySelector('.backpass-board');
  const seen = () => {
    const picture = board.querySelector('.picture').getBoundingClientRect();
    const over = [];
    const check = (what, box, room) => {
      const by = Math.max(box.right - room.right, room.left - box.left);
      if (by > 0.5) over.push([what, by]);
    };
    for (const block of board.querySelectorAll('.block')) {
      const name = block.dataset.matrix;
      check(name, block.querySelector('.field').getBoundingClientRect(), picture);
      for (const part of block.querySelectorAll('.name > *')) {
        check(`${name}: ${part.textContent}`, part.getBoundingClientRect(), block.getBoundingClientRect());
      }
      for (const cell of block.querySelectorAll('.field > span')) {
        const range = document.createRange();
        range.selectNodeContents(cell);
        check(`${name}: ${cell.textContent}`, range.getBoundingClientRect(), cell.getBoundingClientRect());
      }
    }
    return { over, isColoured: Boolean(board.querySelector('canvas')),
      texts: [...board.querySelectorAll('.field > span')].map((cell) => cell.textContent),
      font: parseFloat(getComputedStyle(board.querySelector('.field')).fontSize),
      end: board.querySelector('.made').getBoundingClientRect().bottom };
  };
  return [...board.querySelectorAll('.chips button')].map((chip) => {
    chip.click();
    return [board.dataset.phase, seen()];
  });
}"""
WIDTHS = {"phone": (390, 844), "tablet": (1024, 768), "laptop": (1400, 900)}
# On a phone their factors have ten columns and more; the sum still tells the numbers.
TOO_WIDE = {"Z2", "dW2", "dW1"}
LONG = {"step": "240", "hidden": "6", "lr": "0.3"}


def looks(tab: Tab) -> dict[str, Any]:
    """Return how each phase is drawn."""
    return dict(tab.page.evaluate(MEASURE))


@pytest.mark.parametrize("convention", ["rows", "columns"])
@pytest.mark.parametrize("link", [{"step": "240"}, LONG], ids=["the notes' network", "six units"])
def test_nothing_is_cut_off(tab: Tab, convention: str, link: dict[str, str]) -> None:
    for name, (width, height) in WIDTHS.items():
        tab.page.set_viewport_size({"width": width, "height": height})
        open_board(tab, link | {"convention": convention})
        drawn = looks(tab)
        assert len(drawn) > 10
        for phase, seen in drawn.items():
            assert seen["over"] == [], (name, phase)
            assert not seen["isColoured"] or (name == "phone" and phase in TOO_WIDE), (name, phase)
            assert not [text for text in seen["texts"] if "×10" in text], (name, phase)


def test_a_whole_batch_is_coloured_and_its_sum_stays_in_sight(tab: Tab) -> None:
    for convention in ("rows", "columns"):
        open_board(tab, {"step": "240", "whole": "yes", "convention": convention})
        for phase, seen in looks(tab).items():
            assert seen["end"] <= 900, phase
            assert seen["isColoured"] != phase.startswith("update"), phase


def test_a_projector_gets_larger_numbers(tab: Tab) -> None:
    fonts = []
    for width, height in ((1024, 768), (1400, 900), (1920, 1080)):
        tab.page.set_viewport_size({"width": width, "height": height})
        open_board(tab, {"step": "240"})
        fonts.append(looks(tab)["dW2"]["font"])
    assert 12 <= fonts[0] <= fonts[1] < fonts[2] == 18


def test_a_long_sum_is_folded_and_shown_whole_on_demand(tab: Tab) -> None:
    open_board(tab, {"step": "240", "whole": "yes", "phase": "dW2", "pin": "dW2:2,1"})
    made, fold = tab.page.locator(f"{BOARD} .made"), tab.page.locator(f"{BOARD} .fold")
    folded = tab.part("sum").inner_text()
    assert re.search(r" \+ … 13[67] more \(.+\) = ", folded)
    assert sums.adds_up(folded)
    expect(fold).to_have_text("Show all 140 terms")
    fold.focus()
    fold.press("Enter")
    expect(fold).to_have_text("Fold the sum")
    assert made.evaluate("(box) => box.scrollHeight <= box.clientHeight")
    assert made.get_attribute("tabindex") == "0"
    assert sums.adds_up(tab.part("sum").inner_text())
    value = tab.part("sum").inner_text().rpartition(" = ")[2]
    assert folded.rpartition(" = ")[2] == value
    assert tab.part("value").inner_text().strip() == f"= {value}"
    assert tab.part("sum").inner_text().count("·") == 140
