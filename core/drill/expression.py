"""Tiles read as Python reads code: `@`, `*` and `/` before `+` and `−`, from left to right.

What is not finished has a place that is open.  What Python could not read has a problem.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.drill.tiles import BINARY, CLOSING, NAME, OPENING, POSTFIX, TILES

OPEN, NEGATIVE, BRACKETS = "open", "negative", "("


@dataclass(frozen=True)
class Node:
    """Hold one part of an expression.

    Attributes
    ----------
    operation : str
        A tile, `NEGATIVE`, or `OPEN` for what is yet to come.
    start, end : int
        Which of the tiles it takes.
    operands : tuple of Node
    """

    operation: str
    start: int
    end: int
    operands: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Expression:
    """Hold tiles as they were read.

    Attributes
    ----------
    tiles : tuple of str
    root : Node or None
        None if Python could not read them.
    problem : str
        What is missing or wrong, as a sentence; empty if the expression is complete.
    """

    tiles: tuple[str, ...]
    root: Node | None
    problem: str


class _UnreadableError(Exception):
    """What Python could not read."""


def read_expression(tiles: Sequence[str]) -> Expression:
    """Return tiles as an expression; never raise."""
    parser = _TileParser(tuple(tiles))
    try:
        root = parser.whole()
    except _UnreadableError as found:
        return Expression(parser.tiles, None, str(found))
    return Expression(parser.tiles, root, parser.missing)


def form_of(expression: Expression) -> str:
    """Return what an expression computes as text, the same however it is bracketed.

    >>> same = read_expression(("(", "A1", "+", "b1", ")")), read_expression(("A1", "+", "b1"))
    >>> {form_of(each) for each in same}
    {'+[A1, b1]'}
    """
    return _form(expression.root) if expression.root else ""


def _form(node: Node) -> str:
    operands = [_form(each) for each in node.operands]
    if node.operation == BRACKETS:
        return operands[0]
    return f"{node.operation}[{', '.join(operands)}]" if operands else node.operation


class _TileParser:
    """Reads tiles from left to right, one method for each level of precedence."""

    def __init__(self, tiles: tuple[str, ...]) -> None:
        self.tiles = tiles
        self.at = 0
        self.missing = ""

    def whole(self) -> Node:
        root = self._sum()
        if self.at < len(self.tiles):
            raise _UnreadableError(self._unexpected())
        return root

    def _kind(self) -> str:
        return TILES[self.tiles[self.at]].kind if self.at < len(self.tiles) else ""

    def _take(self) -> str:
        self.at += 1
        return self.tiles[self.at - 1]

    def _sum(self) -> Node:
        return self._chain(("+", "-"), lambda: self._chain(("@", "*", "/"), self._sign))

    def _chain(self, operators: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        left = operand()
        while self._kind() == BINARY and self.tiles[self.at] in operators:
            operator = self._take()
            right = operand()
            left = Node(operator, left.start, self.at, (left, right))
        return left

    def _sign(self) -> Node:
        if self.tiles[self.at : self.at + 1] == ("-",):
            start = self.at
            self._take()
            operand = self._sign()
            return Node(NEGATIVE, start, self.at, (operand,))
        return self._with_postfixes()

    def _with_postfixes(self) -> Node:
        node = self._operand()
        while self._kind() == POSTFIX:
            operation = self._take()
            node = Node(operation, node.start, self.at, (node,))
        return node

    def _operand(self) -> Node:
        start, kind = self.at, self._kind()
        if kind == NAME:
            return Node(self._take(), start, self.at)
        if kind == OPENING:
            operation = self._take()
            inner = self._sum()
            if self._kind() == CLOSING:
                self._take()
            elif self._kind():
                raise _UnreadableError(self._unexpected())
            else:
                self.missing = self.missing or "A closing bracket is missing."
            return Node(operation, start, self.at, (inner,))
        if not kind:
            after = f" after `{TILES[self.tiles[-1]].code}`" if self.tiles else ""
            self.missing = f"A quantity is missing{after}."
            return Node(OPEN, start, start)
        raise _UnreadableError(f"`{self._code(start)}` has no quantity on its left.")

    def _unexpected(self) -> str:
        if self._kind() == CLOSING:
            return "A closing bracket has no opening one."
        pair = f"`{self._code(self.at - 1)}` and `{self._code(self.at)}`"
        return f"An operator is missing between {pair}."

    def _code(self, at: int) -> str:
        return TILES[self.tiles[at]].code
