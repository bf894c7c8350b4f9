"""The caption of a picture: what it shows, its settings, and the link that opens it."""

from core import ACTIVATIONS, LOSSES, Experiment, input_symbols
from core.run.experiment import SCHEDULES
from core.run.link import address_of
from core.run.rows import BY_HAND
from pages.export.order import Order
from pages.export.pictures import draw
from pages.export.playground import Drawn
from pages.figures.story import value_words
from pages.figures.words import fmt, percent
from pages.stage.runs import timeline

_RULES = {"sgd": "SGD", "momentum": "SGD with momentum", "rmsprop": "RMSProp", "adam": "Adam"}


def caption(order: Order, address: str = "") -> str:
    """Return the caption as plain text; its last line is the link, after the page's `address`."""
    return caption_of(draw(order, order.style.sheet), order, address)


def caption_of(made: Drawn, order: Order, address: str = "") -> str:
    """Return the caption of a picture that is drawn already."""
    return f"{made.title}. {made.alternative}\n{run_at_step(order)}\n{address}{query(order)}\n"


def subject_of(order: Order) -> str:
    """Return the dataset, the network and the step, as a title has them."""
    layers = "-".join(map(str, order.experiment.sizes))
    return f"{order.experiment.dataset}, {layers}, step {order.step:,}"


def run_at_step(order: Order) -> str:
    """Return the settings of the run, and loss and accuracy at the step."""
    return f"{settings_of(order.experiment)} {measured_of(order)}"


def measured_of(order: Order) -> str:
    """Return loss and accuracy at the step in a sentence."""
    run = timeline(order.experiment)
    now = run.at(order.step)
    if not run.has_test:
        return (
            f"Step {now.step:,}: loss {fmt(now.train_loss)}, accuracy {percent(now.train_accuracy)}; "
            "there are no test points."
        )
    return (
        f"Step {now.step:,}: loss {fmt(now.train_loss)} in training and {fmt(now.test_loss)} in test, "
        f"accuracy {percent(now.train_accuracy)} and {percent(now.test_accuracy)}."
    )


def query(order: Order) -> str:
    """Return the link as the part of an address from the question mark."""
    return address_of(order.link)


def settings_of(run: Experiment) -> str:
    """Return the settings of a run in sentences."""
    kind = f" with {ACTIVATIONS[run.activation].label} units" if run.hidden else ""
    kind += f" on {', '.join(input_symbols(run.features))}" if run.features else ""
    loss = LOSSES[run.loss]
    outputs = "" if run.loss == "cross_entropy" else f", {loss.output_label} and {loss.label}"
    training = ", ".join(
        _by_step(run, name)
        for name in SCHEDULES
        if name in ("learning_rate", "batch_size") or any(run.values_of(name))
    )
    count = len(run.edits)
    edited = f", {count} parameter{'s' * (count > 1)} set by hand" if count else ""
    frozen = f", frozen: {', '.join(name for name, *_ in run.frozen)}" if run.frozen else ""
    return (
        f"Data: {_points_of(run)}. "
        f"Network: {'-'.join(map(str, run.sizes))}{kind}{outputs}, {run.init} initialization, seed "
        f"{run.seed}. Training: {_RULES[run.optimizer]}, {training}{edited}{frozen}."
    )


def _by_step(run: Experiment, name: str) -> str:
    """Return the first value of a field that may change, and the later ones with their steps."""
    later = getattr(run, SCHEDULES[name])
    changes = "".join(f", {_value(name, value)} from step {step:,}" for step, value in later)
    return f"{value_words(name, getattr(run, name))}{changes}"


def _value(name: str, value: float | None) -> str:
    return value_words(name, value) if name == "batch_size" else fmt(value or 0.0)


def _points_of(run: Experiment) -> str:
    """Return which points a run has, and what was done to them."""
    if run.dataset == BY_HAND:
        return f"{len(run.given_rows)} samples entered by hand"
    split = f", {percent(run.test_fraction)} for testing, seed {run.data_seed}"
    if run.given is None:
        return f"{run.dataset}, {run.samples} points, noise {fmt(run.noise)}{split}"
    noise = f", noise {percent(run.jitter)} of the standard deviation" if run.jitter else ""
    columns = f" {' and '.join(run.given.axes)}" if run.given.axes else ""
    scaled = {"standard": "standardized", "range": "scaled to [−1, 1]", "none": "not scaled"}[run.scaling]
    return f"{run.dataset}{columns}, {run.n_points} points, {scaled}{noise}{split}"
