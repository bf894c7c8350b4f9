"""The equations of the notes, evaluated at the user's network and sample."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from core import EQUATIONS, Case
from core.notes import Comparison, DerivationStep, Examination, derivation, examine
from pages.scenes.notes.choices import NotesChoices
from pages.stage.run_at_step import RunAtStep


@dataclass(frozen=True)
class NotesAtStep(RunAtStep):
    """Evaluate the notes for a run at one step; the batch is all training samples."""

    choices: NotesChoices

    @cached_property
    def case(self) -> Case:
        """The values at which the equations are evaluated."""
        train, at = self.timeline.train, self.choices
        indices = {"sample": at.point - 1, "i": at.class_i, "j": at.class_j, "unit": at.unit - 1}
        return Case.of(self.snapshot.network, train.X, train.Y, **indices)

    @cached_property
    def derivation(self) -> dict[str, list[tuple[DerivationStep, Comparison | None]]]:
        """The steps of the derivation by section, each compared with what is measured."""
        steps = [(step, step.compared(self.case)) for step in derivation(self.case)]
        by_section = groupby(steps, key=lambda each: each[0].section)
        return {section: list(found) for section, found in by_section}

    @cached_property
    def examinations(self) -> tuple[Examination, ...]:
        """The examination of each equation, in the order of the notes."""
        return tuple(examine(equation, self.case) for equation in EQUATIONS)

    @property
    def needing_softmax(self) -> list[Examination]:
        """The lines that hold with softmax and cross-entropy only."""
        return [each for each in self.examinations if each.equation.needs_softmax]

    @property
    def printed(self) -> list[Examination]:
        """The lines that the notes print."""
        return [each for each in self.examinations if each.equation.is_in_the_notes]

    def lines(self, holds: bool | None) -> list[Examination]:
        """Return the printed lines that hold, that do not hold, or that are undecided (None)."""
        return [each for each in self.printed if each.main.holds is holds]

    @property
    def added(self) -> list[Examination]:
        """The lines that are added to the notes."""
        return [each for each in self.examinations if not each.equation.is_in_the_notes]

    @cached_property
    def sections(self) -> dict[str, list[Examination]]:
        """The equations by section, in order."""
        by_section = groupby(self.examinations, key=lambda each: each.equation.section)
        return {section: list(found) for section, found in by_section}
