"""The tickets as a table for a spreadsheet: one row for each answer."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from pages.session.ticket import Ticket

_OF_TICKET, _OF_ANSWER = ("activity", "version", "minutes"), ("question", "given", "verdict", "tries")
COLUMNS = ("ticket", *_OF_TICKET, *_OF_ANSWER, "misconception", "link")

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?")


def answers_csv(tickets: Sequence[Ticket]) -> str:
    """Return the answers as CSV; a text that a spreadsheet would compute gets an apostrophe in front."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    for number, ticket in enumerate(tickets, start=1):
        head = (str(number), ticket.activity, ticket.version, str(ticket.minutes))
        for answer in ticket.answers:
            own = (answer.question, answer.given, answer.verdict, str(answer.tries), answer.misconception)
            writer.writerow([_plain(text) for text in (*head, *own, ticket.link)])
    return table.getvalue()


def _plain(text: str) -> str:
    """Return a text that a spreadsheet does not compute.

    >>> _plain("=1+1"), _plain("-0.5"), _plain("-x")
    ("'=1+1", '-0.5', "'-x")
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
