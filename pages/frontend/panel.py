"""The panel on a page: figures under one slider; the browser knows what every position shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pages.frontend.component import component
from pages.frontend.schema import accept, read, whole, wholes

MOST_CELLS = 1_000
_POSITION = "at"
_PICK = "pick"


@dataclass(frozen=True)
class _Pick:
    """A click: in which trace, and the row and column of the cell."""

    trace: int | None = accept(whole(0, MOST_CELLS - 1), None)
    cell: tuple[int, ...] = accept(wholes(MOST_CELLS - 1, 3), ())


def mount_panel(
    message: bytes, *, key: str, on_move: Callable[[], None], on_pick: Callable[[], None]
) -> None:
    """Put the panel on the page and send it one message.

    Parameters
    ----------
    message
        The scene, the slider and what each position shows, as `encode` returns them.
    key
        Identity of the panel: with the same key the browser keeps its figures.
    on_move, on_pick
        Called before the rerun, when the slider rests and when a cell was clicked.
    """
    component("panel")(key=key, data=message, on_at_change=on_move, on_pick_change=on_pick)


def read_position(values: Mapping[str, Any], count: int) -> int | None:
    """Return the position of the slider, one of `count`; None if it was never moved."""
    position: int | None = whole(0, count - 1)(values.get(_POSITION))
    return position


def read_pick(values: Mapping[str, Any]) -> tuple[int, int, int] | None:
    """Return the (trace, row, column) of the cell that was clicked last."""
    pick = read(_Pick, values.get(_PICK))
    if pick.trace is None or len(pick.cell) != 2:
        return None
    row, column = pick.cell
    return pick.trace, row, column
