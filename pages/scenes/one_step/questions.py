"""Predict first: one short question about a phase, asked before its result is shown.

A question is only asked if its answer is clear: no ties, no zeros, no two numbers that are printed alike.
Otherwise the question is about the shape of the result.
"""

from dataclasses import replace

import numpy as np

from core import ACTIVATIONS, Phase
from pages.figures.words import bracketed, digits_for, fmt, row_of
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import entry, symbol, topic
from pages.scenes.one_step.phase_sentences import error_digits
from pages.scenes.one_step.phrases import farthest, sample, unit, where
from pages.scenes.one_step.question import (
    Maker,
    Question,
    ask,
    clearly_first,
    places,
    product_question,
    shape_question,
    summed_question,
)
from pages.scenes.one_step.sentences import true
from pages.scenes.one_step.update_questions import direction, does_the_loss_rise

_SATURATED, _NOT_SATURATED = 0.2, 0.5
"""Fractions of the largest derivative: below the first a unit counts as saturated, above the second not."""

_MARGIN = 0.02
"""Minimum difference between probabilities, or between a probability and its target."""

_CANCELLED = 1e-3
"""A sum below this fraction of its terms is too close to 0 to ask for its sign."""

_SIGNS = ("negative", "positive")


def question(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Return the question of a phase; it depends only on the arguments.

    Where there are several, they take turns from step to step.  An update without a clear question has
    none: the shape of W is there to be seen.
    """
    is_last = phase.key.endswith(str(inspected.depth))
    makers: dict[str, tuple[Maker, ...]] = {
        "data": (shape_question,),
        "Z": (shape_question if phase.key == "Z1" else summed_question, product_question, shape_question),
        "map": (_map_question,),
        "softmax": (_likeliest_class,),
        "l": (_largest_loss,),
        "loss": (_against_guessing,),
        "error": (_sign_of_error,),
        "dW": (product_question if is_last else _largest_entry, summed_question, shape_question),
        "total": (_sign_of_total if is_last else summed_question, shape_question),
        "dA": (shape_question, product_question, summed_question),
        "chain": (_largest_unit,),
        "update": (does_the_loss_rise if is_last else direction,),
    }
    turns = makers[topic(phase)]
    asked = turns[inspected.snapshot.step % len(turns)](inspected, phase)
    if asked is None and phase.kind != "update":
        return shape_question(inspected, phase)
    return asked


# --- forward pass --------------------------------------------------------------------------------


def _map_question(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask on which side of its kink, or how near to a bound, the activation of a unit is."""
    activation = ACTIVATIONS[phase.formula]
    if activation.sides:
        return _value_beside_kink(inspected, phase, activation.sides)
    return _is_saturated(inspected, phase) if activation.bounds else None


def _is_saturated(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask whether a unit with bounds is saturated for a sample, if possible about one that is."""
    (name,) = phase.inputs
    Z, A = inspected.values(name), inspected.values(phase.key)
    activation = ACTIVATIONS[phase.formula]
    derivatives, steepest = activation.derivative(Z, A), activation.steepest
    clear = places(derivatives < _SATURATED * steepest) or places(derivatives > _NOT_SATURATED * steepest)
    if not clear:
        return None
    i, j = clear[inspected.snapshot.step % len(clear)]
    is_free = bool(derivatives[i, j] > _NOT_SATURATED * steepest)
    options = ("yes, its derivative is small there", "no, its derivative is large there")
    what = "output" if phase.key == f"A{inspected.depth}" else "unit"
    text = f"{where(inspected, phase, i, j)} = {fmt(Z[i, j])}. Is the {what} saturated?"
    because = (
        f"Its activation is {symbol(phase.key)} = {fmt(A[i, j])}, where the derivative is "
        f"{fmt(derivatives[i, j])}; the largest possible one is {fmt(steepest)}."
    )
    return ask("saturated", text, options[int(is_free)], options, because)


def _value_beside_kink(inspected: InspectedStep, phase: Phase, sides: tuple[str, str]) -> Question | None:
    """Ask for the activation of a unit with a kink for a sample."""
    Z = inspected.values(phase.inputs[0])
    clear = places(np.abs(Z) > 1e-3 * np.abs(Z).max())
    if not clear:
        return None
    i, j = clear[inspected.snapshot.step % len(clear)]
    positive = bool(Z[i, j] > 0)
    size = fmt(abs(Z[i, j]))
    below = float(ACTIVATIONS[phase.formula].function(-np.abs(Z))[i, j])
    options = (fmt(below), size, f"−{size}")
    text = f"{where(inspected, phase, i, j)} = {fmt(Z[i, j])}. What is the activation of the unit?"
    return ask("on", text, options[int(positive)], options, sides[int(positive)])


def _likeliest_class(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask which class gets the highest probability for a sample."""
    P, Z = inspected.values(phase.key), inspected.values(phase.inputs[0])
    ranked = np.sort(P, axis=1)
    clear = np.flatnonzero(ranked[:, -1] - ranked[:, -2] > _MARGIN)
    if not clear.size:
        return None
    row = int(clear[inspected.snapshot.step % len(clear)])
    top = int(P[row].argmax())
    options = [inspected.class_name(c) for c in range(P.shape[1])]
    given = f"For {sample(inspected, row)}, {symbol(phase.inputs[0])} is {row_of(Z[row])}."
    text = f"{given} Which class gets the highest predicted probability?"
    because = (
        f"Softmax keeps the order: {fmt(Z[row, top])} is the largest, with probability {fmt(P[row, top])}."
    )
    return replace(ask("class", text, options[top], options, because), hides=("plane",))


def _largest_loss(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask which sample has the largest loss."""
    losses, A = inspected.values(phase.key)[:, 0], phase.inputs[-1]
    few = clearly_first(losses)
    if few is None:
        return None
    row = few[0]
    c = inspected.true_class(row)
    options = [sample(inspected, other) for other in sorted(few)]
    lowest = (
        f"{symbol(A)} gives its class, {c}, the lowest probability, {fmt(inspected.values(A)[row, c])};"
    )
    if phase.formula == "squares":
        lowest = f"Its outputs {row_of(inspected.values(A)[row])} are farthest from its targets;"
    because = f"{lowest} its loss is {fmt(losses[row])}, the second largest {fmt(losses[few[1]])}."
    text = "Which of these samples has the largest loss?"
    return ask("sample", text, sample(inspected, row), options, because)


def _against_guessing(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask whether the loss is above that of equal outputs for all samples."""
    loss, Y = float(inspected.values(phase.key)[0, 0]), inspected.values("Y")
    guess = float(inspected.snapshot.network.loss.mean(np.zeros_like(Y), Y))
    if fmt(loss) == fmt(guess):
        return None
    options = ("less than that", "more than that")
    given = f"If every Z of the output were 0, the mean loss would be {fmt(guess)}."
    text = f"{given} What is the mean loss of this network?"
    because = f"The mean of the losses is {fmt(loss)}."
    return ask("guess", text, options[int(loss > guess)], options, because)


# --- backward pass -------------------------------------------------------------------------------


def _sign_of_error(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask for the sign of an entry of dZ of the softmax output, or of dA of sigmoid outputs."""
    A, Y = (inspected.values(name) for name in phase.inputs)
    clear = places(np.abs(A - Y) > _MARGIN)
    if not clear:
        return None
    i, j = clear[inspected.snapshot.step % len(clear)]
    dZ = inspected.values(phase.key)[i, j]
    text = f"{true(inspected, i)} What is the sign of {entry(inspected, phase.key, i, j)}?"
    digits = error_digits(phase, A[i, j], Y[i, j], dZ)
    quotient = f"({fmt(A[i, j], digits)} − {fmt(Y[i, j])}) / {phase.over} = {fmt(dZ)}"
    what = "probability" if phase.key.startswith("dZ") else "output"
    because = f"{quotient}: the {what} is {'above' if A[i, j] > Y[i, j] else 'below'} its target."
    return ask("sign", text, _SIGNS[int(dZ > 0)], _SIGNS, because)


def _sign_of_total(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask for the sign of the largest bias gradient."""
    db, dZ = inspected.values(phase.key)[0], inspected.values(phase.inputs[0])
    j = farthest(db)
    if not abs(db[j]) > _CANCELLED * np.abs(dZ[:, j]).sum():
        return None
    parts = [float(part.sum()) for part in (dZ[dZ[:, j] > 0, j], dZ[dZ[:, j] < 0, j])]
    digits = digits_for(lambda printed: sum(map(printed, parts)), db[j])
    total = f"{fmt(parts[0], digits)} + {bracketed(parts[1], digits)} = {fmt(db[j])}"
    name = entry(inspected, phase.key, 0, j)
    text = f"Sum {symbol(phase.inputs[0])} over the samples. What is the sign of {name}?"
    because = f"Positive terms plus negative terms: {total}."
    return ask("sign", text, _SIGNS[int(db[j] > 0)], _SIGNS, because)


def _largest_entry(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask for the largest of some entries of dW."""
    dW = inspected.values(phase.key)
    few = clearly_first(np.abs(dW).ravel())
    if few is None:
        return None
    names = {at: entry(inspected, phase.key, *divmod(at, dW.shape[1])) for at in few}
    first, second = few[:2]
    text = f"Which of these entries of {symbol(phase.key)} is largest in absolute value?"
    because = f"It is {fmt(dW.ravel()[first])}; the next, {names[second]}, is {fmt(dW.ravel()[second])}."
    return ask("largest", text, names[first], [names[at] for at in sorted(few)], because)


def _largest_unit(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask which unit has the largest entry of dZ."""
    dZ = inspected.values(phase.key)
    reach = np.abs(dZ).max(axis=0)
    few = clearly_first(reach)
    if few is None:
        return None
    first, second = few[:2]
    row = int(np.abs(dZ[:, first]).argmax())
    because = (
        f"{entry(inspected, phase.key, row, first)} = {fmt(dZ[row, first])}; "
        f"the largest of {unit(inspected, phase.key, second)} is {fmt(reach[second])} in absolute value."
    )
    whose = "classes" if phase.key == f"dZ{inspected.depth}" else "units"
    text = f"Which of these {whose} has the largest entry of {symbol(phase.key)} in absolute value?"
    options = [unit(inspected, phase.key, at) for at in sorted(few)]
    return ask("unit", text, unit(inspected, phase.key, first), options, because)
