"""The array type of the core, and the checks that its public functions share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]
IntArray: TypeAlias = NDArray[np.integer[Any]]

_TINY_SQUARES = 1e-280  # below, the squares of entries that matter may round to 0


def norm(*arrays: Array) -> float:
    """Return the Euclidean norm √(Σ a²) of all entries of some arrays as one vector.

    The entries are divided by the largest where squares leave the range of floats, as BLAS's ``nrm2``
    does: the norm overflows, or becomes 0, only if it must.

    References
    ----------
    Blue, "A portable Fortran program to find the Euclidean norm of a vector", 1978.

    >>> norm(np.array([3e200]), np.array([[4e200]])), norm(np.array([3e-200, 4e-200]))
    (5e+200, 5e-200)
    """
    squares = sum(float(np.vdot(a, a)) for a in arrays)
    if _TINY_SQUARES < squares < np.inf:
        return float(np.sqrt(squares))
    largest = float(np.max([np.abs(a).max() for a in arrays]))
    if largest == 0 or not np.isfinite(largest):
        return largest
    return largest * float(np.sqrt(sum(float(np.vdot(a / largest, a / largest)) for a in arrays)))


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
