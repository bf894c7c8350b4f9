"""All rules, and what they find in a drawing."""

from __future__ import annotations

from tests.figures.audit import ink_rules, mark_rules, text_rules
from tests.figures.audit.drawing import Drawing
from tests.figures.audit.fault import Finding

RULES = (
    text_rules.overlaps,
    text_rules.off_sheet,
    text_rules.off_cells,
    text_rules.small,
    text_rules.struck,
    ink_rules.faint,
    ink_rules.blank,
    ink_rules.empty,
    mark_rules.cut,
    mark_rules.bars,
    mark_rules.legends,
)


def findings(drawing: Drawing) -> list[Finding]:
    """Return all that is wrong in a drawing, each once."""
    return list(dict.fromkeys(found for rule in RULES for found in rule(drawing)))
