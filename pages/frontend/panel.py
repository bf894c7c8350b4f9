"""The panel on a page: figures under one slider, every position of which the browser knows."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.frontend.component import component

MOST_CELLS = 1_000


def mount_panel(
    message: bytes, *, key: str, on_move: Callable[[], None], on_pick: Callable[[], None]
) -> None:
    """Put the panel on the page and send it one message.

    Parameters
    ----------
    message
        What `encode` made of the scene, the slider and the states of its positions.
    key
        Identity of the panel: with the same key the browser keeps its figures.
    on_move, on_pick
        Called before the rerun, when the slider has settled, and when a cell was clicked.
    """
    component("panel")(key=key, data=message, on_at_change=on_move, on_pick_change=on_pick)


def read_position(key: str, count: int) -> int | None:
    """Return which of `count` positions the slider of this panel rests on, if it was ever moved."""
    return _within(_state(key).get("at"), count)


def read_pick(key: str) -> tuple[int, int, int] | None:
    """Return the (trace, row, column) of the cell last clicked."""
    pick = _state(key).get("pick")
    cell = pick.get("cell") if isinstance(pick, Mapping) else None
    if not isinstance(pick, Mapping) or not isinstance(cell, (list, tuple)) or len(cell) != 2:
        return None
    trace, row, column = (_within(value, MOST_CELLS) for value in (pick.get("trace"), *cell))
    return None if trace is None or row is None or column is None else (trace, row, column)


def _state(key: str) -> Mapping[str, object]:
    """Return what the browser told; anything may stand there."""
    state = st.session_state.get(key)
    return state if isinstance(state, Mapping) else {}


def _within(value: object, count: int) -> int | None:
    """Return a whole number from 0 to `count` − 1, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < count:
        return None
    return int(value)
