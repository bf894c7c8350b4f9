r"""Equations in LaTeX as one display that fits a page and a slide: ``align*`` with broken lines.

An equation breaks before a relation, and where that is not enough before an operator.  The result needs
amsmath alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from core.notes.latex_size import latex_size

ROOM = {"": (27.5, 16.5), r"\footnotesize": (31.0, 20.0)}
"""The width and height in em of what fits a slide, the smallest of the usual pages, by size of the font."""

FOLDS = ((5, 5), (4, 5), (4, 4), (3, 5), (3, 4), (3, 3), (2, 4), (2, 3), (2, 2))
"""Rows and columns of a matrix, from the most to the fewest; see `core.notes.latex.latex_of`."""

_LEAST = (3, 3)  # rather than less of each matrix, one equation a slide

_NEEDS = r"% Needs \usepackage{amsmath}, which beamer loads itself."
_DOTS = "% Dots: only the first entries of the matrix are written out, its shape stands beside it."
_WIDE_LEFT = 0.45  # of the width
_BETWEEN_ROWS, _BETWEEN_EQUATIONS = 0.3, 0.4
_TOKEN = re.compile(r"\\(?:begin|end)\{\w+\}|\\[A-Za-z]+|\\.|.", re.DOTALL)
_RELATIONS = ("=", r"\approx")
_OPERATORS = ("+", "-", r"\odot", r"\cdot", r"\,", r"\quad")
_OPENING, _CLOSING = ("{", r"\left", r"\begin"), ("}", r"\right", r"\end")


def display(equations: Sequence[str], comments: Sequence[str] = ()) -> str:
    r"""Return equations in LaTeX as a display, after comments and what it needs.

    Equations that are too high for one slide become a display each, with an empty line between.

    Parameters
    ----------
    equations : sequence of str
        Each of the form ``left = right = … \approx value``.
    comments : sequence of str
        Lines of text.
    """
    return _explained(_slides(equations), comments)


def displays(parts: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return displays one after another: each the equations of a part, below a comment."""
    return _explained("\n\n".join(f"% {says}\n{_slides(equations)}" for says, equations in parts))


def _explained(made: str, comments: Sequence[str] = ()) -> str:
    about = [f"% {line}" for line in comments] + [_DOTS] * ("dots" in made)
    return "\n".join([*about, _NEEDS, made]) + "\n"


def _slides(equations: Sequence[str]) -> str:
    slides = [equations] if _size(equations) is not None else [[each] for each in equations]
    return "\n\n".join(map(_display, slides))


def broken(equation: str, width: float) -> list[str]:
    """Return an equation as rows of ``aligned`` that fit a width in em."""
    (made,) = _laid_out([equation], width)
    return made.lines


def folded(write: Callable[[tuple[int, int]], list[str]]) -> list[str]:
    """Return the equations with the largest of `FOLDS` with which they fit a slide, else one slide each.

    Parameters
    ----------
    write : callable
        From how many rows and columns a matrix has at most to the equations.
    """
    ways = list(map(write, FOLDS))
    together = (way for way in ways[: FOLDS.index(_LEAST) + 1] if _size(way) is not None)
    apart = (way for way in ways if all(_size([each]) is not None for each in way))
    return next(together, None) or next(apart, ways[-1])


def _display(equations: Sequence[str]) -> str:
    """Return equations as one environment, in the largest size of the font that fits."""
    size = _size(equations)
    if size is None:
        size = list(ROOM)[-1]
    rows = [" \\\\\n".join(each.lines) for each in _laid_out(equations, ROOM[size][0])]
    body = "\n".join([r"\begin{align*}", " \\\\[4pt]\n".join(rows), r"\end{align*}"])
    # Not in braces: beamer would take them for the subtitle of a frame.
    return f"\\begingroup{size}\n{body}\n\\endgroup" if size else body


def _size(equations: Sequence[str]) -> str | None:
    """Return the largest size of the font, one of `ROOM`, with which equations fit a slide."""
    return next((size for size in ROOM if fits(equations, size)), None)


def fits(equations: Sequence[str], size: str = "") -> bool:
    """Return whether equations fit a slide in a size of the font, one of `ROOM`."""
    width, height = ROOM[size]
    made = _laid_out(equations, width)
    heights = [latex_size(row).height + _BETWEEN_ROWS for each in made for row in each.rows]
    used = sum(heights) + _BETWEEN_EQUATIONS * (len(made) - 1)
    return _width(made) <= width and used <= height


class _LaidOut(NamedTuple):
    """Hold an equation as rows of ``align``; `left` is aligned to the right, before the first row."""

    left: str
    rows: list[str]

    @property
    def lines(self) -> list[str]:
        """The rows in LaTeX."""
        return [f"{self.left} &{self.rows[0]}".strip(), *(f"&{row}" for row in self.rows[1:])]


def _laid_out(equations: Sequence[str], width: float) -> list[_LaidOut]:
    """Return equations in rows: with a column of left sides if it leaves room enough, else flush left."""
    parts = [_split(each, _RELATIONS) for each in equations]
    column = max(latex_size(left).width if sides else 0.0 for left, *sides in parts)
    made = [
        _LaidOut(left, _filled(sides, width - column)) if sides else _LaidOut("", [left])
        for left, *sides in parts
    ]
    if column <= _WIDE_LEFT * width and _width(made) <= width:
        return made
    return [_LaidOut("", _filled(_joined(each, width), width)) for each in parts]


def _width(made: Sequence[_LaidOut]) -> float:
    """Return the width of equations with their common column of left sides."""
    column = max(latex_size(each.left).width for each in made)
    return column + max(latex_size(row).width for each in made for row in each.rows)


def _joined(parts: list[str], width: float) -> list[str]:
    """Return the left side with the first of the others, if both fit one row."""
    first = " ".join(parts[:2])
    return [first, *parts[2:]] if latex_size(first).width <= width else parts


def _filled(sides: list[str], room: float) -> list[str]:
    """Return sides in one row if they fit, else each on its own and broken."""
    if latex_size(whole := " ".join(sides)).width <= room:
        return [whole]
    return [row for side in sides for row in _broken(side, room)]


def _broken(side: str, room: float) -> Iterator[str]:
    """Yield the rows of one side; each is as long as fits."""
    row = ""
    for piece in _pieces(side, room):
        if row and latex_size(f"{row} {piece}").width > room:
            yield row
            row = r"\quad " + re.sub(r"^\\,", r"\\cdot", piece)
        else:
            row = f"{row} {piece}".strip()
    yield row


def _pieces(side: str, room: float) -> Iterator[str]:
    """Yield the parts between operators; of a part that is too wide, those in its parentheses, too."""
    for piece in _split(side, _OPERATORS):
        is_long = latex_size(piece).width > room
        yield from _split(piece, _OPERATORS, into_parentheses=True) if is_long else [piece]


def _split(text: str, signs: tuple[str, ...], *, into_parentheses: bool = False) -> list[str]:
    r"""Return the parts of a text, each from a sign on that stands outside of all brackets.

    What follows a ``\quad`` explains: its relations do not count.
    """
    parts, depth = [""], 0
    for token in _TOKEN.findall(text):
        name = token.partition("{")[0] or token
        opens, closes = name in _OPENING, name in _CLOSING
        if not into_parentheses:
            opens, closes = opens or token == "(", closes or token == ")"
        depth += opens - closes
        if token == r"\quad" and token not in signs:
            depth += 1
        if token in signs and depth == 0 and parts[-1].endswith(" "):
            parts.append("")
        parts[-1] += token
    return [part.strip() for part in parts if part.strip()]
