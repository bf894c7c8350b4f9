"""The derivative notes, equation by equation: each a record, evaluated and judged.

Read `case` (the numbers), `oracle` (what is measured), `record` (what an equation is), then the
equations in the order of the notes: chain, softmax, loss, chain again, hidden, batch.  `examination`
compares, `latex` writes.
"""

from core.equations.batch import MISSING
from core.equations.case import Case
from core.equations.chain import CHAIN_6, LAST_6
from core.equations.examination import TOLERANCE, Comparison, Examination, examine
from core.equations.hidden import CHAIN_7, LAST_7, SIGMOID_11
from core.equations.latex import in_numbers, in_symbols, latex_of
from core.equations.loss import LOSS
from core.equations.oracle import EPSILON, Measured
from core.equations.record import Aside, Equation, ShapesError
from core.equations.softmax import SOFTMAX

EQUATIONS: tuple[Equation, ...] = (
    *CHAIN_6, *SOFTMAX, *LOSS, *LAST_6, *CHAIN_7, *SIGMOID_11, *LAST_7, *MISSING
)  # fmt: skip
"""Every ``=`` of the notes in their order, and what they leave out."""

__all__ = [
    "EPSILON",
    "EQUATIONS",
    "TOLERANCE",
    "Aside",
    "Case",
    "Comparison",
    "Equation",
    "Examination",
    "Measured",
    "ShapesError",
    "examine",
    "in_numbers",
    "in_symbols",
    "latex_of",
]
