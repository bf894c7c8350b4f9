"""What the board asks for, and the message that answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core import Timeline
from core.arrays import Array
from pages.figures.palette import Theme, signed_table
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.message import lesson
from pages.stage.runs import run_id, short_name

Message = dict[str, Any]

_LIGHT = 400_000
"""Bytes of a lesson that is cheap enough to send before it is asked for."""
_LONGEST = 64


@dataclass(frozen=True)
class BoardAsk:
    """Hold what the board tells: where it stands in which run, and the training point just clicked."""

    n: int = 0
    run: str = ""
    at: int = 0
    pick: int | None = None


def parse_board_ask(value: object) -> BoardAsk:
    """Return the ask in `value`; whatever is missing or unreadable takes its default."""
    raw: Mapping[Any, Any] = value if isinstance(value, Mapping) else {}
    run = raw.get("run")
    return BoardAsk(
        n=_whole(raw.get("n")) or 0,
        run=run if isinstance(run, str) and len(run) <= _LONGEST else "",
        at=_whole(raw.get("at")) or 0,
        pick=_whole(raw.get("pick")),
    )


def _whole(value: object) -> int | None:
    """Return a whole number from 0 to 2⁵³, or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 2**53:
        return None
    return int(value)


def board_message(run: Timeline, step: int, choices: OneStepChoices, theme: Theme) -> Message:
    """Return the message of a step, with those of its neighbours where they are light.

    Parameters
    ----------
    run : Timeline
        Computed up to the step.
    """
    shown = replace(choices, phase=OneStepChoices().phase, pin=OneStepChoices().pin)
    return {
        "id": short_name(run.experiment, shown, theme),
        "run": run_id(run.experiment),
        "step": step,
        "last": run.end,
        "theme": theme,
        "palette": signed_table(theme),
        "lessons": list(_lessons(run, step, choices, theme)),
    }


def _lessons(run: Timeline, step: int, choices: OneStepChoices, theme: Theme) -> Iterator[Message]:
    """Return the message of a step as the link opens it, then what the reader may turn to next."""
    now = lesson(run, step, choices, theme)
    yield now
    if _weigh(now) > _LIGHT:
        return
    for near in (step + 1, step - 1):
        if 0 <= near <= run.end and run.approach(near, most=1) >= near:
            yield lesson(run, near, choices, theme)


def _weigh(made: Message) -> int:
    """Return the bytes of a message's matrices."""
    arrays: list[Array] = [matrix["values"] for matrix in made["matrices"].values()]
    return sum(array.nbytes for array in arrays)
