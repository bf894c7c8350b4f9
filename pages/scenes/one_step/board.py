"""What the board requests, and the message that it gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from core import Experiment, Timeline
from core.arrays import Array
from pages.figures.palette import Theme, signed_table
from pages.frontend.schema import accept, text, whole
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.message import lesson
from pages.server.cache import LRUCache
from pages.stage.runs import run_id, short_name, timeline

Message = dict[str, Any]

_BYTES = 32 * 2**20
_LIGHT = 400_000
"""Bytes of a lesson that is small enough to be sent before it is requested."""
_SLICE = 2_000
"""Updates that one request may cost."""
_WHOLE = whole(0, 2**53 - 1)


@dataclass(frozen=True)
class BoardRequest:
    """Hold what the board requests: a step of a run, and the training point that was just clicked."""

    n: int = accept(_WHOLE, 0)
    run: str = accept(text(64), "")
    at: int = accept(_WHOLE, 0)
    pick: int | None = accept(_WHOLE, None)


def board_message(experiment: Experiment, step: int, opened: OneStepChoices, theme: Theme) -> Message:
    """Return the lesson of a step, and those of the steps before and after it if they are small.

    A step far ahead is computed in slices: until then the message says which step the run has reached.
    """
    run = timeline(experiment)
    shown = replace(opened, phase=OneStepChoices().phase, pin=OneStepChoices().pin)
    reached = run.approach(step, most=_SLICE)
    step = min(step, run.end)
    is_there = reached >= step
    return {
        "id": short_name(experiment, shown, theme),
        "run": run_id(experiment),
        "step": step,
        "last": run.end,
        "theme": theme,
        "palette": signed_table(theme),
        "lessons": list(_lessons(run, step, opened, theme)) if is_there else [],
        "pending": None if is_there else {"step": step, "reached": reached},
    }


def _lessons(run: Timeline, step: int, opened: OneStepChoices, theme: Theme) -> Iterator[Message]:
    """Return the lesson of a step as the link opens it, then those that the reader may go to next."""
    now = _lesson(run, step, opened, theme)
    yield now
    if _weigh(now) > _LIGHT:
        return
    for near in (step + 1, step - 1):
        if 0 <= near <= run.end and run.approach(near, most=1) >= near:
            yield _lesson(run, near, opened, theme)


_made: LRUCache[Message] = LRUCache(_BYTES, lambda each: _weigh(each) + 20_000)


def _lesson(run: Timeline, step: int, opened: OneStepChoices, theme: Theme) -> Message:
    key = (run.experiment, step, opened, theme)
    return _made.get(key, lambda: lesson(run, step, opened, theme))


def _weigh(made: Message) -> int:
    """Return the bytes of a lesson's matrices."""
    arrays: list[Array] = [matrix["values"] for matrix in made["matrices"].values()]
    return sum(array.nbytes for array in arrays)
