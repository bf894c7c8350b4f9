"""The tickets in a text that a teacher pastes: lines, e-mails, or a column of a CSV export."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pages.session.ticket import Ticket, read_ticket

LONGEST_PASTE = 500_000
"""Characters: some thousand tickets."""

_HEAD = re.compile(r"Backpass\s+ticket")
_CHECK = re.compile(r"check\s*=\s*(?:[0-9a-f]\s*){8}")
_LONGEST_SHOWN = 40


@dataclass(frozen=True)
class UnreadLine:
    """Hold a line without a ticket that can be read.

    Attributes
    ----------
    number : int
        Of the line, from 1.
    start : str
        What it begins with.
    reason : str
        A sentence.
    """

    number: int
    start: str
    reason: str


@dataclass(frozen=True)
class PastedTickets:
    """Hold the tickets of a text, in its order, and the lines that are none."""

    tickets: tuple[Ticket, ...]
    unread: tuple[UnreadLine, ...]

    @property
    def repeated(self) -> int:
        """How many tickets are equal to an earlier one."""
        return len(self.tickets) - len(set(self.tickets))


def read_pasted(text: str) -> PastedTickets:
    """Return what is in a text; never raise."""
    text = text[:LONGEST_PASTE]
    starts = [found.start() for found in _HEAD.finditer(text)]
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    tickets: list[Ticket] = []
    unread: list[UnreadLine] = []
    taken: set[int] = set()
    for start, stop in pairwise([*starts, len(text)]):
        part = text[start:stop]
        first = last = bisect_right(lines, start)
        try:
            tickets.append(read_ticket(part))
            end = found.end() if (found := _CHECK.search(part)) else 0
            last = bisect_right(lines, start + len(part[:end].rstrip()) - 1)
        except ValueError as problem:
            unread.append(UnreadLine(first, _start(part), str(problem)))
        taken.update(range(first, last + 1))
    unread += _others(text, taken)
    return PastedTickets(tuple(tickets), tuple(sorted(unread, key=lambda line: line.number)))


def _others(text: str, taken: set[int]) -> Iterator[UnreadLine]:
    """Yield the lines without any part of a ticket."""
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in taken and line.strip(" \t\r>,;\"'"):
            yield UnreadLine(number, _start(line), "There is no ticket in this line.")


def _start(text: str) -> str:
    shown = " ".join(text[: 2 * _LONGEST_SHOWN].split())
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"
