"""One step at every width: nothing is cut off, numbers are printed where they fit, the sum is in sight."""

from typing import Any

import pytest
from boards import BOARD, open_board, phases, turn_to
from tab import Tab

pytestmark = pytest.mark.browser

# By how many pixels a block, a name or a number stands out of what holds it.
MEASURE = """() => {
  const picture = document.querySelector('.backpass-board .picture').getBoundingClientRect();
  const found = [];
  const check = (what, box, room) => {
    const over = Math.max(box.right - room.right, room.left - box.left);
    if (over > 0.5) found.push([what, over]);
  };
  for (const block of document.querySelectorAll('.backpass-board .block')) {
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
  return found;
}"""
WIDTHS = {"phone": (390, 844), "tablet": (1024, 768), "laptop": (1400, 900)}
# On a phone their factors have ten columns and more; the sum still tells the numbers.
TOO_WIDE = {"Z2", "dW2", "dW1"}
LONG = {"step": "240", "hidden": "6", "lr": "0.3"}


def looks(tab: Tab) -> dict[str, Any]:
    """Return how the open phase is drawn: in colours or numbers, their size, and where the sum ends."""
    drawn: dict[str, Any] = tab.page.evaluate(
        "() => { const b = document.querySelector('.backpass-board'); return {"
        " coloured: b.querySelectorAll('canvas').length,"
        " texts: [...b.querySelectorAll('.field > span')].map((cell) => cell.textContent),"
        " font: parseFloat(getComputedStyle(b.querySelector('.field')).fontSize),"
        " end: b.querySelector('.made').getBoundingClientRect().bottom }; }"
    )
    return drawn


@pytest.mark.parametrize("convention", ["rows", "columns"])
@pytest.mark.parametrize("size", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("link", [{"step": "240"}, LONG], ids=["the notes' network", "six units"])
def test_nothing_is_cut_off(tab: Tab, size: tuple[int, int], convention: str, link: dict[str, str]) -> None:
    tab.page.set_viewport_size({"width": size[0], "height": size[1]})
    open_board(tab, link | {"convention": convention})
    for phase in phases(tab):
        turn_to(tab, phase)
        assert tab.page.evaluate(MEASURE) == [], phase
        drawn = looks(tab)
        assert not drawn["coloured"] or (size == WIDTHS["phone"] and phase in TOO_WIDE), phase
        assert not [text for text in drawn["texts"] if "×10" in text], phase


def test_a_whole_batch_is_coloured_and_its_sum_stays_in_sight(tab: Tab) -> None:
    for convention in ("rows", "columns"):
        open_board(tab, {"step": "240", "whole": "yes", "convention": convention})
        for phase in phases(tab):
            turn_to(tab, phase)
            drawn = looks(tab)
            assert drawn["end"] <= 900, phase
            assert bool(drawn["coloured"]) != phase.startswith("update"), phase


def test_a_projector_gets_larger_numbers(tab: Tab) -> None:
    fonts = []
    for width, height in ((1400, 900), (1920, 1080)):
        tab.page.set_viewport_size({"width": width, "height": height})
        open_board(tab, {"step": "240", "phase": "dW2"})
        fonts.append(looks(tab)["font"])
    assert fonts == [12, 18]


def test_a_long_pinned_sum_is_shown_whole(tab: Tab) -> None:
    open_board(tab, {"step": "240", "whole": "yes", "phase": "dW2", "pin": "dW2:2,1"})
    made = tab.page.locator(f"{BOARD} .made")
    assert made.evaluate("(box) => box.scrollHeight <= box.clientHeight")
    assert made.get_attribute("tabindex") == "0"
    value = tab.part("sum").inner_text().rpartition(" = ")[2]
    assert tab.part("value").inner_text().strip() == f"= {value}"
    assert tab.part("sum").inner_text().count("·") == 140
