"""A batch: many files by one command, which starts the browser once.

Each line of a batch holds the arguments of one file.  All lines are checked before anything is written.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Event

from pages.export.request import FileRequest
from pages.export.turns import Report
from pages.export.writing import check_path

_PROGRAM = ["python", "-m", "pages.export"]
_AT_ONCE = 2
"""While one figure is painted, the next one is drawn."""

Read = Callable[[Sequence[str]], FileRequest]


class BatchError(ValueError):
    """Say which lines are wrong, and why: a line each."""


class _EndedError(Exception):
    """End the files that are being made."""


def read_batch(lines: Iterable[str], read: Read) -> dict[int, FileRequest]:
    """Return the requests of a batch by the number of their line, counted from 1.

    Empty lines and what follows ``#`` are skipped; a line may begin with ``python -m pages.export``.

    Raises
    ------
    BatchError
        If a line is not allowed, its picture does not exist or its file cannot be written.
    """
    requests: dict[int, FileRequest] = {}
    problems: list[str] = []
    taken: dict[Path, int] = {}
    for number, line in enumerate(lines, start=1):
        try:
            if words := shlex.split(line, comments=True):
                request = read(words[3:] if words[:3] == _PROGRAM else words)
                _check(request, taken)
                taken[request.path.resolve()] = number
                requests[number] = request
        except (ValueError, OSError) as problem:
            problems.append(f"line {number}: {problem}")
    if problems:
        raise BatchError("\n".join(problems))
    return requests


def write_batch(requests: dict[int, FileRequest], report: Report) -> None:
    """Write all files, some at once; report how many are written.

    Raises
    ------
    RuntimeError
        If a file could not be made; names its line.  The files that were written stay.
    """
    ended = Event()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            lines = {pool.submit(_write, request, ended): line for line, request in requests.items()}
            for done, future in enumerate(as_completed(lines), start=1):
                _raise_problem(future, lines[future])
                report(done, len(lines))
        finally:
            ended.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _check(request: FileRequest, taken: dict[Path, int]) -> None:
    if (line := taken.get(request.path.resolve())) is not None:
        raise ValueError(f"--out {request.path} is the file of line {line}, too")
    request.check()
    check_path(request.path)


def _write(request: FileRequest, ended: Event) -> None:
    def stop_if_ended(done: int, count: int) -> None:
        if ended.is_set():
            raise _EndedError

    stop_if_ended(0, 0)
    request.write(stop_if_ended)


def _raise_problem(future: Future[None], line: int) -> None:
    try:
        future.result()
    except (RuntimeError, ValueError, OSError) as problem:
        raise RuntimeError(f"line {line}: {problem}") from problem
