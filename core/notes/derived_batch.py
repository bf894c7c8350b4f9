"""The derivation for a batch: the lines of a backward pass, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.network.activations import ACTIVATIONS
from core.notes import oracle
from core.notes.case import Case
from core.notes.derivation_step import DerivationStep, with_input


def batch(case: Case) -> Iterator[DerivationStep]:
    """Yield the backward pass of a batch: the lines that a program needs, in their order."""
    line = partial(DerivationStep, section="For a batch: the backward pass")
    into = "A_1" if case.has_hidden else "X"
    error = r"\tfrac{1}{n} (A_2 - Y)"
    if case.loss.output == "softmax":
        lines: tuple[str, ...] = (rf"dZ_2 = {error}",)
    else:
        lines = (rf"dA_2 = {error}", r"dZ_2 = dA_2 \odot A_2 \odot (1 - A_2)")
    yield line(
        title="dZ2", lines=lines, shapes="(n × k)", value=lambda c: c.dZ2, oracle=oracle.mean_by_z2,
        says="All n samples at once, a row each. The loss is their mean, so 1/n enters, here and in no "
        "other line. dZ2 stands for the derivative of the mean loss with respect to Z2.",
    )  # fmt: skip
    width = "h" if case.has_hidden else "d"
    yield line(
        title="dW2", lines=(rf"dW_2 = {into}^\top \, dZ_2",), at=with_input,
        shapes=f"({width} × k) = ({width} × n)(n × k)",
        value=lambda c: c.A1.T @ c.dZ2, oracle=oracle.mean_by_w2,
        part="the column of class i", of_part=lambda c: c.A1.T @ c.dZ2[:, c.i],
        says="(6) for each sample, summed: the product of the matrices sums over n. A penalty adds its own "
        "derivative, such as λ · W2.",
    )  # fmt: skip
    yield line(
        title="db2", lines=(r"db_2 = \sum_{s=1}^{n} dZ_2[s]",), shapes="(k) = sum over n of (n × k)",
        value=lambda c: c.dZ2.sum(axis=0), oracle=oracle.mean_by_b2,
        says="b2 is added to every row of Z2, so the rows of dZ2 are summed.",
    )  # fmt: skip
    if not case.has_hidden:
        return
    slope = ACTIVATIONS[case.activation].slope_latex.format(A="A_1", Z="Z_1")
    yield line(
        title="dA1", lines=(r"dA_1 = dZ_2 \, W_2^\top",), shapes="(n × h) = (n × k)(k × h)",
        value=lambda c: c.dZ2 @ c.W2.T, says="(10), a row for each sample.",
    )  # fmt: skip
    yield line(
        title="dZ1", lines=(rf"dZ_1 = dA_1 \odot {slope}",), shapes="(n × h), entry by entry",
        value=lambda c: c.dZ1, says="The derivative of the activation, entry by entry.",
    )  # fmt: skip
    yield line(
        title="dW1", lines=(r"dW_1 = X^\top \, dZ_1",), shapes="(d × h) = (d × n)(n × h)",
        value=lambda c: c.X.T @ c.dZ1, oracle=oracle.mean_by_w1,
        part="the column of unit u", of_part=lambda c: c.X.T @ c.dZ1[:, c.unit],
        says="(7) for each sample, summed.",
    )  # fmt: skip
    yield line(
        title="db1", lines=(r"db_1 = \sum_{s=1}^{n} dZ_1[s]",), shapes="(h) = sum over n of (n × h)",
        value=lambda c: c.dZ1.sum(axis=0), oracle=oracle.mean_by_b1, says="As for b2.",
    )  # fmt: skip
