"""What may be asked on the way back."""

from __future__ import annotations

import numpy as np

from core import Phase
from pages.figures.words import fmt
from pages.scenes.one_step.asking import Question, ask, clearly_first, places
from pages.scenes.one_step.backward_sentences import error_digits
from pages.scenes.one_step.names import entry, symbol
from pages.scenes.one_step.phrases import enough, farthest, sample, unit
from pages.scenes.one_step.subject import Subject

_SIGNS = ("negative", "positive")
_MARGIN = 0.02
_CANCELLED = 1e-3
"""A sum below this share of its terms is too near to 0 to ask for its sign."""


def sign_of_error(subject: Subject, phase: Phase) -> Question | None:
    """Ask for the sign of an entry of dZ at the output."""
    A, Y = (subject.values(name) for name in phase.inputs)
    clear = places(np.abs(A - Y) > _MARGIN)
    if not clear:
        return None
    i, j = clear[subject.snapshot.step % len(clear)]
    c, dZ = subject.true_class(i), subject.values(phase.key)[i, j]
    name = entry(subject, phase.key, i, j)
    text = f"{sample(subject, i).capitalize()} is of class {c}. What sign has {name}?"
    which, how = ("the true class", "small") if j == c else ("a wrong class", "large")
    digits = error_digits(phase, A[i, j], Y[i, j], dZ)
    quotient = f"({fmt(A[i, j], digits)} − {fmt(Y[i, j])}) / {phase.over} = {fmt(dZ)}"
    because = f"{quotient}: belief in {which} is always too {how}."
    return ask("sign", text, _SIGNS[int(dZ > 0)], _SIGNS, because)


def sign_of_total(subject: Subject, phase: Phase) -> Question | None:
    """Ask for the sign of the largest bias gradient."""
    db, dZ = subject.values(phase.key)[0], subject.values(phase.inputs[0])
    j = farthest(db)
    if not abs(db[j]) > _CANCELLED * np.abs(dZ[:, j]).sum():
        return None
    parts = [float(part.sum()) for part in (dZ[dZ[:, j] > 0, j], dZ[dZ[:, j] < 0, j])]
    digits = enough(lambda read: sum(map(read, parts)), db[j])
    above, below = (fmt(part, digits) for part in parts)
    name = entry(subject, phase.key, 0, j)
    text = f"Add up {symbol(phase.inputs[0])} over the samples: what sign has {name}?"
    because = f"The positive terms make {above}, the negative ones {below}; together {fmt(db[j])}."
    return ask("sign", text, _SIGNS[int(db[j] > 0)], _SIGNS, because)


def largest_entry(subject: Subject, phase: Phase) -> Question | None:
    """Ask for the largest of a few entries of dW."""
    dW = subject.values(phase.key)
    few = clearly_first(np.abs(dW).ravel())
    if few is None:
        return None
    names = {at: entry(subject, phase.key, *divmod(at, dW.shape[1])) for at in few}
    first, second = few[:2]
    text = f"Which of these entries of {symbol(phase.key)} is farthest from 0?"
    because = f"It is {fmt(dW.ravel()[first])}; the next, {names[second]}, is {fmt(dW.ravel()[second])}."
    return ask("largest", text, names[first], [names[at] for at in sorted(few)], because)


def which_unit(subject: Subject, phase: Phase) -> Question | None:
    """Ask which unit has the entry of dZ that is farthest from 0."""
    dZ = subject.values(phase.key)
    reach = np.abs(dZ).max(axis=0)
    few = clearly_first(reach)
    if few is None:
        return None
    first, second = few[:2]
    row = int(np.abs(dZ[:, first]).argmax())
    because = (
        f"{entry(subject, phase.key, row, first)} = {fmt(dZ[row, first])}; "
        f"{unit(subject, phase.key, second)} reaches {fmt(reach[second])} at most."
    )
    text = f"Which of these units has the entry of {symbol(phase.key)} that is farthest from 0?"
    options = [unit(subject, phase.key, at) for at in sorted(few)]
    return ask("unit", text, unit(subject, phase.key, first), options, because)
