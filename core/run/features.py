"""Input features: columns of X computed from the coordinates, beside x₁ and x₂ themselves.

A linear classifier of x₁² and x₂² separates circles; a hidden layer finds such a bend itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.run.sequences import Names


@dataclass(frozen=True)
class Feature:
    """Hold one function of the coordinates.

    Attributes
    ----------
    function : callable
        X (n, 2) -> the column (n,).
    symbol : str
        As in a formula.
    code : str
        The column in NumPy, from ``X`` (n, 2).
    """

    function: Callable[[Array], Array]
    symbol: str
    code: str


FEATURES: dict[str, Feature] = {
    "x1sq": Feature(lambda X: X[:, 0] ** 2, "x₁²", "X[:, 0] ** 2"),
    "x2sq": Feature(lambda X: X[:, 1] ** 2, "x₂²", "X[:, 1] ** 2"),
    "x1x2": Feature(lambda X: X[:, 0] * X[:, 1], "x₁x₂", "X[:, 0] * X[:, 1]"),
    "sinx1": Feature(lambda X: np.sin(X[:, 0]), "sin x₁", "np.sin(X[:, 0])"),
    "sinx2": Feature(lambda X: np.sin(X[:, 1]), "sin x₂", "np.sin(X[:, 1])"),
}
"""The features by name, in the order of their columns."""


class FeatureNames(Names):
    """Allow names of features, each once; they are kept in the order of `FEATURES`."""

    def validate(self, value: object) -> tuple[str, ...]:
        """Return the names in their order."""
        return tuple(sorted(super().validate(value), key=self.names.index))


def input_columns(X: Array, features: Sequence[str]) -> Array:
    """Return X (n, 2) and a column for each feature, (n, 2 + features).

    >>> input_columns(np.array([[2.0, 3.0]]), ("x1sq", "x1x2")).tolist()
    [[2.0, 3.0, 4.0, 6.0]]
    """
    return np.column_stack([X, *(FEATURES[name].function(X) for name in features)]) if features else X


def input_symbols(features: Sequence[str]) -> tuple[str, ...]:
    """Return what the columns of X are: the coordinates, then features.

    >>> input_symbols(("x1x2",))
    ('x₁', 'x₂', 'x₁x₂')
    """
    return ("x₁", "x₂", *(FEATURES[name].symbol for name in features))
