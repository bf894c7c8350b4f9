"""What the notes leave out: the mean over the batch, and the biases."""

from __future__ import annotations

from functools import partial

from core.notes import oracle
from core.notes.record import Equation

_line = partial(Equation, section="What the notes leave out")

MISSING = (
    _line(
        key="mean", title="The mean over the batch",
        says="Training minimizes the mean loss of n samples. The 1/n enters once, here, and all other "
        "gradients contain it.",
        left=r"dZ_2", fixed=r"\frac{\partial\, \text{loss}}{\partial Z_2} = dZ_2 = \frac{1}{n} (A_2 - Y)",
        batch=r"dZ_2 = \tfrac{1}{n} (A_2 - Y)", shapes="(n × k) = (n × k) − (n × k)",
        corrected=lambda c: (c.A2 - c.Y) / c.n, oracle=oracle.mean_by_z2, needs_softmax=True,
    ),
    _line(
        key="dW2", title="The gradient of W2 for a batch",
        says="The product sums over the n samples, so A1 is transposed. Column i is compared; a "
        "penalty would add λW.",
        left=r"dW_2", fixed=r"\frac{\partial\, \text{loss}}{\partial W_2} = dW_2 = A_1^\top \, dZ_2",
        batch=r"dW_2 = A_1^\top \, dZ_2", shapes="(h × k) = (h × n)(n × k)",
        corrected=lambda c: c.A1.T @ c.dZ2[:, c.i], oracle=oracle.mean_by_w2, needs_hidden=True,
    ),
    _line(
        key="db2", title="The gradient of b2",
        says="A bias is added to every row of Z2, so its gradient is the sum over the rows.",
        left=r"db_2", fixed=r"\frac{\partial\, \text{loss}}{\partial b_2} = db_2 = \sum_{s=1}^{n} dZ_2[s]",
        batch=r"db_2 = \sum_s dZ_2[s]", shapes="(k) = sum over n of (n × k)",
        corrected=lambda c: c.dZ2.sum(axis=0), oracle=oracle.mean_by_b2,
    ),
    _line(
        key="dW1", title="The gradient of W1 for a batch",
        says="The same product one layer further back. The column of unit u is compared.",
        left=r"dW_1", fixed=r"\frac{\partial\, \text{loss}}{\partial W_1} = dW_1 = X^\top \, dZ_1",
        batch=r"dW_1 = X^\top \, dZ_1", shapes="(d × h) = (d × n)(n × h)",
        corrected=lambda c: c.X.T @ c.dZ1[:, c.unit], oracle=oracle.mean_by_w1, needs_hidden=True,
    ),
    _line(
        key="db1", title="The gradient of b1",
        says="As for b2: the sum of the rows of dZ1.",
        left=r"db_1", fixed=r"\frac{\partial\, \text{loss}}{\partial b_1} = db_1 = \sum_{s=1}^{n} dZ_1[s]",
        batch=r"db_1 = \sum_s dZ_1[s]", shapes="(h) = sum over n of (n × h)",
        corrected=lambda c: c.dZ1.sum(axis=0), oracle=oracle.mean_by_b1, needs_hidden=True,
    ),
)  # fmt: skip
