"""The loss through the softmax: the lines before (8), and (8).

L is the loss of one sample, −Σ_j Y_j log A2j.  The mean over a batch comes in `core.notes.batch`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured, exactly
from core.notes.record import Aside, Equation, Side

_LEFT = r"\frac{\partial L}{\partial Z_{2i}}"


def _loss(case: Case) -> Measured:
    return oracle.loss_by_z2(case).at(case.i)


def _loss_as_product(case: Case) -> Measured:
    """∂L/∂Z2i, to be matched by a product of measured factors."""
    return _loss(case).blurred(oracle.loss_by_a2(case).value, np.ones(1))


def _decimal_loss(case: Case) -> Measured:
    """Measure ∂L/∂Z2i of a loss with log₁₀ in the place of log: the same, ln 10 times smaller."""
    measured = _loss_as_product(case)
    return Measured(measured.value / np.log(10.0), measured.noise)


def _summed(factors: Callable[[Case], Array]) -> Side:
    """Return −Σ_j Y_j · factor_j, for factors (k,) of which some are measured."""
    return lambda c: np.asarray(-(c.target * factors(c)).sum())


def _softmax_column(case: Case) -> Array:
    """∂A2j/∂Z2i, measured, (k,)."""
    return oracle.a2_by_z2(case).at(slice(None), case.i).value


def _by_quotient(case: Case) -> Array:
    return np.asarray(-(case.target / case.a2 * _softmax_column(case)).sum())


def _substituted(case: Case) -> Array:
    a, y, i = case.a2, case.target, case.i
    rest = np.delete(y / a * (-a[i] * a), i).sum()
    return np.asarray(-y[i] / a[i] * a[i] * (1 - a[i]) - rest)


def _in_entries(side: Callable[[Any, Any, Any], Any]) -> Side:
    """Return a side that is written with A2i, Y_i and Σ_{j≠i} Y_j."""
    return lambda c: side(c.a2[c.i], c.target[c.i], np.delete(c.target, c.i).sum())


_line = partial(
    Equation,
    section="Softmax and cross-entropy together",
    left=_LEFT,
    batch=r"dZ_2 = \tfrac{1}{n} (A_2 - Y)",
    shapes="(n × k) = (n × k) − (n × k)",
    oracle=_loss,
    needs_softmax=True,
)

LOSS = (
    _line(
        key="8-1", title="The loss, differentiated",
        says="Only the logarithm depends on Z2i; Y is given.",
        right=r"-\sum_{j} Y_j \frac{\partial \log(A_{2j})}{\partial Z_{2i}}",
        printed=_summed(lambda c: oracle.log_a2_by_z2(c).value[:, c.i]),
    ),
    _line(
        key="8-2", title="The chain rule through A2j",
        says="Z2i reaches the loss through every A2j, so the sum over j stays.",
        right=r"-\sum_{j} Y_j \frac{\partial \log(A_{2j})}{\partial A_{2j}} \cdot "
        r"\frac{\partial A_{2j}}{\partial Z_{2i}}",
        printed=_summed(lambda c: oracle.log_by_a2(c).value * _softmax_column(c)), oracle=_loss_as_product,
    ),
    _line(
        key="8-3", title="The derivative of the logarithm",
        says="The derivative of log A is 1/A.",
        right=r"-\sum_{j} Y_j \frac{1}{A_{2j}} \cdot \frac{\partial A_{2j}}{\partial Z_{2i}}",
        printed=_by_quotient, oracle=_loss_as_product,
        notation="log is the natural logarithm, here as everywhere: to another base b the derivative of "
        "log A is 1/(A · ln b).",
        aside=Aside("with the logarithm to base 10", _by_quotient, _decimal_loss),
    ),
    _line(
        key="8-4", title="(20) and (21) put in",
        says="The term j = i takes (20), all others take (21).",
        right=r"-<Yi> \frac{1}{<A2i>} <A2i> (1 - <A2i>) "
        r"- \sum_{j \neq i} Y_j \frac{1}{A_{2j}} (-A_{2i} A_{2j})",
        printed=_substituted, notation="(21) is used here with the right subscript, −A2i A2j.",
    ),
    _line(
        key="8-5", title="The quotients cancel",
        says="Each A in a denominator cancels with the same A in the numerator.",
        right=r"-<Yi> (1 - <A2i>) + \sum_{j \neq i} Y_j A_{2i}",
        printed=_in_entries(lambda a, y, others: -y * (1 - a) + others * a),
    ),
    _line(
        key="8-6", title="The bracket expanded",
        says="Every term but the first now has the factor A2i.",
        right=r"-<Yi> + <Yi> <A2i> + \sum_{j \neq i} Y_j A_{2i}",
        printed=_in_entries(lambda a, y, others: -y + y * a + others * a),
    ),
    _line(
        key="8-7", title="A2i taken out",
        says="The bracket is the sum of all of Y.",
        right=r"<A2i> (<Yi> + <others>) - <Yi>",
        printed=_in_entries(lambda a, y, others: a * (y + others) - y),
    ),
    _line(
        key="8-8", title="Y as one sum",
        says="The bracket is written as one sum.",
        right=r"<A2i> \sum_{i} <Yj> - <Yi>", fixed=_LEFT + r" = <A2i> <Y> - <Yi>",
        printed=lambda c: c.a2[c.i] * (c.k * c.target[c.j]) - c.target[c.i],
        corrected=lambda c: c.a2[c.i] * c.target.sum() - c.target[c.i],
        fault="The sum runs over i while the term has j: read as printed, Y_j is added k times, which is 0 "
        "or k and never 1. The index must be j.",
    ),
    _line(
        key="sum-y", title="Y is one-hot",
        says="A sample belongs to exactly one class, so its row of Y adds up to 1.",
        left=r"<Y>", right="1.0",
        batch=r"\sum_j Y_{sj} = 1 \text{ in each row } s", shapes="(n × k) → (n)",
        printed=lambda c: np.asarray(1.0), oracle=lambda c: exactly(c.target.sum()),
        needs_softmax=False,
    ),
    _line(
        key="8", number="8", title="Probabilities minus targets",
        says="The backward pass starts from this: predicted probabilities minus targets.",
        right="<A2i> - <Yi>", printed=lambda c: c.a2[c.i] - c.target[c.i], scope="only for one sample",
        aside=Aside("for the mean loss of the batch", lambda c: c.A2 - c.Y, oracle.mean_by_z2),
    ),
)  # fmt: skip
