"""The derivative notes, equation by equation: each a record, evaluated and judged.

Read `case` (the numbers), `measured` and `oracle` (the left sides), `record` (what an equation is); then
the equations in the order of the notes: `chain`, `softmax`, `loss`, `chain` again, `hidden` with `sigmoid`,
`batch`.  `examination` compares, `latex` writes, `latex_size` measures and `display` fits
equations to a page.  `derivation` is the same argument without the misprints, at any network: its steps,
each a `derivation_step`, are in `derived_output`, `derived_hidden` and `derived_batch`.
"""

from core.notes.batch import MISSING
from core.notes.case import Case
from core.notes.chain import CHAIN_6, LAST_6
from core.notes.derivation import derivation
from core.notes.derivation_step import DerivationStep
from core.notes.display import broken, display, displays, folded
from core.notes.examination import TOLERANCE, Comparison, Examination, examine
from core.notes.hidden import CHAIN_7, LAST_7
from core.notes.latex import corner, equality_of, in_numbers, in_symbols, latex_of, with_value
from core.notes.loss import LOSS
from core.notes.measured import EPSILON, Measured
from core.notes.record import Aside, Equation, ShapesError
from core.notes.sigmoid import SIGMOID_11
from core.notes.softmax import SOFTMAX

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
    "DerivationStep",
    "Equation",
    "Examination",
    "Measured",
    "ShapesError",
    "broken",
    "corner",
    "derivation",
    "display",
    "displays",
    "equality_of",
    "examine",
    "folded",
    "in_numbers",
    "in_symbols",
    "latex_of",
    "with_value",
]
