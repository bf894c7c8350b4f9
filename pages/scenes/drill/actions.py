"""What the learner does in the Drill: chooses an exercise, places tiles, checks a line."""

from __future__ import annotations

from secrets import randbelow
from typing import Any

from core import kind_of
from core.drill.exercise import LEVELS
from core.drill.judgement import UNFINISHED
from core.drill.tiles import MOST_TILES, write_tiles
from pages.scenes.drill.choices import Attempt, DrillChoices
from pages.scenes.drill.progress import DrillProgress
from pages.session import store
from pages.session.ticket import this_minute


def choices() -> DrillChoices:
    """Return the choices of the session."""
    return store.current().of(DrillChoices)


def start(**values: Any) -> None:
    """Begin another exercise."""
    store.change(DrillChoices, **values, tiles="", checked="", minutes=())


def new_network() -> None:
    """Begin the level again with another random network."""
    start(network=randbelow(kind_of(DrillChoices, "network").high + 1))


def next_level() -> None:
    """Begin the next level."""
    start(level=min(choices().level + 1, LEVELS[-1]))


def place(tile: str) -> None:
    """Append a tile to the line."""
    built = choices().built
    if len(built) < MOST_TILES:
        _build((*built, tile))


def take_back() -> None:
    """Take the last tile off the line."""
    _build(choices().built[:-1])


def clear() -> None:
    """Take all tiles off the line."""
    _build(())


def check() -> None:
    """Check the line, if it is finished and another one; a right one makes room for the next."""
    now = choices()
    progress = DrillProgress(now)
    found = progress.judge(progress.target, now.built) if progress.target else None
    if found is None or found.kind == UNFINISHED:
        return
    attempt, minute = Attempt(progress.target, now.built), this_minute()
    if attempt in now.attempts[-1:]:
        return
    store.change(
        DrillChoices,
        checked=now.with_attempt(attempt),
        tiles="" if found.is_right else now.tiles,
        minutes=(now.minutes[0] if now.minutes else minute, minute),
    )


def _build(tiles: tuple[str, ...]) -> None:
    store.change(DrillChoices, tiles=write_tiles(tiles))
