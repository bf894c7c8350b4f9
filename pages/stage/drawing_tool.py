"""What the browser needs to let somebody draw points on the plane of a run."""

from __future__ import annotations

from typing import Any

from core import MOST_CLASSES
from pages.figures.decision import test_index, train_index
from pages.figures.palette import CLASS_SYMBOLS, class_colour
from pages.figures.points import GLYPHS
from pages.server.limits import LIMITS
from pages.stage.views import DecisionView, Setting


def drawing_tool(setting: Setting) -> dict[str, Any]:
    """Return the figure with the plane, its bounds, which traces hold each class, and how classes look."""
    k, classes = setting.n_classes, range(MOST_CLASSES)
    return {
        "figure": DecisionView.name,
        "bounds": list(setting.bounds),
        "traces": [[train_index(c), test_index(c, k)] for c in range(k)],
        "colours": [class_colour(c) for c in classes],
        "symbols": list(CLASS_SYMBOLS),
        "glyphs": list(GLYPHS),
        "most": LIMITS.samples,
    }
