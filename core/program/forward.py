"""The forward pass, and its measures: the loss and the accuracy."""

from __future__ import annotations

import numpy as np

from core.network.activations import ACTIVATIONS
from core.network.layers import forward as run_forward
from core.program.layout import Line, Section, function
from core.program.plan import Plan
from core.program.printing import template

_LARGEST_EXPONENT = 700.0  # e^709 is about the largest float


def forward(plan: Plan) -> Section:
    """Return the section with the forward pass."""
    body = [line for at in plan.layers for line in _layer(plan, at)]
    returned = f"return {', '.join(plan.returned)}", ""
    if len(plan.returned) == 1:
        last, shapes = body.pop()
        returned = f"return {last.partition(' = ')[2]}", shapes
    code = function("forward(X)", "Return what the loss and the backward pass need.", *body, returned)
    if _may_overflow(plan):
        code = (
            f'np.seterr(over="ignore")  # e^-Z may grow to infinity; 1 / infinity = 0 is right\n\n\n{code}'
        )
    return Section("Forward", forward_words(plan), code)


def _layer(plan: Plan, at: int) -> list[Line]:
    if at < plan.depth or plan.loss.output != "softmax":
        return [plan.line(f"Z{at}"), plan.line(f"A{at}")]
    shape, (exponentials, output) = plan.shape(f"Z{at}"), _codes(plan, f"A{at}")
    return [
        plan.line(f"Z{at}"),
        (exponentials, f"{shape}  nothing overflows"),
        (output, f"{shape}  softmax"),
    ]


def _codes(plan: Plan, key: str) -> list[str]:
    """Return a phase as code, line by line."""
    return plan.line(key)[0].split("\n")


def _may_overflow(plan: Plan) -> bool:
    """Return whether a sigmoid's exponential overflows at a step that the program prints."""
    names = plan.experiment.activations
    has_exponential = [name in ACTIVATIONS and "np.exp" in ACTIVATIONS[name].code for name in names]
    if not any(has_exponential):
        return False
    with np.errstate(all="ignore"):
        traces = [run_forward(plan.run.at(step).network, plan.run.train.X) for step in plan.steps]
    inner = [Z for trace in traces for Z, has in zip(trace.Z, has_exponential, strict=True) if has]
    return any(bool(np.abs(Z).max() > _LARGEST_EXPONENT) for Z in inner)


def forward_words(plan: Plan) -> str:
    """Return what a notebook says of the forward pass."""
    product = r"W_\ell A_{\ell-1}" if plan.columns else r"A_{\ell-1} W_\ell"
    words = rf"Each layer computes $Z_\ell = {product} + b_\ell$, starting from $A_0 = X$. "
    if plan.depth > 1:
        value = ACTIVATIONS[plan.experiment.activation].value_latex.replace("<Z>", r"Z_\ell")
        words += rf"A hidden layer applies its activation, $A_\ell = {value}$. "
    return f"{words}{_OUTPUT_WORDS[plan.loss.output]}\n\n" + plan.table(f"Z{at}" for at in plan.layers)


_OUTPUT_WORDS = {
    "softmax": r"The last layer computes probabilities by softmax, $A_j = e^{Z_j} / \sum_l e^{Z_l}$; "
    "subtracting the largest $Z$ of a sample first does not change them, and no exponential overflows.",
    "sigmoid": r"The last layer applies the sigmoid to each output, $A_j = 1 / (1 + e^{-Z_j})$; the "
    "outputs of a sample need not sum to 1.",
}


def loss(plan: Plan) -> Section:
    """Return the section that measures the network and reports."""
    return Section("Loss", loss_words(plan), f"{_measure(plan)}\n\n\n{report(plan)}")


def loss_words(plan: Plan) -> str:
    """Return what a notebook says of the loss."""
    return (
        f"{_LOSS_WORDS[plan.experiment.loss]} Losses are printed to four significant digits, accuracies to "
        "a tenth of a percent, as Backpass does."
    )


_LOSS_WORDS = {
    "cross_entropy": r"The loss is the mean cross-entropy, $L = -\frac{1}{n} \sum_i \sum_j Y_{ij} \log "
    r"A_{ij}$. Computed with $\log A_j = Z_j - \log \sum_l e^{Z_l}$ it is exact even where a probability "
    "rounds to 0.",
    "squared_error": r"The loss is the mean over the samples of half the squared error, $L = \frac{1}{n} "
    r"\sum_i \sum_j \frac{1}{2} (A_{ij} - Y_{ij})^2$.",
}


def _measure(plan: Plan) -> str:
    A, along = f"A{plan.depth}", plan.by_units
    return function(
        "measure(X, Y)",
        f"Return the mean {plan.loss.label}, and the percentage of samples classified right.",
        *(_cross_entropy(plan) if plan.loss.output == "softmax" else _squared_error(plan)),
        (f"right = 100 * ({A}.argmax({along}) == Y.argmax({along})).mean()", "()"),
        "return loss, right",
    )


def _cross_entropy(plan: Plan) -> list[Line | str]:
    Z, A = f"Z{plan.depth}", f"A{plan.depth}"
    shape, exponentials, logarithm = plan.shape(Z), _codes(plan, A)[0], _codes(plan, "l")[0]
    return [
        f"{'' if plan.depth == 1 else '*_, '}{Z}, {A} = forward(X)",
        (exponentials, shape),
        (logarithm, shape),
        (f"loss = {_mean(plan, f'-Y * log_{A}')}", "()"),
    ]


def _squared_error(plan: Plan) -> list[Line | str]:
    A = f"A{plan.depth}"
    return [
        f"{'' if plan.depth == 1 else '*_, '}{A} = forward(X)",
        (f"loss = {_mean(plan, f'0.5 * ({A} - Y) ** 2')}", "()"),
    ]


def _mean(plan: Plan, losses: str) -> str:
    """Return the mean over the samples; in a run that overflows, their sum does so before it."""
    if plan.run.divergence is None:
        return f"({losses}).sum({plan.by_units}).mean()"
    return f"({losses} / {'Y.shape[1]' if plan.columns else 'len(Y)'}).sum()"


def report(plan: Plan) -> str:
    """Return the function that prints a line of numbers."""
    losses, accuracies = template(plan.run, plan.step)
    return function(
        "report(step)",
        "Print the numbers of a step.",
        "loss, right = measure(X_train, Y_train)",
        "test_loss, test_right = measure(X_test, Y_test)",
        f'print(f"{losses}"',
        f'      f"{accuracies}")',
    )
