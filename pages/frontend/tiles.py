"""Buttons that build a line tile by tile; each press counts, however soon it follows another one."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pages.frontend.component import component
from pages.frontend.schema import accept, flag, read, text, whole

TILES = "tiles"
"""The key of the component."""

Rows = dict[str, list[tuple[str, str, str]]]
"""The tiles of each row by its title: name, code and tooltip."""

_LONGEST = 1000


@dataclass(frozen=True, kw_only=True)
class TileRows:
    """Hold what the browser draws, and the line as the server knows it.

    Attributes
    ----------
    session : str
        Of the server: another one knows nothing of what was pressed before.
    task : str
        Which line is built.
    built : tuple of str
        The tiles of the line.
    heard : int
        The number of the last press that the server has taken.
    most : int
        How many tiles a line has room for.
    rows : Rows
    once : bool
        Whether a tile is gone once it is placed, and each stands on a line of its own.
    is_complete : bool
        Whether the line can be checked.
    """

    session: str
    task: str
    built: tuple[str, ...]
    heard: int
    most: int
    rows: Rows
    once: bool
    is_complete: bool


@dataclass(frozen=True)
class SentLine:
    """Hold the line that the browser sent last, and whether it is to be checked."""

    number: int = accept(whole(0, 10**9), 0)
    task: str = accept(text(_LONGEST), "")
    tiles: str = accept(text(_LONGEST), "")
    check: bool = accept(flag, False)


def mount_tiles(rows: TileRows, on_line: Callable[[], None]) -> None:
    """Draw the tiles; `on_line` is called when the reader has built or wants a check."""
    component("tiles", draws=False)(key=TILES, data=asdict(rows), on_line_change=on_line)


def read_line(values: Mapping[str, Any]) -> SentLine:
    """Return the last line among the values of the component; an empty one before the first."""
    return read(SentLine, values.get("line"))
