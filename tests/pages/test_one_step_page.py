"""One step: what is closed costs nothing until it is opened; the worksheet is that of the open phase."""

from collections.abc import Callable
from typing import Any

import pytest

from pages.export.order import Order
from pages.scenes.slides import files, words, worksheet_button

Open = Callable[..., Any]
PAGE = "pages/one_step.py"


def tables(visited: Any) -> int:
    return len(visited.at.dataframe)


def test_what_is_closed_is_drawn_once_it_is_opened(visit: Open) -> None:
    visited = visit(PAGE, dataset="by_hand", objective="squared_error", given="0.5,1:1,0", step="3")
    assert tables(visited) == 0
    assert not any("two-losses" in each.proto.body for each in visited.at.get("html"))
    visited.at.session_state["open_two_losses"] = True
    visited.at.session_state["open_by_hand"] = True
    visited.run()
    assert tables(visited) == 3
    assert any("two-losses" in each.proto.body for each in visited.at.get("html"))
    visited.at.session_state["open_by_hand"] = False
    visited.run()
    assert tables(visited) == 3  # with what was typed


def test_the_panel_of_two_losses_is_for_targets_that_both_take(visit: Open) -> None:
    for given, is_there in (("1,0", True), ("0.3,0.7", False)):
        visited = visit(PAGE, dataset="by_hand", objective="squared_error", given=f"0.5,1:{given}")
        assert any(each.label.startswith("Two losses") for each in visited.at.expander) is is_there


def test_the_worksheet_is_of_the_phase_that_only_the_address_knows(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[Order, str]] = []

    def worksheet(order: Order, kind: str, report: object, address: str) -> bytes:
        made.append((order, kind))
        return b"%PDF"

    monkeypatch.setattr(worksheet_button, "obstacle", lambda suffix: None)
    monkeypatch.setattr(worksheet_button, "worksheet", worksheet)
    visited = visit(PAGE, dataset="moons", step="7", blanks="20")
    visited.address(visited.link | {"phase": "dW2"})
    visited.press("Worksheet (PDF)")
    job = files.jobs.job(visited.at.session_state["ticket"])
    assert job
    assert job.finished.wait(60)
    ((order, kind),) = made
    assert (order.one_step.phase, order.step, order.experiment.dataset) == ("dW2", 7, "moons")
    assert (kind, job.content, job.problem) == ("pdf", b"%PDF", None)
    visited.run()
    saves = [each.label for each in visited.at.get("download_button")]
    assert "Save backpass-moons-2-4-2-worksheet-step7.pdf (1 kB)" in saves
    assert not any("before your last change" in each.value for each in visited.at.caption)


def test_a_server_without_a_browser_says_so_as_slides_does(
    visit: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worksheet_button, "obstacle", lambda suffix: "no Chrome or Chromium was found")
    visited = visit(PAGE)
    assert words.NO_PAPER in [each.value for each in visited.at.caption]
    assert "Worksheet (PDF)" not in [each.label for each in visited.at.button]
