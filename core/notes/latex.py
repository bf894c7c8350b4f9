r"""The LaTeX of an equation, with symbols or with the numbers of a case.

A template is LaTeX in which a symbol that has a value stands in angle brackets: ``<A2i> (1 - <A2j>)`` is
``A_{2i} (1 - A_{2j})``, or ``0.62 (1 - 0.38)``.  So symbols and numbers cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.notes import oracle
from core.notes.case import Case

_TOKEN = re.compile(r"<(\w+)>")
_DIGITS = 4

MOST = (5, 5)
"""Rows and columns of a matrix in LaTeX; those of a larger one end in dots."""


@dataclass(frozen=True)
class Symbol:
    """Hold how a symbol is written, and its value at a case."""

    latex: str
    value: Callable[[Case], Array | float]


def partial_of(above: str, below: str) -> str:
    """Return a partial derivative in LaTeX."""
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


SYMBOLS: dict[str, Symbol] = {
    # Entries of layer 2: i and j count classes.
    "A2i": Symbol("A_{2i}", lambda c: c.a2[c.i]),
    "A2j": Symbol("A_{2j}", lambda c: c.a2[c.j]),
    "Yi": Symbol("Y_i", lambda c: c.target[c.i]),
    "Yj": Symbol("Y_j", lambda c: c.target[c.j]),
    "Ei": Symbol("e^{Z_{2i}}", lambda c: c.e[c.i]),
    "Ej": Symbol("e^{Z_{2j}}", lambda c: c.e[c.j]),
    "S": Symbol(r"\sum_{l=0}^{k} e^{Z_{2l}}", lambda c: c.e.sum()),
    "Y": Symbol(r"\sum_{j} Y_j", lambda c: c.target.sum()),
    "others": Symbol(r"\sum_{j \neq i} Y_j", lambda c: c.target.sum() - c.target[c.i]),
    # Rows: the notes write i where the whole row is meant.
    "A2_row": Symbol("A_{2i}", lambda c: c.a2),
    "Y_row": Symbol("Y_i", lambda c: c.target),
    "E_row": Symbol("e^{Z_2}", lambda c: c.e),
    "A1_row": Symbol("A_{1i}", lambda c: c.a1),
    "X_row": Symbol("X_i", lambda c: c.x),
    "W2_all": Symbol("W_{2i}", lambda c: c.W2),
    "W2i": Symbol("W_{2i}", lambda c: c.W2[:, c.i]),
    # The same, written so that it fits.
    "a1": Symbol("A_1", lambda c: c.a1),
    "a2": Symbol("A_2", lambda c: c.a2),
    "y": Symbol("Y", lambda c: c.target),
    "x": Symbol("X", lambda c: c.x),
    "W2": Symbol("W_2", lambda c: c.W2),
    # Entries of layer 1: the notes' i counts units here, and is read as the unit u.
    "A1i": Symbol("A_{1i}", lambda c: c.a1[c.unit]),
    "F": Symbol("e^{-Z_{1i}}", lambda c: np.exp(-c.z1[c.unit])),
    "slope": Symbol("f'(Z_{1u})", lambda c: c.slopes[c.unit]),
    "slopes": Symbol("f'(Z_1)", lambda c: c.slopes),
    # The same in the derivation, which counts units by u.
    "A1u": Symbol("A_{1u}", lambda c: c.a1[c.unit]),
    "dz2i": Symbol(partial_of("L", "Z_{2i}"), lambda c: c.dz2[c.i]),
    "dz2": Symbol(partial_of("L", "Z_2"), lambda c: c.dz2),
    "da1": Symbol(partial_of("L", "A_1"), lambda c: c.W2 @ c.dz2),
    "dz1": Symbol(partial_of("L", "Z_1"), lambda c: c.dz1),
    # Derivatives that stand on a right side are measured, too.
    "dL_dA2i": Symbol(partial_of("L", "A_{2i}"), lambda c: oracle.loss_by_a2(c).value[c.i]),
    "dA2i_dZ2i": Symbol(partial_of("A_{2i}", "Z_{2i}"), lambda c: oracle.a2_by_z2(c).value[c.i, c.i]),
    "dL_dZ2i": Symbol(partial_of("L", "Z_{2i}"), lambda c: oracle.loss_by_z2(c).value[c.i]),
    "dZ2i_dW2i": Symbol(partial_of("Z_{2i}", "W_{2i}"), lambda c: oracle.z2_by_w2(c).value),
    "dZ2i_dA1i": Symbol(partial_of("Z_{2i}", "A_{1i}"), lambda c: oracle.z2_by_a1(c).value[c.unit]),
    "dZ2i_dA1": Symbol(partial_of("Z_{2i}", "A_{1i}"), lambda c: oracle.z2_by_a1(c).value),
    "dA1i_dZ1i": Symbol(partial_of("A_{1i}", "Z_{1i}"), lambda c: oracle.a1_by_z1(c).value),
    "dZ1i_dW1i": Symbol(partial_of("Z_{1i}", "W_{1i}"), lambda c: oracle.z1_by_w1(c).value),
}


def in_symbols(template: str) -> str:
    """Return a template with its symbols.

    >>> in_symbols("<A2i> (1 - <A2j>)")
    'A_{2i} (1 - A_{2j})'
    """
    return _TOKEN.sub(lambda token: SYMBOLS[token[1]].latex, template)


def in_numbers(template: str, case: Case, most: tuple[int, int] = MOST) -> str:
    """Return a template with the numbers of a case; sums over a bound index stay as they are."""

    def number(token: re.Match[str]) -> str:
        text = latex_of(np.asarray(SYMBOLS[token[1]].value(case)), most=most)
        return rf"\left({text}\right)" if text.startswith("-") else text

    with np.errstate(all="ignore"):
        return _TOKEN.sub(number, template)


def with_value(template: str, case: Case, value: Array, most: tuple[int, int] = MOST) -> str:
    r"""Return a template with the numbers of a case, and the value that they give.

    Between them stands ``=`` only where every number is exact as printed: rounded terms give the rounded
    value only about, which ``\approx`` says.
    """
    with np.errstate(all="ignore"):  # a run that overflows is printed, too
        terms = [SYMBOLS[name].value(case) for name in _TOKEN.findall(template)]
    made, quad, where = in_numbers(template, case, most).partition(r", \quad")
    return f"{made} {equality_of(*terms, value)} {latex_of(value, most=most)}{quad}{where}"


def equality_of(*values: Array | float) -> str:
    r"""Return the sign between numbers and the value that they give: ``\approx`` where one is rounded.

    >>> equality_of(0.5, 0.25), equality_of(1 / 3)
    ('=', '\\approx')
    """
    is_exact = all(float(f"{each:.{_DIGITS}g}") == each for value in values for each in np.ravel(value))
    return "=" if is_exact else r"\approx"


def latex_of(value: Array, digits: int = _DIGITS, most: tuple[int, int] = MOST) -> str:
    r"""Return a number, a row or a matrix in LaTeX; of a large one the first entries, and its shape.

    >>> latex_of(np.array([0.25, -1e-7]))
    '\\begin{bmatrix} 0.25 & -1 \\times 10^{-7} \\end{bmatrix}'
    >>> latex_of(np.zeros((9, 1)), most=(2, 2))
    '\\begin{bmatrix} 0 \\\\ \\vdots \\end{bmatrix}_{9 \\times 1}'
    """
    if value.ndim == 0:
        return _number(float(value), digits)
    matrix, shown = np.atleast_2d(value), corner(value, most)
    is_taller, is_wider = (has > wrote for has, wrote in zip(matrix.shape, shown.shape, strict=True))
    rows = [[_number(each, digits) for each in row] + [r"\cdots"] * is_wider for row in shown.tolist()]
    if is_taller:
        rows.append([r"\vdots"] * shown.shape[1] + [r"\ddots"] * is_wider)
    shape = rf"_{{{matrix.shape[0]} \times {matrix.shape[1]}}}" if is_taller or is_wider else ""
    return r"\begin{bmatrix} " + r" \\ ".join(map(" & ".join, rows)) + r" \end{bmatrix}" + shape


def corner(value: Array, most: tuple[int, int] = MOST) -> Array:
    """Return the entries of a row or of a matrix that `latex_of` writes out: the dots take a place."""
    matrix = np.atleast_2d(value)
    r, c = (has if has <= fits else fits - 1 for has, fits in zip(matrix.shape, most, strict=True))
    return matrix[:r, :c]


def _number(value: float, digits: int) -> str:
    if not np.isfinite(value):
        return r"\text{NaN}" if np.isnan(value) else (r"\infty" if value > 0 else r"-\infty")
    mantissa, _, power = f"{value + 0.0:.{digits}g}".partition("e")  # + 0.0: no sign at a zero
    return rf"{mantissa} \times 10^{{{int(power)}}}" if power else mantissa
