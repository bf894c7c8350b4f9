"""Numbers in the cells of a table, as spreadsheets of many countries write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

_SPACES = " \u00a0\u2009\u202f'’"
_DIGITS = r"(?:[0-9]+{mark}?[0-9]*|{mark}[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?"
_FORMS = {
    mark: re.compile(rf"[+-]?{_DIGITS.format(mark=re.escape(mark))}", re.ASCII) for mark in (".", ",")
}
_GROUPED = {
    ".": re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII),
    ",": re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?", re.ASCII),
}
_LONGEST = 40


def number_in(cell: str, decimal: str) -> float | None:
    """Return the number in a cell; None if there is none.

    Thousands may be set off by spaces, apostrophes, or the mark that is not the decimal one.

    >>> number_in("1,5", ","), number_in("1.234,5", ","), number_in("−2", "."), number_in("n/a", ".")
    (1.5, 1234.5, -2.0, None)
    """
    if len(cell) > _LONGEST:
        return None
    plain = cell.replace("−", "-").translate({ord(space): None for space in _SPACES})
    if _GROUPED[decimal].fullmatch(plain):
        plain = plain.replace("," if decimal == "." else ".", "")
    if not _FORMS[decimal].fullmatch(plain):
        return None
    value = float(plain.replace(",", "."))
    return value if math.isfinite(value) else None


def decimal_in(cells: Iterable[str]) -> str:
    """Return the decimal mark of a table's cells: the comma only if more numbers have it.

    >>> decimal_in(["1,5", "2", "a,b"]), decimal_in(["1.5", "2,250.5"])
    (',', '.')
    """
    commas = points = 0
    for cell in cells:
        has_comma, has_point = number_in(cell, ",") is not None, number_in(cell, ".") is not None
        commas += has_comma and not has_point
        points += has_point and not has_comma
    # "1,234" may be both: alone in a table whose cells are not separated by commas it is 1.234.
    return "," if commas > points else "."
