"""Matrices of a run as tables in Markdown."""

from __future__ import annotations

from pages.figures.names import column_name, row_name
from pages.figures.words import fmt, sub
from pages.scenes.lessons.measured_run import kind_of_axis, measured

MOST_ROWS = 12


def matrix_table(name: str, link: str) -> str:
    """Return a matrix as a table in Markdown, its rows and columns named as everywhere.

    Raises
    ------
    ValueError
        If the run has no such matrix, or it has too many rows to read.
    """
    run = measured(link)
    matrix = run.matrix(name)
    if len(matrix.values) > MOST_ROWS:
        raise ValueError(f"{name} has {len(matrix.values)} rows; a table shows at most {MOST_ROWS}")
    axes = zip((matrix.rows, matrix.columns), matrix.values.shape, strict=True)
    rows, columns = ([_line_name(kind_of_axis(axis), at) for at in range(count)] for axis, count in axes)
    symbol = sub(name.rstrip("0123456789"), int(name[-1])) if name[-1].isdigit() else name
    lines = [f"| **{symbol}** | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for row, values in zip(rows, matrix.values, strict=True):
        lines.append(f"| {row} | {' | '.join(fmt(value) for value in values)} |")
    return "\n".join(lines)


def _line_name(kind: str, at: int) -> str:
    """Return what a row or a column of a table belongs to; nothing, if it is the only one."""
    if kind == "x":
        return row_name(1, at)
    return column_name(1, at, layers=1) if kind == "class" else f"{kind} {at + 1}" if kind else ""
