"""What the last update did, in one sentence with the numbers of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pages.figures.names import bias_name, weight_name
from pages.figures.points import Floats
from pages.figures.words import DIGITS, bracketed, digits_for, fmt, percent

_MOST_DIGITS = 6  # of a parameter, to show that it moved


@dataclass(frozen=True)
class StepSummary:
    """Hold the numbers of one step that the sentences print.

    Parameters
    ----------
    step
        Updates made so far.
    parameters
        All parameters (p,): layer by layer, unit by unit, each unit's weights before its bias.
    widths
        Number of inputs, then of units of each layer.
    losses, accuracies
        On training and on test points.
    rate
        Learning rate of the next update.
    has_test
        Whether there are test points.
    classes
        The names of the classes, if they have any.
    """

    step: int
    parameters: Floats
    widths: Sequence[int]
    losses: tuple[float, float]
    accuracies: tuple[float, float]
    rate: float
    has_test: bool = True
    classes: Sequence[str] = ()


def readout(state: StepSummary, epoch: int) -> str:
    """Return the line of numbers beside the transport."""
    if not state.has_test:
        return (
            f"step {state.step:,} · epoch {epoch:,} · rate {fmt(state.rate)} · "
            f"loss {fmt(state.losses[0])} · accuracy {percent(state.accuracies[0])} · no test points"
        )
    return (
        f"step {state.step:,} · epoch {epoch:,} · rate {fmt(state.rate)} · "
        f"loss {fmt(state.losses[0])} train, {fmt(state.losses[1])} test · "
        f"accuracy {percent(state.accuracies[0])} train, {percent(state.accuracies[1])} test"
    )


def value_words(name: str, value: float | None) -> str:
    """Return what the rate, the batch size or a penalty is from some step on.

    >>> value_words("l2", 0.01), value_words("batch_size", None)
    ('L2 penalty 0.01', 'full batch')
    """
    if name == "batch_size":
        return "full batch" if value is None else f"batches of {value}"
    return f"{_CHANGING[name]} {fmt(value or 0.0)}"


_CHANGING = {"learning_rate": "learning rate", "l2": "L2 penalty", "l1": "L1 penalty"}


def initial_sentence(state: StepSummary) -> str:
    """Return the sentence at step 0."""
    return (
        f"Before training: the initial weights classify {percent(state.accuracies[0])} of the training "
        f"points correctly, at a loss of {fmt(state.losses[0])}. Press play, or go one step forward."
    )


def step_sentence(
    now: StepSummary,
    before: StepSummary,
    *,
    gradient: Floats | None = None,
    earlier_loss: float | None = None,
) -> str:
    """Return what changed between two steps.

    Parameters
    ----------
    now, before
        The step drawn, and the one drawn before it.
    gradient
        (p,) at `before`, if a single SGD update lies between: then rate × gradient is written out.
    earlier_loss
        The training loss one step before `before`, if that is one step before `now`.
    """
    span = f"Steps {before.step:,} → {now.step:,}" if now.step > before.step + 1 else f"Step {now.step:,}"
    old, new = before.losses[0], now.losses[0]
    swings = earlier_loss is not None and turns(earlier_loss, old, new)
    how = ", swinging from step to step" if swings else ""
    return f"{span} {_movement(now, before, gradient)}; training loss {loss_change(old, new)}{how}."


def turns(first: float, second: float, third: float) -> bool:
    """Return whether three losses go up and down again or down and up, by 5 % of the largest at least.

    >>> turns(0.3, 0.9, 0.4), turns(0.9, 0.6, 0.4), turns(0.3, 0.301, 0.3)
    (True, False, False)
    """
    there, back = second - first, third - second
    least = 0.05 * max(first, second, third)
    return (there > 0) != (back > 0) and min(abs(there), abs(back)) > least


def _movement(now: StepSummary, before: StepSummary, gradient: Floats | None) -> str:
    """Return which parameter moved most, and how; or that none did."""
    halves = now.parameters / 2 - before.parameters / 2  # the difference itself may overflow
    place = int(np.abs(halves).argmax())
    if not halves[place]:
        return f"changed no parameter{_why_nothing_moved(before, gradient)}"
    old, new = (float(state.parameters[place]) for state in (before, now))
    rate, slope = before.rate, None if gradient is None else float(gradient[place])
    moved = f"moved {parameter_name(place, now.widths, now.classes)} most"
    if slope is not None and abs(new / 2 - old / 2 + rate * (slope / 2)) > abs(halves[place]) / 10:
        return f"{moved}, by {fmt(new - old)}, which is round-off"
    shown = next((n for n in range(DIGITS, _MOST_DIGITS + 1) if fmt(old, n) != fmt(new, n)), None)
    if shown is None:
        change = new - old if slope is None else -rate * slope
        return f"{moved}, by {fmt(change)}, which is too small to show in {fmt(new)}"
    if slope is None:
        return f"{moved}, from {fmt(old, shown)} to {fmt(new, shown)}"
    digits = digits_for(lambda printed: printed(old) - printed(rate) * printed(slope), new, shown)
    how = f"by −{fmt(rate, digits)} × {bracketed(slope, digits)}"
    return f"{moved}, from {fmt(old, digits)} to {fmt(new, shown)}, {how}"


def _why_nothing_moved(before: StepSummary, gradient: Floats | None) -> str:
    if gradient is None:
        return ""
    largest = float(np.abs(gradient).max())
    if not largest:
        return ": every gradient is exactly 0"
    return f": the largest update, {fmt(before.rate * largest)}, is lost in round-off"


def loss_after_update(before: float, after: float) -> str:
    """Return what all updates of one step do to the training loss."""
    old, new = fmt(before), fmt(after)
    if old == new:
        return f"All updates together leave the training loss at {new}."
    return f"All updates together change the training loss from {old} to {new}."


def parameter_name(place: int, widths: Sequence[int], classes: Sequence[str] = ()) -> str:
    """Return the name of the parameter at a place in the vector, as the figures print it.

    >>> parameter_name(0, (2, 4, 2)), parameter_name(2, (2, 4, 2)), parameter_name(12, (2, 4, 2))
    ('W₁[x₁, unit 1]', 'b₁[unit 1]', 'W₂[unit 1, class 0]')
    """
    layers = len(widths) - 1
    for layer, (d, h) in enumerate(pairwise(widths), start=1):
        if place < h * (d + 1):
            unit, row = divmod(place, d + 1)
            if row == d:
                return bias_name("", layer, unit, layers=layers, classes=classes)
            return weight_name("", layer, row, unit, layers=layers, classes=classes)
        place -= h * (d + 1)
    raise ValueError(f"place is {place} beyond the last parameter")


def loss_change(before: float, now: float) -> str:
    """Return how a loss changed, with both numbers.

    >>> loss_change(0.5, 0.25), loss_change(0.5, 0.5)
    ('fell from 0.5 to 0.25', 'stayed at 0.5')
    """
    old, new = fmt(before), fmt(now)
    if old == new:
        return f"stayed at {new}"
    return f"{'fell' if now < before else 'rose'} from {old} to {new}"
