"""Predict first: one small question about a phase, asked before its result is shown.

A question is asked only where its answer is clear: no ties, no zeros, no two numbers that print alike.
Where it is not, the shape of the result is asked for, which always is.
"""

from __future__ import annotations

from core import Phase
from core.network.activations import has_kink
from pages.figures.words import fmt
from pages.scenes.one_step import backward_questions as back
from pages.scenes.one_step import forward_questions as forth
from pages.scenes.one_step.asking import Maker, Question, ask, shape_question, summed_question
from pages.scenes.one_step.names import entry
from pages.scenes.one_step.phrases import largest
from pages.scenes.one_step.subject import Subject

_UPHILL = "Downhill is sure only for a short, plain step on all points, the penalty counted in."
_DOWNHILL = "The step was short enough to go downhill."


def question(subject: Subject, phase: Phase) -> Question:
    """Return the question of a phase; a function of its arguments alone."""
    return _maker(subject, phase)(subject, phase) or shape_question(subject, phase)


def _maker(subject: Subject, phase: Phase) -> Maker:
    is_last = phase.key.endswith(str(subject.depth))
    makers: dict[str, Maker] = {
        "data": shape_question,
        "Z": shape_question if phase.key == "Z1" else summed_question,
        "map": forth.is_on if has_kink(phase.formula) else forth.is_saturated,
        "softmax": forth.which_class,
        "l": forth.which_sample,
        "loss": forth.against_a_guess,
        "error": back.sign_of_error,
        "dW": summed_question if is_last else back.largest_entry,
        "total": back.sign_of_total if is_last else summed_question,
        "dA": summed_question,
        "chain": back.which_unit,
        "update": _does_it_rise if is_last else _which_way,
    }
    letter = phase.key.rstrip("0123456789")
    return makers[letter if phase.kind in ("product", "loss") else phase.kind]


def _which_way(subject: Subject, phase: Phase) -> Question | None:
    """Ask which way the weight goes that moves most."""
    move = phase.moves[0]
    if move.new is None:
        return None
    i, j, step = largest(subject.values(move.step))
    old, new = (subject.values(name)[i, j] for name in (move.old, move.new))
    if old == new:
        return None
    options = ("up", "down")
    text = f"The step of {entry(subject, move.old, i, j)} is {fmt(step)}. Which way does the weight go?"
    sign = "positive" if step > 0 else "negative"
    went = f"takes {fmt(old)} {options[int(step > 0)]} to {fmt(new)}"
    because = f"The step is subtracted: a {sign} one {went}."
    return ask("way", text, options[int(step > 0)], options, because)


def _does_it_rise(subject: Subject, phase: Phase) -> Question | None:
    """Ask whether the next update raises the training loss: the run itself gives the answer."""
    now, after = subject.snapshot, subject.after
    if after is None or fmt(now.train_loss) == fmt(after.train_loss):
        return None
    options = ("it falls", "it rises")
    rises = after.train_loss > now.train_loss
    text = f"The learning rate is {fmt(now.learning_rate)}. What does this update do to the training loss?"
    went = f"It goes from {fmt(now.train_loss)} to {fmt(after.train_loss)}."
    return ask("loss", text, options[int(rises)], options, f"{went} {_UPHILL if rises else _DOWNHILL}")
