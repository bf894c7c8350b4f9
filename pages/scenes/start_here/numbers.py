"""One line of numbers for each chapter: those of the run itself, at the current step.

All chapters speak of the same sample and the same unit, so that their numbers can be followed from the data
to the update.
"""

from __future__ import annotations

import numpy as np

from core import ACTIVATIONS, input_symbols
from core.arrays import Array
from core.run.changes import frozen_at, has_one_hot_targets
from core.run.rows import BY_HAND
from pages.figures.names import input_names, weight_name
from pages.figures.story import loss_after_update, parameter_name
from pages.figures.words import bracketed, digits_for, digits_for_row, fmt, listed, percent, row_of
from pages.scenes.start_here.batch_at_step import BatchAtStep


def heading(batch: BatchAtStep) -> str:
    """Return which run this is, and at which step."""
    run, sizes = batch.experiment, "-".join(str(size) for size in batch.experiment.sizes)
    activation = f" {run.activation}" if run.hidden else ""
    return f"Your run at step {batch.snapshot.step:,} ({run.dataset}, {sizes}{activation})"


def data(batch: BatchAtStep) -> str:
    """Return the sample in row 1, with its class and its target."""
    c = batch.true_class
    if batch.experiment.dataset == BY_HAND:
        return (
            f"Row 1 of X is {batch.sample} of the training set, {row_of(batch.trace.X[0])}. Its targets, "
            f"row 1 of Y, are {row_of(batch.Y[0])}."
        )
    features = batch.experiment.features
    columns = f", whose columns are {', '.join(input_names(input_symbols(features)))}," if features else ""
    what = "with the inputs" if features else "the point"
    return (
        f"Row 1 of X{columns} is {batch.sample} of the training set, {what} {row_of(batch.trace.X[0])}. "
        f"It is of {batch.class_name(c)}, so row 1 of Y is {row_of(batch.Y[0])}, with the 1 in column "
        f"{c + 1}."
    )


def hidden(batch: BatchAtStep) -> str:
    """Return Z and A of the first unit for the sample."""
    if batch.depth == 1:
        return f"Row 1 of X, {row_of(batch.trace.X[0])}, goes straight to the output layer."
    Z, A = batch.trace.Z[0][0, 0], batch.trace.A[0][0, 0]
    return (
        f"For {batch.sample}, unit 1 has the pre-activation Z1[1, 1] = {fmt(Z)} "
        f"and the activation A1[1, 1] = {fmt(A)}."
    )


def output(batch: BatchAtStep) -> str:
    """Return the predicted probability of the sample's class, or its outputs, and the loss."""
    c, Z, mean = batch.true_class, batch.trace.Z[-1], batch.snapshot.network.loss.mean
    p = float(batch.trace.A[-1][0, c])
    own, whole = float(mean(Z[:1], batch.Y[:1])), float(mean(Z, batch.Y))
    plus = ", without the penalty" if batch.has_penalty else ""
    rows = "the only row" if batch.n == 1 else f"all {batch.n} rows"
    over = f"The mean over {rows} of X is {fmt(whole)}{plus}."
    if batch.experiment.loss == "squared_error":
        what = f"of {batch.class_name(c)}" if has_one_hot_targets(batch.experiment) else "in row 1"
        return (
            f"{batch.sample.capitalize()} is {what}. Its outputs are {row_of(batch.trace.A[-1][0])}, "
            f"its targets {row_of(batch.Y[0])}, and its loss is {fmt(own)}. {over}"
        )
    digits = digits_for(lambda printed: -np.log(printed(p)), own) if p else 4
    formula = f"−log {fmt(p, digits)} = " if p else ""
    return (
        f"{batch.sample.capitalize()} is of {batch.class_name(c)}, which gets a probability of "
        f"{fmt(p, digits)}, a loss of {formula}{fmt(own)}. {over}"
    )


def output_gradients(batch: BatchAtStep) -> str:
    """Return row 1 of the gradient of the output, and the largest entry of its dW."""
    last, gradients = batch.depth, batch.snapshot.gradients.layers[-1]
    P, Y, of = batch.trace.A[-1][0], batch.Y[0], batch.snapshot.network.loss.error_of
    error = gradients.dZ[0] if of == "Z" else gradients.dA[0]
    digits = digits_for_row(
        lambda printed: [(printed(p) - y) / batch.n for p, y in zip(P, Y, strict=True)], error
    )
    slope = (
        f" Multiplied by A(1 − A) = {row_of(P * (1 - P))}, this gives dZ{last} = {row_of(gradients.dZ[0])}."
    )
    return (
        f"For {batch.sample}, d{of}{last} = ({row_of(P, digits)} − {row_of(Y)}) / {batch.n} = "
        f"{row_of(error)}.{slope if of == 'A' else ''} {_largest(gradients.dW, last, last)}"
    )


def hidden_gradients(batch: BatchAtStep) -> str:
    """Return dZ of the first unit for the sample, and the largest entry of dW1."""
    gradients, name = batch.snapshot.gradients.layers[0], batch.experiment.activation
    largest = _largest(gradients.dW, 1, batch.depth)
    if batch.depth == 1:
        return largest
    derivative = float(ACTIVATIONS[name].derivative(batch.trace.Z[0], batch.trace.A[0])[0, 0])
    dA, dZ = gradients.dA[0, 0], gradients.dZ[0, 0]
    digits = digits_for(lambda printed: printed(dA) * printed(derivative), dZ)
    factor = ACTIVATIONS[name].slope.format(A="A1", Z="Z1")
    factor = f"({factor})" if factor.startswith("1 −") else factor
    product = f"{factor} = {fmt(dA, digits)} × {fmt(derivative, digits)}"
    return f"For {batch.sample} and unit 1, dZ1 = dA1 × {product} = {fmt(dZ)}. {largest}"


def update(batch: BatchAtStep) -> str:
    """Return the parameter with the largest update, and the loss before and after the update."""
    now = batch.snapshot
    place = int(np.abs(now.update).argmax())
    old, subtracted, slope = (float(each[place]) for each in (now.parameters, now.update, now.gradient))
    rate, new = now.learning_rate, old - subtracted
    if not subtracted and frozen_at(batch.experiment, now.step)[place]:
        return f"The parameters that are not frozen have an update of 0. {_outcome(batch)}"
    if batch.experiment.optimizer == "sgd":
        digits = digits_for(lambda printed: printed(old) - printed(rate) * printed(slope), new)
        change = f"− {fmt(rate, digits)} × {bracketed(slope, digits)}"
    else:
        digits = digits_for(lambda printed: printed(old) + printed(-subtracted), new)
        change = f"+ {bracketed(-subtracted, digits)}"
    name = parameter_name(place, now.network.sizes)
    return f"{name} moves most: {fmt(old, digits)} {change} = {fmt(new)}. {_outcome(batch)}"


def again(batch: BatchAtStep) -> str:
    """Return how loss and accuracy changed so far, and the gradient norms."""
    now, first = batch.snapshot, batch.timeline.at(0)
    layers = enumerate(now.norms, start=1)
    norms = f"Gradient norm: {listed([f'{fmt(size)} in layer {i}' for i, size in layers])}."
    part = "test" if batch.timeline.has_test else "training"  # without test points, both accuracies are one
    if now.step == 0:
        return (
            f"Before training, the training loss is {fmt(now.train_loss)}, and "
            f"{percent(now.test_accuracy)} of the {part} points are classified correctly. {norms}"
        )
    return (
        f"From step 0 to step {now.step:,}, the training loss went from {fmt(first.train_loss)} to "
        f"{fmt(now.train_loss)}, {part} accuracy from {percent(first.test_accuracy)} to "
        f"{percent(now.test_accuracy)}. {norms}"
    )


def _outcome(batch: BatchAtStep) -> str:
    if batch.after is None:
        return batch.ending
    return loss_after_update(batch.snapshot.train_loss, batch.after.train_loss)


def _largest(dW: Array, layer: int, layers: int) -> str:
    i, j = (int(at) for at in np.unravel_index(np.abs(dW).argmax(), dW.shape))
    name = weight_name("d", layer, i, j, layers=layers)
    return f"The largest entry of dW{layer} in absolute value is {name} = {fmt(dW[i, j])}."
