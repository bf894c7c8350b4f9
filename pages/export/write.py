"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write(path: Path, make: Callable[[], bytes]) -> None:
    """Write what `make` returns; nothing of it is at `path` until all of it is.

    That the place can be written is found out first: a film takes a while.

    Raises
    ------
    OSError
        If the place cannot be written, naming it.
    """
    if path.is_dir():
        raise IsADirectoryError(f"cannot write {path}: it is a folder")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as problem:
        raise type(problem)(f"cannot write {path}: {problem.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(make())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Return the process's mask: a temporary file is its owner's alone."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
