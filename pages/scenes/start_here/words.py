"""What each chapter says, fitted to the run: its depth, its activation, its batches and its optimizer."""

from __future__ import annotations

from pages.scenes.start_here.stand import Stand

_BENDS = {
    "sigmoid": "bends the sum with σ into an answer between 0 and 1",
    "tanh": "bends the sum with tanh into an answer between −1 and 1",
    "relu": "cuts the sum off below 0",
}
_SLOPES = {
    "sigmoid": "the slope of σ there: large near A = ½, almost nothing near 0 and 1",
    "tanh": "the slope of tanh there: large near A = 0, almost nothing near −1 and 1",
    "relu": "1 where the unit was on, and by 0 where it was off",
}
_RULES = {
    "sgd": "The learning rate lr says how small.",
    "momentum": "Momentum makes the step S of lr, this gradient and what is left of the earlier ones.",
    "rmsprop": "RMSProp makes the step S: lr · dW, divided by the size that the gradient usually has.",
    "adam": "Adam makes the step S of lr and running means of the gradient and of its square.",
}


def data(stand: Stand) -> str:
    """Say what X and Y are."""
    classes = stand.experiment.sizes[-1]
    return (
        f"Every point is one sample: d = 2 coordinates, and one of k = {classes} classes, shown by colour "
        f"and shape. X holds the coordinates of {_samples(stand)}, one row each; in Y the same row has a 1 "
        "in the column of its class. Hollow points are for testing: no gradient ever sees them."
    )


def hidden(stand: Stand) -> str:
    """Say what a hidden unit does."""
    if stand.depth == 1:
        return (
            "This network has no hidden layer, so there is no A to compute on the way: X goes straight to "
            "the output. Give it hidden units in the Playground, and this chapter shows what each answers."
        )
    deeper = " The layers after it do the same with these answers." if stand.depth > 2 else ""
    return (
        "Each hidden unit weighs the two coordinates, adds its bias and "
        f"{_BENDS[stand.experiment.activation]}. "
        f"Its square in the picture shows what it answers at every place of the plane.{deeper}"
    )


def output(stand: Stand) -> str:
    """Say what softmax and the loss are."""
    entering = "the hidden answers" if stand.depth > 1 else "the coordinates"
    return (
        f"The output weighs {entering}, and softmax turns its k sums into probabilities: "
        "the colours of the plane, strong where the network is sure. "
        "The loss is its mean surprise at the true classes: sure and right costs almost nothing, "
        "sure and wrong costs a lot."
    )


def output_gradients(stand: Stand) -> str:
    """Say how the backward pass begins."""
    return (
        "Softmax and cross-entropy together have the simplest derivative there is: belief minus truth, "
        "shared among the n rows. "
        "A weight's gradient is what came in times the error at its end, added up over the rows: "
        "that sum is why the matrix is transposed. The last row of cells is the bias, db."
    )


def hidden_gradients(stand: Stand) -> str:
    """Say how the error goes through a hidden layer."""
    if stand.depth == 1:
        return (
            "Without a hidden layer there is no dA to compute: dW1, in the chapter before, was all of it. "
            "With hidden units the error would now go on through the weights to them."
        )
    deeper = " Every hidden layer does this, last to first; shown is layer 1." if stand.depth > 2 else ""
    return (
        "Each hidden unit gets its share of the error through the weights that carried its answer forward, "
        f"multiplied by {_SLOPES[stand.experiment.activation]}. "
        f"Then dW1 is made as before; what came in is now X. Lines and cells show dW.{deeper}"
    )


def update(stand: Stand) -> str:
    """Say what the optimizer does with the gradient."""
    between = " The layers between do the same." if stand.depth > 2 else ""
    return (
        "The gradient points uphill, so every weight and bias takes a small step the other way. "
        f"{_RULES[stand.experiment.optimizer]}{between} "
        "The cells show the next update: what is added to each weight and bias."
    )


def again(stand: Stand) -> str:
    """Say that training is repetition."""
    return (
        "That was one step; training repeats it: forward, backward, update. "
        "Press play and watch the loss and the length of each gradient. "
        "Stop anywhere and go back: every chapter shows the step you stand on."
    )


def _samples(stand: Stand) -> str:
    if stand.n == 1:
        return "the one training point (n = 1) that the next update sees"
    if stand.is_batched:
        return f"the n = {stand.n} training points that the next update sees"
    return f"all n = {stand.n} training points"
