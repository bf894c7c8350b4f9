"""The derivation at the hidden layer: (10), (11), and the gradient of W1, (12) and (7)."""

from __future__ import annotations

import numpy as np

from core.network.activations import ACTIVATIONS
from core.notes import oracle
from core.notes.case import Case
from core.notes.derivation_step import L_Z2I, DerivationStep
from core.notes.latex import partial_of

TO_A1 = (
    DerivationStep(
        section="From the loss to W1", title="The plan for W1",
        says="A weight into unit u reaches the loss through Z1u and A1u, and A1u enters the Z2i of every "
        "class: a sum over i.",
        lines=(
            rf"{partial_of('L', 'W_{1u}')} = \Bigl(\sum_{{i}} {L_Z2I} \cdot "
            rf"{partial_of('Z_{2i}', 'A_{1u}')}\Bigr) \cdot {partial_of('A_{1u}', 'Z_{1u}')} \cdot "
            rf"{partial_of('Z_{1u}', 'W_{1u}')}",
        ),
    ),
    DerivationStep(
        section="From the loss to W1", title="What an activation multiplies",
        says="Z2i = A1 · W2i + b2i again: the derivative is the column of weights into class i.",
        lines=(partial_of("Z_{2i}", "A_1") + " = <W2i>",),
        value=lambda c: c.W2[:, c.i], oracle=oracle.z2_by_a1,
    ),
    DerivationStep(
        section="From the loss to W1", number="10", title="The gradient of A1",
        says="The sum over the classes i, for all units at once. It is a product with W2 transposed.",
        lines=(
            partial_of("L", "A_1") + rf" = \sum_{{i}} {L_Z2I} W_{{2i}}^\top",
            r"= <dz2> \; <W2>^\top",
        ),
        value=lambda c: c.W2 @ c.dz2, oracle=oracle.loss_by_a1,
    ),
)  # fmt: skip


def slope(case: Case) -> DerivationStep:
    """Return the derivative of the hidden layer's function; the notes derive that of the sigmoid."""
    activation, e = ACTIVATIONS[case.activation], r"e^{-Z_{1u}}"
    left, name = partial_of("A_{1u}", "Z_{1u}"), "activation"
    if activation.equation:
        name = activation.label
        lines: tuple[str, ...] = (
            rf"{left} = -(1 + {e})^{{-2}} \cdot (-{e})",
            rf"= \frac{{1}}{{1 + {e}}} \cdot \frac{{{e}}}{{1 + {e}}}",
            rf"= \frac{{1}}{{1 + {e}}} \cdot \Bigl(1 - \frac{{1}}{{1 + {e}}}\Bigr)",
            "= <A1u> (1 - <A1u>)",
        )
        says = "A1u = 1 / (1 + e^−Z1u): the power rule, and then 1 is added to a numerator and subtracted."
    else:
        written = activation.slope_latex.format(A="A_{1u}", Z="Z_{1u}").replace(r"\odot", r"\cdot")
        lines = (f"{left} = {written}",)
        says = f"Your units are {activation.label}. This is {activation.slope_in_words}."
    return DerivationStep(
        section="The derivative of the activation", number=activation.equation or "",
        title=f"The derivative of the {name}", says=says, lines=lines,
        value=lambda c: c.slopes[c.unit], oracle=oracle.a1_by_z1,
    )  # fmt: skip


WEIGHTS_1 = (
    DerivationStep(
        section="The gradient of W1", title="The gradient of Z1",
        says="Each unit has its own derivative, so the factors are multiplied unit by unit: ⊙.",
        lines=(rf"{partial_of('L', 'Z_1')} = <da1> \odot <slopes>",),
        value=lambda c: c.dz1,
    ),
    DerivationStep(
        section="The gradient of W1", number="12", title="What a weight of layer 1 multiplies",
        says="Z1u = X · W1u + b1u, so the derivative is the row of inputs.",
        lines=(partial_of("Z_{1u}", "W_{1u}") + " = <x>",),
        value=lambda c: c.x, oracle=oracle.z1_by_w1,
    ),
    DerivationStep(
        section="The gradient of W1", number="7", title="The gradient of W1 for one sample",
        says="As in (6): the row that enters, as a column, times the row of derivatives.",
        lines=(rf"{partial_of('L', 'W_1')} = <x>^\top \; <dz1>",),
        value=lambda c: np.outer(c.x, c.dz1), oracle=oracle.loss_by_w1,
    ),
)  # fmt: skip
