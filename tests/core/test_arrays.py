"""Norms that overflow only if they must."""

import math

import numpy as np
import pytest

from core.arrays import norm


@pytest.mark.parametrize("exponent", [-320, -300, -160, -20, 0, 20, 150, 300, 307])
def test_a_norm_is_right_at_every_size(exponent: int) -> None:
    size = 10.0**exponent
    expected = math.hypot(3 * size, 4 * size, 12 * size)
    assert norm(np.array([[3 * size, 4 * size]]), np.array([12 * size])) == pytest.approx(
        expected, rel=1e-3
    )
    if exponent > -300:
        assert norm(np.array([3 * size, -4 * size, 12 * size])) == pytest.approx(expected, rel=1e-15)


def test_ordinary_norms_are_those_of_the_plain_formula_to_the_last_bit() -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        a, b = rng.standard_normal((3, 4)), rng.standard_normal(4)
        assert norm(a, b) == float(np.sqrt(np.vdot(a, a) + np.vdot(b, b)))


def test_what_is_not_finite_is_not_hidden() -> None:
    assert norm(np.zeros(3)) == 0.0
    assert norm(np.array([1.0]), np.array([-math.inf])) == math.inf
    assert math.isnan(norm(np.array([1.0]), np.array([math.nan])))
    assert math.isnan(norm(np.array([math.nan, 1.0])))
