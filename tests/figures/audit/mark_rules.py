"""The rules of marks, colour bars and legends: whole, as long as their panel, beside everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from tests.figures.audit.drawing import Box, Drawing, Mark, beyond, common, shared
from tests.figures.audit.fault import Finding

_CUT = 1.2  # pixels
_LONGER = 3.0  # pixels
_TOUCH = 1.0
_AWAY = 80.0  # pixels between a bar and what it belongs to


def cut(drawing: Drawing) -> Iterator[Finding]:
    """Yield, for each kind, the marks that their axes or the sheet cut."""
    sheet = 0.0, 0.0, drawing.width, drawing.height
    counts: Counter[tuple[str, str]] = Counter()
    worst: dict[tuple[str, str], float] = {}
    for mark in drawing.marks:
        name = "the edge of the axes" if mark.clip else "the sheet"
        if (out := beyond(mark.extent, mark.clip or sheet)) > _CUT:
            counts[mark.kind, name] += 1
            worst[mark.kind, name] = max(out, worst.get((mark.kind, name), 0))
    for (kind, name), count in counts.items():
        found = "off sheet" if name == "the sheet" else "cut"
        yield Finding(found, f"{count} × {kind}", name, f"{worst[kind, name]:.1f} px")


def bars(drawing: Drawing) -> Iterator[Finding]:
    """Yield each colour bar that is longer than the panels beside it, or far away from any."""
    for bar in (mark.box for mark in drawing.marks if mark.kind == "bar"):
        i = 0 if bar[2] - bar[0] > bar[3] - bar[1] else 1
        beside = [box for box in drawing.panels if min(bar[i + 2], box[i + 2]) - max(bar[i], box[i]) > 0]
        if not beside:
            yield Finding("bar", "a colour bar", "", "beside nothing")
            continue
        start, end = min(box[i] for box in beside), max(box[i + 2] for box in beside)
        if (longer := max(start - bar[i], bar[i + 2] - end)) > _LONGER:
            yield Finding("bar", "a colour bar", "its panel", f"{longer:.0f} px longer")
        elif (away := min(_distance(box, bar) for box in beside)) > _AWAY:
            yield Finding("bar", "a colour bar", "its panel", f"{away:.0f} px away")


def _distance(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0)
    return float(np.hypot(across, max(one[1] - other[3], other[1] - one[3], 0)))


def legends(drawing: Drawing) -> Iterator[Finding]:
    """Yield each legend that lies on a text, on cells or on marks."""
    for legend in drawing.legends:
        for text in drawing.texts:
            if text.role != "legend" and max(shared(run.box, legend) for run in text.runs) > _TOUCH:
                yield Finding("legend", "a legend", text.text, "on a text")
        if any(shared(grid.box, legend) > _TOUCH for grid in drawing.grids):
            yield Finding("legend", "a legend", "cells", "on cells")
        hidden = [mark for mark in drawing.marks if _lies_on(legend, mark)]
        if hidden:
            yield Finding("legend", "a legend", f"a {hidden[0].kind}", f"on {len(hidden)} marks")


def _lies_on(legend: Box, mark: Mark) -> bool:
    if mark.kind == "shape" and not len(mark.points):
        return False  # what fills an area lies behind everything
    if len(mark.points):
        return mark.count_in(legend) > 0
    seen = common(mark.box, mark.clip) if mark.clip else mark.box
    return shared(seen, legend) > _TOUCH
