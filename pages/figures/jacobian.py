"""The Jacobian of the softmax, k × k: by the formula, and by central differences."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from pages.figures.cell_form import CellForm, forms_of, plain_form
from pages.figures.matrix import matrix_traces
from pages.figures.palette import INK, Theme
from pages.figures.points import Floats
from pages.figures.template import TICK, blank, note
from pages.figures.words import fmt, sub

_MANY = 3  # classes; four digits would not fit into their cells
_NARROWEST = 150  # pixels of a matrix on a phone
_SHARE = 0.45  # of the width: a matrix, at least
_SIZES = range(22, TICK, -2)  # of a number on a sheet, from the largest
_EDGE = 4  # pixels between a number and the edges of its cell
_HOVER = "∂A₂[class %{y}] / ∂Z₂[class %{x}] = %{customdata:.8~g}<extra></extra>"
TITLES = ("diag(a) − a aᵀ", "central differences")


def jacobian_figure(
    formula: Floats,
    measured: Floats,
    *,
    noise: float = 0.0,
    theme: Theme,
    room: tuple[float, float] | None = None,
) -> go.Figure:
    """Build two matrices (k, k) on one scale, every number in its cell.

    What is not larger than the `noise` of the measurement cannot be told from zero, and looks like zero.
    In a `room` of known pixels the numbers are as large as fits.
    """
    pair = [_without(M, noise) for M in (formula, measured)]
    (form, size), scale = _form(np.vstack(pair), room), float(np.abs(pair).max()) or 1.0
    figure = blank(theme, **_layout(len(formula), form.unit, theme))
    parts = [
        matrix_traces(
            M, texts, number, scale=scale, first=(0, 0), gap=2, size=size, theme=theme,
            hovertemplate=_HOVER, customdata=exact,
        )
        for number, M, exact, texts in zip((1, 2), pair, (formula, measured), _halves(form), strict=True)
    ]  # fmt: skip
    return figure.add_traces([trace for each in zip(*parts, strict=True) for trace in each])


def alt_jacobian(formula: Floats, measured: Floats, *, noise: float = 0.0) -> str:
    """Say how far the two matrices are apart, and what their largest number is."""
    shown = _without(formula, noise)
    row, column = np.unravel_index(np.abs(shown).argmax(), shown.shape)
    apart = float(np.abs(formula - measured).max())
    k = len(formula)
    largest = (
        f"The largest number in size is {fmt(shown[row, column])}, of A₂ of class {row} with respect to Z₂ "
        f"of class {column}."
        if shown.any()
        else "All numbers are zero up to round-off."
    )
    return (
        f"The Jacobian of the softmax, {k} × {k}: by the formula and by central differences. {largest} "
        f"The two differ by at most {fmt(apart, 2)}."
    )


def _without(M: Floats, noise: float) -> Floats:
    return np.where(np.abs(M) <= noise, 0.0, M)


def _form(M: Floats, room: tuple[float, float] | None) -> tuple[CellForm, int]:
    """Return the first form of the numbers of both matrices (2k, k) that fits their cells, and its size."""
    k = M.shape[1]
    forms = [plain_form(M, 4 if k < _MANY else 3), *forms_of(M)]
    wide = (room[0] * _SHARE if room else _NARROWEST) / k - _EDGE
    sizes = [*(_SIZES if room else ()), TICK]
    fitting = ((form, size) for form in forms for size in sizes if form.ems * size <= wide)
    return next(fitting, (forms[-1], TICK))


def _halves(form: CellForm) -> tuple[Any, Any]:
    half = len(form.texts) // 2
    return form.texts[:half], form.texts[half:]


def _layout(k: int, unit: str, theme: Theme) -> dict[str, Any]:
    """Return the axes and the titles of both matrices."""
    classes = list(range(k))
    axis = {"showgrid": False, "fixedrange": True, "tickvals": classes}
    names = {letter: [sub(letter, c) for c in classes] for letter in "za"}
    across = {"range": [-0.5, k - 0.5], "title": {"text": "Z₂ of class j"}, "ticktext": names["z"]}
    down = {"range": [k - 0.5, -0.5], "ticktext": names["a"]}
    layout: dict[str, Any] = {"margin": {"t": 44 if unit else 28}, "annotations": []}
    for number, domain, title in zip(("", "2"), ([0, 0.47], [0.53, 1]), TITLES, strict=True):
        x, y = f"x{number}", f"y{number}"
        layout[f"xaxis{number}"] = {**axis, **across, "domain": domain, "anchor": y}
        layout[f"yaxis{number}"] = {**axis, **down, "anchor": x}
        own = {"xref": f"{x} domain", "yref": f"{y} domain", "font": {"color": INK[theme].text}}
        layout["annotations"].append(
            note(f"{title}<br>{unit}" if unit else title, 0.5, 1, "center", "bottom", **own)
        )
    return layout
