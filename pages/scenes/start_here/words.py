"""What each chapter says, adapted to the run: its depth, activation, batch size and optimizer."""

from __future__ import annotations

from core import ACTIVATIONS
from core.run.changes import has_one_hot_targets
from pages.scenes.start_here.batch_at_step import BatchAtStep

_OPTIMIZERS = {
    "sgd": "The learning rate lr sets the size of the update.",
    "momentum": "Momentum adds a fraction of the previous update to −lr · dW.",
    "rmsprop": "RMSProp divides −lr · dW by a running root mean square of the gradient.",
    "adam": "Adam computes the update from running means of the gradient and of its square.",
}


def _two(batch: BatchAtStep) -> str:
    return "" if batch.experiment.features else "two "


def _units(batch: BatchAtStep) -> str:
    h = batch.experiment.hidden
    return f"h = {h[0]}" if len(h) == 1 else f"h₁ = {h[0]}"


def data(batch: BatchAtStep) -> str:
    """Explain X and Y."""
    k = batch.experiment.sizes[-1]
    what = f"one of k = {k} classes, shown by colour and shape."
    row = "has a 1 in the column of its class"
    if not has_one_hot_targets(batch.experiment):
        what = f"k = {k} targets. Colour and shape show which target is the largest."
        row = "has its targets"
    test = " Hollow points are test points, never used for training." if batch.timeline.has_test else ""
    return (
        f"Each point is a sample with d = {batch.experiment.sizes[0]} features and {what} "
        f"X holds the features of {_samples(batch)}, one row each. The same row of Y {row}. "
        f"Classes count from 0, all else from 1.{test}"
    )


def hidden(batch: BatchAtStep) -> str:
    """Explain a hidden unit."""
    if batch.depth == 1:
        return (
            "This network has no hidden layer: X goes straight to the output layer. "
            "Add hidden units in the Playground, and this chapter shows the activation of each."
        )
    deeper = " The next layers do the same with these activations." if batch.depth > 2 else ""
    return (
        f"Each of the {_units(batch)} hidden units computes a weighted sum of the {_two(batch)}features "
        "and adds its bias: this is the pre-activation Z. "
        f"Then it {ACTIVATIONS[batch.experiment.activation].in_words}. "
        f"The picture shows the activation map of each unit over the plane.{deeper}"
    )


def output(batch: BatchAtStep) -> str:
    """Explain the output and the loss."""
    inputs = "hidden activations" if batch.depth > 1 else "features"
    sums = f"The output layer computes k weighted sums of the {inputs}. "
    if batch.experiment.loss == "squared_error":
        return (
            f"{sums}A sigmoid turns each into an output between 0 and 1; the largest is the predicted "
            "class. The colours of the plane show its share of the sum of all outputs. The loss of a "
            "sample is half the sum of squared differences between outputs and targets. It is near 0 if "
            "every output is near its target."
        )
    return (
        f"{sums}Softmax turns them into predicted "
        "probabilities. They give the colours of the plane: strong colours mean a high probability. "
        "The loss is the mean cross-entropy. It is near 0 if the true classes get high probabilities, and "
        "large if they get low ones."
    )


def output_gradients(batch: BatchAtStep) -> str:
    """Explain the start of the backward pass."""
    start = (
        "With softmax and cross-entropy, the gradient with respect to Z is simple: probabilities minus "
        "targets, divided by n. "
    )
    if batch.experiment.loss == "squared_error":
        start = (
            "With the squared error, dA is outputs minus targets, divided by n. For dZ it is multiplied by "
            "A(1 − A), the derivative of the sigmoid. "
        )
    return (
        f"{start}The gradient of a weight is its input times dZ, summed over the n rows: that sum is why "
        "the input matrix is transposed. b is added to each row of Z, so db is the sum of the rows of dZ: "
        "the last row of cells."
    )


def hidden_gradients(batch: BatchAtStep) -> str:
    """Explain the backward pass of a hidden layer."""
    if batch.depth == 1:
        return (
            "Without a hidden layer there is no dA to compute: dW1, in the previous chapter, was the last "
            "gradient. With hidden units, the backward pass would continue through W to them."
        )
    deeper = " Each hidden layer does this, last to first; layer 1 is shown." if batch.depth > 2 else ""
    return (
        "The gradient goes back through the weights to the hidden activations. There it is multiplied by "
        f"{ACTIVATIONS[batch.experiment.activation].slope_in_words}. "
        f"dW1 and db1 are computed as before, with X as the input. Lines and cells show dW.{deeper}"
    )


def update(batch: BatchAtStep) -> str:
    """Explain the update."""
    between = " The layers in between are updated in the same way." if batch.depth > 2 else ""
    return (
        "The gradient points in the direction in which the loss increases. The update moves every weight "
        f"and bias the other way. {_OPTIMIZERS[batch.experiment.optimizer]}{between} "
        "The cells show the next update: what is added to each weight and bias."
    )


def again(batch: BatchAtStep) -> str:
    """Explain that training repeats the step."""
    return (
        "This was one training step. Training repeats it: forward pass, backward pass, update. "
        "Press play and watch the loss and the gradient norm of each layer. "
        "You can pause or go back at any time: every chapter shows the current step."
    )


def _samples(batch: BatchAtStep) -> str:
    if batch.n == 1:
        return "the one sample (n = 1) of the next batch"
    if batch.n < len(batch.timeline.train.y):
        return f"the n = {batch.n} samples of the next batch"
    return f"all n = {batch.n} training samples"
