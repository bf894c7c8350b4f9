"""What happens on the way back, told for the largest entry of each matrix."""

from __future__ import annotations

from core import ACTIVATIONS, Phase
from pages.figures.words import fmt
from pages.scenes.one_step.names import entry, symbol
from pages.scenes.one_step.phrases import (
    bracketed_number,
    enough,
    farthest,
    largest,
    product_made,
    products,
    row_of,
    sample,
    samples,
    unit,
)
from pages.scenes.one_step.subject import Subject

_MOST_SAMPLES = 6


def error(subject: Subject, phase: Phase) -> str:
    """Tell the first sample's row of dZ at the output."""
    P, Y, dZ = (subject.values(name)[0] for name in (*phase.inputs, phase.key))
    digits = max(error_digits(phase, *each) for each in zip(P, Y, dZ, strict=True))
    difference = f"({row_of(P, digits)} − {row_of(Y)})"
    return (
        f"For {sample(subject, 0)}, {symbol(phase.key)} = {difference} / {phase.over} = {row_of(dZ)}. "
        "The 1/n of the mean enters here, once."
    )


def error_digits(phase: Phase, p: float, y: float, dZ: float) -> int:
    """Return to how many digits a probability is printed so that (p − y) / n comes to dZ."""
    n = phase.over or 1
    return enough(lambda read: (read(p) - y) / n, dZ)


def weights(subject: Subject, phase: Phase) -> str:
    """Tell the largest entry of dW, and the sample that adds most to it."""
    before, dZ = (subject.values(operand.name) for operand in phase.factors)
    i, j, dW = largest(subject.values(phase.key))
    if dW == 0:
        return _nothing(phase)
    start = f"The largest entry is {entry(subject, phase.key, i, j)} = {fmt(dW)}"
    shares = before[:, i] * dZ[:, j]
    top = farthest(shares)
    told = f"{start}, summed over {samples(subject)}."
    if subject.n > 1 and shares[top]:
        of_top = product_made(subject, before[top, i], dZ[top, j])
        told = f"{told[:-1]}; {sample(subject, top)} adds most, {of_top}."
    if phase.penalty:
        own = phase.penalty.factor * subject.values(phase.penalty.name)[i, j]
        told = f"{told} The penalty's share is {fmt(own)}."
    return told


def total(subject: Subject, phase: Phase) -> str:
    """Tell the largest entry of db, and what it is the sum of."""
    dZ = subject.values(phase.inputs[0])
    _, j, db = largest(subject.values(phase.key))
    if db == 0:
        return _nothing(phase)
    start = f"The largest entry is {entry(subject, phase.key, 0, j)}"
    if not 1 < len(dZ) <= _MOST_SAMPLES:
        return f"{start} = {fmt(db)}: what {unit(subject, phase.key, j)} gets from {samples(subject)}."
    digits = enough(lambda read: sum(map(read, dZ[:, j])), db)
    terms = " + ".join(bracketed_number(value, digits) for value in dZ[:, j])
    return f"{start} = {terms} = {fmt(db)}: one term for each sample."


def through_weights(subject: Subject, phase: Phase) -> str:
    """Tell the largest entry of dA."""
    dZ, W = (subject.values(operand.name) for operand in phase.factors)
    i, j, dA = largest(subject.values(phase.key))
    if dA == 0:
        return _nothing(phase)
    terms, _ = products(subject, dZ[i], W[j], dA)
    return (
        f"For {sample(subject, i)}, {unit(subject, phase.key, j)} gets back {terms}: "
        f"{fmt(dA)}, the largest entry."
    )


def through_bend(subject: Subject, phase: Phase) -> str:
    """Tell the largest entry of dZ of a hidden layer."""
    dA, Z, A = (subject.values(name) for name in phase.inputs)
    i, j, dZ = largest(subject.values(phase.key))
    if dZ == 0:
        return _nothing(phase)
    names = dict(zip(("dA", "Z", "A"), map(symbol, phase.inputs), strict=True))
    slope = float(ACTIVATIONS[phase.formula].derivative(Z, A)[i, j])
    formula = ACTIVATIONS[phase.formula].slope.format(**names)
    made = f"{symbol(phase.key)} = {fmt(dZ)}, the largest entry"
    digits = enough(lambda read: read(dA[i, j]) * read(slope), dZ)
    return (
        f"For {sample(subject, i)} and {unit(subject, phase.key, j)}, {names['dA']} = "
        f"{fmt(dA[i, j], digits)} times the slope {formula} = {fmt(slope, digits)} gives {made}."
    )


def _nothing(phase: Phase) -> str:
    return f"Every entry of {symbol(phase.key)} is 0."
