"""The entries of the message from which the browser shows a check."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core import Verdict
from core.arrays import Array
from pages.figures.alternatives import alt_heatmaps
from pages.scenes.gradient_check import words
from pages.scenes.gradient_check.empty_figures import Message


def figure_entry(name: str, title: str, figure: Message, label: str | None = None) -> Message:
    """Return a figure with its title and its text alternative; without one the title serves."""
    return {"name": name, "area": name, "title": title, "figure": figure, "label": label or title}


def verdict_item(layer: int, verdict: Verdict) -> Message:
    """Return the line that tells the verdict on a layer, and its values for a style sheet."""
    holds, error = str(verdict.holds).lower(), repr(verdict.error)
    data = {"layer": str(layer), "error": error, "holds": holds, "reason": verdict.reason}
    return {"text": words.line(layer, verdict), "data": data}


def derivatives_label(step: int, matrices: Sequence[Array], prefix: str = "") -> str:
    """Return the text alternative of derivatives [dW; db], one matrix a layer; what is not finite is 0."""
    names = [f"{prefix}[dW{i}; db{i}]" for i in range(1, len(matrices) + 1)]
    known = [np.nan_to_num(M) for M in matrices]
    return alt_heatmaps(step=step, names=names, matrices=known)
