"""The tables of docs/links.md and docs/hosting.md: every key of a link, every variable of a server.

What one means is written by hand in the file; keys, allowed values and defaults come from the records.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import core
import pages
from core import default_of, key_of, kind_of
from core.run.experiment import STEP
from tests.docs.pictures import DOCS

FILES = (DOCS / "links.md", DOCS / "hosting.md")

_PREFIXES = {"Limits": "BACKPASS_"}
_HEAD = "| {} | meaning | allowed values | default |\n|---|---|---|---|\n"
_TABLE = re.compile(r"(?P<mark><!-- (?P<record>\w+) -->\n\n)(?P<table>(?:\|.*\n)*)")


@dataclass(frozen=True)
class Row:
    """Hold one line of a table."""

    key: str
    meaning: str
    allowed: str
    default: str

    def __str__(self) -> str:
        """Return the line in Markdown."""
        default = f"`{self.default}`" if self.default else "empty"
        return f"| `{self.key}` | {self.meaning} | {self.allowed} | {default} |\n"


def records() -> dict[str, type[Any]]:
    """Return every record in the app whose fields have keys, by name."""
    found: dict[str, type[Any]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if inspect.isclass(value) and value.__module__ == module.__name__ and _has_keys(value):
                found[name] = value
    return found


def tables() -> dict[str, str]:
    """Return the table of each record, as it stands in the documentation."""
    texts = [file.read_text(encoding="utf-8") for file in FILES]
    return {found["record"]: found["table"] for text in texts for found in _TABLE.finditer(text)}


def rows_of(table: str) -> list[Row]:
    """Read the rows of a table."""
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return [
        Row(key.strip("`"), meaning, allowed, "" if default == "empty" else default.strip("`"))
        for key, meaning, allowed, default in lines
    ]


def written(record: type[Any], meanings: Mapping[str, str]) -> str:
    """Return the table of a record, with the meanings of its keys."""
    head = _HEAD.format("variable" if record.__name__ in _PREFIXES else "key")
    rows = [Row(key, meanings.get(key, ""), allowed, default) for key, allowed, default in _entries(record)]
    return head + "".join(map(str, rows))


def renewed(text: str) -> str:
    """Return the text of a file with every table as the records have it, meanings kept."""
    known = records()

    def renew(found: re.Match[str]) -> str:
        meanings = {row.key: row.meaning for row in rows_of(found["table"])}
        return found["mark"] + written(known[found["record"]], meanings)

    return _TABLE.sub(renew, text)


def update() -> None:
    """Bring every table up to date."""
    for file in FILES:
        file.write_text(renewed(file.read_text(encoding="utf-8")), encoding="utf-8")


def _entries(record: type[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield key, allowed values and default of each field; the step belongs to the run."""
    prefix = _PREFIXES.get(record.__name__, "")
    for name in _declared(record):
        key, kind = prefix + key_of(record, name), kind_of(record, name)
        yield key.upper() if prefix else key, kind.allowed, kind.write(default_of(record, name))
    if record is core.Experiment:
        yield "step", STEP.allowed, STEP.write(0)


def _modules() -> Iterator[Any]:
    """Yield every module but the pages themselves, which draw when they are imported."""
    for package in (core, pages):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            is_page = package is pages and found.name.count(".") == 1 and not found.ispkg
            if not is_page and not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def _has_keys(value: type[Any]) -> bool:
    return is_dataclass(value) and bool(_declared(value))


def _declared(record: type[Any]) -> list[str]:
    return [item.name for item in fields(record) if item.metadata.get("key")]
