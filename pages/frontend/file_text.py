"""A file that the reader chooses or drops, as text."""

from collections.abc import Callable, Mapping
from typing import Any

from pages.frontend.component import component
from pages.frontend.schema import text

FILE_TEXT = "file_text"
"""The key of the component."""

_read = text(500_000)


def mount_file(on_text: Callable[[], None]) -> None:
    """Draw where a file is chosen or dropped; `on_text` is called when its text has come."""
    component("file_text", draws=False)(key=FILE_TEXT, data={}, on_text_change=on_text)


def read_file(values: Mapping[str, Any]) -> str:
    """Return the text of the file among the values of the component; empty without one."""
    return _read(values.get("text")) or ""
