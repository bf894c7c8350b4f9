"""What the learner does in the Drill: chooses an exercise, builds and checks a line."""

from __future__ import annotations

from secrets import randbelow
from typing import Any

from core import kind_of
from core.drill.exercise import LEVELS
from core.drill.judgement import UNFINISHED
from core.drill.tiles import MOST_TILES, read_tiles, write_tiles
from pages.frontend import TILES, read_line
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


def take_line() -> None:
    """Take over the line that was built in the browser; check it if that is wanted."""
    sent, now = read_line(store.component(TILES)), choices()
    if sent.task != DrillProgress(now).task:
        return
    try:
        built = read_tiles(sent.tiles)
    except ValueError:
        return
    store.change(DrillChoices, tiles=write_tiles(built[:MOST_TILES]))
    if sent.check:
        check()


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
