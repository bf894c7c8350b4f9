"""Points from a table that somebody pasted or dropped: what was found in it, and what was left out.

Nothing is guessed silently: the report names the separator, the decimal mark, the header and the columns
that were found, and each of them can be given instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core import MOST_CLASSES, MOST_POINTS, GivenPoints, short_points
from core.run.point_text import LONGEST_NAME, is_plain_name
from pages.session.table_numbers import decimal_in, number_in
from pages.session.table_text import SEPARATORS, Row, rows_of

_MOSTLY = 0.5  # of the rows
_MOST_NAMED = 3  # rows that the report names one by one


@dataclass(frozen=True, kw_only=True)
class TableForm:
    """Say how a table is read; None is found in the table.

    Attributes
    ----------
    separator, decimal : str or None
    has_header : bool or None
    columns : tuple of int or None
        x₁, x₂ and the class, from 0.
    """

    separator: str | None = None
    decimal: str | None = None
    has_header: bool | None = None
    columns: tuple[int | None, ...] = (None, None, None)


@dataclass(frozen=True)
class TableReport:
    """Hold what was read.

    Attributes
    ----------
    form : TableForm
        How the table was read, nothing of it None.
    names : tuple of str
        What stands above each column, or its number.
    points : GivenPoints or None
        None if `problem` says why there are none.
    summary : str
        How many rows there are, and which were skipped.
    problem : str
    """

    form: TableForm
    names: tuple[str, ...]
    points: GivenPoints | None
    summary: str
    problem: str = ""


def read_table(text: str, given: TableForm = TableForm()) -> TableReport:  # frozen
    """Read a table.

    Raises
    ------
    ValueError
        If it is no table at all: empty, too long, or of fewer than three columns.
    """
    separator, rows = rows_of(text, given.separator)
    width = max(len(row.cells) for row in rows)
    if width < 3:
        raise ValueError(
            f"The table has {width} column{'s' * (width > 1)} with the separator {SEPARATORS[separator]}. "
            "Three are needed: two numbers and a class."
        )
    decimal = given.decimal or ("." if separator == "," else decimal_in(c for r in rows for c in r.cells))
    numeric = _numeric(rows[1:], width, decimal)
    has_header = _has_header(rows, numeric, decimal) if given.has_header is None else given.has_header
    head, body = (rows[0].cells, rows[1:]) if has_header else ((), rows)
    names = tuple(_name(head, column) for column in range(width))
    counting = [column for column in numeric if _counts(body, column, decimal)]
    columns = _columns(body, numeric, counting, width, given.columns)
    form = TableForm(separator=separator, decimal=decimal, has_header=has_header, columns=columns)
    return _report(form, names, body)


def _numeric(rows: Sequence[Row], width: int, decimal: str) -> list[int]:
    """Return the columns that hold numbers in most rows."""
    return [
        column
        for column in range(width)
        if rows
        and sum(number_in(_cell(row, column), decimal) is not None for row in rows) >= _MOSTLY * len(rows)
    ]


def _has_header(rows: Sequence[Row], numeric: Sequence[int], decimal: str) -> bool:
    """Return whether the first row has words where the others have numbers."""
    first = [_cell(rows[0], column) for column in numeric]
    return any(first) and all(number_in(cell, decimal) is None for cell in first)


def _counts(body: Sequence[Row], column: int, decimal: str) -> bool:
    """Return whether a column only numbers the rows."""
    numbers = [number_in(_cell(row, column), decimal) for row in body]
    first = numbers[0] if numbers else None
    return first in (0.0, 1.0) and numbers == [first + at for at in range(len(numbers))]


def _name(head: tuple[str, ...], column: int) -> str:
    return (head[column] if column < len(head) else "") or f"column {column + 1}"


def _columns(
    body: Sequence[Row],
    numeric: Sequence[int],
    counting: Sequence[int],
    width: int,
    given: Sequence[int | None],
) -> tuple[int, ...]:
    """Return two columns of numbers and one of classes: of words, if possible, with fewest different cells.

    Those that are given stay, if the table has them.
    """
    x1, x2, label = (at if at is not None and at < width else None for at in given)

    def merit(column: int) -> tuple[bool, bool, int, int]:
        different = len({_cell(row, column) for row in body} - {""})
        return column not in numeric, 2 <= different <= MOST_CLASSES, -different, column

    free = [column for column in range(width) if column not in (x1, x2)]
    if label is None:
        label = max(free, key=merit)
    free = [column for column in free if column != label]
    free.sort(key=lambda column: (column not in numeric, column in counting))
    rest = iter(free)
    return next(rest) if x1 is None else x1, next(rest) if x2 is None else x2, label


def _report(form: TableForm, names: tuple[str, ...], body: Sequence[Row]) -> TableReport:
    """Return the report of the rows below the header."""
    kept, skipped = [], []
    for row in body:
        if reason := _why_skipped(row, form, names):
            skipped.append(f"line {row.line} has {reason}")
        else:
            kept.append(row)
    summary = f"{len(body):,} row{'s' * (len(body) != 1)}, {len(skipped):,} skipped" + _listed(skipped)
    if len(kept) > MOST_POINTS:
        summary += f" {MOST_POINTS:,} rows, evenly spaced, are taken of {len(kept):,}."
        kept = [kept[at * len(kept) // MOST_POINTS] for at in range(MOST_POINTS)]
    try:
        points = _points(kept, form, names)
    except ValueError as found:
        return TableReport(form, names, None, summary, str(found))
    if sorted(points.X.tolist()) != sorted(_coordinates(kept, form)):
        summary += " The numbers are rounded, so that a link can hold them."
    return TableReport(form, names, points, summary)


def _listed(skipped: list[str]) -> str:
    if not skipped:
        return "."
    more = len(skipped) - _MOST_NAMED
    return f": {'; '.join(skipped[:_MOST_NAMED])}" + (f"; and {more:,} more." if more > 0 else ".")


def _why_skipped(row: Row, form: TableForm, names: tuple[str, ...]) -> str:
    """Return what a row lacks; "" if nothing."""
    *numbers, label = _chosen(form)
    for column in numbers:
        if number_in(_cell(row, column), str(form.decimal)) is None:
            return f"no number in {_column(column, names)}"
    return "" if _cell(row, label) else f"no class in {_column(label, names)}"


def _chosen(form: TableForm) -> tuple[int, ...]:
    return tuple(column for column in form.columns if column is not None)


def _column(column: int, names: tuple[str, ...]) -> str:
    own = f"column {column + 1}"
    return own if names[column] == own else f"{own} ({names[column][:LONGEST_NAME]})"


def _points(rows: Sequence[Row], form: TableForm, names: tuple[str, ...]) -> GivenPoints:
    *numbers, label = _chosen(form)
    cells = [_cell(row, label) for row in rows]
    classes = _classes(cells, str(form.decimal))
    where = _column(label, names).replace("column", "Column", 1)
    if len(classes) > MOST_CLASSES:
        few = ", ".join(name[:LONGEST_NAME] for name in classes[:3])
        raise ValueError(
            f"{where} has {len(classes):,} different values ({few}, …). "
            f"A table may have {MOST_CLASSES} classes."
        )
    if len(classes) < 2:
        raise ValueError(f"{where} has {len(classes)} class{'es' * (not classes)}. Two are needed.")
    if single := [name for name in classes if cells.count(name) < 2]:
        raise ValueError(f"Class {single[0][:LONGEST_NAME]} has one row. Two are needed.")
    axes = [_plain(names[column]) for column in numbers] if form.has_header else []
    if len(set(axes)) < 2 or "" in axes:
        axes = []
    X = _coordinates(rows, form)
    return short_points(X, [classes.index(cell) for cell in cells], names=_class_names(classes), axes=axes)


def _coordinates(rows: Sequence[Row], form: TableForm) -> list[list[float]]:
    numbers = _chosen(form)[:2]
    return [[number_in(_cell(row, column), str(form.decimal)) or 0.0 for column in numbers] for row in rows]


def _classes(cells: Sequence[str], decimal: str) -> list[str]:
    """Return the classes: numbers by size, words as they come."""
    found = list(dict.fromkeys(cells))
    numbers = [number_in(cell, decimal) for cell in found]
    if None in numbers:
        return found
    return sorted(found, key=lambda cell: number_in(cell, decimal) or 0.0)


def _class_names(classes: Sequence[str]) -> list[str]:
    """Return the names that a picture can show; numbers if two would be alike."""
    names = [_plain(name) for name in classes]
    return names if len({*names} - {""}) == len(names) else [str(at) for at in range(len(names))]


def _plain(text: str) -> str:
    """Return a text without what a name must not have."""
    kept = "".join(letter if is_plain_name(letter) or letter in " .-" else " " for letter in text)
    return " ".join(kept.split())[:LONGEST_NAME].strip()


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""
