"""Predict first, about the update: which way a weight moves, and what the training loss does."""

from core import Phase
from pages.figures.words import bracketed, digits_for, fmt
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import entry
from pages.scenes.one_step.phrases import largest
from pages.scenes.one_step.question import Question, ask

_ROSE = "Only a small enough SGD update on all training points is sure to reduce loss plus penalty."
_FELL = "The update was small enough to reduce the loss."


def direction(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask in which direction the weight with the largest update moves."""
    move = phase.moves[0]
    if move.new is None:
        return None
    i, j, subtracted = largest(inspected.values(move.step))
    old, new = (inspected.values(name)[i, j] for name in (move.old, move.new))
    if old == new:
        return None
    options, is_down = ("up", "down"), int(subtracted > 0)
    name = entry(inspected, move.old, i, j)
    text = f"The update subtracts {fmt(subtracted)} from {name}. Does this weight go up or down?"
    digits = digits_for(lambda printed: printed(old) - printed(subtracted), new)
    because = f"{fmt(old, digits)} − {bracketed(subtracted, digits)} = {fmt(new)}."
    return ask("way", text, options[is_down], options, because)


def does_the_loss_rise(inspected: InspectedStep, phase: Phase) -> Question | None:
    """Ask whether the next update increases the training loss; the run gives the answer."""
    now, after = inspected.snapshot, inspected.after
    if after is None or fmt(now.train_loss) == fmt(after.train_loss):
        return None
    options = ("it falls", "it rises")
    rises = after.train_loss > now.train_loss
    text = f"The learning rate is {fmt(now.learning_rate)}. What does this update do to the training loss?"
    went = f"It goes from {fmt(now.train_loss)} to {fmt(after.train_loss)}."
    return ask("loss", text, options[int(rises)], options, f"{went} {_ROSE if rises else _FELL}")
