"""Read a sum as it is printed: its value from its own terms, as an interval, for digits are rounded."""

import ast
import math
from dataclasses import dataclass

WORDS = {"−": "-", "·": "*", "×10": "e"}
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
DIGITS = 4


@dataclass(frozen=True)
class Interval:
    """Hold all numbers that a printed one may stand for."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


def printed(text: str) -> Interval:
    """Return what a printed number may stand for: half a unit of its fourth digit up or down."""
    return rounded(float(plain(text)))


def rounded(value: float) -> Interval:
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - DIGITS + 1) if value else 0.0
    return Interval(value - unit / 2, value + unit / 2)


def plain(text: str) -> str:
    for sign, letter in WORDS.items():
        text = text.replace(sign, letter)
    return text.translate(SUPERSCRIPTS)


def evaluate(text: str) -> Interval:
    """Return what the terms of an arithmetic expression come to."""
    return value_of(ast.parse(plain(text), mode="eval").body)


def value_of(node: ast.expr) -> Interval:
    if isinstance(node, ast.Constant):
        return rounded(float(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = value_of(node.operand)
        return Interval(-inner.high, -inner.low)
    if isinstance(node, ast.BinOp):
        return combined(node.op, value_of(node.left), value_of(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return called(node.func.id, [value_of(each) for each in node.args])
    raise ValueError(f"no arithmetic: {ast.dump(node)}")


def combined(op: ast.operator, a: Interval, b: Interval) -> Interval:
    if isinstance(op, ast.Add):
        return Interval(a.low + b.low, a.high + b.high)
    if isinstance(op, ast.Sub):
        return Interval(a.low - b.high, a.high - b.low)
    pairs = [(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    if isinstance(op, ast.Mult):
        values = [x * y for x, y in pairs]
    elif isinstance(op, ast.Div):
        assert b.low > 0 or b.high < 0, "a division by what may be 0"
        values = [x / y for x, y in pairs]
    else:
        raise ValueError(f"no arithmetic: {op}")
    return Interval(min(values), max(values))


def called(name: str, args: list[Interval]) -> Interval:
    if name == "max":
        return Interval(max(a.low for a in args), max(a.high for a in args))
    function = {"exp": math.exp, "log": math.log, "tanh": math.tanh}[name]
    (only,) = args
    return Interval(function(only.low), function(only.high))
