"""What just happened, in words: one sentence with the numbers of the run itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pages.figures.points import Floats
from pages.figures.words import fmt, percent


@dataclass(frozen=True)
class State:
    """Hold what a sentence is made of.

    Parameters
    ----------
    step
        Updates made so far.
    matrices
        [W; b] (d + 1, h) of each layer.
    losses, accuracies
        On training and on test points.
    rate
        Learning rate of the next update.
    """

    step: int
    matrices: Sequence[Floats]
    losses: tuple[float, float]
    accuracies: tuple[float, float]
    rate: float


@dataclass(frozen=True)
class Move:
    """Hold the parameter that moved most: its name, and its value before and after."""

    name: str
    before: float
    after: float


def readout(state: State, epoch: int) -> str:
    """Return the line of numbers that stands beside the transport."""
    return (
        f"step {state.step:,} · epoch {epoch:,} · rate {fmt(state.rate)} · "
        f"loss {fmt(state.losses[0])} train, {fmt(state.losses[1])} test · "
        f"accuracy {percent(state.accuracies[0])} train, {percent(state.accuracies[1])} test"
    )


def opening(state: State) -> str:
    """Return the sentence of step 0."""
    return (
        f"Nothing is learned yet: with its first random weights the network gets "
        f"{percent(state.accuracies[0])} of the training points right, at a loss of "
        f"{fmt(state.losses[0])}. Press play, or step once to see a single update."
    )


def told(now: State, before: State, gradient: Sequence[Floats] | None = None) -> str:
    """Return the sentence of what happened between two states.

    Parameters
    ----------
    now, before
        The state drawn, and the one drawn before it.
    gradient
        [dW; db] of each layer at `before`, if a single plain step lies between: then the product
        that moved the parameter is written out.
    """
    move, place = largest_move(now, before)
    steps = now.step - before.step
    span = "The last step" if steps == 1 else f"In {steps:,} steps backprop"
    how = ""
    if gradient is not None:
        layer, row, column = place
        how = f", by −{fmt(before.rate)} × {_bracketed(float(gradient[layer][row, column]))}"
    verb = "moved"
    return (
        f"{span} {verb} {move.name} most, from {fmt(move.before)} to {fmt(move.after)}{how}; "
        f"training loss {_went(before.losses[0], now.losses[0])}."
    )


def largest_move(now: State, before: State) -> tuple[Move, tuple[int, int, int]]:
    """Return the parameter that changed most, and its layer, row and column counted from 0."""
    changes = [np.abs(a - b) for a, b in zip(now.matrices, before.matrices, strict=True)]
    layer = int(np.argmax([change.max() for change in changes]))
    row, column = (int(i) for i in np.unravel_index(changes[layer].argmax(), changes[layer].shape))
    d = len(changes[layer]) - 1
    name = f"b{layer + 1}[{column + 1}]" if row == d else f"W{layer + 1}[{row + 1}, {column + 1}]"
    values = (float(state.matrices[layer][row, column]) for state in (before, now))
    return Move(name, *values), (layer, row, column)


def _went(before: float, now: float) -> str:
    old, new = fmt(before), fmt(now)
    if old == new:
        return f"stayed at {new}"
    return f"{'fell' if now < before else 'rose'} from {old} to {new}"


def _bracketed(value: float) -> str:
    return f"({fmt(value)})" if value < 0 else fmt(value)
