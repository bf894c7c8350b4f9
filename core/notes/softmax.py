r"""Section 1 of the notes: the softmax and its derivative, (19) to (21).

Every line that the notes derive for i = j is evaluated at i = j, and again at i ≠ j, where it is not
meant to hold; the other way round for i ≠ j.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured, exactly
from core.notes.record import Aside, Equation, Side

SECTION = "The derivative of the softmax"

_QUOTIENT = r"\frac{e^{Z_{2i}}}{\sum_{l=0}^{k} e^{Z_{2l}}}"
_LEFT = rf"\frac{{\partial {_QUOTIENT}}}{{\partial Z_{{2j}}}}"
_LIMITS = (
    "The sum runs over l = 0 … k, which is k + 1 terms, and there are k classes. Read l = 0 … k − 1, as "
    "the code counts, or 1 … k."
)


def _entry(case: Case) -> Measured:
    """∂A2i/∂Z2j, measured."""
    return oracle.a2_by_z2(case).at(case.i, case.j)


def _in_exponentials(side: Callable[[Any, Any, Any], Any]) -> Side:
    """Return a side that is written with e^Z2i, e^Z2j and the sum of all exponentials."""
    return lambda c: side(c.e[c.i], c.e[c.j], np.asarray(c.e.sum()))


_equation = partial(
    Equation,
    section=SECTION,
    left=_LEFT,
    batch=r"\operatorname{diag}(a) - a\, a^\top, \quad a = A_2[s]^\top",
    shapes="(k × k) for each of n rows",
    needs_softmax=True,
)


def _derived(
    where: str,
    at: Callable[[Case], Case],
    elsewhere: str,
    there: Callable[[Case], Case],
    key: str,
    title: str,
    says: str,
    right: str,
    printed: Side,
    *,
    corrected: Side | None = None,
    **more: Any,
) -> Equation:
    """Return a line derived at some i and j; its aside takes the right one of its sides elsewhere."""
    side, claimed = (corrected, "as corrected ") if corrected else (printed, "")
    return _equation(
        key=key, title=f"{where}: {title}", says=says, right=right, printed=printed, corrected=corrected,
        oracle=_entry, at=at, scope=f"only when {where}",
        aside=Aside(f"{claimed}at {elsewhere}", lambda c: side(there(c)), lambda c: _entry(there(c))),
        **more,
    )  # fmt: skip


_same = partial(_derived, "i = j", Case.same, "i ≠ j", Case.apart)
_apart = partial(_derived, "i ≠ j", Case.apart, "i = j", Case.same)

SOFTMAX = (
    _equation(
        key="softmax-entry", title="What is differentiated",
        says="A2 is the softmax of Z2. Every A2i depends on every Z2j through the denominator.",
        left=r"\frac{\partial A_{2i}}{\partial Z_{2j}}", right=_LEFT,
        printed=lambda c: oracle.quotient_by_z2(c).at(c.i, c.j).value, oracle=_entry, notation=_LIMITS,
    ),
    _same(
        "19-1", "the quotient rule",
        "The derivative of a quotient (u/v)′ is (u′v − uv′)/v².",
        r"\frac{<Ei> <S> - <Ei> <Ej>}{(<S>)^2}",
        _in_exponentials(lambda e_i, e_j, S: (e_i * S - e_i * e_j) / S**2),
    ),
    _same(
        "19-2", "a common factor",
        "The factor e^Z2i is taken out of the numerator.",
        r"\frac{<Ei> (<S> - <Ej>)}{(<S> - <Ej>)}",
        _in_exponentials(lambda e_i, e_j, S: e_i * (S - e_j) / (S - e_j)),
        fixed=_LEFT + r" = \frac{<Ei> (<S> - <Ej>)}{(<S>)^2}",
        corrected=_in_exponentials(lambda e_i, e_j, S: e_i * (S - e_j) / S**2),
        fault="The denominator has become the bracket above it, where it must stay the square of the sum: "
        "as printed the fraction cancels to e^Z2i.",
    ),
    _same(
        "19-3", "two quotients",
        "The squared denominator is split between two fractions.",
        r"\frac{<Ei>}{<S>} \cdot \frac{(<S> - <Ej>)}{<S>}",
        _in_exponentials(lambda e_i, e_j, S: e_i / S * ((S - e_j) / S)),
    ),
    _same(
        "19", "one minus a quotient",
        "The second fraction is one minus the softmax.",
        r"\frac{<Ei>}{<S>} \cdot \Bigl(1 - \frac{<Ej>}{<S>}\Bigr)",
        _in_exponentials(lambda e_i, e_j, S: e_i / S * (1 - e_j / S)), number="19",
    ),
    _equation(
        key="softmax", title="The softmax itself",
        says="Each A2i is e^Z2i over the sum of all of them. The forward pass computed the left side.",
        left="A_2", right=r"\frac{<E_row>}{<S>}",
        batch=r"A_2 = \operatorname{softmax}(Z_2), \text{ row by row}", shapes="(n × k)",
        printed=lambda c: c.e / c.e.sum(), oracle=lambda c: exactly(c.a2),
        notation="A2 without a second subscript is the whole row. " + _LIMITS,
        aside=Aside(
            "with all k + 1 terms of l = 0 … k, the last with a Z of 0",
            lambda c: c.e / (c.e.sum() + 1),  # e⁰
            lambda c: exactly(c.a2),
            is_beyond=False,
        ),
    ),
    _same(
        "20", "through A2",
        "How strongly A2i depends on its own Z2i: most at A = ½, almost not near 0 and 1.",
        r"<A2i> \cdot (1 - <A2j>)", lambda c: c.a2[c.i] * (1 - c.a2[c.j]),
        number="20", needs_softmax=False, notation="With i = j the second subscript may as well be i.",
    ),
    _apart(
        "21-1", "the quotient rule",
        "The numerator does not depend on Z2j, so its derivative is 0.",
        r"\frac{0 - <Ei> <Ej>}{(<S>)^2}", _in_exponentials(lambda e_i, e_j, S: (0 - e_i * e_j) / S**2),
    ),
    _apart(
        "21-2", "two quotients",
        "The squared denominator is split between two fractions.",
        r"\frac{-<Ei>}{<S>} \cdot \frac{<Ej>}{<S>}",
        _in_exponentials(lambda e_i, e_j, S: -e_i / S * (e_j / S)),
    ),
    _apart(
        "21", "through A2",
        "What one class gains the others lose: raising Z2j lowers A2i.",
        "-<A2i> A_{2i}", lambda c: -c.a2[c.i] * c.a2[c.i], number="21",
        fixed=_LEFT + r" = -<A2i> <A2j>", corrected=lambda c: -c.a2[c.i] * c.a2[c.j],
        fault="The second subscript must be j. The notes themselves go on with −A2i A2j further below.",
    ),
    _equation(
        key="jacobian", title="(20) and (21) as one matrix",
        says="Row i, column j is the derivative of A2i with respect to Z2j. Each row and each column "
        "sums to 0.",
        left=r"\frac{\partial A_2}{\partial Z_2}",
        fixed=r"\frac{\partial A_2}{\partial Z_2} = \operatorname{diag}(a) - a\, a^\top, "
        r"\quad a^\top = <a2>",
        corrected=lambda c: np.diag(c.a2) - np.outer(c.a2, c.a2), oracle=oracle.a2_by_z2,
    ),
)  # fmt: skip
