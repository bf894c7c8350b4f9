"""The keys of each kind of block, and the check of a block's table against them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class BlockKey:
    """Say what a key of a block holds.

    Attributes
    ----------
    kind : str
        ``"text"``, ``"texts"``, ``"number"``, ``"whole"``, ``"yes"`` (true or false) or ``"tables"``.
    default : object
        The value where it is left out; None if it must be there.
    keys : mapping
        Those of each table.
    """

    kind: str = "text"
    default: Any = None
    keys: Mapping[str, BlockKey] | None = None


_TEXT = BlockKey()
_OPTIONAL = BlockKey(default="")
_ASKED = {"name": _TEXT, "ask": _TEXT}
_HINT = {"hint": _OPTIONAL, "then": _OPTIONAL}
_MISSED = {"misconception": _TEXT, "reply": _TEXT}
_OPTION = {
    "text": _TEXT,
    "if": _OPTIONAL,
    "right": BlockKey("yes", default=False),
    "misconception": _OPTIONAL,
    "reply": _OPTIONAL,
}

FRONT_MATTER = {
    "title": _TEXT,
    "minutes": BlockKey("whole"),
    "needs": _OPTIONAL,
    "able": BlockKey("texts"),
    "test": BlockKey("yes", default=False),
}
BLOCKS: Mapping[str, Mapping[str, BlockKey]] = {
    "run": {
        "link": _OPTIONAL,
        "change": _OPTIONAL,
        "pictures": BlockKey("texts", default=["plane", "network", "curves", "signs"]),
        "revealed": BlockKey("texts", default=[]),
        "matrices": BlockKey("texts", default=[]),
    },
    "choose": {**_ASKED, **_HINT, "option": BlockKey("tables", keys=_OPTION)},
    "number": {
        **_ASKED,
        **_HINT,
        "answer": _TEXT,
        "tolerance": BlockKey("number", default=0.01),
        "wrong": BlockKey("tables", keys={"value": _TEXT, **_MISSED}),
    },
    "sign": {**_ASKED, **_HINT, "of": _TEXT, "wrong": BlockKey("tables", keys={"sign": _TEXT, **_MISSED})},
    "shape": {
        **_ASKED,
        **_HINT,
        "of": _TEXT,
        "wrong": BlockKey("tables", keys={"shape": _TEXT, **_MISSED}),
    },
    "drill": {**_ASKED, "link": _TEXT},
    "reach": {
        **_ASKED,
        "hint": _TEXT,
        "then": _TEXT,
        "goal": _TEXT,
        "by": BlockKey("texts"),
        "solution": _TEXT,
    },
}
"""The keys of the front matter and of each block; docs/lessons.md explains them."""

_TYPES: Mapping[str, tuple[tuple[type, ...], str]] = {
    "text": ((str,), "text in quotes"),
    "texts": ((list,), "a list of texts"),
    "number": ((int, float), "a number"),
    "whole": ((int,), "a whole number"),
    "yes": ((bool,), "true or false"),
    "tables": ((list,), "tables with two pairs of square brackets around its name"),
}


def completed(table: Mapping[str, Any], keys: Mapping[str, BlockKey]) -> dict[str, Any]:
    """Return a table with the defaults of what it leaves out."""
    values = {name: table.get(name, key.default) for name, key in keys.items()}
    for name, key in keys.items():
        if key.keys:
            values[name] = [completed(each, key.keys) for each in values[name] or ()]
    return values


def table_faults(table: Mapping[str, Any], keys: Mapping[str, BlockKey]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the keys of a table: the key, and a sentence."""
    for name in table:
        if name not in keys:
            yield name, f"{name} is not a key here; the keys are {', '.join(keys)}"
    for name, key in keys.items():
        if name not in table:
            if key.default is None:
                yield name, f"the key {name} is missing"
        else:
            yield from _value_faults(name, table[name], key)


def _value_faults(name: str, value: object, key: BlockKey) -> Iterator[tuple[str, str]]:
    types, words = _TYPES[key.kind]
    is_bool = isinstance(value, bool) and key.kind != "yes"
    of = {"texts": str, "tables": dict}.get(key.kind)
    items = value if isinstance(value, list) else []
    if is_bool or not isinstance(value, types) or (of and not all(isinstance(each, of) for each in items)):
        yield name, f"{name} must be {words}"
    elif key.kind == "text" and not str(value).strip() and key.default is None:
        yield name, f"{name} must not be empty"
    elif key.keys:
        for each in items:
            yield from table_faults(each, key.keys)
