"""The array type of the core, and the checks that its public functions share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
IntArray: TypeAlias = NDArray[np.integer[Any]]


def require_choice(name: str, value: object, allowed: Iterable[str]) -> None:
    """Raise ValueError unless `value` is one of `allowed`, naming all of them.

    >>> require_choice("activation", "gelu", ["sigmoid", "tanh"])
    Traceback (most recent call last):
    ...
    ValueError: activation must be one of sigmoid, tanh; got 'gelu'
    """
    names = list(allowed)
    if not isinstance(value, str) or value not in names:
        raise ValueError(f"{name} must be one of {', '.join(names)}; got {value!r}")


def require_matrix(name: str, value: object, columns: int | None = None) -> None:
    """Raise unless `value` is a 2-D floating-point array with `columns` columns.

    Raises
    ------
    TypeError
        If it is not a NumPy array of floats.
    ValueError
        If it has another number of dimensions or columns.
    """
    if not isinstance(value, np.ndarray) or not np.issubdtype(value.dtype, np.floating):
        kind = value.dtype if isinstance(value, np.ndarray) else type(value).__name__
        raise TypeError(f"{name} must be an array of floats; got {kind}")
    wanted = f"(n, {columns})" if columns is not None else "(n, any)"
    if value.ndim != 2 or (columns is not None and value.shape[1] != columns):
        raise ValueError(f"{name} must have shape {wanted}; got {value.shape}")
