"""One line of numbers for each chapter: those of the run itself, at the step stood on.

Rows and units are counted from 1, as on the figures.  The same row and the same unit serve the whole
tour, so that their numbers can be followed from the data to the update.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from core import ACTIVATIONS, softmax_cross_entropy
from core.arrays import Array
from pages.figures.names import weight_name
from pages.figures.story import parameter_name
from pages.figures.words import fmt, listed, percent
from pages.scenes.start_here.stand import Stand


def heading(stand: Stand) -> str:
    """Return which run this is, and where it stands."""
    run, sizes = stand.experiment, "-".join(str(size) for size in stand.experiment.sizes)
    bends = f" {run.activation}" if run.hidden else ""
    return f"Your run at step {stand.snapshot.step:,} ({run.dataset}, {sizes}{bends})"


def data(stand: Stand) -> str:
    """Return the first row of the batch, with its class."""
    return (
        f"Row 1 of X is the point {_row(stand.trace.X[0])}. It is of class {stand.true_class}, "
        f"so row 1 of Y is {_row(stand.Y[0])}."
    )


def hidden(stand: Stand) -> str:
    """Return what the first unit answers to the first row."""
    if stand.depth == 1:
        return f"Row 1 of X, {_row(stand.trace.X[0])}, goes straight to the output."
    Z, A = stand.trace.Z[0][0, 0], stand.trace.A[0][0, 0]
    return f"For row 1, unit 1 computes Z1[1, 1] = {fmt(Z)} and answers A1[1, 1] = {fmt(A)}."


def output(stand: Stand) -> str:
    """Return what the network believes of the first row, and the loss."""
    P, c = stand.trace.probabilities, stand.true_class
    own = softmax_cross_entropy(stand.trace.Z[-1][:1], stand.Y[:1])
    whole = softmax_cross_entropy(stand.trace.Z[-1], stand.Y)
    plus = ", before the penalty" if stand.experiment.l2 else ""
    rows = "the only row" if stand.n == 1 else f"all {stand.n} rows"
    return (
        f"Row 1 is of class {c}; the network gives that a probability of {fmt(P[0, c])}, "
        f"a loss of −log {fmt(P[0, c])} = {fmt(own)}. "
        f"The mean over {rows} of X is {fmt(whole)}{plus}."
    )


def output_gradients(stand: Stand) -> str:
    """Return the first row of dZ of the output, and the largest entry of its dW."""
    last, top = stand.depth, stand.snapshot.gradients.layers[-1]
    P, Y = stand.trace.probabilities[0], stand.Y[0]
    return (
        f"For row 1, dZ{last} = ({_row(P)} − {_row(Y)}) / {stand.n} = {_row(top.dZ[0])}. "
        f"{_largest(top.dW, last, last)}"
    )


def hidden_gradients(stand: Stand) -> str:
    """Return how the derivative goes back through the first unit, for the first row."""
    if stand.depth == 1:
        return _largest(stand.snapshot.gradients.layers[0].dW, 1, 1)
    layer, name = stand.snapshot.gradients.layers[0], stand.experiment.activation
    Z, A = stand.trace.Z[0][0, 0], stand.trace.A[0][0, 0]
    slope = ACTIVATIONS[name].derivative(np.asarray(Z), np.asarray(A))
    formula = ACTIVATIONS[name].slope.format(A="A1", Z="Z1")
    return (
        f"For row 1 and unit 1, dA1 = {fmt(layer.dA[0, 0])} times {formula} = {fmt(float(slope))} "
        f"gives dZ1 = {fmt(layer.dZ[0, 0])}. {_largest(layer.dW, 1, stand.depth)}"
    )


def update(stand: Stand) -> str:
    """Return the parameter that the next update moves most, and what that does to the loss."""
    snapshot = stand.snapshot
    place = int(np.abs(snapshot.update).argmax())
    old, step = snapshot.parameters[place], snapshot.update[place]
    how = fmt(step)
    if stand.experiment.optimizer == "sgd":
        how = f"{fmt(snapshot.learning_rate)} × {_bracketed(snapshot.gradient[place])}"
    elif step < 0:
        how = f"({how})"
    name = parameter_name(place, snapshot.network.sizes)
    return f"{name} moves most: {fmt(old)} − {how} = {fmt(old - step)}. {_outcome(stand)}"


def again(stand: Stand) -> str:
    """Return how far the run has come, and how long each layer's gradient is."""
    now, first = stand.snapshot, stand.first
    lengths = [f"{fmt(layer.norm)} in layer {i}" for i, layer in enumerate(now.gradients.layers, start=1)]
    length = f"The gradient has length {listed(lengths)}."
    if now.step == 0:
        return (
            f"Before any step the training loss is {fmt(now.train_loss)}, and {percent(now.test_accuracy)} "
            f"of the test points are right. {length}"
        )
    return (
        f"From step 0 to step {now.step:,} the training loss went from {fmt(first.train_loss)} to "
        f"{fmt(now.train_loss)}, test accuracy from {percent(first.test_accuracy)} to "
        f"{percent(now.test_accuracy)}. {length}"
    )


def _outcome(stand: Stand) -> str:
    now, after = stand.snapshot, stand.after
    if after.step == now.step:
        return after.divergence.message if after.divergence else "This is the last step of the run."
    return (
        f"All moves together take the training loss from {fmt(now.train_loss)} to {fmt(after.train_loss)}."
    )


def _largest(dW: Array, layer: int, layers: int) -> str:
    i, j = (int(at) for at in np.unravel_index(np.abs(dW).argmax(), dW.shape))
    name = weight_name("d", layer, i, j, layers=layers)
    return f"The largest entry of dW{layer} is {name} = {fmt(dW[i, j])}."


def _row(values: Iterable[float]) -> str:
    return f"({', '.join(fmt(value) for value in values)})"


def _bracketed(value: float) -> str:
    return f"({fmt(value)})" if value < 0 else fmt(value)
