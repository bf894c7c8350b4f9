"""Activations: each a function and its derivative, and how both are written.

A hidden layer applies one to its pre-activations: ``A = f(Z)``.  The chain rule needs ``f'(Z)``.  For the
functions here it is often cheapest to compute from A, so ``derivative`` takes both Z and A and uses one
of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array


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
    equation : str or None
        The number of the derivative in the notes.
    """

    function: Callable[[Array], Array]
    derivative: Callable[[Array, Array], Array]
    second_derivative: Callable[[Array, Array], Array]
    in_place: Callable[[Array], object]
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
    steepest: float = 1.0
    bounds: tuple[float, float] | None = None
    kink: float | None = None
    equation: str | None = None

    @property
    def needs_Z(self) -> bool:
        """Whether the derivative is written through Z, not through A."""
        return "{Z}" in self.slope_code


def sigmoid(Z: Array) -> Array:
    """Return the logistic function 1 / (1 + e^−Z), elementwise.

    Notes, above Eq. (11).  e^−Z may overflow to infinity for Z < −709; the quotient is then 0, which
    is the right limit, so the overflow is not reported.

    >>> sigmoid(np.array([0.0, 1000.0, -1000.0])).tolist()
    [0.5, 1.0, 0.0]
    """
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-Z)))


def sigmoid_in_place(Z: Array) -> None:
    """Write the logistic function of Z over Z."""
    np.negative(Z, out=Z)
    np.exp(Z, out=Z)
    Z += Z.dtype.type(1)
    np.reciprocal(Z, out=Z)


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        function=sigmoid,
        derivative=lambda Z, A: A * (1.0 - A),
        second_derivative=lambda Z, A: A * (1.0 - A) * (1.0 - 2.0 * A),
        in_place=sigmoid_in_place,
        label="sigmoid",
        symbol="σ",
        latex=r"\sigma",
        in_words="applies the sigmoid σ, which gives an activation between 0 and 1",
        slope_in_words="the derivative of σ: largest at A = ½, almost 0 near A = 0 and A = 1",
        value="1 / (1 + e⁻ᶻ)",
        value_latex=r"\frac{1}{1 + e^{-<Z>}}",
        code="1 / (1 + np.exp(-{Z}))",
        slope_code="{A} * (1 - {A})",
        value_ways=(
            ("/", 1, ("()", ("+", 1, ("exp", ("=", ("−", "Z")))))),
            ("/", ("exp", "Z"), ("()", ("+", 1, ("exp", "Z")))),
        ),
        slope_factors=("A", ("()", ("−", 1, "A"))),
        slope="{A} (1 − {A})",
        slope_matrix="{A} ⊙ (1 − {A})",
        slope_latex=r"{A} \odot \left(1 - {A}\right)",
        steepest=0.25,
        bounds=(0.0, 1.0),
        equation="11",
    ),
    "tanh": Activation(
        function=np.tanh,
        derivative=lambda Z, A: 1.0 - A * A,
        second_derivative=lambda Z, A: -2.0 * A * (1.0 - A * A),
        in_place=lambda Z: np.tanh(Z, out=Z),
        label="tanh",
        symbol="tanh",
        latex=r"\tanh",
        in_words="applies tanh, which gives an activation between −1 and 1",
        slope_in_words="the derivative of tanh: largest at A = 0, almost 0 near A = −1 and A = 1",
        value="tanh Z",
        value_latex=r"\tanh <Z>",
        code="np.tanh({Z})",
        slope_code="(1 - {A} * {A})",
        value_ways=(("tanh", "Z"),),
        slope_factors=(("()", ("−", 1, ("·", "A", "A"))),),
        slope="1 − {A}²",
        slope_matrix="(1 − {A} ⊙ {A})",
        slope_latex=r"\left(1 - {A} \odot {A}\right)",
        bounds=(-1.0, 1.0),
    ),
    "relu": Activation(
        function=lambda Z: np.maximum(Z, 0.0),
        derivative=lambda Z, A: (Z > 0.0).astype(Z.dtype),  # ReLU'(0) = 0, by convention
        second_derivative=lambda Z, A: np.zeros_like(Z),
        in_place=lambda Z: np.maximum(Z, Z.dtype.type(0), out=Z),
        label="ReLU",
        symbol="ReLU",
        latex=r"\operatorname{ReLU}",
        in_words="applies ReLU, which replaces negative values by 0",
        slope_in_words="the derivative of ReLU: 1 where Z > 0, otherwise 0",
        value="max(0, Z)",
        value_latex=r"\max(<Z>, 0)",
        code="np.maximum({Z}, 0)",
        slope_code="({Z} > 0)",
        value_ways=(("max", 0, "Z"),),
        slope_factors=((">", "Z", 0),),
        slope="[{Z} > 0]",
        slope_matrix="[{Z} > 0]",
        slope_latex=r"\left[{Z} > 0\right]",
        kink=0.0,
    ),
}
"""The activations a hidden layer may use; those of the output belong to `loss_functions.LOSSES`."""


def has_kink(name: str) -> bool:
    """Return whether the activation called `name` (softmax, too) lacks a derivative somewhere."""
    return name in ACTIVATIONS and ACTIVATIONS[name].kink is not None
