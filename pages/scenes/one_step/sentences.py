"""The title of each phase, and one or two sentences about it with numbers of the run."""

from collections.abc import Callable

import numpy as np

from core import Phase
from core.arrays import Array
from core.run.rows import BY_HAND
from pages.figures.story import loss_after_update
from pages.figures.words import bracketed, digits_for, fmt, row_of, sub
from pages.scenes.one_step import phase_sentences as sentences
from pages.scenes.one_step.inspected_step import InspectedStep
from pages.scenes.one_step.names import entry, symbol, topic
from pages.scenes.one_step.phrases import largest, sample

_SURE = 0.9
_OPTIMIZERS = {
    "sgd": "lr times the gradient of the next update's batch",
    "momentum": "computed by momentum: lr times the gradient, plus a fraction of the last update",
    "rmsprop": "computed by RMSProp: lr times the gradient, divided by its root mean square",
    "adam": "computed by Adam: lr times a running mean of the gradient, divided by its root mean square",
}


def title(phase: Phase) -> str:
    """Return the title of a phase."""
    layer = phase.key[-1]
    outputs = "probabilities" if phase.key.startswith("dZ") else "outputs"
    titles = {
        "data": "The batch",
        "Z": f"Pre-activations of layer {layer}",
        "map": f"Activations of layer {layer}",
        "softmax": "Predicted probabilities",
        "l": "The loss of each sample",
        "loss": "The loss of the batch",
        "error": f"Output error: {outputs} minus targets",
        "dW": f"Gradient with respect to the weights of layer {layer}",
        "total": f"Gradient with respect to the biases of layer {layer}",
        "dA": f"Gradient with respect to the activations of layer {layer}",
        "chain": f"Gradient with respect to the pre-activations of layer {layer}",
        "update": f"The update of layer {layer}",
    }
    return titles[topic(phase)]


def sentence(inspected: InspectedStep, phase: Phase) -> str:
    """Return what happens in a phase, with real numbers."""
    write: dict[str, Callable[[InspectedStep, Phase], str]] = {
        "data": sentences.data,
        "Z": sentences.linear,
        "map": sentences.activation,
        "softmax": sentences.probabilities,
        "l": sentences.sample_loss,
        "loss": sentences.mean_loss,
        "error": sentences.output_error,
        "dW": sentences.weights,
        "total": sentences.biases,
        "dA": sentences.activations,
        "chain": sentences.pre_activations,
        "update": _update,
    }
    return write[topic(phase)](inspected, phase)


def true(inspected: InspectedStep, row: int) -> str:
    """Return the class of a sample, or its targets if they were entered by hand."""
    if inspected.experiment.dataset == BY_HAND:
        return (
            f"{sample(inspected, row).capitalize()} has the targets {row_of(inspected.values('Y')[row])}."
        )
    return f"{sample(inspected, row).capitalize()} is of {inspected.class_name(inspected.true_class(row))}."


def prediction(inspected: InspectedStep, row: int) -> str:
    """Return the class of a sample and what the network predicts for it."""
    A, c = f"A{inspected.depth}", inspected.true_class(row)
    P, Y = inspected.values(A)[row], inspected.values("Y")[row]
    line = "column" if inspected.shown.columns else "row"
    if inspected.experiment.dataset == BY_HAND:
        outputs = f"The network gives {row_of(P)}"
        return f"{true(inspected, row)} {outputs}: its {line} of {symbol(A)} − Y is {row_of(P - Y)}."
    what = "a probability" if inspected.rows.phase(A).kind == "softmax" else "an output"
    return (
        f"{true(inspected, row)} The network gives {inspected.class_name(c)} {what} of "
        f"{fmt(P[c])}: {_verdict(inspected, P, c)}. Its {line} of {symbol(A)} − Y is {row_of(P - Y)}."
    )


def outcome(inspected: InspectedStep) -> str:
    """Return what the next update does to the training loss, or why there is none."""
    if inspected.after is None:
        return inspected.ending
    return loss_after_update(inspected.snapshot.train_loss, inspected.after.train_loss)


def _verdict(inspected: InspectedStep, P: Array, c: int) -> str:
    second, best = np.sort(P)[-2:]
    top, is_sure = int(P.argmax()), bool(best >= _SURE)
    if second == best:
        return "a tie"
    if top == c:
        return "right, and sure" if is_sure else "right, but not sure"
    how = "and sure of" if is_sure else "it prefers"
    return f"wrong, {how} {inspected.class_name(top)} with {fmt(P[top])}"


def _update(inspected: InspectedStep, phase: Phase) -> str:
    if phase.result is None:
        return f"There is no next step. {outcome(inspected)}"
    text = f"{_change(inspected, phase)}{_formula(inspected)}{_ratio(inspected, phase)}"
    return f"{text} {outcome(inspected)}" if phase.key == f"update {inspected.depth}" else text


def _change(inspected: InspectedStep, phase: Phase) -> str:
    """Return which parameter of the layer moves most, and its values before and after."""
    move = max(phase.moves, key=lambda block: float(np.abs(inspected.values(block.step)).max()))
    i, j, step = largest(inspected.values(move.step))
    if step == 0:
        return "Nothing moves: every entry of the update is 0."
    name = entry(inspected, move.old, i, j)
    old, new = (float(inspected.values(str(block))[i, j]) for block in (move.old, move.new))
    if fmt(old) == fmt(new):
        return f"{name} moves most, by {fmt(-step)}: too little to show in {fmt(new)}."
    if phase.factor is None:
        digits = digits_for(lambda printed: printed(old) - printed(step), new)
        return f"{name} moves most: {fmt(old, digits)} − {bracketed(step, digits)} = {fmt(new)}."
    rate, gradient = phase.factor, float(inspected.values(phase.inputs[phase.moves.index(move)])[i, j])
    digits = digits_for(lambda printed: printed(old) - printed(rate) * printed(gradient), new)
    by = f"{fmt(rate, digits)} · {bracketed(gradient, digits)}"
    return f"{name} moves most: {fmt(old, digits)} − {by} = {fmt(new)}."


def _ratio(inspected: InspectedStep, phase: Phase) -> str:
    """Return the size of the update over that of the weights."""
    layer = int(phase.key[-1])
    ratio = inspected.signs[layer - 1].update_ratio
    W = sub("W", layer)
    return f" The update ratio ‖Δ{W}‖/‖{W}‖ is {fmt(ratio)}." if ratio else ""


def _formula(inspected: InspectedStep) -> str:
    """Return how what is subtracted is computed, unless it is lr times the gradient shown."""
    if inspected.is_plain and inspected.is_own:
        return ""
    frozen = "; it is 0 for frozen parameters" if inspected.is_frozen else ""
    return f" What is subtracted is {_OPTIMIZERS[inspected.experiment.optimizer]}{frozen}."
