"""The loss through the softmax: the lines before (8), and (8).

L is the loss of one sample, −Σ_j Y_j log A2j.  The mean over a batch comes in `core.notes.batch`.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured, exactly
from core.notes.record import Aside, Equation, Side

SECTION = "Softmax and cross-entropy together"

_LEFT = r"\frac{\partial L}{\partial Z_{2i}}"
_BATCH = r"dZ_2 = \tfrac{1}{n} (A_2 - Y)"
_SHAPES = "(n × k) = (n × k) − (n × k)"


def _loss(case: Case) -> Measured:
    return oracle.loss_by_z2(case).at(case.i)


def _loss_as_product(case: Case) -> Measured:
    """∂L/∂Z2i, to be matched by a product of measured factors."""
    return _loss(case).blurred(oracle.loss_by_a2(case).value, np.ones(1))


def _decimal_loss(case: Case) -> Measured:
    """Measure ∂L/∂Z2i of a loss with log₁₀ in the place of log: the same, ln 10 times smaller."""
    measured = _loss_as_product(case)
    return Measured(measured.value / np.log(10.0), measured.noise)


def _line(
    key: str,
    title: str,
    says: str,
    right: str,
    side: Side,
    *,
    notation: str = "",
    is_product: bool = False,
    aside: Aside | None = None,
) -> Equation:
    """Return a line of the derivation of (8)."""
    return Equation(
        key=key, section=SECTION, title=title, says=says, left=_LEFT, right=right,
        batch=_BATCH, shapes=_SHAPES, printed=side, notation=notation, aside=aside,
        oracle=_loss_as_product if is_product else _loss,
    )  # fmt: skip


def _by_logs(case: Case) -> Array:
    logs = oracle.log_softmax_by_z2(case).value[:, case.i]
    return np.asarray(-(case.target * logs).sum())


def _by_chain(case: Case) -> Array:
    outer, inner = oracle.log_by_a2(case).value, oracle.softmax_by_z2(case).value[:, case.i]
    return np.asarray(-(case.target * outer * inner).sum())


def _by_quotient(case: Case) -> Array:
    inner = oracle.softmax_by_z2(case).value[:, case.i]
    return np.asarray(-(case.target / case.a2 * inner).sum())


def _others(case: Case) -> Array:
    """Return Σ_{j≠i} Y_j."""
    return np.asarray(np.delete(case.target, case.i).sum())


def _substituted(case: Case) -> Array:
    a, y, i = case.a2, case.target, case.i
    rest = np.delete(y / a * (-a[i] * a), i).sum()
    return np.asarray(-y[i] / a[i] * a[i] * (1 - a[i]) - rest)


def _cancelled(case: Case) -> Array:
    a, y = case.a2[case.i], case.target[case.i]
    return np.asarray(-y * (1 - a) + _others(case) * a)


def _expanded(case: Case) -> Array:
    a, y = case.a2[case.i], case.target[case.i]
    return np.asarray(-y + y * a + _others(case) * a)


def _collected(case: Case) -> Array:
    a, y = case.a2[case.i], case.target[case.i]
    return np.asarray(a * (y + _others(case)) - y)


def _wrong_index(case: Case) -> Array:
    """Return A2i Σ_i Y_j − Y_i as printed: the sum runs over i, not j, so Y_j is added k times."""
    return np.asarray(case.a2[case.i] * (case.k * case.target[case.j]) - case.target[case.i])


def _right_index(case: Case) -> Array:
    return np.asarray(case.a2[case.i] * case.target.sum() - case.target[case.i])


LOSS = (
    _line(
        "8-1", "The loss, differentiated",
        "Only the logarithm depends on Z2i; Y is given.",
        r"-\sum_{j} Y_j \frac{\partial \log(A_{2j})}{\partial Z_{2i}}", _by_logs,
    ),
    _line(
        "8-2", "The chain rule through A2j",
        "Z2i reaches the loss through every A2j, so the sum over j stays.",
        r"-\sum_{j} Y_j \frac{\partial \log(A_{2j})}{\partial A_{2j}} \cdot "
        r"\frac{\partial A_{2j}}{\partial Z_{2i}}", _by_chain, is_product=True,
    ),
    _line(
        "8-3", "The derivative of the logarithm",
        "The derivative of log A is 1/A.",
        r"-\sum_{j} Y_j \frac{1}{A_{2j}} \cdot \frac{\partial A_{2j}}{\partial Z_{2i}}",
        _by_quotient, is_product=True,
        notation="log is the natural logarithm, here as everywhere: to another base b the derivative of "
        "log A is 1/(A · ln b).",
        aside=Aside("with the logarithm to base 10", _by_quotient, _decimal_loss),
    ),
    _line(
        "8-4", "(20) and (21) put in",
        "The term j = i takes (20), all others take (21).",
        r"-<Yi> \frac{1}{<A2i>} <A2i> (1 - <A2i>) - \sum_{j \neq i} Y_j \frac{1}{A_{2j}} (-A_{2i} A_{2j})",
        _substituted, notation="(21) is used here with the right subscript, −A2i A2j.",
    ),
    _line(
        "8-5", "The quotients cancel",
        "Each A in a denominator cancels with the same A in the numerator.",
        r"-<Yi> (1 - <A2i>) + \sum_{j \neq i} Y_j A_{2i}", _cancelled,
    ),
    _line(
        "8-6", "The bracket expanded",
        "Every term but the first now has the factor A2i.",
        r"-<Yi> + <Yi> <A2i> + \sum_{j \neq i} Y_j A_{2i}", _expanded,
    ),
    _line(
        "8-7", "A2i taken out",
        "The bracket is the sum of all of Y.",
        r"<A2i> (<Yi> + <others>) - <Yi>", _collected,
    ),
    Equation(
        key="8-8",
        section=SECTION,
        title="Y as one sum",
        says="The bracket is written as one sum.",
        left=_LEFT,
        right=r"<A2i> \sum_{i} <Yj> - <Yi>",
        fixed=_LEFT + r" = <A2i> <Y> - <Yi>",
        batch=_BATCH,
        shapes=_SHAPES,
        printed=_wrong_index,
        corrected=_right_index,
        oracle=_loss,
        fault="The sum runs over i while the term has j: read as printed, Y_j is added k times, which is 0 "
        "or k and never 1. The index must be j.",
    ),
    Equation(
        key="sum-y",
        section=SECTION,
        title="Y is one-hot",
        says="A sample belongs to exactly one class, so its row of Y adds up to 1.",
        left=r"<Y>",
        right="1.0",
        batch=r"\sum_j Y_{sj} = 1 \text{ in each row } s",
        shapes="(n × k) → (n)",
        printed=lambda c: np.asarray(1.0),
        oracle=lambda c: exactly(c.target.sum()),
    ),
    Equation(
        key="8",
        number="8",
        section=SECTION,
        title="Probabilities minus targets",
        says="The backward pass starts from this: predicted probabilities minus targets.",
        left=_LEFT,
        right="<A2i> - <Yi>",
        batch=_BATCH,
        shapes=_SHAPES,
        printed=lambda c: c.a2[c.i] - c.target[c.i],
        oracle=_loss,
        scope="only for one sample",
        aside=Aside("for the mean loss of the batch", lambda c: c.A2 - c.Y, oracle.mean_by_z2),
    ),
)  # fmt: skip
