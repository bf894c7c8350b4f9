"""The order of the lines of a step: what Python says of a wrong one, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.drill.answers import answers
from core.drill.judgement import ERROR, NUMBERS, RIGHT, UNFINISHED, Judgement
from core.drill.tiles import NAME, TILES, code_of, read_tiles
from core.network.loss_functions import LOSSES

ORDER_OF_LINES = "order"
"""The name of this task in links."""

_GIVEN = {"X", "Y", "W1", "b1", "W2", "b2", "1", "1/n", "lr"}
_TARGETS = (
    "Z1", "A1", "Z2", "A2",
    "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1",
    "W2", "b2", "W1", "b1",
)  # fmt: skip


@dataclass(frozen=True)
class ProgramLine:
    """Hold one line of a step: its code, and the quantities that it reads."""

    code: str
    reads: frozenset[str]


def program_lines(convention: str, loss: str) -> dict[str, ProgramLine]:
    """Return the lines of a step by the quantity that each computes, in a right order."""
    right = answers(convention, loss)
    functions = {"A1": ("sigmoid", "Z1"), "A2": (LOSSES[loss].output, "Z2")}
    lines = {}
    for target in _TARGETS:
        if target in functions:
            name, argument = functions[target]
            lines[target] = ProgramLine(f"{target} = {name}({argument})", frozenset((argument,)))
        else:
            tiles = read_tiles(right[target])
            reads = frozenset(tile for tile in tiles if TILES[tile].kind == NAME)
            lines[target] = ProgramLine(f"{target} = {code_of(tiles)}", reads)
    return lines


def judge_order(lines: Mapping[str, ProgramLine], built: Sequence[str]) -> Judgement:
    """Return what is to be said of lines that run in the order in which they were chosen; never raise.

    `Judgement.known` is the line at which the program stops, or which computes wrong numbers.
    """
    defined = set(_GIVEN)
    for target in built:
        if target not in lines:
            return Judgement(kind=UNFINISHED, detail=f"`{target}` is no line of this program.")
        if missing := sorted(lines[target].reads - defined):
            error = f"NameError: name '{missing[0]}' is not defined"
            return Judgement(kind=ERROR, misconception="order", detail=error, known=target)
        defined.add(target)
    if left := len(lines.keys() - set(built)):
        return Judgement(kind=UNFINISHED, detail=f"{left} of {len(lines)} lines are not placed yet.")
    if _first(built, "W2") < _first(built, "dA1"):
        return Judgement(kind=NUMBERS, misconception="early_update", known="dA1")
    return Judgement(kind=RIGHT)


def _first(built: Sequence[str], target: str) -> int:
    return list(built).index(target)
