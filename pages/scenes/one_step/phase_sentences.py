"""What happens in each phase of the forward and the backward pass, with real numbers.

The forward pass follows the first sample and the first unit, so that their numbers can be traced. The
backward pass takes the largest entry of each matrix, because it matters most.
"""

import numpy as np

from core import ACTIVATIONS, Phase, input_symbols
from core.arrays import Array
from core.run.rows import BY_HAND
from pages.figures.names import input_names
from pages.figures.words import bracketed, digits_for, digits_for_row, fmt, listed, percent, row_of
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import entry, symbol
from pages.scenes.one_step.phrases import (
    farthest,
    largest,
    product_made,
    products,
    sample,
    samples,
    unit,
)

_MOST_SAMPLES = 6

# --- forward pass --------------------------------------------------------------------------------


def data(inspected: InspectedStep, phase: Phase) -> str:
    """Describe the first sample."""
    X, Y = (inspected.values(name)[0] for name in phase.inputs)
    line = "column" if inspected.shown.columns else "row"
    features = inspected.experiment.features
    other = "row" if line == "column" else "column"
    names = f"The {other}s of X are {', '.join(input_names(input_symbols(features)))}. " if features else ""
    first = f"{names}{line.capitalize()} 1 of X is {sample(inspected, 0)} of the training set, "
    if inspected.experiment.dataset == BY_HAND:
        return f"{first}{row_of(X)}. Its targets, {line} 1 of Y, are {row_of(Y)}."
    point = f"{'with the inputs' if features else 'the point'} {row_of(X)}"
    units = inspected.timeline.train.units
    if inspected.experiment.given and units is not None:
        become = "whose inputs are" if features else "scaled to"
        point = f"the point {row_of(units[inspected.chosen[0]])}, {become} {row_of(X)}"
    own = inspected.class_name(inspected.true_class(0))
    return f"{first}{point}. It is of {own}, so {line} 1 of Y is {row_of(Y)}."


def linear(inspected: InspectedStep, phase: Phase) -> str:
    """Compute the first entry of Z."""
    before, W = (inspected.values(operand.name) for operand in phase.factors)
    bias, Z = inspected.values(str(phase.plus))[0, 0], inspected.values(phase.key)[0, 0]
    terms, digits = products(inspected, before[0], W[:, 0], Z, bias)
    return (
        f"For {sample(inspected, 0)}, {unit(inspected, phase.key, 0)} adds up {terms} "
        f"and its bias {fmt(bias, digits)}: {symbol(phase.key)} = {fmt(Z)}."
    )


def activation(inspected: InspectedStep, phase: Phase) -> str:
    """Give the activation of the first unit, and how many units of the layer still learn."""
    if phase.key == f"A{inspected.depth}":
        return _outputs(inspected, phase)
    (Z,) = phase.inputs
    z, a = (fmt(inspected.values(name)[0, 0]) for name in (Z, phase.key))
    return (
        f"For {sample(inspected, 0)}, {unit(inspected, Z, 0)} has the pre-activation {symbol(Z)} = {z} "
        f"and the activation {symbol(phase.key)} = {a}. {_slopes(inspected, phase)}"
    )


def _outputs(inspected: InspectedStep, phase: Phase) -> str:
    """Give the sigmoid outputs of the first sample."""
    A = inspected.values(phase.key)[0]
    digits = digits_for(lambda printed: sum(map(printed, A)), A.sum())
    outputs = listed([f"{fmt(a, digits)} for {inspected.class_name(c)}" for c, a in enumerate(A)])
    return (
        f"For {sample(inspected, 0)} the outputs are {outputs}. Each sigmoid acts on its own: their sum is "
        f"{fmt(A.sum())} and need not be 1. The class with the largest output is predicted."
    )


def _slopes(inspected: InspectedStep, phase: Phase) -> str:
    signs = inspected.signs[int(phase.key[1:]) - 1]
    saturated, dead = (percent(share or 0.0) for share in (signs.saturated, signs.dead))
    return (
        f"Over all training samples, the mean of |f′| in this layer is {fmt(signs.mean_slope or 0.0)}: "
        f"{saturated} of its units are saturated, {dead} are dead."
    )


def probabilities(inspected: InspectedStep, phase: Phase) -> str:
    """Give the predicted probabilities of the first sample."""
    P = inspected.values(phase.key)[0]
    digits = digits_for(lambda printed: sum(map(printed, P)), 1.0)
    shares = listed([f"{fmt(p, digits)} to {inspected.class_name(c)}" for c, p in enumerate(P)])
    Z, A = symbol(phase.inputs[0]), symbol(phase.key)
    return (
        f"For {sample(inspected, 0)} the network gives {shares}; together they are 1. The code subtracts "
        f"the largest {Z} of each sample first: this changes no probability, and no exponential overflows. "
        f"In this way it computes log {A}, too, which stays exact where {A} rounds to zero."
    )


def sample_loss(inspected: InspectedStep, phase: Phase) -> str:
    """Give the loss of the first sample.

    It is not written as −log p: p may be printed as 1, or be rounded to 0.
    """
    Z, Y, A = phase.inputs
    if phase.formula == "squares":
        return _half_squares(inspected, inspected.values(A)[0], inspected.values(Y)[0])
    c = inspected.true_class(0)
    p, loss = inspected.values(A)[0, c], inspected.values(phase.key)[0, 0]
    rounded = f" It is computed from {symbol(Z)}: the probability is rounded to 0." if p == 0 else ""
    return (
        f"{sample(inspected, 0).capitalize()} is of {inspected.class_name(c)}, which gets a probability of "
        f"{fmt(p)}. The loss is minus the logarithm of this probability, {fmt(loss)}.{rounded}"
    )


def _half_squares(inspected: InspectedStep, A: Array, Y: Array) -> str:
    loss = float(inspected.values("l")[0, 0])
    digits = digits_for(
        lambda printed: sum((printed(a) - y) ** 2 for a, y in zip(A, Y, strict=True)) / 2, loss
    )
    return (
        f"{sample(inspected, 0).capitalize()} has the outputs {row_of(A, digits)} and the targets "
        f"{row_of(Y)}. The loss is half the sum of the squared differences, {fmt(loss)}."
    )


def mean_loss(inspected: InspectedStep, phase: Phase) -> str:
    """Give the mean of the losses, and the largest of them."""
    losses, loss = inspected.values("l")[:, 0], fmt(inspected.values("loss")[0, 0])
    worst = farthest(losses)
    text = (
        f"The mean of the {inspected.n} losses is {loss}. The largest loss, {fmt(losses[worst])}, "
        f"is that of {sample(inspected, worst)}."
    )
    if inspected.n == 1:
        text = f"With one sample, the mean is the loss of this sample, {loss}."
    return text + (" The penalty is not included." if inspected.has_penalty else "")


# --- backward pass -------------------------------------------------------------------------------


def output_error(inspected: InspectedStep, phase: Phase) -> str:
    """Compute dZ of the softmax output, or dA of sigmoid outputs, for the first sample."""
    P, Y, dZ = (inspected.values(name)[0] for name in (*phase.inputs, phase.key))
    digits = digits_for_row(
        lambda printed: [(printed(p) - y) / (phase.over or 1) for p, y in zip(P, Y, strict=True)], dZ
    )
    difference = f"({row_of(P, digits)} − {row_of(Y)})"
    return (
        f"For {sample(inspected, 0)}, {symbol(phase.key)} = {difference} / {phase.over} = {row_of(dZ)}. "
        "The factor 1/n comes from the mean loss. It enters only here."
    )


def error_digits(phase: Phase, p: float, y: float, dZ: float) -> int:
    """Return how many digits of a probability make (p − y) / n hold as printed."""
    n = phase.over or 1
    return digits_for(lambda printed: (printed(p) - y) / n, dZ)


def weights(inspected: InspectedStep, phase: Phase) -> str:
    """Give the largest entry of dW, and the sample that contributes most to it."""
    before, dZ = (inspected.values(operand.name) for operand in phase.factors)
    i, j, dW = largest(inspected.values(phase.key))
    if dW == 0:
        return _all_zero(phase)
    text = f"The largest entry is {entry(inspected, phase.key, i, j)} = {fmt(dW)}, summed over "
    text += f"{samples(inspected)}."
    terms = before[:, i] * dZ[:, j]
    top = farthest(terms)
    if inspected.n > 1 and terms[top]:
        product = product_made(inspected, before[top, i], dZ[top, j])
        text += f" {sample(inspected, top).capitalize()} contributes most: {product}."
    if phase.penalties:
        W = inspected.values(phase.penalties[0].name)[i, j]
        share = sum(each.factor * float(np.sign(W) if each.of_signs else W) for each in phase.penalties)
        kind = "penalties contribute" if len(phase.penalties) > 1 else "penalty contributes"
        text += f" The {kind} {fmt(share)}."
    return text


def biases(inspected: InspectedStep, phase: Phase) -> str:
    """Give the largest entry of db, and its terms."""
    dZ = inspected.values(phase.inputs[0])
    _, j, db = largest(inspected.values(phase.key))
    if db == 0:
        return _all_zero(phase)
    start = f"The largest entry is {entry(inspected, phase.key, 0, j)}"
    if not 1 < len(dZ) <= _MOST_SAMPLES:
        return f"{start} = {fmt(db)}, summed over {samples(inspected)}."
    digits = digits_for(lambda printed: sum(map(printed, dZ[:, j])), db)
    terms = " + ".join(bracketed(value, digits) for value in dZ[:, j])
    drawn = "" if inspected.shown.columns else f" {symbol(phase.key)} is a vector, drawn as one row."
    return f"{start} = {terms} = {fmt(db)}, with one term for each sample.{drawn}"


def activations(inspected: InspectedStep, phase: Phase) -> str:
    """Give the largest entry of dA."""
    dZ, W = (inspected.values(operand.name) for operand in phase.factors)
    i, j, dA = largest(inspected.values(phase.key))
    if dA == 0:
        return _all_zero(phase)
    terms, _ = products(inspected, dZ[i], W[j], dA)
    return (
        f"For {sample(inspected, i)}, {unit(inspected, phase.key, j)} gets back {terms}: "
        f"{fmt(dA)}, the largest entry."
    )


def pre_activations(inspected: InspectedStep, phase: Phase) -> str:
    """Give the largest entry of dZ of a layer whose function acts elementwise."""
    dA, Z, A = (inspected.values(name) for name in phase.inputs)
    i, j, dZ = largest(inspected.values(phase.key))
    if dZ == 0:
        return _all_zero(phase)
    names = dict(zip(("dA", "Z", "A"), map(symbol, phase.inputs), strict=True))
    derivative = float(ACTIVATIONS[phase.formula].derivative(Z, A)[i, j])
    formula = ACTIVATIONS[phase.formula].slope.format(**names)
    named = "" if ACTIVATIONS[phase.formula].is_linear else f"{formula} = "
    digits = digits_for(lambda printed: printed(dA[i, j]) * printed(derivative), dZ)
    return (
        f"For {sample(inspected, i)} and {unit(inspected, phase.key, j)}, {names['dA']} = "
        f"{fmt(dA[i, j], digits)} times the derivative {named}{fmt(derivative, digits)} "
        f"gives {symbol(phase.key)} = {fmt(dZ)}, the largest entry."
    )


def _all_zero(phase: Phase) -> str:
    return f"Every entry of {symbol(phase.key)} is 0."
