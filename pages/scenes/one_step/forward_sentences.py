"""What happens on the way forward, told for the first sample and the first unit."""

from __future__ import annotations

from core import Phase
from pages.figures.words import fmt, listed
from pages.scenes.one_step.names import symbol
from pages.scenes.one_step.phrases import farthest, products, row_of, sample, unit
from pages.scenes.one_step.subject import Subject


def data(subject: Subject, phase: Phase) -> str:
    """Tell the first sample."""
    X, Y = (subject.values(name)[0] for name in phase.inputs)
    line = "column" if subject.shown.columns else "row"
    return (
        f"{line.capitalize()} 1 of X is {sample(subject, 0)}, the point {row_of(X)}; it is of class "
        f"{subject.true_class(0)}, so {line} 1 of Y is {row_of(Y)}."
    )


def linear(subject: Subject, phase: Phase) -> str:
    """Tell how the first entry of Z is summed."""
    before, W = (subject.values(operand.name) for operand in phase.factors)
    bias, Z = subject.values(str(phase.plus))[0, 0], subject.values(phase.key)[0, 0]
    terms, digits = products(subject, before[0], W[:, 0], Z, bias)
    return (
        f"For {sample(subject, 0)}, {unit(subject, phase.key, 0)} adds up {terms} "
        f"and its bias {fmt(bias, digits)}: {symbol(phase.key)} = {fmt(Z)}."
    )


def bend(subject: Subject, phase: Phase) -> str:
    """Tell what the first unit answers."""
    (Z,) = phase.inputs
    z, a = (fmt(subject.values(name)[0, 0]) for name in (Z, phase.key))
    return (
        f"For {sample(subject, 0)}, {unit(subject, Z, 0)} makes of {symbol(Z)} = {z} "
        f"its answer {symbol(phase.key)} = {a}."
    )


def probabilities(subject: Subject, phase: Phase) -> str:
    """Tell what the network believes of the first sample."""
    P = subject.values(phase.key)[0]
    shares = listed([f"{fmt(p)} to class {c}" for c, p in enumerate(P)])
    return f"For {sample(subject, 0)} the network gives {shares}; together they are 1."


def surprise(subject: Subject, phase: Phase) -> str:
    """Tell the first sample's loss.

    It is not written −log 1 = 0.00004, nor −log 0, when the probability is only printed or held so.
    """
    Z, _, A = phase.inputs
    c = subject.true_class(0)
    p, loss = subject.values(A)[0, c], subject.values(phase.key)[0, 0]
    rounded = f" It is taken from {symbol(Z)}, where nothing is rounded to 0." if p == 0 else ""
    return (
        f"{sample(subject, 0).capitalize()} is of class {c}, which gets a probability of {fmt(p)}; "
        f"minus its logarithm, the loss is {fmt(loss)}.{rounded}"
    )


def mean(subject: Subject, phase: Phase) -> str:
    """Tell the mean of the losses, and the largest of them."""
    losses, loss = subject.values("l")[:, 0], fmt(subject.values("loss")[0, 0])
    worst = farthest(losses)
    told = (
        f"The mean of the {subject.n} losses is {loss}; the largest, {fmt(losses[worst])}, "
        f"is that of {sample(subject, worst)}."
    )
    if subject.n == 1:
        told = f"With one sample the mean is its own loss, {loss}."
    return told + (" The penalty on the weights comes on top of it." if subject.experiment.l2 else "")
