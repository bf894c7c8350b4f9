"""The weights of layer 2: the chain (6), the line (9) and what follows from them.

In the notes one letter i counts classes, units and coordinates at once.  Here it is the class in A2i, Z2i,
Y_i and W2i, the column of weights into class i; in A1i, Z1i and W1i it is read as the unit u.  Where the
notes can only mean a whole row, it is read as the row.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured
from core.notes.record import Aside, Equation, product

FIRST = "From the loss to W2"
LAST = "Back to W2"

_LEFT = r"\frac{\partial L}{\partial W_{2i}}"
_BATCH = r"dW_2 = A_1^\top \, dZ_2"
_SHAPES = "(h × k) = (h × n)(n × k)"


def _factors(case: Case) -> Array:
    """Multiply the three factors of (6), each measured."""
    return product(
        oracle.loss_by_a2(case).value[case.i],
        oracle.softmax_by_z2(case).value[case.i, case.i],
        oracle.z2_by_w2(case).value,
    )


def _summed(case: Case) -> Array:
    """Multiply them with the sum over the classes that (6) lacks."""
    through = oracle.loss_by_a2(case).value @ oracle.softmax_by_z2(case).value[:, case.i]  # (k) · (k)
    return np.asarray(through * oracle.z2_by_w2(case).value)


def _column(case: Case) -> Measured:
    """∂L/∂W2i, measured, (h,), to be matched by a product of measured factors."""
    column = oracle.loss_by_w2(case).at(slice(None), case.i)
    return column.blurred(oracle.loss_by_a2(case).value, np.ones(1), case.a1)


CHAIN_6 = (
    Equation(
        key="6",
        number="6",
        section=FIRST,
        title="The chain rule, as a plan",
        says="W2i reaches the loss through Z2i and the softmax: multiply the derivatives on the way. Each "
        "factor is measured here; the rest of the notes derives it.",
        left=_LEFT,
        right=r"<dL_dA2i> \cdot <dA2i_dZ2i> \cdot <dZ2i_dW2i>",
        fixed=_LEFT + r" = \sum_{j} \frac{\partial L}{\partial A_{2j}} \cdot "
        r"\frac{\partial A_{2j}}{\partial Z_{2i}} \cdot <dZ2i_dW2i>",
        batch=_BATCH,
        shapes=_SHAPES,
        printed=_factors,
        corrected=_summed,
        oracle=_column,
        needs_hidden=True,
        scope="only when i is the sample's own class",
        fault="Z2i changes every A2j, not only its own: the chain needs a sum over the classes j. As "
        "printed it is 0 for every class but the sample's own.",
    ),
)

LAST_6 = (
    Equation(
        key="9",
        number="9",
        section=LAST,
        title="What a weight multiplies",
        says="Z2i = A1 · W2i + b2i, so the derivative is the activation that the weight multiplies.",
        left=r"\frac{\partial Z_{2i}}{\partial W_{2i}}",
        right="<A1_row>",
        batch=r"A_1^\top \text{ in } dW_2 = A_1^\top \, dZ_2",
        shapes="(h × n)",
        printed=lambda c: c.a1,
        oracle=oracle.z2_by_w2,
        needs_hidden=True,
        notation="W2i has h weights, so A1i must be read as the whole row A1, whatever class i is.",
        aside=Aside(
            "letter by letter, A1i as the one number of unit u",
            lambda c: np.asarray(c.a1[c.unit]),
            oracle.z2_by_w2,
            is_beyond=False,
        ),
    ),
    Equation(
        key="6-last",
        number="6",
        section=LAST,
        title="The gradient of W2",
        says="The layer input times the error of the output: one number for each weight.",
        left=r"\frac{\partial L}{\partial W_{2i}}",
        right="(<A2_row> - <Y_row>) <A1_row>",
        fixed=r"\frac{\partial L}{\partial W_2} = <a1>^\top (<a2> - <y>)",
        batch=_BATCH,
        shapes=_SHAPES,
        printed=lambda c: product(c.a2 - c.target, c.a1),
        corrected=lambda c: np.outer(c.a1, c.a2 - c.target),
        oracle=oracle.loss_by_w2,
        needs_hidden=True,
        scope="only for one class at a time, and for one sample",
        fault="A row of k errors and a row of h activations have no product of shape (h × k). The layer "
        "input becomes a column and comes first.",
        aside=Aside(
            "for class i alone",
            lambda c: (c.a2[c.i] - c.target[c.i]) * c.a1,
            lambda c: oracle.loss_by_w2(c).at(slice(None), c.i),
            is_beyond=False,
        ),
        notation="The chain (6) appears here again; it is examined above.",
    ),
)
