"""What NumPy computes of an expression: each part with its shape, its broadcasts and its errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.drill.expression import BRACKETS, NEGATIVE, OPEN, Expression, Node
from core.drill.tiles import code_of
from core.network.activations import ACTIVATIONS, sigmoid


@dataclass(frozen=True)
class Part:
    """Hold what NumPy makes of one part of an expression.

    Attributes
    ----------
    code : str
    value : array or None
        None if it is not finished or fails.
    error : str
        NumPy's error.
    shapes : tuple
        Of the operands; empty for what is no operation.
    is_broadcast : bool
        Whether NumPy repeated an operand along an axis, which it does without a word.
    """

    code: str
    value: Array | None
    error: str = ""
    shapes: tuple[tuple[int, ...], ...] = ()
    is_broadcast: bool = False


def _sigmoid_derivative(Z: Array) -> Array:
    """Return the derivative of the sigmoid at Z."""
    return ACTIVATIONS["sigmoid"].derivative(Z, sigmoid(Z))


_OPERATIONS: dict[str, Callable[..., Array]] = {
    "@": np.matmul,
    "*": np.multiply,
    "/": np.divide,
    "+": np.add,
    "-": np.subtract,
    NEGATIVE: np.negative,
    ".T": np.transpose,
    ".sum0": lambda a: a.sum(axis=0),
    ".sum1": lambda a: a.sum(axis=1),
    ".sum0k": lambda a: a.sum(axis=0, keepdims=True),
    ".sum1k": lambda a: a.sum(axis=1, keepdims=True),
    ".total": lambda a: a.sum(),
    "fp(": _sigmoid_derivative,
    "exp(": np.exp,
}
_BROADCASTING = ("*", "/", "+", "-")


def evaluate(expression: Expression, values: Mapping[str, Array]) -> tuple[Part, ...]:
    """Return the parts of an expression in the order in which NumPy computes them; never raise.

    The last one is the whole.  A part that contains one that fails has no value and no error of its own.

    Parameters
    ----------
    expression : Expression
    values : mapping
        The array of each quantity.
    """
    if expression.root is None:
        return ()
    parts: list[Part] = []
    with np.errstate(all="ignore"):
        _add(expression.root, expression.tiles, values, parts)
    return tuple(parts)


def value_of(parts: tuple[Part, ...]) -> Array | None:
    """Return what a whole expression computes; None if a part of it fails."""
    return None if not parts or any(part.error for part in parts) else parts[-1].value


def _add(node: Node, tiles: tuple[str, ...], values: Mapping[str, Array], parts: list[Part]) -> Part:
    """Evaluate a node and its operands; append what is worth showing."""
    if node.operation == OPEN:
        return Part("", None)
    code = code_of(tiles[node.start : node.end])
    if not node.operands:
        part = Part(code, np.asarray(values[node.operation]))
    elif node.operation == BRACKETS:
        return _add(node.operands[0], tiles, values, parts)
    else:
        part = _computed(node.operation, code, [_add(each, tiles, values, parts) for each in node.operands])
    if part.value is not None or part.error:
        parts.append(part)
    return part


def _computed(operation: str, code: str, operands: list[Part]) -> Part:
    arrays = [operand.value for operand in operands if operand.value is not None]
    if len(arrays) < len(operands):
        return Part(code, None)
    shapes = tuple(array.shape for array in arrays)
    try:
        value = np.asarray(_OPERATIONS[operation](*arrays))
    except ValueError as error:
        return Part(code, None, f"{type(error).__name__}: {str(error).strip()}", shapes)
    is_broadcast = operation in _BROADCASTING and len({*shapes} - {()}) > 1
    return Part(code, value, "", shapes, is_broadcast)
