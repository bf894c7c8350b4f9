"""Files are written completely or not at all."""

import os
from collections.abc import Callable
from pathlib import Path


def write(path: Path, make: Callable[[], bytes]) -> None:
    """Write what `make` returns to `path`, completely or not at all.

    The folder is tried before `make` is called, because a film takes a while.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    part = _part(path)
    try:
        part.write_bytes(make())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_path(path: Path) -> None:
    """Check that a file can be written.

    Raises
    ------
    OSError
        If it cannot.
    """
    _part(path).unlink()


def _part(path: Path) -> Path:
    """Return an empty file beside `path` that will become it."""
    if path.is_dir():
        raise IsADirectoryError(f"cannot write {path}: it is a folder")
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.touch()
    except OSError as problem:
        raise type(problem)(f"cannot write {path}: {problem.strerror}") from None
    return part
