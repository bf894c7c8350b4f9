"""One step: what is in its closed expanders costs nothing until it is opened."""

from collections.abc import Callable
from typing import Any

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
