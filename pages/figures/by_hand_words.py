"""What was set by hand and what is frozen, in words with the numbers of the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pages.figures.story import loss_change, parameter_name
from pages.figures.words import bracketed, digits_for, fmt


@dataclass(frozen=True)
class EditSummary:
    """Hold what the edits of one step did, and what the next update would have done instead.

    Parameters
    ----------
    step
        The step at which they take effect.
    places
        Of the edited parameters, in the vector of all parameters.
    widths
        Number of inputs, then of units of each layer.
    old, new
        Their values without the edits and with them.
    update
        What the next update without the edits adds to the first of them; None if the run ends there.
    rate, gradient
        Of that update, if it is −rate × gradient.
    losses
        The training loss without the edits, with them, and after that update.
    classes
        The names of the classes, if they have any.
    """

    step: int
    places: Sequence[int]
    widths: Sequence[int]
    old: Sequence[float]
    new: Sequence[float]
    update: float | None
    rate: float | None
    gradient: float | None
    losses: tuple[float, float, float]
    classes: Sequence[str] = ()


def edits_sentence(made: EditSummary) -> str:
    """Return what the edits of a step did to the loss, and what the gradient would have done."""
    before, after, descended = made.losses
    if len(made.places) == 1:
        name = parameter_name(made.places[0], made.widths, made.classes)
        what = f"{name} was set from {fmt(made.old[0])} to {fmt(made.new[0])}"
    else:
        what = f"{len(made.places)} parameters were set by hand"
    text = f"At step {made.step:,}, {what}: training loss {loss_change(before, after)}."
    if made.update is None:
        return text
    loss = f"would have changed the training loss from {fmt(before)} to {fmt(descended)}."
    if len(made.places) > 1:
        return f"{text} The next update {loss}"
    return f"{text} The next update would have changed it by {_update(made)}. All updates together {loss}"


def _update(made: EditSummary) -> str:
    """Return an update as −lr × gradient with the digits that make it true, or as one number."""
    if made.rate is None or made.gradient is None or not made.update:
        return fmt(made.update or 0.0)
    rate, gradient = made.rate, made.gradient
    digits = digits_for(lambda printed: -printed(rate) * printed(gradient), made.update)
    return f"−{fmt(rate, digits)} × {bracketed(gradient, digits)} = {fmt(made.update)}"


def edits_mark(
    step: int,
    places: Sequence[int],
    values: Sequence[float],
    widths: Sequence[int],
    classes: Sequence[str] = (),
) -> str:
    """Return the words beside the edits of a step on the timeline.

    >>> edits_mark(240, [0], [0.35], (2, 4, 2)), edits_mark(0, [0, 1], [1, 2], (2, 4, 2))
    ('W₁[x₁, unit 1] set to 0.35 at step 240', '2 parameters set by hand at step 0')
    """
    if len(places) == 1:
        return f"{parameter_name(places[0], widths, classes)} set to {fmt(values[0])} at step {step:,}"
    return f"{len(places)} parameters set by hand at step {step:,}"
