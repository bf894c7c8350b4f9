"""An order: a run, a step, and everything that was chosen in any scene: what one picture depends on.

It reads the link of any scene, because every scene's choices stand there under keys of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from core import Experiment, key_of, kind_of
from core.run.experiment import STEP
from pages.export.choices import HandoutChoices, StripChoices, Style, WorksheetChoices
from pages.scenes.gradient_check import GradientCheckChoices
from pages.scenes.notes import NotesChoices
from pages.scenes.one_step import OneStepChoices
from pages.session.state import State, read_state
from pages.stage.look import Look

RECORDS: dict[str, type[Any]] = {
    "look": Look,
    "one_step": OneStepChoices,
    "notes": NotesChoices,
    "gradient_check": GradientCheckChoices,
    "style": Style,
    "sequence": StripChoices,
    "handout": HandoutChoices,
    "worksheet": WorksheetChoices,
}
"""The fields of an order that are records of a reader's choices."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """Hold what a picture is made from; equal orders give equal pictures."""

    experiment: Experiment = field(default_factory=Experiment)
    step: int = 0
    look: Look = field(default_factory=Look)
    one_step: OneStepChoices = field(default_factory=OneStepChoices)
    notes: NotesChoices = field(default_factory=NotesChoices)
    gradient_check: GradientCheckChoices = field(default_factory=GradientCheckChoices)
    style: Style = field(default_factory=Style)
    sequence: StripChoices = field(default_factory=StripChoices)
    handout: HandoutChoices = field(default_factory=HandoutChoices)
    worksheet: WorksheetChoices = field(default_factory=WorksheetChoices)

    @property
    def link(self) -> dict[str, str]:
        """The link that brings it back, the step last."""
        records = tuple(getattr(self, name) for name in RECORDS if name != "look")
        state = State(experiment=self.experiment, step=self.step, look=self.look, choices=records)
        return state.link([type(record) for record in records])

    def at(self, step: int) -> Order:
        """Return the order for another step."""
        return replace(self, step=step)


def order_of(state: State) -> Order:
    """Return what a session's state says of a picture."""
    chosen = {name: state.of(kind) for name, kind in RECORDS.items()}
    return Order(experiment=state.experiment, step=state.step, **chosen)


def read_order(parameters: Mapping[str, str]) -> tuple[Order, tuple[str, ...]]:
    """Return the order that a link describes, and a sentence for each value ignored; never raise."""
    state, ignored = read_state(parameters, [kind for name, kind in RECORDS.items() if name != "look"])
    return order_of(state), ignored


def settings() -> dict[str, str]:
    """Return every key of a link with what is allowed, in words."""
    records: tuple[type[Any], ...] = (Experiment, *RECORDS.values())
    allowed = {
        key_of(record, item.name): str(kind_of(record, item.name).allowed)
        for record in records
        for item in fields(record)
    }
    return {"step": STEP.allowed} | allowed
