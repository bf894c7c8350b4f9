"""The choices of the Drill, with their bounds and link keys: the exercise, and what was built so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core import CONVENTIONS, LOSSES, Choice, Numbers, OneOf, Text, Whole, declare
from core.drill.exercise import LEVELS
from core.drill.ordering import ORDER_OF_LINES
from core.drill.tiles import MOST_TILES, TILES, read_tiles, write_tiles

MOST_ATTEMPTS = 40
SHAPES = ("shown", "hidden")
_BETWEEN, _OF = "~", ":"


def _is_tiles(text: str) -> bool:
    try:
        return len(read_tiles(text)) <= MOST_TILES
    except ValueError:
        return False


def _are_attempts(text: str) -> bool:
    parts = text.split(_BETWEEN, MOST_ATTEMPTS) if text else []
    return len(parts) <= MOST_ATTEMPTS and all(map(_is_attempt, parts))


def _is_attempt(part: str) -> bool:
    target, colon, text = part.partition(_OF)
    return bool(colon and text) and (target in TILES or target == ORDER_OF_LINES) and _is_tiles(text)


TILE_TEXT = Text(f"up to {MOST_TILES} tiles, such as A1.T@dZ2", _is_tiles)
CHECKED_LINES = Text(
    f"up to {MOST_ATTEMPTS} lines that were checked, such as dW2:A1@dZ2~dW2:A1.T@dZ2", _are_attempts
)


@dataclass(frozen=True)
class Attempt:
    """Hold one line that was checked: the quantity that it computes, and what was built."""

    target: str
    built: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrillChoices:
    """Hold an exercise, and what the learner did in it.

    Attributes
    ----------
    level : int
        One of `LEVELS`.
    network : int
        The seed of the random network.
    samples_as : str
        ``"rows"`` or ``"columns"``.
    minimized : str
        The loss: one of `core.LOSSES`.
    shapes : str
        Whether shapes are ``"shown"`` while a line grows, or ``"hidden"``.
    tiles : str
        The tiles of the line that is being built.
    checked : str
        The lines that were checked.
    minutes : tuple of int
        When the first line was checked, and the last one, in minutes since 1970.
    """

    PROGRESS: ClassVar[tuple[str, ...]] = ("tiles", "checked", "minutes")

    level: int = declare(1, OneOf(LEVELS), "drill")
    network: int = declare(0, Whole(0, 999_999), "drill_seed")
    samples_as: str = declare("rows", Choice(CONVENTIONS), "drill_convention")
    minimized: str = declare("cross_entropy", Choice(tuple(LOSSES)), "drill_loss")
    shapes: str = declare("shown", Choice(SHAPES), "drill_shapes")
    tiles: str = declare("", TILE_TEXT, "tiles")
    checked: str = declare("", CHECKED_LINES, "checked")
    minutes: tuple[int, ...] = declare((), Numbers(2, Whole(0, 10**9), "minutes", 2), "drill_minutes")

    @property
    def built(self) -> tuple[str, ...]:
        """The tiles of the line that is being built."""
        return read_tiles(self.tiles)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """The lines that were checked, the latest last."""
        parts = (part.partition(_OF) for part in self.checked.split(_BETWEEN) if part)
        return tuple(Attempt(target, read_tiles(text)) for target, _, text in parts)

    def with_attempt(self, attempt: Attempt) -> str:
        """Return the text of `checked` with one more line; without room, an earlier try goes."""
        parts = [part for part in self.checked.split(_BETWEEN) if part]
        if len(parts) == MOST_ATTEMPTS:
            own = (at for at, part in enumerate(parts) if part.partition(_OF)[0] == attempt.target)
            parts.pop(next(own, 0))
        return _BETWEEN.join([*parts, attempt.target + _OF + write_tiles(attempt.built)])
