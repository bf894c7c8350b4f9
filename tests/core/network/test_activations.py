"""The records of activations: what they write of a function and its derivative is what they compute."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from core import ACTIVATIONS

OPERATIONS: dict[str, Callable[..., float]] = {
    "+": lambda a, b: a + b,
    "−": lambda a, b=None: -a if b is None else a - b,
    "·": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    ">": lambda a, b: float(a > b),
    "()": lambda a: a,
    "=": lambda a: a,
    "exp": math.exp,
    "tanh": math.tanh,
    "max": max,
}


def evaluate(operation: Any, numbers: Mapping[str, float]) -> float:
    if not isinstance(operation, tuple):
        return numbers.get(operation, operation)
    operator, *parts = operation
    return OPERATIONS[operator](*(evaluate(part, numbers) for part in parts))


def first_that_is_finite(ways: tuple[Any, ...], numbers: Mapping[str, float]) -> float:
    for way in ways:
        try:
            return evaluate(way, numbers)
        except OverflowError:
            continue
    raise AssertionError(f"every way overflows at {numbers}")


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("z", [-800.0, -2.0, -1e-9, 0.0, 0.3, 5.0, 800.0])
def test_its_operations_give_the_function_and_the_derivative(name: str, z: float) -> None:
    record = ACTIVATIONS[name]
    Z = np.array([z])
    A = record.function(Z)
    numbers = {"Z": z, "A": float(A[0])}
    assert first_that_is_finite(record.value_ways, numbers) == pytest.approx(A[0], rel=1e-14)
    slope = math.prod(evaluate(factor, numbers) for factor in record.slope_factors)
    assert slope == pytest.approx(record.derivative(Z, A)[0], rel=1e-14)
