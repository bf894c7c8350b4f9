"""What colour a matrix has, and which of its numbers gets the strongest one.

One scale serves matrices between which a comparison says something: W, b and both after the update; dW
and db; dA and dZ of a layer, so that one sees what the slope takes away; the step of W and of b.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core import TrainingStep
from pages.stage.views.scales import round_up

_SHARED = {"b": "W", "db": "dW", "dA": "dZ", "s": "S", "G": "dW", "g": "dW"}
_COLOURS = {
    "X": "data", "Y": "data", "W": "weight", "b": "weight", "Z": "activation", "A": "activation",
    "l": "loss", "loss": "loss",
}  # fmt: skip


def colour(name: str) -> str:
    """Return the kind of number that a matrix holds.

    >>> [colour(name) for name in ("X", "W1 next", "A2", "loss", "dZ2", "S1")]
    ['data', 'weight', 'activation', 'loss', 'gradient', 'gradient']
    """
    return _COLOURS.get(_letters(name), "gradient")


def scales(step: TrainingStep) -> dict[str, float]:
    """Return for each matrix the number that gets the strongest colour, 1, 2 or 5 times a power of ten."""
    reach: dict[str, float] = {}
    for name, matrix in step.matrices.items():
        group = _group(name)
        reach[group] = max(reach.get(group, 0.0), float(np.abs(matrix.values).max()))
    return {name: _round(name, reach) for name in step.matrices}


def _round(name: str, reach: Mapping[str, float]) -> float:
    return round_up(reach[_group(name)])


def _group(name: str) -> str:
    letters = _letters(name)
    layer = name.removesuffix(" next")[len(letters) :]
    return _SHARED.get(letters, letters) + layer


def _letters(name: str) -> str:
    return name.removesuffix(" next").rstrip("0123456789")
