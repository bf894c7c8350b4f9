"""The weights of layer 2: the chain (6), the line (9) and what follows from them.

In the notes one letter i counts classes, units and coordinates at once.  Here it is the class in A2i, Z2i,
Y_i and W2i, the column of weights into class i; in A1i, Z1i and W1i it is read as the unit u.  Where the
notes can only mean a whole row, it is read as the row.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case
from core.notes.measured import Measured
from core.notes.record import Aside, Equation, product

_line = partial(
    Equation,
    section="Back to W2",
    left=r"\frac{\partial L}{\partial W_{2i}}",
    batch=r"dW_2 = A_1^\top \, dZ_2",
    shapes="(h × k) = (h × n)(n × k)",
    needs_hidden=True,
)


def _factors(case: Case) -> Array:
    """Multiply the three factors of (6), each measured."""
    return product(
        oracle.loss_by_a2(case).value[case.i],
        oracle.a2_by_z2(case).value[case.i, case.i],
        oracle.z2_by_w2(case).value,
    )


def _summed(case: Case) -> Array:
    """Multiply them with the sum over the classes that (6) lacks."""
    through = oracle.loss_by_a2(case).value @ oracle.a2_by_z2(case).value[:, case.i]  # (k) · (k)
    return np.asarray(through * oracle.z2_by_w2(case).value)


def _column(case: Case) -> Measured:
    """∂L/∂W2i, measured, (h,)."""
    return oracle.loss_by_w2(case).at(slice(None), case.i)


CHAIN_6 = (
    _line(
        key="6", number="6", section="From the loss to W2", title="The chain rule, as a plan",
        says="W2i reaches the loss through Z2i and the softmax: multiply the derivatives on the way. Each "
        "factor is measured here; the rest of the notes derives it.",
        right=r"<dL_dA2i> \cdot <dA2i_dZ2i> \cdot <dZ2i_dW2i>",
        fixed=r"\frac{\partial L}{\partial W_{2i}} = \sum_{j} \frac{\partial L}{\partial A_{2j}} \cdot "
        r"\frac{\partial A_{2j}}{\partial Z_{2i}} \cdot <dZ2i_dW2i>",
        printed=_factors, corrected=_summed,
        oracle=lambda c: _column(c).blurred(oracle.loss_by_a2(c).value, np.ones(1), c.a1),
        scope="only when i is the sample's own class",
        fault="Z2i changes every A2j, not only its own: the chain needs a sum over the classes j. As "
        "printed it is 0 for every class but the sample's own.",
        with_sigmoids="a sigmoid output depends on its own Z alone",
    ),
)  # fmt: skip

LAST_6 = (
    _line(
        key="9", number="9", title="What a weight multiplies",
        says="Z2i = A1 · W2i + b2i, so the derivative is the activation that the weight multiplies.",
        left=r"\frac{\partial Z_{2i}}{\partial W_{2i}}", right="<A1_row>",
        batch=r"A_1^\top \text{ in } dW_2 = A_1^\top \, dZ_2", shapes="(h × n)",
        printed=lambda c: c.a1, oracle=oracle.z2_by_w2,
        notation="W2i has h weights, so A1i must be read as the whole row A1, whatever class i is.",
        aside=Aside(
            "letter by letter, A1i as the one number of unit u",
            lambda c: c.a1[c.unit], oracle.z2_by_w2, is_beyond=False,
        ),
    ),
    _line(
        key="6-last", number="6", title="The gradient of W2",
        says="The layer input times the error of the output: one number for each weight.",
        right="(<A2_row> - <Y_row>) <A1_row>",
        fixed=r"\frac{\partial L}{\partial W_2} = <a1>^\top (<a2> - <y>)",
        printed=lambda c: product(c.a2 - c.target, c.a1),
        corrected=lambda c: np.outer(c.a1, c.a2 - c.target), oracle=oracle.loss_by_w2, needs_softmax=True,
        scope="only for one class at a time, and for one sample",
        fault="A row of k errors and a row of h activations have no product of shape (h × k). The layer "
        "input becomes a column and comes first.",
        aside=Aside(
            "for class i alone", lambda c: (c.a2[c.i] - c.target[c.i]) * c.a1, _column, is_beyond=False
        ),
        notation="The chain (6) appears here again; it is examined above.",
    ),
)  # fmt: skip
