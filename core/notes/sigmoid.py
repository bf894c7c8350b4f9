"""The derivative of the sigmoid, (11) of the notes."""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.record import Equation, Side

SIGMOID = "The derivative of the sigmoid"


def _sigmoid(
    key: str, title: str, says: str, right: str, side: Side, number: str | None = None
) -> Equation:
    """Return a line about the hidden unit's function, which the notes take to be the sigmoid."""
    return Equation(
        key=key, number=number, section=SIGMOID, title=title, says=says,
        left=r"\frac{\partial A_{1i}}{\partial Z_{1i}}", right=right,
        fixed=r"\frac{\partial A_{1u}}{\partial Z_{1u}} = <slope>",
        batch=r"dZ_1 = dA_1 \odot A_1 \odot (1 - A_1)",
        shapes="(n × h), entry by entry",
        printed=side,
        corrected=lambda c: c.slopes[c.unit],
        oracle=oracle.a1_by_z1,
        scope="only for sigmoid units",
        needs_hidden=True, needs_sigmoid=True,
    )  # fmt: skip


def _f(case: Case) -> Array:
    """Return e^−Z1u."""
    return np.asarray(np.exp(-case.z1[case.unit]))


_SIGMA = r"\frac{1}{1 + <F>}"

SIGMOID_11 = (
    _sigmoid(
        "11-1", "What is differentiated", "The activation of a hidden unit is the sigmoid of its Z.",
        r"\frac{\partial \frac{1}{1 + e^{-Z_{1i}}}}{\partial Z_{1i}}",
        lambda c: oracle.logistic_by_z1(c).value,
    ),
    _sigmoid(
        "11-2", "The power rule", "The outer power gives −1 and one power more; the inner function −e^−Z.",
        r"-(1 + <F>)^{-2} (-<F>)", lambda c: -((1 + _f(c)) ** -2) * -_f(c),
    ),
    _sigmoid(
        "11-3", "Two quotients", "The two signs cancel, and the square is shared between two fractions.",
        rf"{_SIGMA} \cdot \frac{{<F>}}{{1 + <F>}}", lambda c: 1 / (1 + _f(c)) * (_f(c) / (1 + _f(c))),
    ),
    _sigmoid(
        "11-4", "Adding and subtracting one", "One is added to the numerator and subtracted again.",
        rf"{_SIGMA} \cdot \frac{{(1 + <F>) - 1}}{{1 + <F>}}",
        lambda c: 1 / (1 + _f(c)) * (((1 + _f(c)) - 1) / (1 + _f(c))),
    ),
    _sigmoid(
        "11-5", "One minus the sigmoid", "The second fraction is one minus the sigmoid.",
        rf"{_SIGMA} \cdot \Bigl(1 - {_SIGMA}\Bigr)",
        lambda c: 1 / (1 + _f(c)) * (1 - 1 / (1 + _f(c))),
    ),
    _sigmoid(
        "11", "Through A1",
        "The slope of the sigmoid, from the activation alone: at most ¼, and almost 0 near 0 and 1.",
        r"<A1i> \cdot (1 - <A1i>)", lambda c: c.a1[c.unit] * (1 - c.a1[c.unit]), "11",
    ),
)  # fmt: skip
