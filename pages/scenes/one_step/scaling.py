"""The colour of each matrix, and the scale of its colours.

Matrices that are worth comparing share a scale: W and b, before and after the update; dW and db; dA and dZ
of a layer, to show the effect of the derivative; what is subtracted from W and from b.
"""

from collections.abc import Mapping

import numpy as np

from core.arrays import Array
from pages.stage.views.scales import round_up

_SHARED = {"b": "W", "db": "dW", "dA": "dZ", "s": "S", "G": "dW", "g": "dW"}
_COLOURS = {
    "X": "data", "Y": "data", "W": "weight", "b": "weight", "Z": "activation", "A": "activation",
    "l": "loss", "loss": "loss",
}  # fmt: skip


def colour(name: str) -> str:
    """Return the kind of numbers in a matrix, which sets its colour.

    >>> [colour(name) for name in ("X", "W1 next", "A2", "loss", "dZ2", "S1")]
    ['data', 'weight', 'activation', 'loss', 'gradient', 'gradient']
    """
    return _COLOURS.get(_letters(name), "gradient")


def scales(matrices: Mapping[str, Array]) -> dict[str, float]:
    """Return the value with the strongest colour for each matrix: 1, 2 or 5 times a power of ten."""
    largest: dict[str, float] = {}
    for name, values in matrices.items():
        group = _group(name)
        largest[group] = max(largest.get(group, 0.0), float(np.abs(values).max()))
    return {name: round_up(largest[_group(name)]) for name in matrices}


def _group(name: str) -> str:
    letters = _letters(name)
    layer = name.removesuffix(" next")[len(letters) :]
    return _SHARED.get(letters, letters) + layer


def _letters(name: str) -> str:
    return name.removesuffix(" next").rstrip("0123456789")
