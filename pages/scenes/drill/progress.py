"""How far the learner is: which lines are right, which one is being built, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from core.drill.exercise import ORDER, DrillLine, Exercise, Tiles, make_exercise
from core.drill.judgement import UNFINISHED, Judgement, judge_line
from core.drill.ordering import ORDER_OF_LINES, ProgramLine, judge_order, program_lines
from pages.scenes.drill.choices import Attempt, DrillChoices


@lru_cache(64)
def exercise_of(level: int, seed: int, convention: str, loss: str) -> Exercise:
    """Return the exercise; the same one for all who do it."""
    return make_exercise(level, seed, convention=convention, loss=loss)


@lru_cache(1024)
def judged(
    level: int, seed: int, convention: str, loss: str, target: str, built: Tiles
) -> Judgement | None:
    """Return what is to be said of a line; None if the level has no such line."""
    if target == ORDER_OF_LINES:
        return judge_order(program_lines(convention, loss), built) if level == ORDER else None
    exercise = exercise_of(level, seed, convention, loss)
    line = exercise.line(target)
    return judge_line(exercise, line, built) if line else None


@dataclass(frozen=True)
class DrillProgress:
    """Hold what follows from the choices."""

    choices: DrillChoices

    @property
    def _key(self) -> tuple[int, int, str, str]:
        now = self.choices
        return now.level, now.network, now.samples_as, now.minimized

    @cached_property
    def exercise(self) -> Exercise:
        """The network and the lines."""
        return exercise_of(*self._key)

    @cached_property
    def program(self) -> dict[str, ProgramLine]:
        """The lines of a step, in a right order."""
        return program_lines(self.choices.samples_as, self.choices.minimized)

    @property
    def shuffled(self) -> list[str]:
        """The lines to be put in order, in an order that depends on the network."""
        return list(map(str, np.random.default_rng(self.choices.network).permutation(list(self.program))))

    @property
    def is_checked(self) -> bool:
        """Whether the line, as it is built now, is the one that was checked last."""
        return self.choices.attempts[-1:] == (Attempt(self.target, self.choices.built),)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """What there is to build, by the name of the quantity."""
        if self.choices.level == ORDER:
            return (ORDER_OF_LINES,)
        return tuple(line.target for line in self.exercise.lines)

    @cached_property
    def attempts(self) -> tuple[tuple[Attempt, Judgement], ...]:
        """The lines that were checked, each with what is to be said of it; unfinished ones do not count."""
        pairs = ((each, self.judge(each.target, each.built)) for each in self.choices.attempts)
        return tuple((attempt, found) for attempt, found in pairs if found and found.kind != UNFINISHED)

    @cached_property
    def right(self) -> dict[str, Attempt]:
        """The right line of each quantity that has one."""
        return {attempt.target: attempt for attempt, found in self.attempts if found.is_right}

    @cached_property
    def target(self) -> str:
        """What is to be built next; empty if all is done."""
        return next((target for target in self.targets if target not in self.right), "")

    @property
    def task(self) -> str:
        """The name of what is to be built next, which no other exercise has."""
        return " ".join(map(str, (*self._key, self.target)))

    @property
    def line(self) -> DrillLine | None:
        """The line to build; None for the order of lines, and if all is done."""
        return self.exercise.line(self.target)

    def judge(self, target: str, built: Tiles) -> Judgement | None:
        """Return what is to be said of a line, or None if this level has no such line."""
        return judged(*self._key, target, built)

    def tries(self, target: str) -> list[tuple[Attempt, Judgement]]:
        """Return the lines that were checked for one quantity."""
        return [(attempt, found) for attempt, found in self.attempts if attempt.target == target]

    @property
    def first_right(self) -> int:
        """How many lines were right at the first try."""
        return sum(1 for target in self.right if self.tries(target)[0][1].is_right)
