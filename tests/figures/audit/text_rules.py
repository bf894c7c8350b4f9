"""The rules of texts: apart from each other, on the sheet, in their cells, large enough."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from pages.figures.sheet import SHARE
from tests.figures.audit.drawing import Box, Drawing, Floats, Mark, Run, Text, beyond, shared
from tests.figures.audit.fault import Finding

_APART = 0.35  # of the size of a text, a little more than a space: nearer, two texts read as one
_CELLS_APART = 0.15  # of a number in a cell: the edge of the cell is between it and any other
_TOUCH = 0.6  # pixels
_INSET = 1.0  # pixels that a line may reach into a text
_ON = 2.5  # pixels that a point may reach into a text
_INDEX = 0.6  # of the least size: indices and exponents


def overlaps(drawing: Drawing) -> Iterator[Finding]:
    """Yield each pair of texts that lie on each other."""
    around = [_around(text) for text in drawing.texts]
    for i, j in combinations(range(len(around)), 2):
        if shared(around[i], around[j]) <= 0:
            continue
        one, other = drawing.texts[i], drawing.texts[j]
        depth = max(_depth(a, b, _gap(one, other)) for a in one.runs for b in other.runs)
        if depth > _TOUCH:
            yield Finding("overlap", one.text, other.text, f"{depth:.1f} px")


def off_sheet(drawing: Drawing) -> Iterator[Finding]:
    """Yield each text that leaves the sheet."""
    sheet = 0.0, 0.0, drawing.width, drawing.height
    for text in drawing.texts:
        out = max(beyond(run.box, sheet) for run in text.runs)
        if out > _TOUCH:
            yield Finding("off sheet", text.text, "the sheet", f"{out:.1f} px")


def off_cells(drawing: Drawing) -> Iterator[Finding]:
    """Yield each number that leaves its cell, and each label across the edge of cells."""
    for text in drawing.texts:
        for run in text.runs:
            for grid in drawing.grids:
                if shared(run.box, grid.box) > _TOUCH:
                    yield from _on_grid(text, run, grid.cell_at(*run.quad.mean(axis=0)), grid.box)


def _on_grid(text: Text, run: Run, cell: Box | None, grid: Box) -> Iterator[Finding]:
    if text.role == "number" and cell:
        if (out := beyond(run.box, cell)) > _TOUCH:
            yield Finding("off cell", text.text, "its cell", f"{out:.1f} px")
    elif (out := beyond(run.box, grid)) > _TOUCH:
        yield Finding("on cells", text.text, "the edge of cells", f"{out:.1f} px outside")


def small(drawing: Drawing) -> Iterator[Finding]:
    """Yield each text that cannot be read from the last row."""
    least = drawing.height / SHARE - 0.01
    for text in drawing.texts:
        for run in text.runs:
            if run.size < least * (_INDEX if run.is_index else 1):
                yield Finding("small", text.text, "", f"{run.size:.1f} px of {least:.1f}")
                break


def struck(drawing: Drawing) -> Iterator[Finding]:
    """Yield each text through which a line passes, or on which a point lies."""
    for text in drawing.texts:
        if text.role != "number":
            for mark in drawing.marks:
                if any(_meets(mark, run) for run in text.runs):
                    yield Finding("struck", text.text, f"a {mark.kind}", "through the text")
                    break


def _meets(mark: Mark, run: Run) -> bool:
    if mark.kind == "point":
        return shared(mark.box, run.box) > _ON
    left, top, right, bottom = run.box
    inside = left + _INSET, top + _INSET, right - _INSET, bottom - _INSET
    return bool(len(mark.points)) and mark.count_in(inside) > 0


def _around(text: Text) -> Box:
    """Return a box around a text and its gaps."""
    boxes, gap = np.array([run.box for run in text.runs]), max(run.size for run in text.runs) * _APART
    return (*(boxes[:, :2].min(axis=0) - gap), *(boxes[:, 2:].max(axis=0) + gap))


def _gap(one: Text, other: Text) -> float:
    return _CELLS_APART if "number" in (one.role, other.role) else _APART


def _depth(one: Run, other: Run, apart: float) -> float:
    """Return how deep the quads of two runs lie in each other, with half a gap beside each."""
    gap = apart * min(one.size, other.size) / 2
    a, b = _widened(one.quad, gap), _widened(other.quad, gap)
    if shared((*a.min(axis=0), *a.max(axis=0)), (*b.min(axis=0), *b.max(axis=0))) <= 0:
        return 0.0
    depths = []
    for edge in (a[1] - a[0], a[3] - a[0], b[1] - b[0], b[3] - b[0]):
        normal = np.array([-edge[1], edge[0]]) / (np.hypot(*edge) or 1)
        p, q = a @ normal, b @ normal
        depths.append(min(p.max(), q.max()) - max(p.min(), q.min()))
    return float(min(depths))


def _widened(quad: Floats, gap: float) -> Floats:
    """Return a quad that is longer by a gap at both ends of its text."""
    along = quad[1] - quad[0]
    along = gap * along / (np.hypot(*along) or 1)
    return quad + np.array([-along, along, along, -along])
