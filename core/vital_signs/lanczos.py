"""The largest eigenvalue of a symmetric matrix that is known by its products only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.arrays import Array, norm
from core.vital_signs.slices import Slices, finish


def largest_eigenvalue(
    product: Callable[[Array], Array], size: int, *, tolerance: float = 1e-6, most: int = 100
) -> float:
    """Return the (algebraically) largest eigenvalue of a symmetric matrix A, by Lanczos' iteration.

    In the basis of q, Aq, A²q, …, made orthonormal, A is tridiagonal.  The eigenvalues of this small
    matrix T approach the outermost ones of A first.  Each new vector is made orthogonal to all earlier
    ones, twice, because round-off would otherwise bring back directions already found.

    Parameters
    ----------
    product : callable
        ``v (p,) -> A v (p,)``.
    size : int
        p.
    tolerance : float
        It stops when ‖A x − λ x‖ is at most this fraction of the largest |eigenvalue| of T.
    most : int
        Products at most.  The value after these is a lower bound.

    Returns
    -------
    float
        Always the same for the same matrix: the first vector q is drawn from a fixed seed.  NaN if a
        product is not finite.

    References
    ----------
    Lanczos 1950, "An iteration method for the solution of the eigenvalue problem of linear differential
    and integral operators", J. Res. Natl. Bur. Stand. 45.  Golub & Van Loan, "Matrix Computations", §10.

    >>> A = np.diag([1.0, -5.0, 3.0])
    >>> round(largest_eigenvalue(lambda v: A @ v, 3), 9)
    3.0
    """
    return finish(eigenvalue_in_slices(product, size, tolerance=tolerance, most=most))


def eigenvalue_in_slices(
    product: Callable[[Array], Array], size: int, *, tolerance: float, most: int
) -> Slices[float]:
    """Do the same with a slice for each product."""
    w: Array = np.random.default_rng(0).standard_normal(size)
    beta = norm(w)
    basis = np.empty((min(most, size), size))
    T = np.zeros((len(basis), len(basis)))
    ritz = float("nan")
    for k in range(len(basis)):
        yield
        basis[k] = w / beta
        w = product(basis[k])
        if not np.isfinite(w).all():
            return float("nan")
        for _ in range(2):
            along = basis[: k + 1] @ w
            T[k, k] += along[k]
            w = w - along @ basis[: k + 1]
        values, vectors = np.linalg.eigh(T[: k + 1, : k + 1])
        ritz, beta = float(values[-1]), norm(w)
        if beta * abs(vectors[-1, -1]) <= tolerance * np.abs(values).max():
            break
        if k + 1 < len(basis):
            T[k, k + 1] = T[k + 1, k] = beta
    return ritz
