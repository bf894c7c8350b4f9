"""The record of an activation: a function and its derivative, and how both are written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.arrays import Array
from core.network.in_place import Call


@dataclass(frozen=True, kw_only=True)
class Activation:
    """Hold an elementwise function together with its derivative, in numbers and in writing.

    Attributes
    ----------
    function : callable
        ``Z -> A``, same shape.
    derivative : callable
        ``(Z, A) -> f'(Z)``, same shape, with ``A = f(Z)`` already computed.
    second_derivative : callable
        ``(Z, A) -> f''(Z)`` in the same way; 0 at a kink.
    in_place : callable
        Writes A over Z, in the precision of Z.
    calls : callable
        ``(Z, zeros) -> calls`` of the fast step that write A over Z (over −Z if `negates`), given an
        array of zeros like Z.
    slope_calls : callable or None
        ``(A, slope) -> calls`` that write f'(Z) to `slope`; None if it is 1 everywhere.
    label, symbol, latex : str
        The name in a sentence, in a formula, and in LaTeX.
    in_words, slope_in_words : str
        What the function does, completing "the unit …", and what its derivative is.
    value, value_latex : str
        f(Z) of a number as text, and in LaTeX, where ``<Z>`` stands for Z.
    code, slope_code : str
        f(Z) and f'(Z) as NumPy; ``{Z}`` and ``{A}`` stand for the arrays.
    value_ways, slope_factors : tuple
        f(Z) and f'(Z) of a number as operations on ``"Z"`` and ``"A"``, in the form of
        `pages.scenes.one_step.cell_sums`: ways to compute f, the first of which does not overflow counts,
        and the factors of f'.
    slope, slope_matrix, slope_latex : str
        f'(Z) of a number, and of a matrix with ⊙, as text and in LaTeX; with the same ``{Z}`` and ``{A}``.
    steepest : float
        The largest slope.
    bounds : (float, float) or None
        The smallest and the largest value.
    kink : float or None
        The Z at which there is no derivative.
    sides : (str, str) or None
        What the function returns below the kink and above it, as sentences.
    can_die : bool
        Whether the derivative is exactly 0 on one side of the kink.
    map_ends : (str, str)
        From where to where the colours of its maps run, if it has no bounds.
    torch : str
        f(Z) in PyTorch, with ``{Z}``.
    init : str
        The initialization that suits it.
    negates : bool
        Whether `calls` begin from −Z.
    equation : str or None
        The number of the derivative in the notes.
    """

    function: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]
    second_derivative: Callable[[Array, Array], Array]
    in_place: Callable[[Array], object]
    calls: Callable[[Array, Array], list[Call]]
    slope_calls: Callable[[Array, Array], list[Call]] | None
    label: str
    symbol: str
    latex: str
    in_words: str
    slope_in_words: str
    value: str
    value_latex: str
    code: str
    slope_code: str
    value_ways: tuple[Any, ...]
    slope_factors: tuple[Any, ...]
    slope: str
    slope_matrix: str
    slope_latex: str
    torch: str
    steepest: float = 1.0
    bounds: tuple[float, float] | None = None
    kink: float | None = None
    sides: tuple[str, str] | None = None
    can_die: bool = False
    map_ends: tuple[str, str] = ("min", "max")
    init: str = "xavier"
    negates: bool = False
    equation: str | None = None

    @property
    def is_linear(self) -> bool:
        """Whether the derivative is 1 everywhere: layers of it are one linear function."""
        return self.slope_calls is None

    @property
    def needs_Z(self) -> bool:
        """Whether the derivative is written through Z, not through A."""
        return "{Z}" in self.slope_code
