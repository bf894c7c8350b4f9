"""Read a sum literally, as it is printed: what its terms come to, and whether that is its value."""

import ast
import math
import operator
import re
from collections.abc import Callable

WORDS = {"−": "-", "·": "*", "×10": "e", "∞": "1e999"}
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
DIGITS = 4

OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., float]] = {
    "exp": math.exp, "log": math.log, "tanh": math.tanh, "max": max, "sign": lambda x: (x > 0) - (x < 0),
}  # fmt: skip


def adds_up(text: str) -> bool:
    """Return whether an expression, each printed number taken as it stands, has the value behind ` = `.

    The value is printed to four digits: half a unit of the last of them is all that may be missing.
    """
    expression, _, value = text.rpartition(" = ")
    return abs(evaluate(expression) - evaluate(value)) <= half_a_unit(value) * (1 + 1e-9)


def half_a_unit(value: str) -> float:
    """Return half a unit of the fourth digit of a printed number, of its units if they are beyond it."""
    number = abs(evaluate(value))
    if number == 0:
        return 0.0
    power = math.floor(math.log10(number)) - DIGITS + 1
    return 10.0 ** (power if "×10" in value else min(power, 0)) / 2


def evaluate(text: str) -> float:
    """Return what a printed expression comes to."""
    return value_of(ast.parse(plain(text), mode="eval").body)


def plain(text: str) -> str:
    text = re.sub(r"… \d+ more ", "", text)  # what is left of a folded sum is one number
    for sign, letter in WORDS.items():
        text = text.replace(sign, letter)
    return text.translate(SUPERSCRIPTS)


def value_of(node: ast.expr) -> float:
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -value_of(node.operand)
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](value_of(node.left), value_of(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return FUNCTIONS[node.func.id](*map(value_of, node.args))
    raise ValueError(f"no arithmetic: {ast.dump(node)}")
