"""What the board requests, and the message that it gets."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from core import Timeline
from pages.figures.palette import Theme, signed_table
from pages.frontend.schema import accept, real, text, whole
from pages.scenes.one_step.choices import OneStepChoices
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.message import step_message
from pages.scenes.one_step.two_losses import two_losses
from pages.stage.runs import run_id, short_name

Message = dict[str, Any]

_LIGHT = 400_000
"""Bytes of the matrices of a message that is small enough to be sent before it is requested."""
_WHOLE = whole(0, 2**53 - 1)


@dataclass(frozen=True)
class BoardRequest:
    """Hold what the board requests: a step of a run, and what was just done there.

    Attributes
    ----------
    pick : int or None
        The training point that was clicked.
    edit, value : str, float or None
        The parameter that was set by hand, and to what.
    """

    n: int = accept(_WHOLE, 0)
    run: str = accept(text(64), "")
    at: int = accept(_WHOLE, 0)
    pick: int | None = accept(_WHOLE, None)
    edit: str = accept(text(64), "")
    value: float | None = accept(real, None)


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
        "two_losses": two_losses(InspectedStep(run, step, choices)),
        "lessons": list(_lessons(run, step, choices, theme)),
    }


def _lessons(run: Timeline, step: int, choices: OneStepChoices, theme: Theme) -> Iterator[Message]:
    """Return the message of a step as the link opens it, then what the reader may turn to next."""
    now = step_message(run, step, choices, theme)
    yield now
    if sum(matrix["values"].nbytes for matrix in now["matrices"].values()) > _LIGHT:
        return
    for near in (step + 1, step - 1):
        if 0 <= near <= run.end and run.approach(near, most=1) >= near:
            yield step_message(run, near, choices, theme)
