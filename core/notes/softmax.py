r"""Section 1 of the notes: the softmax and its derivative, (19) to (21).

Every line that the notes derive for i = j is evaluated at i = j, and again at i ≠ j, where it is not
meant to hold; the other way round for i ≠ j.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured, exactly
from core.notes.record import Aside, Equation, Side, at_apart, at_same

SECTION = "The derivative of the softmax"

_QUOTIENT = r"\frac{e^{Z_{2i}}}{\sum_{l=0}^{k} e^{Z_{2l}}}"
_LEFT = rf"\frac{{\partial {_QUOTIENT}}}{{\partial Z_{{2j}}}}"
_SHAPES = "(k × k) for each of n rows"
_BATCH = r"\operatorname{diag}(a) - a\, a^\top, \quad a = A_2[s]^\top"
_LIMITS = (
    "The sum runs over l = 0 … k, which is k + 1 terms, and there are k classes. Read l = 0 … k − 1, as "
    "the code counts, or 1 … k."
)


def _entry(case: Case) -> Measured:
    """∂A2i/∂Z2j, measured."""
    return oracle.softmax_by_z2(case).at(case.i, case.j)


def _same(
    key: str,
    title: str,
    says: str,
    right: str,
    side: Side,
    *,
    number: str | None = None,
    notation: str = "",
) -> Equation:
    """Return a line that is derived for i = j."""
    return Equation(
        key=key, number=number, section=SECTION, title=f"i = j: {title}", says=says,
        left=_LEFT, right=right, batch=_BATCH, shapes=_SHAPES,
        printed=side, oracle=_entry, at=at_same, scope="only when i = j", notation=notation,
        aside=Aside("at i ≠ j", lambda c: side(c.apart()), lambda c: _entry(c.apart())),
    )  # fmt: skip


def _apart(key: str, title: str, says: str, right: str, side: Side) -> Equation:
    """Return a line that is derived for i ≠ j."""
    return Equation(
        key=key, section=SECTION, title=f"i ≠ j: {title}", says=says,
        left=_LEFT, right=right, batch=_BATCH, shapes=_SHAPES,
        printed=side, oracle=_entry, at=at_apart, scope="only when i ≠ j",
        aside=Aside("at i = j", lambda c: side(c.same()), lambda c: _entry(c.same())),
    )  # fmt: skip


def _total(case: Case) -> Array:
    return np.asarray(case.e.sum())


def _quotient_rule(case: Case) -> Array:
    e, S = case.e, _total(case)
    return np.asarray((e[case.i] * S - e[case.i] * e[case.j]) / S**2)


def _lost_square(case: Case) -> Array:
    e, S = case.e, _total(case)
    return np.asarray(e[case.i] * (S - e[case.j]) / (S - e[case.j]))


def _kept_square(case: Case) -> Array:
    e, S = case.e, _total(case)
    return np.asarray(e[case.i] * (S - e[case.j]) / S**2)


def _two_quotients(case: Case) -> Array:
    e, S = case.e, _total(case)
    return np.asarray(e[case.i] / S * ((S - e[case.j]) / S))


def _one_minus(case: Case) -> Array:
    e, S = case.e, _total(case)
    return np.asarray(e[case.i] / S * (1 - e[case.j] / S))


def _apart_rule(case: Case) -> Array:
    return np.asarray((0 - case.e[case.i] * case.e[case.j]) / _total(case) ** 2)


def _apart_quotients(case: Case) -> Array:
    S = _total(case)
    return np.asarray(-case.e[case.i] / S * (case.e[case.j] / S))


def _jacobian(case: Case) -> Array:
    """Return diag(a) − a aᵀ, (k, k)."""
    return np.asarray(np.diag(case.a2) - np.outer(case.a2, case.a2))


_DEFINITION = (
    Equation(
        key="softmax-entry",
        section=SECTION,
        title="What is differentiated",
        says="A2 is the softmax of Z2. Every A2i depends on every Z2j through the denominator.",
        left=r"\frac{\partial A_{2i}}{\partial Z_{2j}}",
        right=_LEFT,
        batch=_BATCH,
        shapes=_SHAPES,
        printed=lambda c: oracle.quotient_by_z2(c).at(c.i, c.j).value,
        oracle=_entry,
        notation=_LIMITS,
    ),
)

_WHERE_SAME = (
    _same(
        "19-1", "the quotient rule",
        "The derivative of a quotient (u/v)′ is (u′v − uv′)/v².",
        r"\frac{<Ei> <S> - <Ei> <Ej>}{(<S>)^2}", _quotient_rule,
    ),
    Equation(
        key="19-2",
        section=SECTION,
        title="i = j: a common factor",
        says="The factor e^Z2i is taken out of the numerator.",
        left=_LEFT,
        right=r"\frac{<Ei> (<S> - <Ej>)}{(<S> - <Ej>)}",
        fixed=_LEFT + r" = \frac{<Ei> (<S> - <Ej>)}{(<S>)^2}",
        batch=_BATCH,
        shapes=_SHAPES,
        printed=_lost_square,
        corrected=_kept_square,
        oracle=_entry,
        at=at_same,
        scope="only when i = j",
        fault="The denominator has become the bracket above it, where it must stay the square of the sum: "
        "as printed the fraction cancels to e^Z2i.",
        aside=Aside(
            "as corrected at i ≠ j", lambda c: _kept_square(c.apart()), lambda c: _entry(c.apart())
        ),
    ),
    _same(
        "19-3", "two quotients",
        "The squared denominator is split between two fractions.",
        r"\frac{<Ei>}{<S>} \cdot \frac{(<S> - <Ej>)}{<S>}", _two_quotients,
    ),
    _same(
        "19", "one minus a quotient",
        "The second fraction is one minus the softmax.",
        r"\frac{<Ei>}{<S>} \cdot \Bigl(1 - \frac{<Ej>}{<S>}\Bigr)", _one_minus, number="19",
    ),
    Equation(
        key="softmax",
        section=SECTION,
        title="The softmax itself",
        says="Each A2i is e^Z2i over the sum of all of them. The forward pass computed the left side.",
        left="A_2",
        right=r"\frac{<E_row>}{<S>}",
        batch=r"A_2 = \operatorname{softmax}(Z_2), \text{ row by row}",
        shapes="(n × k)",
        printed=lambda c: c.e / c.e.sum(),
        oracle=lambda c: exactly(c.a2),
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
        number="20", notation="With i = j the second subscript may as well be i.",
    ),
)  # fmt: skip

_WHERE_APART = (
    _apart(
        "21-1", "the quotient rule",
        "The numerator does not depend on Z2j, so its derivative is 0.",
        r"\frac{0 - <Ei> <Ej>}{(<S>)^2}", _apart_rule,
    ),
    _apart(
        "21-2", "two quotients",
        "The squared denominator is split between two fractions.",
        r"\frac{-<Ei>}{<S>} \cdot \frac{<Ej>}{<S>}", _apart_quotients,
    ),
    Equation(
        key="21",
        number="21",
        section=SECTION,
        title="i ≠ j: through A2",
        says="What one class gains the others lose: raising Z2j lowers A2i.",
        left=_LEFT,
        right="-<A2i> A_{2i}",
        fixed=_LEFT + r" = -<A2i> <A2j>",
        batch=_BATCH,
        shapes=_SHAPES,
        printed=lambda c: -c.a2[c.i] * c.a2[c.i],
        corrected=lambda c: -c.a2[c.i] * c.a2[c.j],
        oracle=_entry,
        at=at_apart,
        scope="only when i ≠ j",
        fault="The second subscript must be j. The notes themselves go on with −A2i A2j further below.",
        aside=Aside(
            "as corrected at i = j", lambda c: -c.a2[c.i] * c.a2[c.i], lambda c: _entry(c.same())
        ),
    ),
    Equation(
        key="jacobian",
        section=SECTION,
        title="(20) and (21) as one matrix",
        says="Row i, column j is the derivative of A2i with respect to Z2j. Each row and each column "
        "sums to 0.",
        left=r"\frac{\partial A_2}{\partial Z_2}",
        fixed=r"\frac{\partial A_2}{\partial Z_2} = \operatorname{diag}(a) - a\, a^\top, "
        r"\quad a^\top = <a2>",
        batch=_BATCH,
        shapes=_SHAPES,
        corrected=_jacobian,
        oracle=oracle.softmax_by_z2,
    ),
)  # fmt: skip

SOFTMAX = (*_DEFINITION, *_WHERE_SAME, *_WHERE_APART)
