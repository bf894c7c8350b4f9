"""The text of a table as rows of cells: which separator it has, and on which line each row starts."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass

SEPARATORS = {"\t": "tab", ";": "semicolon", "|": "bar", ",": "comma", " ": "spaces"}
"""What may stand between cells, and its name; where several would do, the first is taken."""

LONGEST_TABLE = 500_000
"""Characters: some ten thousand rows."""

_MOST_COLUMNS = 200
_LOOKED_AT = 200  # rows by which the separator is found
_MOST_LINES_OF_A_CELL = 20


@dataclass(frozen=True)
class Row:
    """Hold the cells of one row, and the line on which it starts, from 1."""

    line: int
    cells: tuple[str, ...]


def rows_of(text: str, separator: str | None = None) -> tuple[str, list[Row]]:
    r"""Return the separator and the rows of a table that are not empty.

    Parameters
    ----------
    text : str
    separator : str or None
        One of `SEPARATORS`; None finds it.

    Raises
    ------
    ValueError
        If the text is too long, has no rows, or a quotation mark is never closed.

    >>> rows_of("a;b\n1,5;2\n")[0], rows_of("a;b\n1,5;2\n")[1][1]
    (';', Row(line=2, cells=('1,5', '2')))
    """
    if len(text) > LONGEST_TABLE:
        raise ValueError(
            f"The table has {len(text):,} characters. At most {LONGEST_TABLE:,} are read: "
            "leave out rows or columns."
        )
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    first, _, rest = plain.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=,"):
        separator = separator or _named(first.strip()[4:])
        plain, skipped = rest, 1
    found = separator or _found(plain)
    rows = _split(plain, found, skipped)
    if not rows:
        raise ValueError("The table is empty.")
    return found, rows


def _named(given: str) -> str | None:
    """Return the separator that a spreadsheet's first line names; a tab was stripped."""
    return given if given in SEPARATORS else ("\t" if not given else None)


def _found(text: str) -> str:
    """Return the separator that gives most rows the same number of columns, three or more if possible."""
    problems = []

    def merit(separator: str) -> tuple[bool, bool]:
        try:
            rows = _split("\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT]), separator)
        except ValueError as problem:
            problems.append(problem)
            return False, False
        widths = Counter(len(row.cells) for row in rows)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        is_regular = count >= 0.8 * len(rows)
        return is_regular and width >= _LEAST_COLUMNS, is_regular and width > 1

    merits = {separator: merit(separator) for separator in SEPARATORS}
    if problems and not any(any(each) for each in merits.values()):
        raise problems[-1]
    return max(SEPARATORS, key=merits.__getitem__)


_LEAST_COLUMNS = 3


def _split(text: str, separator: str, skipped: int = 0) -> list[Row]:
    lines = text.split("\n")
    if separator == " ":
        cells = [tuple(line.split()[:_MOST_COLUMNS]) for line in lines]
        return [Row(skipped + at, row) for at, row in enumerate(cells, start=1) if row]
    rows, start = [], 1
    reader = csv.reader(iter([f"{line}\n" for line in lines]), delimiter=separator, skipinitialspace=True)
    try:
        for read in reader:
            if reader.line_num - start >= _MOST_LINES_OF_A_CELL:
                raise ValueError(f"Line {skipped + start} has a quotation mark that is never closed.")
            cells_read = tuple(" ".join(cell.split()) for cell in read[:_MOST_COLUMNS])
            while cells_read and not cells_read[-1] and separator not in "\t,":
                cells_read = cells_read[:-1]  # a separator at the end of a line
            if any(cells_read):
                rows.append(Row(skipped + start, cells_read))
            start = reader.line_num + 1
    except csv.Error as problem:
        raise ValueError(f"Line {skipped + start} cannot be read: {problem}.") from None
    return rows
