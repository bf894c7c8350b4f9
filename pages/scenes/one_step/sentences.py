"""One sentence or two for each phase, with numbers of the run itself.

The first sample and the first unit serve the whole way forward, so that their numbers can be followed;
on the way back the largest entry is told, because it shows what matters.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core import Phase
from core.arrays import Array
from pages.figures.words import fmt
from pages.scenes.one_step import backward_sentences as back
from pages.scenes.one_step import forward_sentences as forth
from pages.scenes.one_step.names import entry, symbol
from pages.scenes.one_step.phrases import bracketed_number, enough, largest, row_of, sample
from pages.scenes.one_step.subject import Subject

_SURE = 0.9
_STEPS = {
    "sgd": "lr times the gradient of the run's own batch",
    "momentum": "the optimizer's step: lr times the gradient and what is left of the earlier ones",
    "rmsprop": "the optimizer's step: lr times the gradient, divided by its usual size",
    "adam": "the optimizer's step: lr times a running mean of the gradient, divided by its usual size",
}


def title(phase: Phase) -> str:
    """Return what a phase does, in a few words."""
    layer = phase.key[-1]
    titles = {
        "data": "The batch",
        "Z": f"Layer {layer} weighs what enters it",
        "map": f"Layer {layer} bends the sums",
        "softmax": "Sums become probabilities",
        "l": "The loss of each sample",
        "loss": "The loss of the batch",
        "error": "The error: belief minus truth",
        "dW": f"How each weight of layer {layer} moves the loss",
        "total": f"How each bias of layer {layer} moves the loss",
        "dA": f"The error goes back to layer {layer}",
        "chain": f"The error passes the bend of layer {layer}",
        "update": f"The update of layer {layer}",
    }
    return titles[_topic(phase)]


def sentence(subject: Subject, phase: Phase) -> str:
    """Return what happens in a phase, with real numbers."""
    tell: dict[str, Callable[[Subject, Phase], str]] = {
        "data": forth.data,
        "Z": forth.linear,
        "map": forth.bend,
        "softmax": forth.probabilities,
        "l": forth.surprise,
        "loss": forth.mean,
        "error": back.error,
        "dW": back.weights,
        "total": back.total,
        "dA": back.through_weights,
        "chain": back.through_bend,
        "update": _update,
    }
    return tell[_topic(phase)](subject, phase)


def true(subject: Subject, row: int) -> str:
    """Say what class a sample is of."""
    return f"{sample(subject, row).capitalize()} is of class {subject.true_class(row)}."


def believed(subject: Subject, row: int) -> str:
    """Say what the network believes of a sample, and what is true."""
    A, c = f"A{subject.depth}", subject.true_class(row)
    P, Y = subject.values(A)[row], subject.values("Y")[row]
    line = "column" if subject.shown.columns else "row"
    return (
        f"{true(subject, row)} The network gives class {c} a probability of "
        f"{fmt(P[c])}: {_verdict(P, c)}. Its {line} of {symbol(A)} − Y is {row_of(P - Y)}."
    )


def outcome(subject: Subject) -> str:
    """Say what the next update does to the training loss, or why there is none."""
    now, after = subject.snapshot, subject.after
    if after is None:
        overflow = subject.timeline.divergence
        return overflow.message if overflow else "This is the last step of the run."
    before, then = fmt(now.train_loss), fmt(after.train_loss)
    if before == then:
        return f"All moves together leave the training loss at {then}."
    return f"All moves together take the training loss from {before} to {then}."


def _topic(phase: Phase) -> str:
    """Return what a phase is about: its kind, or its letter where a kind has several."""
    return phase.key.rstrip("0123456789") if phase.kind in ("product", "loss") else phase.kind


def _verdict(P: Array, c: int) -> str:
    second, best = np.sort(P)[-2:]
    top, is_sure = int(P.argmax()), bool(best >= _SURE)
    if second == best:
        return "a tie"
    if top == c:
        return "right, and sure" if is_sure else "right, but not sure"
    return f"wrong, {'and sure of' if is_sure else 'it leans to'} class {top} with {fmt(P[top])}"


def _update(subject: Subject, phase: Phase) -> str:
    if phase.result is None:
        return f"There is no next step. {outcome(subject)}"
    told = f"{_move(subject, phase)}{_whose(subject)}"
    return f"{told} {outcome(subject)}" if phase.key == f"update {subject.depth}" else told


def _move(subject: Subject, phase: Phase) -> str:
    """Say which parameter of the layer moves most, from where to where."""
    move = max(phase.moves, key=lambda block: float(np.abs(subject.values(block.step)).max()))
    i, j, step = largest(subject.values(move.step))
    if step == 0:
        return "Nothing moves: every entry of the step is 0."
    name = entry(subject, move.old, i, j)
    old, new = (float(subject.values(str(block))[i, j]) for block in (move.old, move.new))
    if fmt(old) == fmt(new):
        return f"{name} moves most, by {fmt(-step)}: too little to show in {fmt(new)}."
    if phase.factor is None:
        digits = enough(lambda read: read(old) - read(step), new)
        return f"{name} moves most: {fmt(old, digits)} − {bracketed_number(step, digits)} = {fmt(new)}."
    rate, gradient = phase.factor, float(subject.values(phase.inputs[phase.moves.index(move)])[i, j])
    digits = enough(lambda read: read(old) - read(rate) * read(gradient), new)
    by = f"{fmt(rate, digits)} · {bracketed_number(gradient, digits)}"
    return f"{name} moves most: {fmt(old, digits)} − {by} = {fmt(new)}."


def _whose(subject: Subject) -> str:
    """Say what the step is, where it is not lr times the gradient shown."""
    if subject.is_plain and subject.is_own:
        return ""
    return f" What is subtracted is {_STEPS[subject.experiment.optimizer]}."
