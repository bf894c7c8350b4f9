"""The derivative of the sigmoid, (11) of the notes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.notes import oracle
from core.notes.record import Equation, Side

_SIGMA = r"\frac{1}{1 + <F>}"

_line = partial(
    Equation,
    section="The derivative of the sigmoid",
    left=r"\frac{\partial A_{1i}}{\partial Z_{1i}}",
    fixed=r"\frac{\partial A_{1u}}{\partial Z_{1u}} = <slope>",
    batch=r"dZ_1 = dA_1 \odot A_1 \odot (1 - A_1)",
    shapes="(n × h), entry by entry",
    corrected=lambda c: c.slopes[c.unit],
    oracle=oracle.a1_by_z1,
    scope="only for sigmoid units",
    needs_hidden=True,
)


def _in_exponential(side: Callable[[Any], Any]) -> Side:
    """Return a side that is written with F = e^−Z1u."""
    return lambda c: side(np.exp(-c.z1[c.unit]))


SIGMOID_11 = (
    _line(
        key="11-1", title="What is differentiated",
        says="The activation of a hidden unit is the sigmoid of its Z.",
        right=r"\frac{\partial \frac{1}{1 + e^{-Z_{1i}}}}{\partial Z_{1i}}",
        printed=lambda c: oracle.logistic_by_z1(c).value,
    ),
    _line(
        key="11-2", title="The power rule",
        says="The outer power gives −1 and one power more; the inner function −e^−Z.",
        right=r"-(1 + <F>)^{-2} (-<F>)", printed=_in_exponential(lambda F: -((1 + F) ** -2) * -F),
    ),
    _line(
        key="11-3", title="Two quotients",
        says="The two signs cancel, and the square is shared between two fractions.",
        right=rf"{_SIGMA} \cdot \frac{{<F>}}{{1 + <F>}}",
        printed=_in_exponential(lambda F: 1 / (1 + F) * (F / (1 + F))),
    ),
    _line(
        key="11-4", title="Adding and subtracting one",
        says="One is added to the numerator and subtracted again.",
        right=rf"{_SIGMA} \cdot \frac{{(1 + <F>) - 1}}{{1 + <F>}}",
        printed=_in_exponential(lambda F: 1 / (1 + F) * (((1 + F) - 1) / (1 + F))),
    ),
    _line(
        key="11-5", title="One minus the sigmoid",
        says="The second fraction is one minus the sigmoid.",
        right=rf"{_SIGMA} \cdot \Bigl(1 - {_SIGMA}\Bigr)",
        printed=_in_exponential(lambda F: 1 / (1 + F) * (1 - 1 / (1 + F))),
    ),
    _line(
        key="11", number="11", title="Through A1",
        says="The slope of the sigmoid, from the activation alone: at most ¼, and almost 0 near 0 and 1.",
        right=r"<A1i> \cdot (1 - <A1i>)", printed=lambda c: c.a1[c.unit] * (1 - c.a1[c.unit]),
    ),
)  # fmt: skip
