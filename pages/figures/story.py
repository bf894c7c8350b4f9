"""What just happened, in words: one sentence with the numbers of the run itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pages.figures.names import bias_name, weight_name
from pages.figures.points import Floats
from pages.figures.words import fmt, percent


@dataclass(frozen=True)
class StepSummary:
    """Hold what a sentence is made of.

    Parameters
    ----------
    step
        Updates made so far.
    parameters
        All parameters (p,): layer after layer, unit after unit, its weights and then its bias.
    widths
        Units of the inputs and of each layer.
    losses, accuracies
        On training and on test points.
    rate
        Learning rate of the next update.
    """

    step: int
    parameters: Floats
    widths: Sequence[int]
    losses: tuple[float, float]
    accuracies: tuple[float, float]
    rate: float


def readout(state: StepSummary, epoch: int) -> str:
    """Return the line of numbers that stands beside the transport."""
    return (
        f"step {state.step:,} · epoch {epoch:,} · rate {fmt(state.rate)} · "
        f"loss {fmt(state.losses[0])} train, {fmt(state.losses[1])} test · "
        f"accuracy {percent(state.accuracies[0])} train, {percent(state.accuracies[1])} test"
    )


def opening(state: StepSummary) -> str:
    """Return the sentence of step 0."""
    return (
        f"Nothing is learned yet: the first weights get {percent(state.accuracies[0])} of the training "
        f"points right, at a loss of {fmt(state.losses[0])}. Press play, or step once."
    )


def told(now: StepSummary, before: StepSummary, gradient: Floats | None = None) -> str:
    """Return the sentence of what happened between two states.

    Parameters
    ----------
    now, before
        The state drawn, and the one drawn before it.
    gradient
        (p,) at `before`, if a single plain step lies between: then the product that moved the parameter
        is written out.
    """
    place = int(np.abs(now.parameters - before.parameters).argmax())
    old, new = (fmt(float(state.parameters[place])) for state in (before, now))
    span = f"Steps {before.step:,} → {now.step:,}" if now.step > before.step + 1 else f"Step {now.step:,}"
    how = "" if gradient is None else f", by −{fmt(before.rate)} × {_bracketed(float(gradient[place]))}"
    return (
        f"{span} moved {parameter_name(place, now.widths)} most, from {old} to {new}{how}; "
        f"training loss {_went(before.losses[0], now.losses[0])}."
    )


def parameter_name(place: int, widths: Sequence[int]) -> str:
    """Return the name of a parameter by its place in the vector, as the figures have it.

    >>> parameter_name(0, (2, 4, 2)), parameter_name(2, (2, 4, 2)), parameter_name(12, (2, 4, 2))
    ('W₁[x₁, unit 1]', 'b₁[unit 1]', 'W₂[unit 1, class 0]')
    """
    layers = len(widths) - 1
    for layer, (d, h) in enumerate(pairwise(widths), start=1):
        if place < h * (d + 1):
            unit, row = divmod(place, d + 1)
            if row == d:
                return bias_name("", layer, unit, layers=layers)
            return weight_name("", layer, row, unit, layers=layers)
        place -= h * (d + 1)
    raise ValueError(f"place must be below the number of parameters; {place} too far")


def _went(before: float, now: float) -> str:
    old, new = fmt(before), fmt(now)
    if old == new:
        return f"stayed at {new}"
    return f"{'fell' if now < before else 'rose'} from {old} to {new}"


def _bracketed(value: float) -> str:
    return f"({fmt(value)})" if value < 0 else fmt(value)
