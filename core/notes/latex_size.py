r"""How large a formula is in print, estimated from its LaTeX before anything is compiled.

The sizes are upper bounds in em of the font, for the subset that Backpass writes, in display style.  They
hold for Computer Modern and Latin Modern, serif and sans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_LINE, _ROW, _LIMITS = 1.2, 1.22, 2.9
_SCRIPT = 0.75
_BRACKETS, _BETWEEN = 1.2, 1.0
_RELATION, _OPERATOR, _SIGN = 1.34, 1.23, 0.78
_BEFORE_SIGN = ("", "(", "[", "=", ",", r"\approx", r"\log")

_WIDTHS = {
    0.0: [r"\left", r"\right", r"\displaystyle"],
    0.17: [r"\,"],
    0.29: [*".|:;'"],
    0.45: [*"(),[]ijlI", r"\{", r"\}", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\lVert", r"\rVert"],
    0.53: [*"0123456789"],
    0.95: [*"WMm", r"\cdots", r"\ddots", r"\#"],
    1.0: [r"\quad"],
    1.5: [r"\sum"],
    1.9: [r"\max", r"\log", r"\tanh"],
    _OPERATOR: ["+", "-", r"\odot", r"\times", r"\cdot"],
    _RELATION: ["=", "<", ">", r"\approx", r"\neq"],
}
_WIDTH = {token: width for width, tokens in _WIDTHS.items() for token in tokens}
_LETTER = 0.8


class Size(NamedTuple):
    """Hold a width and a height in em."""

    width: float
    height: float


@lru_cache(maxsize=1024)  # the same pieces are measured for each way to lay them out
def latex_size(text: str) -> Size:
    r"""Return how large a formula in LaTeX is at most.

    >>> latex_size("Z").width < latex_size("Z_{1}").width < latex_size(r"\frac{Z_{1} + 1}{2}").width
    True
    """
    return _run(iter(_TOKEN.findall(text)), "")


def _run(tokens: Iterator[str], end: str) -> Size:
    """Return the size of what stands before the token `end`."""
    width, height, before, scripts = 0.0, _LINE, "", 0.0
    for token in tokens:
        if token == end:
            break
        if token.isspace():
            continue
        if token in "_^":
            script = _atom(tokens, next(tokens)).width * _SCRIPT + 0.06
            width += max(0.0, script - scripts)  # an index and a power stand above each other
            scripts = max(scripts, script)
            height = max(height, _LIMITS if before == r"\sum" else _LINE + 0.15)
            continue
        size = Size(_SIGN, _LINE) if token == "-" and before in _BEFORE_SIGN else _atom(tokens, token)
        width, height, before, scripts = width + size.width, max(height, size.height), token, 0.0
    return Size(width, height)


def _atom(tokens: Iterator[str], token: str) -> Size:
    """Return the size of a token with its arguments."""
    if token == "{":
        return _run(tokens, "}")
    measure = _MACROS.get(token)
    return measure(tokens) if measure else Size(_WIDTH.get(token, _LETTER), _LINE)


def _argument(tokens: Iterator[str]) -> Size:
    return _atom(tokens, next(tokens))


def _fraction(tokens: Iterator[str]) -> Size:
    above, below = _argument(tokens), _argument(tokens)
    return Size(max(above.width, below.width) + 0.3, above.height + below.height + 0.1)


def _root(tokens: Iterator[str]) -> Size:
    inside = _argument(tokens)
    return Size(inside.width + 1.0, inside.height + 0.1)


def _words(tokens: Iterator[str]) -> Size:
    return Size(_argument(tokens).width * 0.75 + 0.5, _LINE)


def _tag(tokens: Iterator[str]) -> Size:
    """Return no width: a tag that is too wide takes a line of its own."""
    _argument(tokens)
    return Size(0.0, _LINE)


def _matrix(tokens: Iterator[str]) -> Size:
    """Return the size of the rows up to the end of a matrix."""
    _argument(tokens)  # its name
    rows: list[list[str]] = [[""]]
    for token in tokens:
        if token == r"\end":
            _argument(tokens)
            break
        if token == r"\\":
            rows.append([""])
        elif token == "&":
            rows[-1].append("")
        else:
            rows[-1][-1] += token
    columns = [max(latex_size(cell).width for cell in column) for column in zip(*rows, strict=True)]
    dots = 0.6 * (r"\vdots" in rows[-1][0])
    return Size(sum(columns) + _BETWEEN * (len(columns) - 1) + _BRACKETS, _ROW * len(rows) + 0.4 + dots)


_MACROS = {
    r"\frac": _fraction,
    r"\sqrt": _root,
    r"\text": _words,
    r"\operatorname": _words,
    r"\tag": _tag,
    r"\begin": _matrix,
}
