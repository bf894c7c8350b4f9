"""The rules of ink: contrast behind texts, panels that show something, the share of the sheet in use."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tests.figures.audit.drawing import Drawing, Floats, Run
from tests.figures.audit.fault import Finding

CONTRAST = 4.5
_CLASHING = 0.2  # of what lies behind a text may have less contrast: thin lines
_BLANK = 0.03
_NEAR = 8  # pixels
LEAST_USED, LEAST_FILLED = 0.4, 0.8
_SAMPLES = np.stack(np.meshgrid(np.linspace(0.03, 0.97, 24), np.linspace(0.1, 0.9, 7)), axis=-1).reshape(
    -1, 2
)


def faint(drawing: Drawing) -> Iterator[Finding]:
    """Yield each text without enough contrast against what lies behind it."""
    for text in drawing.texts:
        for run in text.runs:
            if run.is_read and (ratio := contrast_of(drawing, run)) < CONTRAST - 0.05:
                yield Finding("faint", text.text, "what lies behind", f"{ratio:.1f}:1")
                break


def contrast_of(drawing: Drawing, run: Run) -> float:
    """Return the contrast that all but a fifth of what lies behind a text has at least."""
    corner, right, _, down = run.quad
    points = corner + _SAMPLES[:, :1] * (right - corner) + _SAMPLES[:, 1:] * (down - corner)
    behind = drawing.pixels_at(points).astype(float)
    *fill, alpha = run.fill
    ink = alpha * np.array(fill) + (1 - alpha) * behind
    one, other = luminance(ink), luminance(behind)
    ratios = (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)
    return float(np.quantile(ratios, _CLASHING))


def luminance(colours: Floats) -> Floats:
    """Return the relative luminance of sRGB colours (n, 3), 0 to 255 (WCAG 2.2)."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def blank(drawing: Drawing) -> Iterator[Finding]:
    """Yield each panel whose cells cannot be told from the background, unless they are all 0."""
    paper = background(drawing)
    for grid in drawing.grids:
        centres = [np.convolve(edges, [0.5, 0.5], "valid") for edges in (grid.xs, grid.ys)]
        points = np.stack(np.meshgrid(*centres), axis=-1).reshape(-1, 2)
        away = np.abs(drawing.pixels_at(points).astype(float) - paper).max() / 255
        if away <= _BLANK and grid.largest > 1e-12:
            yield Finding("blank", f"cells of {grid.plot}", "the background", f"largest {grid.largest:.2g}")


def empty(drawing: Drawing) -> Iterator[Finding]:
    """Yield the sheet if too little of it is used, unless one plane fills its width or height."""
    rows, columns = used(drawing)
    fills = drawing.is_plane and max(rows, columns) >= LEAST_FILLED
    if not fills and rows * columns < LEAST_USED:
        yield Finding("empty", "the sheet", "", f"{rows:.0%} of its height × {columns:.0%} of its width")


def used(drawing: Drawing) -> tuple[float, float]:
    """Return the shares of the height and of the width of a sheet where something stands, or near it."""
    ink = np.abs(drawing.bare.astype(np.int16) - background(drawing)).max(axis=2) > 255 * _BLANK
    for text in drawing.texts:
        for run in text.runs:
            left, top, right, bottom = (max(0, round(side)) for side in run.box)
            ink[top:bottom, left:right] = True
    near = np.ones(2 * _NEAR + 1)
    shares = [(np.convolve(ink.any(axis=axis), near, "same") > 0).mean() for axis in (1, 0)]
    return float(shares[0]), float(shares[1])


def background(drawing: Drawing) -> NDArray[np.int16]:
    """Return the colour of the sheet: that of its corner."""
    return drawing.bare[2, 2].astype(np.int16)
