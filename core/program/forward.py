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
    code = function(
        "forward(X)",
        "Return what the loss and the backward pass need.",
        *body,
        f"return {', '.join(plan.returned)}",
    )
    if _may_overflow(plan):
        code = (
            f'np.seterr(over="ignore")  # e^-Z may grow to infinity; 1 / infinity = 0 is right\n\n\n{code}'
        )
    return Section("Forward", forward_words(plan), code)


def _layer(plan: Plan, at: int) -> list[Line]:
    if at < plan.depth:
        return [plan.line(f"Z{at}"), plan.line(f"A{at}")]
    Z, shape = f"Z{at}", plan.shape(f"Z{at}")
    return [
        plan.line(Z),
        (f"E = np.exp({Z} - {Z}.max({plan.by_units}, keepdims=True))", shape),
        (f"A{at} = E / E.sum({plan.by_units}, keepdims=True)", f"{shape}  softmax"),
    ]


def _may_overflow(plan: Plan) -> bool:
    """Return whether the activation's exponential overflows at a step that the program prints."""
    if "np.exp" not in ACTIVATIONS[plan.experiment.activation].code:
        return False
    networks = [plan.run.at(step).network for step in plan.steps]
    inner = [Z for network in networks for Z in run_forward(network, plan.run.train.X).Z[:-1]]
    return any(bool(np.abs(Z).max() > _LARGEST_EXPONENT) for Z in inner)


def forward_words(plan: Plan) -> str:
    """Return what a notebook says of the forward pass."""
    product = r"W_\ell A_{\ell-1}" if plan.columns else r"A_{\ell-1} W_\ell"
    words = rf"Each layer computes $Z_\ell = {product} + b_\ell$, starting from $A_0 = X$. "
    if plan.depth > 1:
        value = ACTIVATIONS[plan.experiment.activation].value_latex.replace("<Z>", r"Z_\ell")
        words += rf"A hidden layer applies its activation, $A_\ell = {value}$. "
    return words + (
        r"The last layer computes probabilities by softmax, $A_j = e^{Z_j} / \sum_l e^{Z_l}$; subtracting "
        "the largest $Z$ of a sample first does not change them, and no exponential overflows.\n\n"
        + plan.table(f"Z{at}" for at in plan.layers)
    )


def loss(plan: Plan) -> Section:
    """Return the section that measures the network and reports."""
    return Section("Loss", LOSS_WORDS, f"{_measure(plan)}\n\n\n{report(plan)}")


LOSS_WORDS = (
    r"The loss is the mean cross-entropy, $L = -\frac{1}{n} \sum_i \sum_j Y_{ij} \log A_{ij}$. Computed "
    r"with $\log A_j = Z_j - \log \sum_l e^{Z_l}$ it is exact even where a probability rounds to 0. "
    "Losses are printed to four significant digits, accuracies to a tenth of a percent, as Backpass does."
)


def _measure(plan: Plan) -> str:
    Z, A = f"Z{plan.depth}", f"A{plan.depth}"
    rest, along = "" if plan.depth == 1 else "*_, ", plan.by_units
    return function(
        "measure(X, Y)",
        "Return the mean cross-entropy, and the percentage of samples classified right.",
        f"{rest}{Z}, {A} = forward(X)",
        (f"shifted = {Z} - {Z}.max({along}, keepdims=True)", plan.shape(Z)),
        (f"log_{A} = shifted - np.log(np.exp(shifted).sum({along}, keepdims=True))", plan.shape(Z)),
        (f"loss = {_mean(plan, f'Y * -log_{A}')}", "()"),
        (f"right = 100 * ({A}.argmax({along}) == Y.argmax({along})).mean()", "()"),
        "return loss, right",
    )


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
