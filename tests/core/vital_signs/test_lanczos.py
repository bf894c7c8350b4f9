"""Lanczos against the eigenvalues of matrices that are known."""

import math

import numpy as np
import pytest

from core.vital_signs.lanczos import largest_eigenvalue
from tests.core.oracles import Array


def with_eigenvalues(values: Array) -> Array:
    Q, _ = np.linalg.qr(np.random.default_rng(len(values)).standard_normal((len(values), len(values))))
    return np.asarray(Q @ np.diag(values) @ Q.T)


@pytest.mark.parametrize(
    "values",
    [
        [2.5],
        [0.0, 0.0],
        [-3.0, -1.0, -2.0],
        [-100.0, 1.0, 2.0],
        [5.0, 5.0, 5.0, 1.0],
        [*np.linspace(0, 1, 60), 1.5],
        [*[0.0] * 200, 1e-3],
        [*(10.0 ** -np.arange(0, 12, 0.1))],
        [*(1e200 * np.arange(40.0))],
        [*(1e-200 * np.arange(40.0))],
    ],
    ids=len,
)
def test_the_largest_eigenvalue_is_found(values: list[float]) -> None:
    A = with_eigenvalues(np.array(values))
    found = largest_eigenvalue(lambda v: A @ v, len(values), most=200)
    assert found == pytest.approx(max(values), rel=1e-8, abs=1e-8 * max(map(abs, values)))


@pytest.mark.parametrize("size", [1, 2, 5, 30, 120])
def test_random_symmetric_matrices(size: int) -> None:
    rng = np.random.default_rng(size)
    for _ in range(5):
        A = rng.standard_normal((size, size))
        A = A + A.T
        expected = float(np.linalg.eigvalsh(A)[-1])
        assert largest_eigenvalue(lambda v, A=A: A @ v, size) == pytest.approx(expected, rel=1e-9)


def test_it_stops_early_and_never_exceeds_its_bound() -> None:
    values = np.array([*np.linspace(-1, 1, 299), 10.0])
    A, calls = with_eigenvalues(values), []

    def product(v: Array) -> Array:
        calls.append(v)
        return np.asarray(A @ v)

    assert largest_eigenvalue(product, 300) == pytest.approx(10.0, rel=1e-9)
    assert len(calls) < 20
    calls.clear()
    bounded = largest_eigenvalue(product, 300, tolerance=0.0, most=5)
    assert len(calls) == 5
    assert 9.0 < bounded < 10.0 + 1e-12
    basis = np.array(calls)
    np.testing.assert_allclose(basis @ basis.T, np.eye(5), atol=1e-14)


def test_the_same_matrix_gives_the_same_number_to_the_last_bit() -> None:
    A = with_eigenvalues(np.linspace(-1, 1, 90))
    assert largest_eigenvalue(lambda v: A @ v, 90) == largest_eigenvalue(lambda v: A @ v, 90)


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_a_product_that_is_not_finite_gives_nan(bad: float) -> None:
    assert math.isnan(largest_eigenvalue(lambda v: v * bad, 4))
