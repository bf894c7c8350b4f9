"""How a program is laid out: sections of code, their comments in one column."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import indent

Line = tuple[str, str]
"""A line of code, and what its comment says."""

WIDTH = 88
_COMMENT_COLUMN = 46


@dataclass(frozen=True)
class Section:
    """Hold one part of a program.

    Attributes
    ----------
    title : str
        What it does.
    words : str
        What a notebook says above it, in Markdown with LaTeX.
    code : str
        Its lines.
    """

    title: str
    words: str
    code: str


def number(value: float) -> str:
    """Return a number as one writes it: the shortest text that reads back to it.

    >>> number(0.3), number(1e-8)
    ('0.3', '1e-8')
    """
    return repr(value).replace("e-0", "e-")


def lines(*written: Line | str) -> str:
    """Return lines of code, the comments in one column where the code leaves room."""
    return "\n".join(_line(*_pair(each)) for each in written)


def inner(*written: Line | str) -> list[Line]:
    """Return lines one level further in."""
    pairs = [_pair(each) for each in written]
    return [(indent(code, "    "), comment) for code, comment in pairs]


def function(head: str, summary: str, *body: Line | str) -> str:
    """Return a function."""
    return lines(f"def {head}:", *inner(f'"""{summary}"""', *body))


def _pair(written: Line | str) -> Line:
    return (written, "") if isinstance(written, str) else written


def _line(code: str, comment: str) -> str:
    return f"{code:<{_COMMENT_COLUMN - 2}}  # {comment}" if comment else code
