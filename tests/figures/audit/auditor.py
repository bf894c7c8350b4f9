"""The auditor: draw a case of the matrix, and list its faults."""

from __future__ import annotations

from pages.export.pictures import draw
from pages.figures.palette import INK
from tests.figures.audit.easel import Easel
from tests.figures.audit.fault import Fault
from tests.figures.audit.matrix import Case
from tests.figures.audit.rules import findings


def audit(case: Case, easel: Easel) -> list[Fault]:
    """Return the faults of a picture; a clear one stands on the page of its theme."""
    style = case.order.style
    sheet = style.sheet
    drawing = easel.draw(draw(case.order, sheet).figure, behind=INK[sheet.theme].page)
    return [
        Fault(case.figure, case.link, case.size, style.background, style.ink, found)
        for found in findings(drawing)
    ]
