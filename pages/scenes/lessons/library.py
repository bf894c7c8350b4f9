"""The library: the lessons that ship, and a teacher's, in the folder that ``BACKPASS_LESSONS`` names."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pages.scenes.lessons.lesson import Lesson
from pages.scenes.lessons.reader import read_lesson

SHIPPED = Path(__file__).parent / "files"
VARIABLE = "BACKPASS_LESSONS"
_FILE = re.compile(r"(?:\d+-)?([a-z][a-z0-9_]{0,23})\.md")
_LARGEST = 200_000
NONE = "none"
"""In place of the name of a lesson."""


@dataclass(frozen=True)
class Library:
    """Hold lessons by name, and a sentence for each file that is none."""

    lessons: Mapping[str, Lesson]
    left_out: tuple[str, ...] = ()


def lesson_name(path: Path) -> str:
    """Return the name of a file's lesson: without the number in front, which only puts files in order.

    Raises
    ------
    ValueError
        If the file may not be called so.
    """
    found = _FILE.fullmatch(path.name)
    if not found or found[1] == NONE:
        raise ValueError("a file of a lesson is called like 03-rate.md: small letters, digits and _")
    return found[1]


def read_library(*folders: Path) -> Library:
    """Return the lessons of some folders by file name; a later one replaces an earlier one of its name."""
    lessons: dict[str, Lesson] = {}
    left_out = [f"{folder.name}: there is no such folder" for folder in folders if not folder.is_dir()]
    for path in _files(folders):
        try:
            lessons |= _read(path)
        except (OSError, ValueError) as problem:
            left_out.append(f"{path.name}: {problem}")
    return Library(lessons, tuple(left_out))


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in folder.glob("*.md") if path.name.lower() != "readme.md")


def _read(path: Path) -> dict[str, Lesson]:
    name = lesson_name(path)
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"the file has more than {_LARGEST:,} bytes")
    lesson, faults = read_lesson(name, path.read_text(encoding="utf-8"))
    if lesson is None:
        raise ValueError(f"line {faults[0].line}: {faults[0].text}")
    return {name: lesson}


def lesson_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the folders of lessons: the one that ships, and the one that the environment names."""
    own = environment.get(VARIABLE, "").strip()
    return (SHIPPED, Path(own)) if own else (SHIPPED,)


LIBRARY = read_library(*lesson_folders(os.environ))
"""The lessons of this server."""
