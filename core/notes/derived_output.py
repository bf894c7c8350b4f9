"""The derivation at the output: the loss, (19) to (21), (8), and the gradient of W2, (9) and (6)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.network.activations import ACTIVATIONS
from core.notes import oracle
from core.notes.case import Case
from core.notes.derivation_step import L_Z2I, DerivationStep, with_input
from core.notes.latex import partial_of

_A2I_Z2I = partial_of("A_{2i}", "Z_{2i}")
_SUM = r"\sum_{l=1}^{k} e^{Z_{2l}}"
_SOFTMAX_OF_I = rf"\frac{{e^{{Z_{{2i}}}}}}{{{_SUM}}}"


def plan(case: Case) -> Iterator[DerivationStep]:
    """Yield the loss of a sample, and the plan for W2."""
    loss = r"L = -\sum_{j=1}^{k} Y_j \log A_{2j}"
    if case.loss.output != "softmax":
        loss = r"L = \sum_{j=1}^{k} \tfrac{1}{2} (A_{2j} - Y_j)^2"
    yield DerivationStep(
        section="From the loss to W2", title="The loss of one sample",
        says=f"{case.loss.label.capitalize()} compares the row A2 of a sample with its targets Y.",
        lines=(loss,), value=lambda c: c.loss.mean(c.z2[None], c.target[None]),
    )  # fmt: skip
    yield DerivationStep(
        section="From the loss to W2", title="The plan for W2",
        says="The weights into class i, the column W2i, reach the loss through Z2i alone. So two factors "
        "are needed: first the derivative of L with respect to Z2i, then that of Z2i with respect to W2i.",
        lines=(rf"{partial_of('L', 'W_{2i}')} = {L_Z2I} \cdot {partial_of('Z_{2i}', 'W_{2i}')}",),
    )  # fmt: skip


SOFTMAX_8 = (
    DerivationStep(
        section="The derivative of the softmax", number="19", title="A class and its own Z",
        says="A2i is a quotient, and Z2i is in its numerator and in its denominator: (u/v)′ is "
        "(u′v − uv′)/v².",
        lines=(
            _A2I_Z2I + rf" = \frac{{e^{{Z_{{2i}}}} {_SUM} - e^{{Z_{{2i}}}} e^{{Z_{{2i}}}}}}"
            rf"{{\bigl({_SUM}\bigr)^2}}",
            rf"= {_SOFTMAX_OF_I} \cdot \Bigl(1 - {_SOFTMAX_OF_I}\Bigr)",
        ),
        value=lambda c: c.a2[c.i] * (1 - c.a2[c.i]), oracle=lambda c: oracle.a2_by_z2(c).at(c.i, c.i),
    ),
    DerivationStep(
        section="The derivative of the softmax", number="20", title="The same through A2",
        says="The quotient is A2i itself.",
        lines=(_A2I_Z2I + " = <A2i> (1 - <A2i>)",),
        value=lambda c: c.a2[c.i] * (1 - c.a2[c.i]), oracle=lambda c: oracle.a2_by_z2(c).at(c.i, c.i),
    ),
    DerivationStep(
        section="The derivative of the softmax", number="21", title="A class and another Z, j ≠ i",
        says="Z2j is in the denominator alone, so u′ is 0.",
        lines=(
            partial_of("A_{2i}", "Z_{2j}") + rf" = \frac{{0 - e^{{Z_{{2i}}}} e^{{Z_{{2j}}}}}}"
            rf"{{\bigl({_SUM}\bigr)^2}}",
            r"= -<A2i> \cdot <A2j>",
        ),
        value=lambda c: -c.a2[c.i] * c.a2[c.j], oracle=lambda c: oracle.a2_by_z2(c).at(c.i, c.j),
        at=Case.apart,
    ),
    DerivationStep(
        section="Softmax and cross-entropy together", number="8", title="Probabilities minus targets",
        says="Z2i changes every A2j, so the sum over j stays. The term j = i takes (20), all others take "
        "(21), and every A2j in a denominator cancels. The last line holds because the targets of a sample "
        "sum to 1.",
        lines=(
            L_Z2I + rf" = -\sum_{{j}} Y_j \frac{{1}}{{A_{{2j}}}} \cdot {partial_of('A_{2j}', 'Z_{2i}')}",
            r"= -Y_i (1 - A_{2i}) + \sum_{j \neq i} Y_j A_{2i}",
            r"= A_{2i} \sum_{j} Y_j - Y_i",
            "= <A2i> - <Yi>",
        ),
        value=lambda c: c.a2[c.i] - c.target[c.i], oracle=lambda c: oracle.loss_by_z2(c).at(c.i),
    ),
)  # fmt: skip


def squared_error(case: Case) -> Iterator[DerivationStep]:
    """Yield what takes the place of (19) to (8) with sigmoid outputs."""
    section = "The squared error and the sigmoid"
    yield DerivationStep(
        section=section, title="Outputs minus targets", says="The ½ cancels the 2 of the square.",
        lines=(partial_of("L", "A_{2i}") + " = <A2i> - <Yi>",),
        value=lambda c: c.a2[c.i] - c.target[c.i], oracle=lambda c: oracle.loss_by_a2(c).at(c.i),
    )  # fmt: skip
    is_first = not (case.has_hidden and ACTIVATIONS[case.activation].equation)
    yield DerivationStep(
        section=section, number="11" if is_first else "", title="The derivative of the sigmoid",
        says="The notes derive it for the hidden units, in (11). An output depends on its own Z alone.",
        lines=(_A2I_Z2I + " = <A2i> (1 - <A2i>)",),
        value=lambda c: c.a2[c.i] * (1 - c.a2[c.i]), oracle=lambda c: oracle.a2_by_z2(c).at(c.i, c.i),
    )  # fmt: skip
    yield DerivationStep(
        section=section, title="Through the sigmoid",
        says="In place of (8). It is small where an output is near 0 or 1, even if that is wrong.",
        lines=(L_Z2I + r" = (<A2i> - <Yi>) \cdot <A2i> (1 - <A2i>)",),
        value=lambda c: c.dz2[c.i], oracle=lambda c: oracle.loss_by_z2(c).at(c.i),
    )  # fmt: skip


def weights_2(case: Case) -> Iterator[DerivationStep]:
    """Yield (9) and (6)."""
    name, row, symbol = ("A1", "<a1>", "A_1") if case.has_hidden else ("X", "<x>", "X")
    left, product = partial_of("L", "W_2"), rf"{row}^\top \; <dz2>"
    lines: tuple[str, ...] = (f"{left} = {product}",)
    if case.loss.output == "softmax":
        lines = (rf"{left} = {symbol}^\top (A_2 - Y)", f"= {product}")
    yield DerivationStep(
        section="The gradient of W2", number="9", title="What a weight multiplies",
        says=f"Z2i = {name} · W2i + b2i, so the derivative is the row that enters the layer.",
        lines=(f"{partial_of('Z_{2i}', 'W_{2i}')} = {row}",),
        value=lambda c: c.a1, oracle=oracle.z2_by_w2, at=with_input,
    )  # fmt: skip
    yield DerivationStep(
        section="The gradient of W2", number="6", title="The gradient of W2 for one sample",
        says="The products for all weights at once: the row that enters, as a column, times the row of "
        "derivatives of L with respect to Z2. Row u, column i is that of the weight from unit u to class "
        "i. The bias b2i is added to Z2i, so its derivative is that of Z2i.",
        lines=lines,
        value=lambda c: np.outer(c.a1, c.dz2), oracle=oracle.loss_by_w2, at=with_input,
    )  # fmt: skip
