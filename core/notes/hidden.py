"""The hidden layer: the chain (7), the gradient of A1 (10), the sigmoid (11), the inputs (12)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured
from core.notes.record import Aside, Equation, product

_line = partial(
    Equation,
    section="Back to W1",
    left=r"\frac{\partial L}{\partial W_{1i}}",
    batch=r"dW_1 = X^\top \, dZ_1",
    shapes="(d × h) = (d × n)(n × h)",
    needs_hidden=True,
)
_first = partial(_line, section="From the loss to W1")
_by_a1 = partial(
    _first,
    left=r"\frac{\partial L}{\partial A_{1i}}",
    batch=r"dA_1 = dZ_2 \, W_2^\top",
    shapes="(n × h) = (n × k)(k × h)",
    notation="A1i is read as the whole row A1.",
)


def _column(case: Case) -> Measured:
    """∂L/∂W1u, measured, (d,)."""
    return oracle.loss_by_w1(case).at(slice(None), case.unit)


def _column_as_product(case: Case) -> Measured:
    """Measure the same, to be matched by a product of measured factors."""
    unit = oracle.a1_by_z1(case)
    factors = (oracle.loss_by_a2(case).value, np.ones(1), case.W2, unit.value, case.x)
    return _column(case).blurred(*factors, on_kink=unit.on_kink)


def _factors(case: Case) -> Array:
    """Multiply the five factors of (7), each measured."""
    return product(
        oracle.loss_by_a2(case).value[case.i],
        oracle.a2_by_z2(case).value[case.i, case.i],
        oracle.z2_by_a1(case).value[case.unit],
        oracle.a1_by_z1(case).value,
        oracle.z1_by_w1(case).value,
    )


def _summed(case: Case) -> Array:
    """Multiply them with the sums over the classes that (7) lacks."""
    by_z2 = oracle.loss_by_a2(case).value @ oracle.a2_by_z2(case).value  # Σ_j: (k) (k × k) = (k)
    by_a1 = _summed_by_a1(case, by_z2)[case.unit]
    return product(by_a1, oracle.a1_by_z1(case).value, oracle.z1_by_w1(case).value)


def _summed_by_a1(case: Case, by_z2: Array) -> Array:
    """Return Σ_i ∂L/∂Z2i · ∂Z2i/∂A1, (h,), each factor measured."""
    shares = (by_z2[i] * oracle.z2_by_a1(replace(case, i=i)).value for i in range(case.k))
    return np.asarray(sum(shares))


CHAIN_7 = (
    _first(
        key="7", number="7", title="The longer chain, as a plan",
        says="W1i reaches the loss through a hidden unit and all above it. Each factor is measured.",
        right=r"<dL_dA2i> \cdot <dA2i_dZ2i> \cdot <dZ2i_dA1i> \cdot <dA1i_dZ1i> \cdot <dZ1i_dW1i>",
        fixed=r"\frac{\partial L}{\partial W_{1u}} = \sum_{i} \sum_{j} \frac{\partial L}{\partial A_{2j}} "
        r"\cdot \frac{\partial A_{2j}}{\partial Z_{2i}} \cdot \frac{\partial Z_{2i}}{\partial A_{1u}} "
        r"\cdot \frac{\partial A_{1u}}{\partial Z_{1u}} \cdot \frac{\partial Z_{1u}}{\partial W_{1u}}",
        printed=_factors, corrected=_summed, oracle=_column_as_product,
        fault="A hidden unit reaches every class, and every Z2i every A2j: two sums over the classes are "
        "missing.",
        notation="On layer 2 the letter i is a class, on layer 1 a unit: it is read as u there.",
    ),
    _first(
        key="z2-a1", title="The derivative of Z2 with respect to A1",
        says="Z2i = A1 · W2i + b2i, so the derivative is the weight that multiplies the activation.",
        left=r"\frac{\partial Z_{2i}}{\partial A_{1i}}", right="<W2i>",
        batch=r"W_2^\top \text{ in } dA_1 = dZ_2 \, W_2^\top", shapes="(k × h)",
        printed=lambda c: c.W2[:, c.i], oracle=oracle.z2_by_a1,
        notation="W2i has h weights, so A1i must be read as the whole row A1.",
    ),
    _by_a1(
        key="10-1", title="The gradient of A1: the chain",
        says="The unit's activation reaches the loss through Z2.",
        right=r"<dL_dZ2i> \cdot <dZ2i_dA1>",
        fixed=r"\frac{\partial L}{\partial A_1} = \sum_{i} \frac{\partial L}{\partial Z_{2i}} \cdot "
        r"\frac{\partial Z_{2i}}{\partial A_1}",
        printed=lambda c: oracle.loss_by_z2(c).value[c.i] * oracle.z2_by_a1(c).value,
        corrected=lambda c: _summed_by_a1(c, oracle.loss_by_z2(c).value),
        oracle=lambda c: oracle.loss_by_a1(c).blurred(np.ones(1), c.W2),
        fault="A unit affects all classes: the sum over the classes i is missing, and what is printed is "
        "the share of one class.",
    ),
    _by_a1(
        key="10", number="10", title="The gradient of A1",
        says="Each unit receives the errors of the classes, weighted by its connections to them.",
        right="(<A2i> - <Yi>) <W2i>",
        fixed=r"\frac{\partial L}{\partial A_1} = \sum_{i} (A_{2i} - Y_i) W_{2i}^\top "
        r"= (<a2> - <y>) <W2>^\top",
        printed=lambda c: (c.a2[c.i] - c.target[c.i]) * c.W2[:, c.i],
        corrected=lambda c: c.W2 @ (c.a2 - c.target), oracle=oracle.loss_by_a1, needs_softmax=True,
        fault="The sum over the classes i is missing: what is printed is the share of one class.",
    ),
)  # fmt: skip


LAST_7 = (
    _line(
        key="12", number="12", title="What a weight of layer 1 multiplies",
        says="Z1u = X · W1u + b1u, so the derivative is the input that the weight multiplies.",
        left=r"\frac{\partial Z_{1i}}{\partial W_{1i}}", right="<X_row>",
        batch=r"X^\top \text{ in } dW_1 = X^\top \, dZ_1", shapes="(d × n)",
        printed=lambda c: c.x, oracle=oracle.z1_by_w1,
        notation="W1i has d weights, so Xi must be read as the whole row of the sample.",
        aside=Aside(
            "letter by letter, Xi as the one number of the first input",
            lambda c: c.x[0], oracle.z1_by_w1, is_beyond=False,
        ),
    ),
    _line(
        key="7-last", number="7", title="The gradient of W1",
        says="The layer input, times the gradient of A1, times the slope of the activation.",
        right=r"(<A2_row> - <Y_row>) \cdot <W2_all> \cdot <A1_row> \cdot (1 - <A1_row>) \cdot <X_row>",
        fixed=r"\frac{\partial L}{\partial W_1} = <x>^\top \bigl( (<a2> - <y>) <W2>^\top \odot "
        r"<slopes> \bigr)",
        printed=lambda c: product(c.a2 - c.target, c.W2, c.a1, 1 - c.a1, c.x),
        corrected=lambda c: np.outer(c.x, (c.W2 @ (c.a2 - c.target)) * c.slopes),
        oracle=oracle.loss_by_w1, needs_softmax=True,
        fault="Rows of k, h and d numbers and an (h × k) matrix have no product of shape (d × h). The "
        "errors go back through W2 transposed, which sums over the classes; X is transposed and "
        "comes first.",
        aside=Aside(
            "for class i and unit u alone",
            lambda c: (c.a2[c.i] - c.target[c.i]) * c.W2[c.unit, c.i] * c.slopes[c.unit] * c.x,
            _column, is_beyond=False,
        ),
        notation="The chain (7) appears here again; it is examined above.",
    ),
)  # fmt: skip
