"""An order: a run, a step, and everything that was chosen in any scene: what one picture depends on.

It reads the link of any scene, because every scene's choices stand there under keys of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from core import Experiment, from_link, key_of, kind_of, read_record, to_link, write_record
from core.run.experiment import STEP
from pages.export.choices import StripChoices, Style
from pages.scenes.gradient_check import GradientCheckChoices
from pages.scenes.notes import NotesChoices
from pages.scenes.one_step import OneStepChoices
from pages.stage.look import Look

RECORDS: dict[str, type[Any]] = {
    "look": Look,
    "opened": OneStepChoices,
    "place": NotesChoices,
    "inquiry": GradientCheckChoices,
    "style": Style,
    "sequence": StripChoices,
}
"""The fields of an order that are records of a reader's choices."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """Hold what a picture is made from; equal orders give equal pictures."""

    experiment: Experiment = field(default_factory=Experiment)
    step: int = 0
    look: Look = field(default_factory=Look)
    opened: OneStepChoices = field(default_factory=OneStepChoices)
    place: NotesChoices = field(default_factory=NotesChoices)
    inquiry: GradientCheckChoices = field(default_factory=GradientCheckChoices)
    style: Style = field(default_factory=Style)
    sequence: StripChoices = field(default_factory=StripChoices)

    @property
    def link(self) -> dict[str, str]:
        """The link that brings it back, the step last."""
        wanted = {key: text for name in RECORDS for key, text in write_record(getattr(self, name)).items()}
        run = to_link(self.experiment, self.step)
        step = {"step": run.pop("step")} if "step" in run else {}
        return run | wanted | step

    def at(self, step: int) -> Order:
        """Return the order for another step."""
        return replace(self, step=step)


def read_order(parameters: Mapping[str, str]) -> tuple[Order, tuple[str, ...]]:
    """Return the order that a link describes, and what of it had to be ignored; never raise."""
    experiment, step, ignored = from_link(parameters)
    read = {name: read_record(record, parameters) for name, record in RECORDS.items()}
    chosen = {name: record for name, (record, _) in read.items()}
    odd = [sentence for _, sentences in read.values() for sentence in sentences]
    return Order(experiment=experiment, step=step, **chosen), (*ignored, *odd)


def settings() -> dict[str, str]:
    """Return every key of a link with what is allowed, in words."""
    records: tuple[type[Any], ...] = (Experiment, *RECORDS.values())
    allowed = {
        key_of(record, item.name): str(kind_of(record, item.name).allowed)
        for record in records
        for item in fields(record)
    }
    return {"step": STEP.allowed} | allowed
