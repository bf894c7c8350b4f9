"""Records read from what a browser sends.  Each field declares what it accepts; anything may arrive."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from typing import Any, TypeVar

Record = TypeVar("Record")
Kind = Callable[[object], Any]
"""Returns the value that is accepted, or None."""


def accept(kind: Kind, default: Any) -> Any:
    """Declare a field of a dataclass: what it accepts, and its value otherwise."""
    return field(default=default, metadata={"kind": kind})


def read(record: type[Record], value: object) -> Record:
    """Return a record of the fields in `value`; whatever is missing or not accepted takes its default.

    Parameters
    ----------
    record
        A dataclass all of whose fields are declared by `accept`.
    value
        Anything.
    """
    raw: Mapping[Any, Any] = value if isinstance(value, Mapping) else {}
    found = {item.name: item.metadata["kind"](raw.get(item.name)) for item in fields(record)}  # type: ignore[arg-type]
    return record(**{name: each for name, each in found.items() if each is not None})


def whole(low: int, high: int) -> Kind:
    """Accept a whole number from `low` to `high`; a fraction is cut off."""

    def kind(value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return int(value) if low <= value <= high else None

    return kind


def real(value: object, limit: float = sys.float_info.max) -> float | None:
    """Accept a number from −`limit` to `limit`: any finite one, unless less is said."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if -limit <= value <= limit else None


def text(longest: int) -> Kind:
    """Accept a string of at most `longest` characters."""
    return lambda value: value if isinstance(value, str) and len(value) <= longest else None


def wholes(high: int, most: int) -> Kind:
    """Accept the whole numbers from 0 to `high` among the first `most` entries of a list."""
    kind = whole(0, high)

    def read_list(value: object) -> tuple[int, ...] | None:
        if not isinstance(value, (list, tuple)):
            return None
        return tuple(each for each in map(kind, value[:most]) if each is not None)

    return read_list


def reals(limit: float, most: int) -> Kind:
    """Accept a list of at most `most` numbers from −`limit` to `limit`."""

    def read_list(value: object) -> tuple[float, ...] | None:
        if not isinstance(value, (list, tuple)) or len(value) > most:
            return None
        numbers = tuple(number for each in value if (number := real(each, limit)) is not None)
        return numbers if len(numbers) == len(value) else None

    return read_list


def flag(value: object) -> bool | None:
    """Accept True and False."""
    return value if isinstance(value, bool) else None
