"""What may be asked on the way forward."""

from __future__ import annotations

import numpy as np

from core import ACTIVATIONS, Phase
from pages.figures.words import fmt
from pages.scenes.one_step.asking import Question, ask, clearly_first, places
from pages.scenes.one_step.names import symbol
from pages.scenes.one_step.phrases import row_of, sample, unit
from pages.scenes.one_step.subject import Subject

_SATURATED, _FREE = 0.2, 0.5
"""A slope below the one share of the steepest counts as saturated, above the other it does not."""

_MARGIN = 0.02
"""Between two probabilities or more, for one of them to be clearly the largest."""

_ON = "Above 0 ReLU changes nothing: the unit is on."
_OFF = "ReLU cuts off what is below 0: the unit is off."


def is_saturated(subject: Subject, phase: Phase) -> Question | None:
    """Ask whether a sigmoid or tanh unit is saturated for a sample: first of one that is, if any."""
    (name,) = phase.inputs
    Z, A = subject.values(name), subject.values(phase.key)
    activation = ACTIVATIONS[phase.formula]
    slopes, steepest = activation.derivative(Z, A), activation.steepest
    clear = places(slopes < _SATURATED * steepest) or places(slopes > _FREE * steepest)
    if not clear:
        return None
    i, j = clear[subject.snapshot.step % len(clear)]
    is_free = bool(slopes[i, j] > _FREE * steepest)
    options = ("yes, its slope is small there", "no, its slope is large there")
    text = f"{_where(subject, phase, i, j)} = {fmt(Z[i, j])}. Is the unit saturated?"
    because = (
        f"It answers {symbol(phase.key)} = {fmt(A[i, j])}, where the slope is {fmt(slopes[i, j])}; "
        f"the steepest is {fmt(steepest)}."
    )
    return ask("saturated", text, options[int(is_free)], options, because)


def is_on(subject: Subject, phase: Phase) -> Question | None:
    """Ask what a ReLU unit answers to a sample."""
    Z = subject.values(phase.inputs[0])
    clear = places(np.abs(Z) > 1e-3 * np.abs(Z).max())
    if not clear:
        return None
    i, j = clear[subject.snapshot.step % len(clear)]
    positive = bool(Z[i, j] > 0)
    size = fmt(abs(Z[i, j]))
    options = ("0", size, f"−{size}")
    text = f"{_where(subject, phase, i, j)} = {fmt(Z[i, j])}. What does the unit answer?"
    return ask("on", text, options[int(positive)], options, _ON if positive else _OFF)


def which_class(subject: Subject, phase: Phase) -> Question | None:
    """Ask which class the network believes most for a sample."""
    P, Z = subject.values(phase.key), subject.values(phase.inputs[0])
    ranked = np.sort(P, axis=1)
    clear = np.flatnonzero(ranked[:, -1] - ranked[:, -2] > _MARGIN)
    if not clear.size:
        return None
    row = int(clear[subject.snapshot.step % len(clear)])
    top = int(P[row].argmax())
    options = [f"class {c}" for c in range(P.shape[1])]
    given = f"For {sample(subject, row)}, {symbol(phase.inputs[0])} is {row_of(Z[row])}."
    text = f"{given} Which class does the network believe most?"
    because = f"Softmax keeps the order: {fmt(Z[row, top])} is the largest, and gets {fmt(P[row, top])}."
    return ask("class", text, options[top], options, because)


def which_sample(subject: Subject, phase: Phase) -> Question | None:
    """Ask which sample costs the most loss."""
    losses, A = subject.values(phase.key)[:, 0], phase.inputs[-1]
    few = clearly_first(losses)
    if few is None:
        return None
    row = few[0]
    c = subject.true_class(row)
    options = [sample(subject, other) for other in sorted(few)]
    because = (
        f"{symbol(A)} gives its class, {c}, only {fmt(subject.values(A)[row, c])}, the least of all; "
        f"its loss is {fmt(losses[row])}, the next {fmt(losses[few[1]])}."
    )
    text = "Which of these samples adds most to the loss?"
    return ask("sample", text, sample(subject, row), options, because)


def against_a_guess(subject: Subject, phase: Phase) -> Question | None:
    """Ask whether the batch costs more than guessing would."""
    loss, k = float(subject.values(phase.key)[0, 0]), subject.experiment.sizes[-1]
    guess = float(np.log(k))
    if fmt(loss) == fmt(guess):
        return None
    options = ("less than that", "more than that")
    given = f"Giving every class 1/{k} costs log {k} = {fmt(guess)} a sample."
    text = f"{given} What does this network pay on average?"
    because = f"The mean of the losses is {fmt(loss)}."
    return ask("guess", text, options[int(loss > guess)], options, because)


def _where(subject: Subject, phase: Phase, i: int, j: int) -> str:
    name = phase.inputs[0]
    return f"For {sample(subject, i)} and {unit(subject, name, j)}, {symbol(name)}"
