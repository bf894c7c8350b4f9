"""The levels: which lines are to be built, from which tiles, and what of a line is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.arrays import Array
from core.drill.answers import answers
from core.drill.mistakes import mistakes
from core.drill.problem import Problem, make_problem
from core.drill.tiles import read_tiles

COMPLETE, ORDER, WRITE, SQUARE, STEP = range(1, 6)
LEVELS = (COMPLETE, ORDER, WRITE, SQUARE, STEP)

_FORWARD = "X Y W1 b1 Z1 A1 W2 b2 Z2 A2"
_OPERATORS = ".T @ * + - ( ) 1 1/n fp("
_SUMS = {"rows": ".sum0 .sum1", "columns": ".sum0k .sum1k .sum1"}
_ALL_SUMS = ".sum0 .sum1 .sum0k .sum1k .total"

_TARGETS = {
    COMPLETE: ("Z1", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"),
    WRITE: ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1"),
    SQUARE: ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1"),
    STEP: ("A2", "dW2", "dA1", "m", "W2"),
}
_GAPS = {"Z1": "+b1", "dZ2": "(A2-Y)", "dW2": "dZ2", "db2": "dZ2", "dA1": "dZ2", "dZ1": "dA1", "dW1": "X.T"}
"""What a line to complete keeps, at its beginning or end."""
_GAP_TILES = {
    "Z1": "X W1 .T @ *",
    "dZ2": "* @ 1/n fp( ) Z1 Z2 A2",
    "dW2": "A1 X W2 .T @ *",
    "db2": ".sum0 .sum1 .sum0k .sum1k",
    "dA1": "W1 W2 A1 .T @ *",
    "dZ1": "* @ fp( ) ( Z1 A1 Z2 A2 1 -",
    "dW1": "dZ1 dA1 Z1 dZ2 .T @ *",
    "db1": "dZ1 dA1 dW1 .sum0 .sum1 .sum0k .sum1k",
}
_STEP_TILES = {
    "A2": "Z2 Y A1 1 exp( ( ) / * + - " + _ALL_SUMS,
    "dW2": "A1 X dZ2 W2 l2 dW2old .T @ * + -",
    "dA1": "dZ2 W2 W2new dW2 A1 .T @ *",
    "m": "m mhat dW2 beta 1 ( ) * + -",
    "W2": "W2 W2new dW2 dW2old lr * + -",
}

Tiles = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DrillLine:
    """Hold one line to build.

    Attributes
    ----------
    target : str
        The quantity that it computes.
    answer : tuple of str
        The right line, what is given included.
    before, after : tuple of str
        What is given at its beginning and its end.
    tiles : tuple of str
        What the gap is built from.
    mistakes : tuple
        Pairs of a misconception and a wrong line.
    expected : array
        What the line must compute.
    """

    target: str
    answer: Tiles
    before: Tiles
    after: Tiles
    tiles: Tiles
    mistakes: tuple[tuple[str, Tiles], ...]
    expected: Array

    def whole(self, built: Tiles) -> Tiles:
        """Return the line with what was built in its gap."""
        return (*self.before, *built, *self.after)

    @property
    def gap(self) -> Tiles:
        """What is to be built."""
        return self.answer[len(self.before) : len(self.answer) - len(self.after)]


@dataclass(frozen=True)
class Exercise:
    """Hold the problem and the lines of one level."""

    level: int
    problem: Problem
    lines: tuple[DrillLine, ...]

    def line(self, target: str) -> DrillLine | None:
        """Return the line that computes a quantity, or None."""
        return next((line for line in self.lines if line.target == target), None)


def make_exercise(level: int, seed: int, *, convention: str, loss: str) -> Exercise:
    """Return a level for a random network."""
    problem = make_problem(
        seed, convention=convention, loss=loss, is_square=level == SQUARE, is_penalized=level == STEP
    )
    return Exercise(level, problem, tuple(_lines(level, problem)))


def _lines(level: int, problem: Problem) -> Iterator[DrillLine]:
    right = answers(problem.convention, problem.loss)
    if level in (WRITE, SQUARE):
        right["dZ1"] = right["dA1"] + right["dZ1"].removeprefix("dA1")
    if level == STEP:
        right["dW2"] += "+l2*W2"
    targets = _TARGETS.get(level, ())
    for at, target in enumerate(targets):
        answer = right[target]
        before, after = _given(target, answer) if level == COMPLETE else ("", "")
        wrong = mistakes(target, answer, convention=problem.convention, loss=problem.loss)
        yield DrillLine(
            target=target,
            answer=read_tiles(answer),
            before=read_tiles(before),
            after=read_tiles(after),
            tiles=_tiles(level, target, targets[:at], problem),
            mistakes=tuple((name, read_tiles(line)) for name, line in wrong),
            expected=(problem.updated if level == STEP else {}).get(target, problem.values[target]),
        )


def _given(target: str, answer: str) -> tuple[str, str]:
    """Return what a line to complete keeps at its beginning and at its end."""
    kept = _GAPS.get(target, "")
    if target == "dZ2" and "fp(" in answer:
        kept += "*1/n"
    return (kept, "") if answer.startswith(kept) else ("", kept)


def _tiles(level: int, target: str, known: Tiles, problem: Problem) -> Tiles:
    if level == COMPLETE:
        return tuple(_GAP_TILES[target].split())
    if level == STEP:
        return tuple(_STEP_TILES[target].split())
    return (*_FORWARD.split(), *known, *_OPERATORS.split(), *_SUMS[problem.convention].split())
